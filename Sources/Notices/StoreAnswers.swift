// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// What the store did with one event.
public struct Recorded: Sendable {
    /// What became of the event.
    public let disposition: Plan.Disposition
    /// Deliveries that were leased to the caller in the same transaction: due now, to be sent by it.
    public let leased: [ClaimedDelivery]
    /// How many deliveries were left in the outbox.
    public let queued: Int

    /// Makes an answer.
    public init(disposition: Plan.Disposition, leased: [ClaimedDelivery], queued: Int) {
        self.disposition = disposition
        self.leased = leased
        self.queued = queued
    }
}

/// What came with a valid signature but is no usable event.
public struct UnusableItem: Hashable, Sendable {
    /// Why it is not used.
    public enum Reason: String, CaseIterable, Sendable {
        /// The event's name is not known.
        case ignored
        /// A field is missing or wrong.
        case rejected
    }

    /// The shop.
    public let shop: ShopID
    /// Why it is not used.
    public let reason: Reason
    /// What is wrong, without data.
    public let text: String
    /// The item as received, with personal data removed.
    public let body: [UInt8]
    /// When it came.
    public let receivedAt: Timestamp

    /// Makes an item.
    public init(shop: ShopID, reason: Reason, text: String, body: [UInt8], receivedAt: Timestamp) {
        self.shop = shop
        self.reason = reason
        self.text = text
        self.body = body
        self.receivedAt = receivedAt
    }
}

/// What the store did with a registration.
public struct Registered: Sendable {
    /// The shipment as it is now.
    public let shipment: Shipment
    /// True when it did not exist before.
    public let isNew: Bool
    /// How many parked events were planned.
    public let planned: Int

    /// Makes an answer.
    public init(shipment: Shipment, isNew: Bool, planned: Int) {
        self.shipment = shipment
        self.isNew = isNew
        self.planned = planned
    }
}

/// What a claim brought.
public struct Claimed: Sendable {
    /// The deliveries to send now.
    public let deliveries: [ClaimedDelivery]
    /// How many were ended by the last check.
    public let ended: Int
    /// When the next delivery is due, if one is queued that nobody holds and nothing blocks.
    public let nextDueAt: Timestamp?

    /// Makes an answer.
    public init(deliveries: [ClaimedDelivery], ended: Int, nextDueAt: Timestamp?) {
        self.deliveries = deliveries
        self.ended = ended
        self.nextDueAt = nextDueAt
    }
}

/// A delivery as the queue's list shows it.
public struct QueueEntry: Sendable {
    /// The delivery.
    public let delivery: Delivery
    /// Its parcel.
    public let shipment: ShipmentKey
    /// What the other side said last, addresses masked.
    public let lastAnswer: String?

    /// Makes an entry.
    public init(delivery: Delivery, shipment: ShipmentKey, lastAnswer: String?) {
        self.delivery = delivery
        self.shipment = shipment
        self.lastAnswer = lastAnswer
    }
}

/// How many deliveries stand where.
public struct QueueStatistics: Sendable {
    /// How many there are in each state.
    public let byState: [Delivery.State: Int]
    /// How many are queued and due.
    public let due: Int
    /// When the oldest of those was due.
    public let oldestDueAt: Timestamp?
    /// How many events wait for a registration.
    public let parkedEvents: Int

    /// Makes the numbers.
    public init(byState: [Delivery.State: Int], due: Int, oldestDueAt: Timestamp?, parkedEvents: Int) {
        self.byState = byState
        self.due = due
        self.oldestDueAt = oldestDueAt
        self.parkedEvents = parkedEvents
    }
}

/// How long things are kept.
public struct Retention: Hashable, Sendable {
    /// Events as received.
    public var events: Duration
    /// Decisions (the trace and the journal).
    public var traces: Duration
    /// Contacts of shipments, counted from the day they closed.
    public var personalData: Duration

    /// Makes a retention; the defaults are 30, 90 and 90 days.
    public init(
        events: Duration = .seconds(30 * 86_400), traces: Duration = .seconds(90 * 86_400),
        personalData: Duration = .seconds(90 * 86_400)
    ) {
        self.events = events
        self.traces = traces
        self.personalData = personalData
    }
}
