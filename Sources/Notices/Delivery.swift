// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// One notice on one channel: a row of the outbox.
public struct Delivery: Hashable, Sendable {
    /// Where a delivery stands.
    public enum State: String, CaseIterable, Sendable {
        /// Due at `dueAt`, held by nobody.
        case queued
        /// In the hands of a process, until its lease ends.
        case leased
        /// The other side took responsibility.
        case sent
        /// Ended because a newer milestone was decided (SEMANTICS A7, A8).
        case superseded
        /// Ended because its life was over (SEMANTICS A7).
        case expired
        /// Ended because the recipient does not want it (SEMANTICS D4).
        case suppressed
        /// Ended because nobody can be reached on its channel (SEMANTICS D2).
        case unreachable
        /// Given up; a person may retry it.
        case dead
        /// Called off by a person.
        case cancelled

        /// True when nothing more happens by itself.
        public var isFinal: Bool { self != .queued && self != .leased }
    }

    /// The store's number for it, unique over all shops.
    public let id: Int64
    /// Its notice.
    public let noticeID: Int64
    /// What is told.
    public let key: NoticeKey
    /// The channel.
    public let channel: DeliveryChannel
    /// Whom it is for.
    public let audience: Audience
    /// Where it stands.
    public var state: State
    /// How many attempts were made.
    public var attempts: Int
    /// When it may be sent.
    public var dueAt: Timestamp
    /// When it is no longer worth sending.
    public let expiresAt: Timestamp
    /// When it was made.
    public let createdAt: Timestamp
    /// Which revision it is: a person's "send again" makes a new one with a new Message-ID (SEMANTICS C7).
    public let revision: Int

    /// Makes a delivery.
    public init(
        id: Int64, noticeID: Int64, key: NoticeKey, channel: DeliveryChannel, audience: Audience, state: State,
        attempts: Int, dueAt: Timestamp, expiresAt: Timestamp, createdAt: Timestamp, revision: Int = 0
    ) {
        self.id = id
        self.noticeID = noticeID
        self.key = key
        self.channel = channel
        self.audience = audience
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
        self.expiresAt = expiresAt
        self.createdAt = createdAt
        self.revision = revision
    }
}

/// A delivery in the hands of this process, with all that is needed to send it.
public struct ClaimedDelivery: Hashable, Sendable {
    /// The delivery.
    public let delivery: Delivery
    /// Its shipment with contacts, as they were in the claiming transaction (SEMANTICS A7).
    public let shipment: Shipment
    /// True when another process may have sent it before (SEMANTICS B3).
    public let mayBeDuplicate: Bool

    /// Makes a claimed delivery.
    public init(delivery: Delivery, shipment: Shipment, mayBeDuplicate: Bool = false) {
        self.delivery = delivery
        self.shipment = shipment
        self.mayBeDuplicate = mayBeDuplicate
    }

    /// The person it is for; nil for staff.
    public var party: Party? {
        switch delivery.audience {
        case .orderer: shipment.registration.orderer
        case .receiver: shipment.registration.receiver ?? shipment.registration.orderer
        case .staff: nil
        }
    }
}
