// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

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

    /// A message in a list.
    static func summary(_ message: InboxMessage, copies: Int, text: TextLength = .whole) -> JSON {
        let face = message.summary
        let words = MessageText.of(message)
        return [
            "id": .string(message.id.description), "channel": .string(message.channel.rawValue),
            "space": .string(message.space), "from": .string(face.from), "fromName": .string(face.fromName),
            "to": .array(face.to.map { .string($0) }), "subject": .string(face.subject),
            "text": .string(MessageText.cut(words, text == .whole ? MessageText.listed : 600)),
            "receivedAt": .string(message.receivedAt.rfc3339),
            "messageId": message.messageID.map { .string($0) } ?? .null,
            "size": .integer(Int64(message.raw.count)), "attachments": .integer(Int64(face.attachments)),
            "hasHtml": .bool(face.hasHTML), "copy": .integer(Int64(message.copy)), "copies": .integer(Int64(copies)),
            "refused": message.refusal.map { .string($0) } ?? .null,
            "findings": .array(message.envelope.findings.map { .string($0.rule.rawValue) }),
        ]
    }

    /// A message with all its parts.
    static func detail(_ message: InboxMessage, copies: Int) -> JSON {
        let mail = ParsedMail(message.raw)
        var members = summary(message, copies: copies).members ?? []
        members.removeAll { $0.name == "text" || $0.name == "findings" }
        members += [
            .init("text", mail.text.map { .string($0) } ?? .null),
            .init("html", mail.html.map { .string($0) } ?? .null),
            .init("links", .array(mail.links.map { .string($0) })),
            .init("headers", .array(mail.headers.map { ["name": .string($0.name), "value": .string($0.value)] })),
            .init("parts", .array(MailParts(mail).list.map(part))),
            .init(
                "envelope",
                [
                    "from": .string(message.envelope.sender),
                    "to": .array(message.envelope.recipients.map { .string($0) }),
                    "client": .string(message.envelope.clientName),
                    "user": message.envelope.user.map { .string($0) } ?? .null,
                ]),
            .init("findings", .array(message.envelope.findings.map(finding))),
            .init("notes", .array(mail.notes.map { .string($0) })), .init("transcript", transcriptSummary(message)),
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

    private static func transcriptSummary(_ message: InboxMessage) -> JSON {
        let entries = message.transcript.entries
        return [
            "entries": .integer(Int64(entries.count)),
            "milliseconds": .number(Double(entries.last?.microseconds ?? 0) / 1_000),
            "reply": .string(entries.last { $0.speaker == .server }?.text ?? ""),
            "href": .string("/api/messages/\(message.id)/transcript"),
        ]
    }

    private static func part(_ part: MailParts.Entry) -> JSON {
        [
            "part": .string(part.path), "contentType": .string(part.part.contentType.essence),
            "fileName": part.part.fileName.map { .string($0) } ?? .null,
            "disposition": part.part.disposition.map { .string($0) } ?? .null,
            "contentId": part.part.contentID.map { .string($0) } ?? .null,
            "size": .integer(Int64(part.part.contentBytes)),
        ]
    }

    private static func finding(_ finding: SMTPFinding) -> JSON {
        [
            "rule": .string(finding.rule.rawValue), "message": .string(finding.rule.words),
            "line": finding.line > 0 ? .integer(Int64(finding.line)) : .null,
        ]
    }
}
