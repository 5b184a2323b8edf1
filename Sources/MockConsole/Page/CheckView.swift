// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Markup
import MockWorld
import Values

/// What the lint of `parcelpost check` says of a mail in the inbox, with the lines it is about, and what the mail weighs.
struct CheckView {
    let message: InboxMessage
    let mail: ParsedMail

    /// HTML longer than this is not looked through.
    static let longest = 2 * 1024 * 1024

    /// What a finding is about.
    private enum Group: String, CaseIterable {
        case accessibility = "Accessibility"
        case clients = "Clients"
        case whole = "Structure, links and weight"

        static func of(_ finding: Finding) -> Group {
            switch finding.rule {
            case "client-layout", "client-look", "style-too-large": .clients
            case "missing-lang", "missing-dir", "missing-title", "layout-table-without-role",
                "data-table-without-caption",
                "data-table-without-scope", "heading-order", "empty-heading", "missing-landmark", "reading-order",
                "img-without-alt", "empty-link-text", "low-contrast", "small-text":
                .accessibility
            default: .whole
            }
        }
    }

    /// The HTML.
    var html: String {
        guard let text = mail.html else {
            return weights(nil) + MessageDetail.empty("This mail has no HTML part, so there is no HTML to check.")
        }
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longest else {
            return weights(text)
                + MessageDetail.empty(
                    "The HTML is longer than \(HTMLText.size(Self.longest)) and is not looked through.")
        }
        var parts: [String: Int] = [:]
        for part in mail.inlineParts {
            if let id = part.contentID { parts[id] = part.contentBytes }
        }
        let options = MailLint.Options(inlineParts: parts)
        let findings = MailLint.check(html: bytes, options: options)
        let lines = LineIndex(bytes)
        let groups = Group.allCases.map { group in
            section(group.rawValue, findings.filter { Group.of($0) == group }, lines)
        }
        return summary(findings, options.clients.map(\.name)) + weights(text) + groups.joined()
    }

    private func summary(_ findings: [Finding], _ clients: [String]) -> String {
        func pill(_ severity: Problem.Severity, _ kind: String, _ word: String) -> String {
            let count = findings.count { $0.severity == severity }
            return
                "<span class=\"state \(count == 0 ? "good" : kind)\" data-\(word)s=\"\(count)\">\(HTMLText.count(count, word))</span>"
        }
        return "<p class=\"badges\">\(pill(.error, "bad", "error")) \(pill(.warning, "warn", "warning")) "
            + "\(pill(.note, "", "note"))</p><p class=\"quiet small\">The same rules as <code>parcelpost check</code>, for "
            + "\(HTMLText.text(clients.joined(separator: ", "), maxBytes: 500)).</p>"
    }

    private func section(_ title: String, _ findings: [Finding], _ lines: LineIndex) -> String {
        let items = findings.sorted { ($1.severity, $0.offset) < ($0.severity, $1.offset) }.prefix(200).map {
            finding -> String in
            let (kind, word) =
                switch finding.severity {
                case .error: ("bad", "error")
                case .warning: ("warn", "warning")
                case .note: ("", "note")
                }
            let place = lines.place(of: finding.offset)
            return "<li><p class=\"finding\"><span class=\"state \(kind)\">\(word)</span> "
                + "<span class=\"grow\">\(HTMLText.text(Self.sentence(finding.message), maxBytes: 1_000)). "
                + "<span class=\"quiet\">\(HTMLText.text(Self.sentence(finding.wayOut), maxBytes: 1_000)).</span></span> "
                + "<span class=\"quiet small number\">line \(place.line)</span></p>"
                + "<p class=\"excerpt\"><code class=\"clip\">\(HTMLText.text(place.excerpt, maxBytes: 400))</code> "
                + "<code class=\"quiet\">\(HTMLText.text(finding.rule, maxBytes: 60))</code></p></li>"
        }
        let body =
            items.isEmpty
            ? "<p><span class=\"state good\">nothing found</span></p>" : "<ul class=\"findings\">\(items.joined())</ul>"
        return "<section class=\"panel\"><h3>\(title)</h3>\(body)</section>"
    }

    /// With a capital where it begins with a letter.
    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private func weights(_ html: String?) -> String {
        var rows: [String] = []
        if let html { rows.append(Self.meter("HTML", html.utf8.count, of: MailLint.mostHTMLBytes, "that Gmail shows")) }
        let inline = mail.inlineParts.map(\.contentBytes).reduce(0, +)
        if inline > 0 {
            rows.append(Self.meter("Inline images", inline, of: MailLint.mostImageBytes, "that a phone likes"))
        }
        rows.append(Self.row("Text", mail.text.map { HTMLText.size($0.utf8.count) } ?? "none"))
        let attached = mail.attachments.prefix(100).map(\.contentBytes).reduce(0, +)
        if attached > 0 { rows.append(Self.row("Attachments", HTMLText.size(attached))) }
        rows.append(Self.row("On the wire", HTMLText.size(message.size)))
        return "<section class=\"panel\"><h3>Size</h3><dl class=\"facts\">\(rows.joined())</dl></section>"
    }

    private static func row(_ name: String, _ value: String) -> String { "<dt>\(name)</dt><dd>\(value)</dd>" }

    /// A size beside its limit.
    static func meter(_ name: String, _ bytes: Int, of limit: Int, _ words: String) -> String {
        let state = bytes > limit ? " <span class=\"state bad\">too large</span>" : ""
        return row(
            name,
            "<meter min=\"0\" max=\"\(limit)\" high=\"\(limit * 4 / 5)\" value=\"\(min(bytes, limit))\" "
                + "aria-label=\"\(name)\"></meter> \(HTMLText.grouped(bytes)) of \(HTMLText.grouped(limit)) bytes \(words)\(state)"
        )
    }
}

/// Where in a text an offset is.
struct LineIndex {
    private let bytes: [UInt8]
    private var starts = [0]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    }

    /// The line, from 1, and what stands around the offset in it.
    func place(of offset: Int) -> (line: Int, excerpt: String) {
        let offset = max(0, min(offset, bytes.count))
        var low = 0
        var high = starts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        let end = bytes[offset...].prefix(100).firstIndex(of: 0x0A) ?? min(bytes.count, offset + 100)
        // From the bracket that opens the tag the offset lies in.
        let from = max(starts[low], offset - 80)
        let start = bytes[from..<max(from, offset)].lastIndex(of: UInt8(ascii: "<")) ?? from
        return (low + 1, String(decoding: bytes[start..<max(start, end)], as: UTF8.self))
    }
}
