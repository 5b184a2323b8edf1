// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Settings
import Values

/// What the inbox page shows at one moment, and its HTML.
struct InboxPage {
    let bench: Bench
    var address: PageAddress
    /// The list; empty on a page that is only a message.
    var list: InboxList?
    /// The message looked at.
    var open: (message: InboxMessage, view: MessageView)?
    /// How it is looked at.
    var look = FrameLook()
    /// Whether the bench is shown: the clock, what is to come and what goes wrong.
    var showsBench = false

    /// How rows and badges are written.
    var rows: InboxRows {
        InboxRows(
            address: address, copies: { bench.inbox.copies(of: $0) }, now: bench.clock.now, open: open?.message.id)
    }

    /// The whole page.
    var html: String {
        let title = open.map { InboxRows.title($0.message) + " · " } ?? (showsBench ? "Bench · " : "")
        return """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)Parcelpost inbox</title>
            <link rel="stylesheet" href="/assets/tools.css">
            <link rel="stylesheet" href="/assets/inbox.css">
            <link rel="stylesheet" href="/assets/phone.css">
            <link rel="icon" href="data:,">
            <script type="module" src="/assets/inbox.js"></script>
            </head>
            <body>
            \(Icons.sprite)
            <a class="skip" href="#detail">Skip to the message</a>
            \(bar)
            <main class="panes\(isBlank ? " blank" : "")" data-open="\(open == nil && !showsBench ? "list" : "detail")">
            <section class="pane list" aria-label="Messages">
            \(chips)
            \(listPane)
            </section>
            <section class="pane detail" id="detail" aria-label="Message" tabindex="-1">
            \(detail)
            </section>
            </main>
            \(PageWords.keys)
            \(PageWords.searchHelp)
            <dialog id="ask" aria-labelledby="ask-words"><p id="ask-words"></p>\
            <form method="dialog" class="actions"><button value="yes" class="danger">Delete</button>\
            <button value="no">Keep</button></form></dialog>
            </body>
            </html>
            """
    }

    private var bar: String {
        let hidden = address.with {
            $0.query = ""; $0.space = ""
        }.parameters.map {
            "<input type=\"hidden\" name=\"\($0.0)\" value=\"\(HTMLText.text($0.1))\">"
        }.joined()
        return """
            <header class="bar">
            <h1><a class="home" href="/">\(Icons.use("parcel"))<span>Parcelpost <span class="quiet">inbox</span></span></a></h1>
            <form class="search" role="search" action="/" method="get">
            <span class="field"><input type="search" id="query" name="query" value="\(HTMLText.text(address.query))" \
            autocomplete="off" spellcheck="false" placeholder="Search: 배송, ㅎㄱㄷ, to:hong, 6865-3012" \
            aria-label="Search messages" aria-keyshortcuts="/">\
            <button type="button" id="search-help" class="bare" aria-label="How to search" hidden>?</button></span>
            \(spaces)\(hidden)<button class="go">Search</button>
            </form>
            <span class="state good" id="live" role="status" hidden>live</span>
            <a class="button" id="bench-link" href="/bench" aria-keyshortcuts="b">\(Icons.use("bench"))<span>Bench</span></a>
            <button type="button" id="help" hidden aria-keyshortcuts="?">Keys</button>
            </header>
            """
    }

    /// Which space is looked at; nothing where there are none.
    private var spaces: String {
        var names = InboxSurroundings.spaces(bench)
        if !address.space.isEmpty, !names.contains(address.space) { names.insert(address.space, at: 0) }
        guard !names.isEmpty else { return "" }
        let options = names.map { name in
            "<option\(name == address.space ? " selected" : "") value=\"\(HTMLText.text(name))\">\(HTMLText.text(name, maxBytes: 60))</option>"
        }
        return "<select name=\"space\" id=\"space\" aria-label=\"Space\"><option value=\"\">All spaces</option>"
            + options.joined() + "</select>"
    }

    /// The channels to choose from.
    private var chips: String {
        func chip(_ icon: String, _ title: String, _ isChosen: Bool, _ change: (inout PageAddress) -> Void) -> String {
            "<a class=\"chip\" href=\"\(address.with(change).link("/"))\"\(isChosen ? " aria-current=\"true\"" : "")>"
                + "\(icon)\(title)</a>"
        }
        var chips = [
            chip("", "All", address.channel == nil && !address.onlyRefused) {
                $0.channel = nil; $0.onlyRefused = false
            }
        ]
        for channel in [MessageChannel.email, .alimtalk, .sms, .push, .memo] {
            chips.append(
                chip(Icons.use(channel.rawValue), channel.title, address.channel == channel) {
                    $0.channel = channel
                    $0.onlyRefused = false
                })
        }
        chips.append(
            chip("", "Refused", address.onlyRefused) {
                $0.channel = nil
                $0.onlyRefused = true
            })
        return """
            <div class="list-head"><nav class="chips" aria-label="Channels">\(chips.joined())</nav>\
            <p class="list-facts"><span class="quiet small number" id="total" role="status">\(count)</span>\
            <button type="button" id="fresh" class="primary" hidden></button>\
            <button type="button" id="delete" class="bare danger small" hidden>Delete all</button></p></div>
            """
    }

    private var count: String {
        guard let list else { return "" }
        guard let total = list.total else { return "more than \(list.messages.count) messages" }
        return HTMLText.count(total, "message")
    }

    /// Whether there is nothing at all, so that the page is one lesson.
    private var isBlank: Bool {
        open == nil && !showsBench && address.isEverything && list?.messages.isEmpty != false
    }

    /// The rows and what stands around them.
    private var listPane: String {
        guard let list else { return "" }
        let next = list.skipped + list.messages.count
        let state =
            " data-skip=\"\(list.skipped)\" data-total=\"\(list.total.map(String.init) ?? "")\" "
            + "data-more=\"\(list.hasMore)\" data-anchor=\"\(list.anchor?.description ?? "")\""
        let pager = [
            list.skipped > 0
                ? "<a class=\"button\" href=\"\(address.link("/"))\">Newest</a>" : "",
            list.hasMore
                ? "<a class=\"button\" href=\"\(address.link("/", [("skip", String(next)), ("from", list.anchor?.description ?? "")]))\">Older</a>"
                : "",
        ].joined()
        return """
            <div class="scroller" id="scroller"\(state)>\
            <ul class="rows" data-first="\(list.skipped)">\(rows.html(list.messages))</ul></div>
            <p class="pager" id="pager">\(pager)</p>
            \(list.messages.isEmpty ? (isBlank ? PageWords.welcome(bench.places.addresses) : PageWords.nothingFound(address.query)) : "")
            """
    }

    private var detail: String {
        if showsBench { return BenchPanel(bench: bench).html }
        guard let open else { return list?.messages.isEmpty == false ? PageWords.choose : "" }
        return MessageDetail(page: self, message: open.message, view: open.view).html
    }
}
