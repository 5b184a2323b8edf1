// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Mail
import MockWorld
import Values

/// Messages as the API shows them.
enum MessageJSON {
    /// How much of the text a list shows.
    enum TextLength {
        /// All of it, up to 16 KiB.
        case whole
        /// The first words.
        case snippet
    }

    /// The most text of a part that is shown.
    private static let partText = 64 * 1024

    /// Messages in a list.
    static func list(_ messages: [InboxMessage], _ inbox: Inbox) -> [JSON] {
        messages.map { summary($0, copies: inbox.copies(of: $0)) }
    }

    /// A message in a list.
    static func summary(_ message: InboxMessage, copies: Int, text: TextLength = .whole) -> JSON {
        summary(message, copies: copies, words: MessageText.of(message), text: text)
    }

    private static func summary(_ message: InboxMessage, copies: Int, words: String, text: TextLength) -> JSON {
        let face = message.summary
        let card = message.card
        return [
            "id": .string(message.id.description), "channel": .string(message.channel.rawValue),
            "provider": .string(message.provider), "kind": .string(card?.kind ?? "mail"),
            "space": .string(message.space), "from": .string(face.from), "fromName": .string(face.fromName),
            "to": strings(face.to), "subject": .string(face.subject),
            "text": .string(MessageText.cut(words, text == .whole ? MessageText.listed : 600)),
            "template": optional(card?.template), "textBytes": card?.textBytes.map { .integer(Int64($0)) } ?? .null,
            "image": optional(card?.image),
            "buttons": .array(
                card?.buttons.map { ["name": .string($0.name), "type": .string($0.type), "link": .string($0.link)] }
                    ?? []),
            "facts": .array(card?.facts.map { ["name": .string($0.name), "value": .string($0.value)] } ?? []),
            "receivedAt": .string(message.receivedAt.rfc3339), "messageId": optional(message.messageID),
            "size": .integer(Int64(message.size)), "attachments": .integer(Int64(face.attachments)),
            "hasHtml": .bool(face.hasHTML), "copy": .integer(Int64(message.copy)), "copies": .integer(Int64(copies)),
            "refused": optional(message.refusal),
            "findings": .array(message.envelope.findings.map { .string($0.rule.rawValue) }),
            "tags": strings(message.tags), "event": optional(message.event), "numbers": strings(face.numbers),
            "events": .array(message.events.map(event)),
        ]
    }

    /// A message with all its parts.
    static func detail(_ message: InboxMessage, copies: Int) -> JSON {
        let (raw, transcript) = (message.raw, message.transcript)
        let mail = message.card == nil ? ParsedMail(raw) : nil
        let words = message.card?.text ?? mail.map(MessageText.of) ?? ""
        var members = summary(message, copies: copies, words: words, text: .snippet).members ?? []
        members.removeAll { $0.name == "text" || $0.name == "findings" }
        let anchors = message.card.map(MessageLinks.anchors) ?? mail.map(MessageLinks.anchors) ?? []
        members += [
            .init("text", message.card.map { .string($0.text) } ?? optional(mail?.text)),
            .init("html", optional(mail?.html)),
            .init("links", strings(mail?.links ?? anchors.map(\.href))), .init("anchors", MessageLinks.json(anchors)),
            .init("unsubscribe", mail.map(MessageLinks.unsubscribe) ?? .null),
            .init(
                "headers",
                .array(mail?.headers.map { ["name": .string($0.name), "value": .string($0.value)] } ?? [])),
            .init("parts", .array(mail.map { MailParts($0).list.map { part($0, message) } } ?? [])),
            .init("envelope", envelope(message.envelope)),
            .init("findings", .array(message.envelope.findings.map(finding))),
            .init("notes", strings(mail?.notes ?? [])), .init("transcript", summary(transcript, message)),
            .init("rawHref", .string("/api/messages/\(message.id)/raw")),
        ]
        return .object(members)
    }

    /// The dialogue of a message.
    static func transcript(_ message: InboxMessage) -> JSON {
        [
            "id": .string(message.id.description),
            "entries": .array(
                message.transcript.entries.map { entry in
                    let speaker =
                        switch entry.speaker {
                        case .client: "client"
                        case .server: "server"
                        case .note: "note"
                        }
                    return [
                        "milliseconds": .number(Double(entry.microseconds) / 1_000), "speaker": .string(speaker),
                        "text": .string(entry.text),
                    ]
                }),
        ]
    }

    private static func summary(_ transcript: Transcript, _ message: InboxMessage) -> JSON {
        let entries = transcript.entries
        return [
            "entries": .integer(Int64(entries.count)),
            "milliseconds": .number(Double(entries.last?.microseconds ?? 0) / 1_000),
            "reply": .string(entries.last { $0.speaker == .server }?.text ?? ""),
            "href": .string("/api/messages/\(message.id)/transcript"),
        ]
    }

    private static func part(_ entry: MailParts.Entry, _ message: InboxMessage) -> JSON {
        let content = entry.part.content
        let isText = entry.part.contentType.type == "text"
        return [
            "part": .string(entry.path), "contentType": .string(entry.part.contentType.essence),
            "charset": optional(entry.part.contentType.charsetLabel), "fileName": optional(entry.part.fileName),
            "disposition": optional(entry.part.disposition), "contentId": optional(entry.part.contentID),
            "isAttachment": .bool(entry.isAttachment), "size": .integer(Int64(content.count)),
            "sha256": .string(Hex.encode(Digest.sha256(content))),
            "text": isText ? .string(MessageText.cut(entry.part.text, partText)) : .null,
            "href": .string("/api/messages/\(message.id)/parts/\(entry.path)"),
        ]
    }

    private static func envelope(_ envelope: SMTPEnvelope) -> JSON {
        [
            "from": .string(envelope.sender), "to": strings(envelope.recipients),
            "client": .string(envelope.clientName), "user": optional(envelope.user),
        ]
    }

    private static func event(_ event: MessageEvent) -> JSON {
        [
            "at": .string(event.at.rfc3339), "kind": .string(event.kind), "text": .string(event.text),
            "verdict": .string(event.verdict.rawValue),
        ]
    }

    private static func finding(_ finding: SMTPFinding) -> JSON {
        [
            "rule": .string(finding.rule.rawValue), "message": .string(finding.rule.words),
            "line": finding.line > 0 ? .integer(Int64(finding.line)) : .null,
        ]
    }

    private static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

    private static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}
