// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// What the body of a webhook says.
public enum DecodedWebhook: Hashable, Sendable {
    /// News of parcels.
    case items(WebhookBatch)
    /// An object without items: the source asks whether anybody is here, nothing more (SEMANTICS E1).
    case probe
    /// An event that we do not know, by its name; record it and answer 200, or 400 by setting.
    case unknownEvent(Line)
}

/// The items of one webhook and what it says of them all.
public struct WebhookBatch: Hashable, Sendable {
    /// What the webhook says of all its items.
    public let envelope: WebhookEnvelope
    /// The items, in the source's order; never empty.
    public let items: [WebhookItem]

    /// The items that can be used.
    public var events: [TrackingEvent] {
        items.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    /// The items that cannot, each with what is wrong with it.
    public var rejected: [RejectedItem] {
        items.compactMap { if case .rejected(let item) = $0 { item } else { nil } }
    }

    /// All that is wrong, if no item can be used: the only reason to answer 400 to a signed webhook (SEMANTICS E1).
    public var refusal: Problems? {
        guard events.isEmpty else { return nil }
        return Problems(rejected.flatMap(\.problems.list))
    }
}

/// What a webhook says of all its items.
public struct WebhookEnvelope: Hashable, Sendable {
    /// The source's event.
    public let kind: TrackingEvent.Kind
    /// The source's id of the delivery, the request or the subscription, whichever it sent.
    public let sourceID: Line?
    /// When the source says it sent this; when it does not say, or says a moment that has not come, when we got it.
    public let sentAt: Timestamp
    /// The order number in the metadata that the shop registered (SEMANTICS D3).
    public let orderID: Line?
    /// The metadata that the shop registered, as received.
    public let metadata: JSON?
}

/// One item of a webhook.
public enum WebhookItem: Hashable, Sendable {
    /// One that can be used.
    case event(TrackingEvent)
    /// One that cannot; it takes none of its neighbours with it.
    case rejected(RejectedItem)
}

/// An item that cannot be used, kept so that staff can look into it (SEMANTICS E1).
public struct RejectedItem: Hashable, Sendable {
    /// Its place in the webhook, from 0.
    public let index: Int
    /// What is wrong, each with a JSON pointer into the webhook (`/items/3/trackingNumber`).
    public let problems: Problems
    /// The item as UTF-8 JSON, without people's names, addresses and phone numbers.
    public let raw: [UInt8]

    /// Equal when place, problems and bytes are.
    public static func == (left: RejectedItem, right: RejectedItem) -> Bool {
        left.index == right.index && left.problems.list == right.problems.list && left.raw == right.raw
    }

    /// Hashes place and bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(index)
        hasher.combine(raw)
    }
}
