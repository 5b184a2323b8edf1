// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Settings
import Values

/// What the inbox page shows at one moment, and its HTML.
struct InboxPage {
    /// What was searched for.
    var query = ""
    /// The space looked at; empty for all.
    var space = ""
    /// The list.
    var messages: [InboxMessage] = []
    /// Where the list goes on.
    var next: MessageKey?
    /// The message looked at.
    var open: (message: InboxMessage, view: MessageView)?
    /// How many messages there are in all.
    var total = 0
    /// How many are copies of each.
    var copies: (InboxMessage) -> Int
    /// What listens where.
    var addresses: MockAddresses?
    var now: Timestamp

    /// The whole page.
    var html: String {
        let title = open.map { Markup.text($0.message.summary.subject, maxBytes: 200) + " · " } ?? ""
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)Parcelpost inbox</title>
            <link rel="stylesheet" href="/assets/tools.css">
            <link rel="stylesheet" href="/assets/inbox.css">
            <link rel="icon" href="data:,">
            <script src="/assets/inbox.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#detail">Skip to the message</a>
            <header class="bar">
            <h1><a class="home" href="/">Parcelpost inbox</a></h1>
            <form class="grow search" role="search" action="/" method="get">
            <input type="search" id="query" name="query" value="\(Markup.text(query))" autocomplete="off" \
            placeholder="Search: 배송, to:hong, subject:&quot;오늘 도착&quot;" aria-label="Search messages" aria-keyshortcuts="/">
            \(space.isEmpty ? "" : "<input type=\"hidden\" name=\"space\" value=\"\(Markup.text(space))\">")
            </form>
            \(space.isEmpty ? "" : "<span class=\"state\">space \(Markup.text(space, maxBytes: 100))</span>")
            <span class="quiet number" id="total" role="status">\(count)</span>
            <span class="state" id="live" hidden>live</span>
            <button type="button" id="delete" class="danger" hidden>Delete all</button>
            <button type="button" id="help" hidden aria-keyshortcuts="?">Keys</button>
            </header>
            <main class="panes\(isBlank ? " blank" : "")" data-open="\(open == nil ? "list" : "detail")">
            <section class="pane" aria-label="Messages">
            \(list)
            </section>
            <section class="pane" id="detail" aria-label="Message" tabindex="-1">
            \(detail)
            </section>
            </main>
            \(Self.keys)
            </body>
            </html>
            """
    }

    private var count: String { total == 1 ? "1 message" : "\(total) messages" }

    /// Whether there is nothing at all, so that the page is one lesson.
    private var isBlank: Bool { open == nil && messages.isEmpty && query.isEmpty && total == 0 }

    /// The rows and what stands around them.
    var list: String {
        let rows = "<ul class=\"rows\" id=\"rows\">\(rows)</ul>"
        guard messages.isEmpty else { return rows + more }
        return rows + (isBlank ? welcome : nothingFound)
    }

    /// The rows alone, for a page that adds them to its own.
    var rows: String { messages.map(row).joined() }

    private var more: String {
        guard let next else { return "" }
        return
            "<p class=\"body\"><a class=\"button\" id=\"more\" href=\"\(link("/", ("before", next.description)))\">Older messages</a></p>"
    }

    /// A link that keeps search and space.
    func link(_ path: String, _ more: (String, String)?...) -> String {
        var pairs = [("query", query), ("space", space)].filter { !$0.1.isEmpty }
        pairs += more.compactMap { $0 }
        guard !pairs.isEmpty else { return path }
        return path + "?" + pairs.map { $0.0 + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&amp;")
    }

    private func row(_ message: InboxMessage) -> String {
        let face = message.summary
        let sender = face.fromName.isEmpty ? (face.from.isEmpty ? "(no sender)" : face.from) : face.fromName
        let current = open?.message.id == message.id ? " aria-current=\"true\"" : ""
        let recipients = face.to.first.map { $0 + (face.to.count > 1 ? " +\(face.to.count - 1)" : "") } ?? ""
        return """
            <li data-id="\(message.id)"><a class="row" href="\(link("/messages/\(message.id)"))"\(current)>\
            <span class="row-top"><strong class="grow clip">\(Markup.text(sender, maxBytes: 200))</strong>\
            <span class="quiet small number">\(Markup.time(message.receivedAt, now: now))</span></span>\
            <span class="row-line clip">\(Self.subject(face))</span>\
            <span class="row-line quiet small clip">to \(Markup.text(recipients, maxBytes: 200))</span>\
            \(badges(message))</a></li>
            """
    }

    /// The subject, or that there is none.
    static func subject(_ face: MessageFace) -> String {
        face.subject.isEmpty ? "<em class=\"quiet\">(no subject)</em>" : Markup.text(face.subject, maxBytes: 500)
    }

    /// What is remarkable about a message, in words and shapes.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - isDetailed: Whether what was merely noticed is shown too.
    func badges(_ message: InboxMessage, isDetailed: Bool = false) -> String {
        var badges: [String] = []
        if message.refusal != nil { badges.append("<span class=\"state bad\">refused</span>") }
        for finding in message.envelope.findings where finding.rule.isRefused || isDetailed {
            let kind = message.refusal != nil && finding.rule.isRefused ? "bad" : "warn"
            badges.append("<span class=\"state \(kind)\">\(finding.rule.rawValue)</span>")
        }
        let copies = copies(message)
        if copies > 1 { badges.append("<span class=\"state warn\">copy \(message.copy) of \(copies)</span>") }
        if !message.space.isEmpty, space.isEmpty {
            badges.append("<span class=\"state\">\(Markup.text(message.space, maxBytes: 60))</span>")
        }
        let attachments = message.summary.attachments
        if attachments > 0 {
            badges.append("<span class=\"state\">\(attachments) attachment\(attachments == 1 ? "" : "s")</span>")
        }
        return badges.isEmpty ? "" : "<span class=\"badges\">\(badges.joined(separator: " "))</span>"
    }

    private var detail: String {
        guard let open else {
            return messages.isEmpty
                ? ""
                : "<div class=\"empty\"><p>Choose a message.</p><p class=\"small\"><kbd>j</kbd> <kbd>k</kbd> move, <kbd>/</kbd> searches, <kbd>?</kbd> shows all keys.</p></div>"
        }
        return MessageDetail(page: self, message: open.message, view: open.view).html
    }

    /// The empty inbox teaches how to fill it.
    private var welcome: String {
        let address = addresses?.smtp.description ?? "127.0.0.1:2525"
        let url = addresses?.inboxURL ?? "http://127.0.0.1:8026/"
        return """
            <div class="empty" id="empty">
            <h2>No messages yet</h2>
            <p>Each mail sent to <code>\(Markup.text(address))</code> shows up here at once, exactly as it came over the wire.</p>
            <pre>swaks --server \(Markup.text(address)) \\
                --from shop@example.com \\
                --to hong@example.com \\
                --header "Subject: 오늘 도착해요"</pre>
            <p>A test waits for it without sleeping:</p>
            <pre>curl '\(Markup.text(url))api/wait?query=to:hong&amp;timeout=10s'</pre>
            </div>
            """
    }

    private var nothingFound: String {
        """
        <div class="empty" id="empty">
        <h2>Nothing matches</h2>
        <p>Words are looked for in subject, people and text; <code>to:</code>, <code>from:</code>, <code>subject:</code> \
        and <code>id:</code> in one place.</p>
        <p><a href="/">Show all messages</a></p>
        </div>
        """
    }

    private static let keys = """
        <dialog id="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">Keys</h2>
        <dl class="facts">
        <dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous message</dd>
        <dt><kbd>/</kbd></dt><dd>search</dd>
        <dt><kbd>1</kbd> … <kbd>6</kbd></dt><dd>HTML, text, headers, links, source, dialogue</dd>
        <dt><kbd>Esc</kbd></dt><dd>back to the list</dd>
        <dt><kbd>?</kbd></dt><dd>this help</dd>
        </dl>
        <form method="dialog"><button>Close</button></form>
        </dialog>
        """
}
