// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// A message as FCM v1 takes it.
struct FCMMessage: Sendable {
    /// To whom it goes.
    enum Target: String, Sendable, CaseIterable {
        case token, topic, condition, fid
    }

    /// How it is addressed.
    let target: Target
    /// The token, the topic's name, the condition or the installation's id.
    let recipient: String
    /// Whether nothing is to be sent.
    let isDryRun: Bool
    /// The message with names in snake case.
    let json: JSON

    /// Reads a request's body.
    ///
    /// - Throws: `FCMError` with all that is wrong.
    init(_ body: [UInt8]) throws(FCMError) {
        let parsed: JSON
        do {
            parsed = try JSON(parsing: body)
        } catch {
            throw FCMError(
                status: 400, name: "INVALID_ARGUMENT",
                message: "Invalid JSON payload received. At byte \(error.offset): \(error.reason).")
        }
        var violations = [FCMError.Violation]()
        let request = FCMShape.read(parsed, at: "", &violations)
        let message = request["message"] ?? .object([])
        if request["message"] == nil, violations.isEmpty {
            violations.append(.init(field: "message", text: "Message is not set."))
        }
        let targets = Target.allCases.filter { message[$0.rawValue] != nil }
        if targets.count != 1, violations.isEmpty {
            violations.append(
                .init(
                    field: "message",
                    text: "Recipient of the message is not set: exactly one of token, topic, condition and fid."))
        }
        self.target = targets.first ?? .token
        self.recipient = message[target.rawValue]?.string ?? ""
        self.isDryRun = request["validate_only"]?.bool ?? false
        self.json = message
        if violations.isEmpty { check(&violations) }
        guard violations.isEmpty else { throw FCMError(violations) }
        try checkToken()
        let limit = target == .topic || target == .condition ? 2_048 : 4_096
        let size = payloadBytes
        if size > limit {
            throw FCMError(.invalidArgument, message: "Message is too big: \(size) bytes, of which \(limit) are taken.")
        }
    }

    private func check(_ violations: inout [FCMError.Violation]) {
        func refuse(_ field: String, _ text: String) { violations.append(.init(field: field, text: text)) }
        let android = json["android"]
        if let priority = android?["priority"]?.string, !["NORMAL", "HIGH"].contains(priority.uppercased()) {
            refuse("message.android.priority", "Invalid value at 'message.android.priority', \"\(priority)\"")
        }
        if let ttl = android?["ttl"]?.string {
            let seconds = ttl.hasSuffix("s") ? Double(ttl.dropLast()) : nil
            if let seconds, seconds.isFinite {
                if !(0...2_419_200).contains(seconds) {
                    refuse("message.android.ttl", "The ttl must be between 0 and 2419200 seconds.")
                }
            } else {
                refuse(
                    "message.android.ttl",
                    "Invalid value at 'message.android.ttl' (type.googleapis.com/google.protobuf.Duration), "
                        + "Illegal duration format; duration must end with 's'")
            }
        }
        if target == .topic {
            let allowed = recipient.utf8.allSatisfy {
                switch $0 {
                case 0x25, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x7E: true
                default: false
                }
            }
            if !allowed || recipient.isEmpty || recipient.utf8.count > 900 {
                refuse("message.topic", "Malformed topic name: letters, digits and -_.~% without /topics/.")
            }
        }
        if target == .condition, !recipient.contains("in topics") {
            refuse("message.condition", "Invalid condition expression provided: 'a' in topics && 'b' in topics.")
        }
        if let image = json["notification"]?["image"]?.string, !image.hasPrefix("http") {
            refuse("message.notification.image", "Invalid image URL.")
        }
    }

    private func checkToken() throws(FCMError) {
        guard target == .token || target == .fid else { return }
        let isToken =
            (1...4_096).contains(recipient.utf8.count)
            && recipient.utf8.allSatisfy {
                switch $0 {
                case 0x2D, 0x2E, 0x30...0x3A, 0x41...0x5A, 0x5F, 0x61...0x7A: true
                default: false
                }
            }
        guard isToken else { throw FCMError(.invalidArgument) }
    }

    /// What its token asks for by its ending; nil for nothing.
    ///
    /// `device1-UNREGISTERED` is a token that was given up; case does not count, and `-` stands for `_`.
    var magic: FCMError? {
        guard target == .token || target == .fid else { return nil }
        let name = recipient.uppercased().map { $0 == "-" ? "_" : $0 }
        return FCMError.Code.allCases.first { String(name).hasSuffix($0.rawValue) }.map { FCMError($0) }
    }

    /// The bytes that count: notification and data with those of the largest platform, as compact JSON.
    private var payloadBytes: Int {
        func bytes(_ json: JSON?...) -> Int { json.reduce(0) { $0 + ($1?.bytes.count ?? 0) } }
        let android = json["android"]
        let webPush = json["webpush"]
        return bytes(json["notification"], json["data"])
            + max(
                bytes(android?["notification"], android?["data"]), bytes(json["apns"]?["payload"]),
                bytes(webPush?["notification"], webPush?["data"]))
    }

    /// What a phone shows and a sender wants to know.
    func card(project: String) -> MessageCard {
        let notification = json["notification"]
        let android = json["android"]
        let shown = android?["notification"]
        let alert = json["apns"]?["payload"]?["aps"]?["alert"]
        let web = json["webpush"]?["notification"]
        func text(_ name: String) -> String {
            (notification?[name] ?? shown?[name] ?? alert?[name] ?? web?[name])?.string ?? ""
        }
        let isShown = notification != nil || shown != nil || alert != nil || web != nil
        let to = target == .topic ? "/topics/" + recipient : recipient
        var card = MessageCard(
            provider: "fcm", kind: isShown ? "notification" : "data", from: project, to: to, title: text("title"),
            text: text("body"))
        card.image = notification?["image"]?.string ?? shown?["image"]?.string
        card.facts = [PushFacts.fact("target", target.rawValue)]
        card.facts += [
            PushFacts.fact("priority", android?["priority"]), PushFacts.fact("ttl", android?["ttl"]),
            PushFacts.fact("collapse key", android?["collapse_key"]),
            PushFacts.fact("package", android?["restricted_package_name"]),
            PushFacts.fact("analytics label", json["fcm_options"]?["analytics_label"]),
        ].compactMap { $0 }
        card.facts += PushFacts.of(json["data"], "data") + PushFacts.of(android?["data"], "android.data")
        card.facts += PushFacts.of(shown, "android.notification")
        card.facts += PushFacts.of(json["apns"]?["headers"], "apns.headers")
        card.facts += PushFacts.of(json["apns"]?["payload"], "apns.payload")
        card.facts += PushFacts.of(json["webpush"]?["headers"], "webpush.headers") + PushFacts.of(web, "webpush")
        card.buttons = PushFacts.links(
            [("link", json["webpush"]?["fcm_options"]?["link"]), ("click action", shown?["click_action"])]
                + PushFacts.members(json["data"], "data") + PushFacts.members(json["apns"]?["payload"], "apns"))
        return card
    }
}
