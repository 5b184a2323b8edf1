// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// A message as its file has it, without its bytes.
struct ArchivedMessage: Sendable {
    let id: MessageKey
    let copy: Int
    let channel: MessageChannel
    let space: String
    let receivedAt: Timestamp
    let envelope: SMTPEnvelope
    let size: Int
    let refusal: String?
    let messageID: String?
    let card: MessageCard?
    let event: String?
    let tags: [String]
    let events: [MessageEvent]
}

extension ArchivedMessage {
    /// Reads a row; what a later version wrote into it is passed over.
    init?(id: MessageKey, size: Int, json: JSON) {
        self.id = id
        self.size = size
        self.copy = Int(json["copy"]?.integer ?? 1)
        guard let channel = json["channel"]?.string.flatMap(MessageChannel.init(rawValue:)) else { return nil }
        self.channel = channel
        self.space = json["space"]?.string ?? ""
        self.receivedAt = Timestamp(milliseconds: json["receivedAt"]?.integer ?? 0)
        self.envelope = json["envelope"].map(SMTPEnvelope.init(archived:)) ?? SMTPEnvelope(sender: "")
        self.refusal = json["refusal"]?.string
        self.messageID = json["messageId"]?.string
        self.card = json["card"].map(MessageCard.init(archived:))
        self.event = json["event"]?.string
        self.tags = json["tags"]?.array?.compactMap(\.string) ?? []
        self.events = json["events"]?.array?.map(MessageEvent.init(archived:)) ?? []
    }

    /// What of a message is written beside its bytes.
    static func json(_ message: InboxMessage) -> JSON {
        [
            "copy": .integer(Int64(message.copy)), "channel": .string(message.channel.rawValue),
            "space": .string(message.space), "receivedAt": .integer(message.receivedAt.milliseconds),
            "envelope": message.envelope.archived, "refusal": .text(message.refusal),
            "messageId": .text(message.messageID), "card": message.card?.archived ?? .null,
            "event": .text(message.event), "tags": .array(message.tags.map { .string($0) }),
            "events": .array(message.events.map(\.archived)),
        ]
    }
}

extension JSON {
    fileprivate static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}

extension SMTPEnvelope {
    fileprivate init(archived json: JSON) {
        self.init(
            sender: json["sender"]?.string ?? "", recipients: json["recipients"]?.array?.compactMap(\.string) ?? [],
            user: json["user"]?.string, clientName: json["clientName"]?.string ?? "")
        tls = json["tls"]?.string
        for one in json["options"]?.array ?? [] {
            guard let place = one["place"]?.integer else { continue }
            var given = SMTPRecipientOptions()
            given.notify = one["notify"]?.integer.map { .init(rawValue: UInt8(truncatingIfNeeded: $0)) }
            given.originalType = one["originalType"]?.string
            given.originalAddress = one["originalAddress"]?.string
            options[Int(place)] = given
        }
        parameters.size = json["size"]?.integer.map { Int($0) }
        parameters.is8Bit = json["is8Bit"]?.bool ?? false
        parameters.isUTF8 = json["isUTF8"]?.bool ?? false
        parameters.isBinary = json["isBinary"]?.bool ?? false
        parameters.returned = json["returned"]?.string.flatMap(SMTPMailParameters.Returned.init(rawValue:))
        parameters.envelopeID = json["envelopeId"]?.string
        findings =
            json["findings"]?.array?.compactMap { one in
                one["rule"]?.string.flatMap(SMTPFinding.Rule.init(rawValue:))
                    .map { SMTPFinding($0, line: Int(one["line"]?.integer ?? 0)) }
            } ?? []
    }

    fileprivate var archived: JSON {
        [
            "sender": .string(sender), "recipients": .array(recipients.map { .string($0) }), "user": .text(user),
            "clientName": .string(clientName), "size": parameters.size.map { .integer(Int64($0)) } ?? .null,
            "is8Bit": .bool(parameters.is8Bit), "isUTF8": .bool(parameters.isUTF8),
            "isBinary": .bool(parameters.isBinary), "returned": .text(parameters.returned?.rawValue),
            "envelopeId": .text(parameters.envelopeID), "tls": .text(tls),
            "options": .array(options.sorted { $0.key < $1.key }.map { Self.archived($0.key, $0.value) }),
            "findings": .array(
                findings.map { ["rule": .string($0.rule.rawValue), "line": .integer(Int64($0.line))] }),
        ]
    }

    private static func archived(_ place: Int, _ given: SMTPRecipientOptions) -> JSON {
        [
            "place": .integer(Int64(place)), "notify": given.notify.map { .integer(Int64($0.rawValue)) } ?? .null,
            "originalType": .text(given.originalType), "originalAddress": .text(given.originalAddress),
        ]
    }
}

extension MessageEvent {
    fileprivate init(archived json: JSON) {
        self.init(
            at: Timestamp(milliseconds: json["at"]?.integer ?? 0), kind: json["kind"]?.string ?? "",
            text: json["text"]?.string ?? "", verdict: json["verdict"]?.string.flatMap(Verdict.init) ?? .neutral)
    }

    fileprivate var archived: JSON {
        [
            "at": .integer(at.milliseconds), "kind": .string(kind), "text": .string(text),
            "verdict": .string(verdict.rawValue),
        ]
    }
}

extension MessageCard {
    fileprivate init(archived json: JSON) {
        func text(_ name: String) -> String { json[name]?.string ?? "" }
        self.init(
            provider: text("provider"), kind: text("kind"), from: text("from"), to: text("to"), title: text("title"),
            text: text("text"), template: json["template"]?.string, identity: json["identity"]?.string)
        textBytes = json["textBytes"]?.integer.map { Int($0) }
        image = json["image"]?.string
        buttons =
            json["buttons"]?.array?.map {
                Button(
                    name: $0["name"]?.string ?? "", type: $0["type"]?.string ?? "", link: $0["link"]?.string ?? "")
            } ?? []
        facts =
            json["facts"]?.array?.map { Fact($0["name"]?.string ?? "", $0["value"]?.string ?? "") } ?? []
    }

    fileprivate var archived: JSON {
        [
            "provider": .string(provider), "kind": .string(kind), "from": .string(from), "to": .string(to),
            "title": .string(title), "text": .string(text), "template": .text(template),
            "identity": .text(identity), "textBytes": textBytes.map { .integer(Int64($0)) } ?? .null,
            "image": .text(image),
            "buttons": .array(
                buttons.map { ["name": .string($0.name), "type": .string($0.type), "link": .string($0.link)] }),
            "facts": .array(facts.map { ["name": .string($0.name), "value": .string($0.value)] }),
        ]
    }
}
