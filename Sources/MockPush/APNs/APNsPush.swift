// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockWorld
import Values

/// One push as its header and its body say.
struct APNsPush: Sendable {
    let device: String
    /// Its id: the client's, or one of ours.
    let id: String
    let isOwnID: Bool
    let type: String
    let topic: String
    let priority: Int?
    let expiration: Int64?
    let collapseID: String?
    let payload: JSON?
    private let payloadBytes: Int

    private static let types: Set<String> = [
        "alert", "background", "location", "voip", "complication", "fileprovider", "mdm", "liveactivity", "pushtotalk",
        "widgets", "controls",
    ]
    private static let suffixes = [
        ".voip-ptt", ".voip", ".complication", ".pushkit.fileprovider", ".location-query", ".push-type.liveactivity",
        ".push-type.widgets", ".push-type.controls",
    ]

    /// Reads a call; what is wrong first is thrown.
    init(_ call: ProviderCall, device: String, topics: [String]) throws(APNsReason) {
        func one(_ name: String) throws(APNsReason) -> String? {
            let values = call.headers.filter { $0.name.lowercased() == name }
            guard values.count < 2 else { throw .duplicateHeaders }
            return values.first?.value
        }
        let givenID = try one("apns-id")
        if let givenID, UUID(uuidString: givenID) == nil { throw .badMessageID }
        self.isOwnID = givenID == nil
        self.id = (givenID ?? UUID().uuidString).lowercased()
        guard let topic = try one("apns-topic"), !topic.isEmpty else { throw .missingTopic }
        guard topic.utf8.count <= 255, topic.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .badTopic }
        self.topic = topic
        let type = try one("apns-push-type")
        if let type, !Self.types.contains(type) { throw .invalidPushType }
        self.type = type ?? "alert"
        let bundle = Self.suffixes.first { topic.hasSuffix($0) }.map { String(topic.dropLast($0.count)) } ?? topic
        guard topics.isEmpty || topics.contains(bundle) else { throw .topicDisallowed }
        if let text = try one("apns-expiration") {
            guard let moment = Int64(text), moment >= 0 else { throw .badExpirationDate }
            self.expiration = moment
        } else {
            self.expiration = nil
        }
        if let text = try one("apns-priority") {
            guard let priority = Int(text), [1, 5, 10].contains(priority) else { throw .badPriority }
            // Apple: a background push with 10 is an error.
            guard type != "background" || priority != 10 else { throw .badPriority }
            self.priority = priority
        } else {
            self.priority = nil
        }
        self.collapseID = try one("apns-collapse-id")
        guard (collapseID?.utf8.count ?? 0) <= 64 else { throw .badCollapseID }
        guard !device.isEmpty else { throw .missingDeviceToken }
        guard Self.isDevice(device) else { throw .badDeviceToken }
        self.device = device.lowercased()
        guard !call.body.isEmpty else { throw .payloadEmpty }
        guard call.body.count <= (type == "voip" ? 5_120 : 4_096) else { throw .payloadTooLarge }
        self.payloadBytes = call.body.count
        self.payload = try? JSON(parsing: call.body)
    }

    /// Hexadecimal, 64 digits or more: Apple says that the length may change.
    private static func isDevice(_ text: String) -> Bool {
        (64...200).contains(text.utf8.count) && text.utf8.count.isMultiple(of: 2)
            && Hex.decode(text.lowercased()) != nil
    }

    /// What a phone would make of it: a sentence when it would show nothing, which APNs does not tell the sender.
    var silentReason: String? {
        guard let payload else { return "The payload is not JSON: a phone shows nothing." }
        guard let aps = payload["aps"], aps.members != nil else {
            return "The payload has no `aps` dictionary: a phone shows nothing."
        }
        guard type == "alert" else { return nil }
        if aps["alert"] == nil, aps["badge"] == nil, aps["sound"] == nil {
            return "The push type is alert, and `aps` has neither alert, badge nor sound: a phone shows nothing."
        }
        return nil
    }

    /// What a phone shows and a sender wants to know.
    func card(keyID: String, verified: Bool) -> MessageCard {
        let aps = payload?["aps"]
        let alert = aps?["alert"]
        var card = MessageCard(
            provider: "apns", kind: type, from: topic, to: device, title: alert?["title"]?.string ?? "",
            text: alert?.string ?? alert?["body"]?.string ?? "", identity: isOwnID ? nil : "apns-" + id)
        card.facts = [
            PushFacts.fact("apns-id", id), PushFacts.fact("topic", topic),
            PushFacts.fact("priority", priority.map { .integer(Int64($0)) }),
            PushFacts.fact("expiration", expirationText),
            PushFacts.fact("collapse id", collapseID.map { .string($0) }),
            PushFacts.fact("provider token", verified ? "key \(keyID), verified" : "key \(keyID), not verified"),
            PushFacts.fact("payload", "\(payloadBytes) bytes"), PushFacts.fact("subtitle", alert?["subtitle"]),
        ].compactMap { $0 }
        card.facts += (aps?.members ?? []).filter { $0.name != "alert" }.prefix(40).map {
            PushFacts.fact("aps." + $0.name, PushFacts.text($0.value))
        }
        let own = (payload?.members ?? []).filter { $0.name != "aps" }
        card.facts += own.prefix(40).map { PushFacts.fact($0.name, PushFacts.text($0.value)) }
        card.buttons = PushFacts.links(
            own.flatMap { [(name: $0.name, value: $0.value)] + PushFacts.members($0.value, $0.name) })
        return card
    }

    private var expirationText: JSON? {
        expiration.map {
            // Behind the year 9999 there is no date to show, and at last none that can be reckoned.
            guard $0 <= 253_402_300_799 else { return .string("\($0)") }
            return $0 == 0 ? "0: once, at once" : .string("\($0) (\(Timestamp(seconds: $0).rfc3339))")
        }
    }
}
