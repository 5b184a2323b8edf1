// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// One verified webhook item: what the tracking service said about one parcel, at one moment.
public struct TrackingEvent: Hashable, Sendable {
    /// Which of the source's events carried it.
    public enum Kind: String, CaseIterable, Sendable {
        /// A poll of the courier.
        case polled = "tracking.polled"
        /// All parcels of a request have arrived.
        case completed = "tracking.completed"
        /// The older single-item event.
        case statusChanged = "tracking.status_changed"
    }

    /// Which parcel.
    public var key: ShipmentKey
    /// Which of the source's events carried it.
    public var kind: Kind
    /// The source's id of the delivery, of the request or the subscription, whichever it sent.
    public var sourceID: Line?
    /// The id we gave at registration (SEMANTICS D3).
    public var clientID: Line?
    /// The order number in the event's metadata (SEMANTICS D3).
    public var orderID: Line?
    /// The stage before, as the source tells it.
    public var previousStage: Stage?
    /// The stage now.
    public var stage: Stage
    /// What the source thinks of it; recorded, never obeyed (SEMANTICS A5).
    public var hasChanged: Bool?
    /// All that the source knows of the parcel, if it sent that.
    public var snapshot: TrackingSnapshot?
    /// When the source says it sent this: the envelope's time.
    public var sentAt: Timestamp
    /// When we got it.
    public var receivedAt: Timestamp
    /// How it was proven to be from the source, for the trace (`deliveryapi: timestamped HMAC`).
    public var proof: String
    /// The item as received, UTF-8 JSON.
    public var body: [UInt8]

    /// Makes an event.
    public init(
        key: ShipmentKey, kind: Kind, sourceID: Line? = nil, clientID: Line? = nil, orderID: Line? = nil,
        previousStage: Stage? = nil, stage: Stage, hasChanged: Bool? = nil, snapshot: TrackingSnapshot? = nil,
        sentAt: Timestamp, receivedAt: Timestamp, proof: String, body: [UInt8] = []
    ) {
        self.key = key
        self.kind = kind
        self.sourceID = sourceID
        self.clientID = clientID
        self.orderID = orderID
        self.previousStage = previousStage
        self.stage = stage
        self.hasChanged = hasChanged
        self.snapshot = snapshot
        self.sentAt = sentAt
        self.receivedAt = receivedAt
        self.proof = proof
        self.body = body
    }
}
