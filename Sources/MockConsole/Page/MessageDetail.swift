// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import MockWorld
import Values

/// The pane that shows one message.
struct MessageDetail {
    let page: InboxPage
    let message: InboxMessage
    let view: MessageView

    /// The pane's HTML.
    var html: String {
        let mail = message.card == nil ? ParsedMail(message.raw) : nil
        let related = page.bench.inbox.related(to: message)
        return """
            <article class="message" data-message="\(message.id)" data-view="\(view.rawValue)" \
            data-channel="\(message.channel.rawValue)">
            <header class="head">
            <p class="back"><a href="\(page.address.link("/"))">← All messages</a></p>
            <div class="head-line">\(Icons.tile(message.channel))<h2 class="subject">\(InboxRows.subject(message))</h2>\
            <span class="head-tools"><a class="button" href="/api/messages/\(message.id)/raw" \
            download="\(message.id)\(mail == nil ? ".json" : ".eml")">Raw</a>\
            <button type="button" class="danger" data-delete="\(message.id)" aria-keyshortcuts="Delete" hidden>Delete</button></span></div>
            \(badges)
            \(MessageFacts(page: page, message: message, mail: mail).html)
            </header>
            <nav class="tabs" aria-label="Views">\(tabs(mail, related))</nav>
            <div class="view">\(content(mail, related))</div>
            </article>
            """
    }

    private var badges: String {
        let badges =
            page.rows.badges(message, isDetailed: true)
            + message.tags.map {
                "<a class=\"tag\" href=\"\(PageAddress.link("/", [("query", "tag:" + Self.quoted($0))]))\"># \(HTMLText.text($0, maxBytes: 60))</a>"
            }
        return badges.isEmpty ? "" : "<p class=\"badges\">\(badges.joined(separator: " "))</p>"
    }

    private static func quoted(_ text: String) -> String {
        text.contains(where: \.isWhitespace) ? "\"" + text + "\"" : text
    }

    // MARK: Tabs

    private func tabs(_ mail: ParsedMail?, _ related: [InboxMessage]) -> String {
        MessageView.all(message.channel).enumerated().map { index, tab in
            let current = tab == view ? " aria-current=\"page\"" : ""
            let note = note(tab, mail, related)
            return "<a class=\"tab\"\(current) data-key=\"\(index + 1)\" aria-keyshortcuts=\"\(index + 1)\" "
                + "href=\"\(link(tab))\">\(tab.title(message.channel))"
                + (note.isEmpty ? "" : " <span class=\"count\">\(note)</span>") + "</a>"
        }.joined()
    }

    private func note(_ tab: MessageView, _ mail: ParsedMail?, _ related: [InboxMessage]) -> String {
        switch tab {
        case .html: mail != nil && mail?.html == nil ? "none" : ""
        case .text: mail != nil && mail?.text == nil ? "none" : ""
        case .together: related.count > 1 ? "\(related.count)" : ""
        case .history: message.events.isEmpty ? "" : "\(message.events.count)"
        default: ""
        }
    }

    /// A link to a view of this message that keeps search and look.
    func link(_ view: MessageView, look: FrameLook? = nil) -> String {
        page.address.link(
            "/messages/\(message.id)", [("view", view.rawValue)] + (look ?? page.look).parameters)
    }

    // MARK: Views

    private func content(_ mail: ParsedMail?, _ related: [InboxMessage]) -> String {
        switch view {
        case .html:
            if let mail { return LetterView(detail: self, mail: mail).html }
            return schemeTools + "<div class=\"stage\(page.look.scheme == .dark ? " dark" : "")\">"
                + PhoneView(message: message, scheme: page.look.scheme).html + "</div>"
        case .together: return TogetherView(detail: self, messages: related).html
        case .text: return text(mail)
        case .check: return mail.map { CheckView(message: message, mail: $0).html } ?? ""
        case .headers: return mail.map { HeadersView(message: message, mail: $0).html } ?? ""
        case .links: return links(mail)
        case .source: return SourceView(message: message).html
        case .dialogue: return dialogue
        case .history: return HistoryView(message: message).html
        }
    }

    private var schemeTools: String {
        "<div class=\"tools\">" + LetterView.schemes(self) + "</div>"
    }

    private func text(_ mail: ParsedMail?) -> String {
        guard let words = mail.map(\.text) ?? message.card?.text else {
            return Self.empty("This mail has no text part. Readers without HTML see nothing.")
        }
        let width = words.split(whereSeparator: \.isNewline).map(\.count).max() ?? 0
        return "<pre class=\"text\" tabindex=\"0\">\(HTMLText.lines(words))</pre><p class=\"quiet small\">"
            + "\(HTMLText.count(words.utf8.count, "byte")), longest line \(HTMLText.count(width, "character"))</p>"
    }

    private func links(_ mail: ParsedMail?) -> String {
        let links = mail?.links ?? message.card?.buttons.map(\.link).filter { !$0.isEmpty } ?? []
        guard !links.isEmpty else { return Self.empty("There are no links in it.") }
        let items = links.map { link -> String in
            let shown = HTMLText.text(link, maxBytes: 4_096)
            let isWeb = ["https://", "http://"].contains { link.lowercased().hasPrefix($0) }
            guard isWeb else { return "<li><code>\(shown)</code></li>" }
            let warning = link.lowercased().hasPrefix("http://") ? " <span class=\"state warn\">not https</span>" : ""
            return "<li><a href=\"\(shown)\" rel=\"noreferrer noopener\" target=\"_blank\">\(shown)</a>\(warning)</li>"
        }
        return "<p class=\"quiet small\">\(HTMLText.count(links.count, "link")), listed and never fetched.</p>"
            + "<ol class=\"links\">\(items.joined())</ol>"
    }

    private var dialogue: String {
        let entries = message.transcript.entries
        guard !entries.isEmpty else { return Self.empty("Nothing was written down of how it came.") }
        var previous = entries.first?.microseconds ?? 0
        let rows = entries.map { entry -> String in
            let step = entry.microseconds &- previous
            previous = entry.microseconds
            let (who, word) =
                switch entry.speaker {
                case .client: ("client", "C")
                case .server: ("server", "S")
                case .note: ("note", "·")
                }
            let isSlow = step >= 100_000
            return "<tr class=\"\(who)\"><td class=\"number quiet\">\(Self.milliseconds(entry.microseconds))</td>"
                + "<td class=\"number \(isSlow ? "slow" : "quiet")\">\(isSlow ? "▲ " : "")+\(Self.milliseconds(step))</td>"
                + "<td><abbr title=\"\(who)\">\(word)</abbr></td><td><code>\(HTMLText.text(entry.text))</code></td></tr>"
        }
        let span = Self.milliseconds(entries.last?.microseconds ?? 0)
        return "<p class=\"quiet small\">\(HTMLText.count(entries.count, "line")) in \(span) ms. "
            + "Steps of 100 ms and more are marked ▲.</p>"
            + "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Dialogue\"><table class=\"dialogue\"><thead><tr><th class=\"number\">ms</th>"
            + "<th class=\"number\">step</th><th>who</th><th>said</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    private static func milliseconds(_ microseconds: UInt64) -> String {
        "\(microseconds / 1_000).\(microseconds % 1_000 / 100)"
    }

    /// A sentence where there is nothing.
    static func empty(_ words: String) -> String { "<p class=\"quiet nothing\">\(words)</p>" }
}
