// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// One decision, in words: why something was told, not told, sent or given up.
public struct TraceEntry: Hashable, Sendable {
    /// What kind of thing happened; stable words for machines.
    public enum Kind: String, CaseIterable, Sendable {
        /// An event arrived for a registered parcel.
        case event
        /// An event arrived for a number nobody registered.
        case parked
        /// A shipment was registered or changed.
        case registered
        /// A notice was decided.
        case decided
        /// An event led to nothing, and why.
        case nothing
        /// A delivery was handed to a transport and taken.
        case sent
        /// An attempt failed and will be made again.
        case retry
        /// A delivery ended without success.
        case ended
        /// A delivery was taken over from a process that is gone.
        case recovered
        /// Somebody told later what became of a delivery: a bounce, a complaint.
        case receipt
        /// A person did something.
        case manual
    }

    /// What kind of thing happened.
    public let kind: Kind
    /// The rule that decided, as SEMANTICS numbers it (`A3`), or empty.
    public let rule: String
    /// What happened, in one sentence without personal data.
    public let text: String
    /// The milestone concerned.
    public let milestone: Milestone?
    /// More facts, in order, without personal data (`code` = `250`).
    public let facts: [Fact]

    /// A named fact of a trace entry.
    public struct Fact: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its value.
        public let value: String

        /// Makes a fact.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// True when it is about a notice to the shop's own people.
    public var isAboutStaff: Bool { facts.contains(.staff) }

    /// Makes an entry.
    public init(_ kind: Kind, rule: String = "", milestone: Milestone? = nil, facts: [Fact] = [], _ text: String) {
        self.kind = kind
        self.rule = rule
        self.text = text
        self.milestone = milestone
        self.facts = facts
    }
}

/// A trace entry as the store keeps it.
public struct TraceRecord: Hashable, Sendable {
    /// Its place in the journal, rising.
    public let id: Int64
    /// When it was written.
    public let at: Timestamp
    /// The shop.
    public let shop: String
    /// The courier's id.
    public let courier: String
    /// The tracking number.
    public let trackingNumber: String
    /// The notice concerned.
    public let noticeID: Int64?
    /// The delivery concerned.
    public let deliveryID: Int64?
    /// The Message-ID of that delivery.
    public let messageID: String?
    /// What happened.
    public let entry: TraceEntry

    /// Makes a record.
    public init(
        id: Int64, at: Timestamp, shop: String, courier: String, trackingNumber: String, noticeID: Int64?,
        deliveryID: Int64?, messageID: String?, entry: TraceEntry
    ) {
        self.id = id
        self.at = at
        self.shop = shop
        self.courier = courier
        self.trackingNumber = trackingNumber
        self.noticeID = noticeID
        self.deliveryID = deliveryID
        self.messageID = messageID
        self.entry = entry
    }
}
