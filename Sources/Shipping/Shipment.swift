// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// One parcel: what the shop said of it, and the newest that the tracking service said.
public struct Shipment: Hashable, Sendable {
    /// What kind of journey it is.
    public enum Kind: String, CaseIterable, Sendable {
        /// From the shop to a customer.
        case outbound
        /// From a customer back to the shop; silent unless the shop has letters for it (SEMANTICS D1).
        case `return`
        /// A replacement on its way.
        case exchange
    }

    /// The store's number for it, unique over all shops.
    public let id: Int64
    /// Which use of the tracking number this is, from 1 (SEMANTICS A4).
    public let generation: Int
    /// The unguessable name of its public tracking page.
    public let token: String
    /// What the shop said.
    public var registration: Registration
    /// The newest that the tracking service said, if it said anything.
    public var snapshot: TrackingSnapshot?
    /// Where the parcel is; `snapshot?.stage`, or `pending` before the first event.
    public var stage: Stage
    /// When it entered that stage: a scan's time, or the envelope's (SEMANTICS A3).
    public var stageEnteredAt: Timestamp?
    /// When it was registered.
    public let registeredAt: Timestamp
    /// When it reached a closed stage, if it did.
    public var closedAt: Timestamp?
    /// The Message-ID of its first letter, which later ones refer to.
    public var threadRoot: MessageID?

    /// Makes a shipment.
    public init(
        id: Int64, generation: Int, token: String, registration: Registration, snapshot: TrackingSnapshot? = nil,
        stage: Stage = .pending, stageEnteredAt: Timestamp? = nil, registeredAt: Timestamp,
        closedAt: Timestamp? = nil, threadRoot: MessageID? = nil
    ) {
        self.id = id
        self.generation = generation
        self.token = token
        self.registration = registration
        self.snapshot = snapshot
        self.stage = stage
        self.stageEnteredAt = stageEnteredAt
        self.registeredAt = registeredAt
        self.closedAt = closedAt
        self.threadRoot = threadRoot
    }

    /// Which parcel of which shop.
    public var key: ShipmentKey { registration.key }
}
