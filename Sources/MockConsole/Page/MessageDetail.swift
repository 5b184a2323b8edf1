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

    /// A source longer than this is shown in part; the whole is behind the raw link.
    private static let longestSource = 256 * 1024

    /// The pane's HTML.
    var html: String {
        let mail = ParsedMail(message.raw)
        let face = message.summary
        return """
            <article class="body" data-message="\(message.id)" data-view="\(view.rawValue)">
            <p class="back"><a href="\(page.link("/"))">← All messages</a></p>
            <h2 class="subject">\(InboxPage.subject(face))</h2>
            \(page.badges(message, isDetailed: true))
            \(refusal)
            <dl class="facts">
            <dt>From</dt><dd>\(people(mail.from, else: message.envelope.sender))</dd>
            <dt>To</dt><dd>\(recipients(mail))</dd>
            <dt>Received</dt><dd>\(Markup.time(message.receivedAt, now: page.now)), \(Markup.size(message.raw.count)), \
            as <code>\(message.id)</code></dd>
            \(message.messageID.map { "<dt>Message-ID</dt><dd><code>\(Markup.text($0, maxBytes: 500))</code></dd>" } ?? "")
            </dl>
            \(attachments(mail))
            <div class="tabs" role="tablist" aria-label="Views">\(tabs(mail))</div>
            <div class="view" role="tabpanel">\(content(mail))</div>
            </article>
            """
    }

    private var refusal: String {
        guard let refusal = message.refusal else {
            return notices("warn", message.envelope.findings.map { "Noticed: " + words($0) })
        }
        // The reply names the first finding already.
        let others = message.envelope.findings.map(words).filter { !refusal.contains($0) }
        return notices("bad", ["The client was told: " + refusal]) + notices("warn", others)
    }

    private func words(_ finding: SMTPFinding) -> String {
        (finding.line > 0 ? "line \(finding.line): " : "") + finding.rule.words
    }

    private func notices(_ kind: String, _ lines: [String]) -> String {
        lines.map { "<p class=\"notice \(kind)\">\(Markup.text($0))</p>" }.joined()
    }

    private func people(_ list: [ParsedMailbox], else fallback: String) -> String {
        guard !list.isEmpty else {
            return fallback.isEmpty ? "<em class=\"quiet\">the null sender</em>" : Markup.text(fallback)
        }
        return list.prefix(20).map { box in
            box.name.isEmpty
                ? Markup.text(box.address)
                : "\(Markup.text(box.name)) <span class=\"quiet\">&lt;\(Markup.text(box.address))&gt;</span>"
        }.joined(separator: ", ")
    }

    /// Who gets it by the envelope, and the header's names for them where it has some.
    private func recipients(_ mail: ParsedMail) -> String {
        let named = mail.to + mail.cc
        let known = message.envelope.recipients.prefix(20).map { address in
            named.first { $0.address.lowercased() == address.lowercased() }
                ?? ParsedMailbox.list("<" + address + ">").first
        }
        let more = message.envelope.recipients.count - 20
        return people(known.compactMap { $0 }, else: message.envelope.recipients.first ?? "")
            + (more > 0 ? " and \(more) more" : "")
    }

    private func attachments(_ mail: ParsedMail) -> String {
        let entries = MailParts(mail).list.filter(\.isAttachment)
        guard !entries.isEmpty else { return "" }
        let items = entries.prefix(50).map { entry in
            let name = entry.part.fileName ?? entry.part.contentType.essence
            return
                "<li><a class=\"button\" href=\"/api/messages/\(message.id)/parts/\(entry.path)\">\(Markup.text(name)) "
                + "<span class=\"quiet small\">\(Markup.size(entry.part.contentBytes))</span></a></li>"
        }
        return "<ul class=\"attachments\" aria-label=\"Attachments\">\(items.joined())</ul>"
    }

    private func tabs(_ mail: ParsedMail) -> String {
        MessageView.allCases.enumerated().map { index, tab in
            let isEmpty = (tab == .html && mail.html == nil) || (tab == .text && mail.text == nil)
            return "<a role=\"tab\" class=\"tab\(isEmpty ? " quiet" : "")\" aria-selected=\"\(tab == view)\" "
                + "data-key=\"\(index + 1)\" href=\"\(page.link("/messages/\(message.id)", ("view", tab.rawValue)))\">"
                + tab.title + (isEmpty ? " <span class=\"small\">none</span>" : "") + "</a>"
        }.joined()
    }

    private func content(_ mail: ParsedMail) -> String {
        switch view {
        case .html: mail.html == nil ? empty("This mail has no HTML part.") : frame
        case .text:
            mail.text.map { "<pre class=\"text\">\(Markup.lines($0))</pre>" }
                ?? empty("This mail has no text part. Readers without HTML see nothing.")
        case .headers: table(mail.headers.map { (Markup.text($0.name), Markup.text($0.value)) }, "Field", "Value")
        case .links: links(mail.links)
        case .source: source
        case .dialogue: dialogue
        }
    }

    private var frame: String {
        """
        <div class="tools" hidden><button type="button" data-width="wide" aria-pressed="true">Desktop</button>\
        <button type="button" data-width="phone" aria-pressed="false">Phone 390</button>\
        <button type="button" data-scheme="dark" aria-pressed="false">Dark</button></div>
        <div class="stage"><iframe class="mail" sandbox="allow-same-origin" src="/api/messages/\(message.id)/html" \
        title="The mail as HTML"></iframe></div>
        """
    }

    private func links(_ links: [String]) -> String {
        guard !links.isEmpty else { return empty("This mail has no links.") }
        let items = links.map {
            "<li><a href=\"\(Markup.text($0))\" rel=\"noreferrer noopener\" target=\"_blank\">\(Markup.text($0))</a></li>"
        }
        return "<ol class=\"links\">\(items.joined())</ol>"
    }

    private var source: String {
        let shown = message.raw.prefix(Self.longestSource)
        let rest = message.raw.count - shown.count
        let more = rest > 0 ? "<p class=\"quiet\">\(Markup.size(rest)) more in the raw message.</p>" : ""
        return
            "<p><a class=\"button\" href=\"/api/messages/\(message.id)/raw\" download=\"\(message.id).eml\">Raw message</a></p>"
            + "<pre>\(Markup.lines(String(decoding: shown, as: UTF8.self)))</pre>" + more
    }

    private var dialogue: String {
        let entries = message.transcript.entries
        var previous = entries.first?.microseconds ?? 0
        let rows = entries.map { entry -> String in
            let step = entry.microseconds - previous
            previous = entry.microseconds
            let (who, word) =
                switch entry.speaker {
                case .client: ("client", "C")
                case .server: ("server", "S")
                case .note: ("note", "·")
                }
            return "<tr class=\"\(who)\"><td class=\"number quiet\">\(Self.milliseconds(entry.microseconds))</td>"
                + "<td class=\"number quiet\">+\(Self.milliseconds(step))</td><td><abbr title=\"\(who)\">\(word)</abbr></td>"
                + "<td><code>\(Markup.text(entry.text))</code></td></tr>"
        }
        return
            "<div class=\"table-scroll\"><table class=\"dialogue\"><thead><tr><th class=\"number\">ms</th><th class=\"number\">step</th>"
            + "<th>who</th><th>said</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    private static func milliseconds(_ microseconds: UInt64) -> String {
        "\(microseconds / 1_000).\(microseconds % 1_000 / 100)"
    }

    private func table(_ rows: [(String, String)], _ first: String, _ second: String) -> String {
        let body = rows.map { "<tr><th scope=\"row\">\($0.0)</th><td>\($0.1)</td></tr>" }.joined()
        return "<div class=\"table-scroll\"><table><thead><tr><th>\(first)</th><th>\(second)</th></tr></thead>"
            + "<tbody>\(body)</tbody></table></div>"
    }

    private func empty(_ words: String) -> String { "<p class=\"quiet\">\(words)</p>" }
}
