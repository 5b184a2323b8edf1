// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What a browser would show of a push.
enum WebPushCard {
    static func make(
        subscription: Subscription, headers: WebPushHeaders, sender: VAPID.Sender?,
        text: Result<[UInt8], WebPushBody.Unreadable>?, bytes: Int
    ) -> MessageCard {
        let plain = (try? text?.get()).map { String(decoding: $0, as: UTF8.self) }
        let json = plain.flatMap { try? JSON(parsing: Array($0.utf8)) }
        // What service workers commonly take: the notification itself, or below `notification`.
        let shown = json?["notification"] ?? json
        let title = shown?["title"]?.string ?? ""
        let isNotification = shown?["title"] != nil || shown?["body"] != nil
        var card = MessageCard(
            provider: "webpush", kind: text == nil ? "tickle" : "push", from: sender?.subject ?? "",
            to: subscription.id, title: title,
            text: isNotification ? shown?["body"]?.string ?? "" : plain ?? "")
        card.image = (shown?["image"] ?? shown?["icon"])?.string
        card.facts = [
            PushFacts.fact("ttl", "\(headers.ttl) s"), PushFacts.fact("urgency", headers.urgency),
            PushFacts.fact("topic", headers.topic.map { .string($0) }),
            PushFacts.fact("vapid key", sender.map { .string(Base64.encodeURL($0.key)) }),
            PushFacts.fact("body", "\(bytes) bytes encrypted"),
        ].compactMap { $0 }
        if isNotification {
            card.facts += (shown?.members ?? []).filter { !["title", "body"].contains($0.name) }.prefix(40).map {
                PushFacts.fact($0.name, PushFacts.text($0.value))
            }
        }
        card.buttons = PushFacts.links(
            PushFacts.members(shown, "link") + PushFacts.members(shown?["data"], "data")
                + PushFacts.members(json?["data"], "data"))
        return card
    }
}
