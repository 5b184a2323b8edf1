// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Notices
import Values

/// What a mail server or a mailbox provider tells of a mail of ours: a status notification (RFC 3464) or a complaint (RFC 5965).
struct MailReport: Hashable, Sendable {
    /// What is told.
    enum News: Hashable, Sendable {
        /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`, with the enhanced status and the code of the last answer.
        case status(action: String, status: String, code: Int?)
        /// A recipient complains; the kind is mostly `abuse`.
        case complaint(String)
    }

    let news: News
    /// The Message-IDs the report names as the mail it is about.
    let originals: [MessageID]

    private static let actions: Set<String> = ["failed", "delayed", "delivered", "relayed", "expanded"]

    /// Reads a report; nil for any other mail.
    init?(_ mail: ParsedMail) {
        var news: News?
        var originals: [MessageID] = []
        Self.walk(mail.root, depth: 0) { part in
            switch (part.contentType.type, part.contentType.subtype) {
            case ("message", "delivery-status"), ("message", "global-delivery-status"):
                news = news ?? Self.status(Self.fields(part.text))
            case ("message", "feedback-report"):
                news = news ?? .complaint(Self.word(Self.fields(part.text)["feedback-type"]) ?? "unknown")
            case ("message", "rfc822"), ("message", "global"):
                originals += part.children.flatMap(\.headers).compactMap(Self.messageID)
            case ("text", "rfc822-headers"), ("message", "global-headers"):
                originals += ParsedMail(Array((part.text + "\n\n").utf8)).headers.compactMap(Self.messageID)
            default: break
            }
        }
        guard let news else { return nil }
        self.news = news
        self.originals = Array(originals.prefix(10))
    }

    /// The entry for the trace: codes only, since servers' words name people (promise 7).
    var entry: TraceEntry {
        switch news {
        case .status(let action, let status, let code):
            var facts: [TraceEntry.Fact] = [.init("action", action), .init("status", status)]
            if let code { facts.append(.init("code", String(code))) }
            return TraceEntry(
                .receipt, rule: "C7", facts: facts, "A mail server told what became of it: \(action), \(status).")
        case .complaint(let kind):
            return TraceEntry(
                .receipt, rule: "C7", facts: [.init("complaint", kind)],
                "The recipient's provider told a complaint: \(kind).")
        }
    }

    private static func walk(_ part: ParsedPart, depth: Int, _ look: (ParsedPart) -> Void) {
        look(part)
        // What is inside the original is not about the original.
        guard depth < 5, part.contentType.type == "multipart" else { return }
        for child in part.children { walk(child, depth: depth + 1, look) }
    }

    private static func messageID(_ header: ParsedHeader) -> MessageID? {
        header.isNamed("Message-ID") ? try? MessageID(header.value.filter { !$0.isWhitespace }) : nil
    }

    private static func status(_ fields: [String: String]) -> News? {
        guard let action = word(fields["action"]), actions.contains(action), let written = fields["status"] else {
            return nil
        }
        let status = written.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard (5...11).contains(status.count), status.split(separator: ".").count == 3 else { return nil }
        let reply = fields["diagnostic-code"]?.split(separator: ";", maxSplits: 1).last
        let digits = reply?.drop { $0 == " " }.prefix(3) ?? ""
        let code = Int(digits).flatMap { (200...599).contains($0) ? $0 : nil }
        return .status(action: action, status: String(status), code: code)
    }

    /// The first value of each field, names in lower case, folded lines joined: the fields of the message, then of its first recipient.
    private static func fields(_ text: String) -> [String: String] {
        var fields: [(String, String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(200) {
            if let first = line.first, first == " " || first == "\t" {
                if let last = fields.indices.last { fields[last].1 += line }
            } else if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
                fields.append((line[..<colon].lowercased(), String(value)))
            }
        }
        return Dictionary(fields) { first, _ in first }
    }

    /// A word of letters and hyphens, in lower case.
    private static func word(_ text: String?) -> String? {
        let word = text?.lowercased().prefix { $0.isASCII && ($0.isLetter || $0 == "-") } ?? ""
        return (1...30).contains(word.count) ? String(word) : nil
    }
}
