// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// All that the planner may know when it decides about one event: read under the shipment's lock (SEMANTICS B1).
public struct Situation: Sendable {
    /// The event.
    public let event: TrackingEvent
    /// The shipment in its newest generation, or nil for a number nobody registered.
    public let shipment: Shipment?
    /// The notices of this generation that were decided, customers' and staff's, oldest first.
    public let decided: [DecidedNotice]
    /// The present moment.
    public let now: Timestamp

    /// Makes a situation.
    public init(event: TrackingEvent, shipment: Shipment?, decided: [DecidedNotice], now: Timestamp) {
        self.event = event
        self.shipment = shipment
        self.decided = decided
        self.now = now
    }

    /// What customers were told of this generation, oldest first.
    var told: [DecidedNotice] { decided.filter { !$0.key.isForStaff } }
}

/// What the planner decided about one event; the store writes it down as it is.
public struct Plan: Hashable, Sendable {
    /// What becomes of the event.
    public enum Disposition: String, CaseIterable, Sendable {
        /// It led to a notice.
        case planned
        /// It told nothing new, or nothing a customer is told of.
        case nothing
        /// It speaks of what is already past (promise 4).
        case late
        /// Nobody registered the number: kept until somebody does (SEMANTICS D3).
        case parked
    }

    /// What becomes of the event.
    public var disposition: Disposition
    /// The shipment as it is now, or nil when it does not change.
    public var shipment: Shipment?
    /// The notices to make.
    public var notices: [PlannedNotice]
    /// Why.
    public var trace: [TraceEntry]

    /// Makes a plan.
    public init(
        _ disposition: Disposition, shipment: Shipment? = nil, notices: [PlannedNotice] = [], trace: [TraceEntry] = []
    ) {
        self.disposition = disposition
        self.shipment = shipment
        self.notices = notices
        self.trace = trace
    }
}

/// A notice to be made, with its deliveries.
public struct PlannedNotice: Hashable, Sendable {
    /// Its key; a store that has it already makes nothing (SEMANTICS A2).
    public var key: NoticeKey
    /// When the parcel entered the stage it tells of.
    public var enteredAt: Timestamp
    /// The deliveries, in the order of the route.
    public var deliveries: [PlannedDelivery]

    /// Makes a planned notice.
    public init(key: NoticeKey, enteredAt: Timestamp, deliveries: [PlannedDelivery]) {
        self.key = key
        self.enteredAt = enteredAt
        self.deliveries = deliveries
    }
}

/// One delivery to be made of a planned notice.
public struct PlannedDelivery: Hashable, Sendable {
    /// The channel.
    public var channel: DeliveryChannel
    /// Whom it is for.
    public var audience: Audience
    /// When it may be sent.
    public var dueAt: Timestamp
    /// When it is no longer worth sending (SEMANTICS A7).
    public var expiresAt: Timestamp

    /// Makes a planned delivery.
    public init(channel: DeliveryChannel, audience: Audience, dueAt: Timestamp, expiresAt: Timestamp) {
        self.channel = channel
        self.audience = audience
        self.dueAt = dueAt
        self.expiresAt = expiresAt
    }
}
