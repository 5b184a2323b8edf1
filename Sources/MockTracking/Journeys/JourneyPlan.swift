// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// What to play: parcels, how their webhooks look, and what goes wrong on the way.
public struct JourneyPlan: Sendable {
    /// What goes wrong with one webhook of a parcel.
    public enum Fault: String, Sendable, CaseIterable {
        /// One webhook comes twice, byte for byte.
        case duplicate
        /// Two webhooks come in the wrong order.
        case reorder
        /// A copy signed with another secret comes before the true one.
        case wrongSign = "wrong-sign"
        /// A copy with a timestamp ten minutes old comes before the true one.
        case stale
        /// One webhook in the middle never comes.
        case drop
        /// The last webhook comes again as a poll that found nothing new (`hasChanged: false`).
        case unchanged
    }

    /// How a webhook's body looks.
    public enum Shape: String, Sendable, CaseIterable {
        /// `tracking.polled` for each change.
        case polled
        /// `tracking.polled`, and `tracking.completed` for the last one of a delivered parcel.
        case completed
        /// `tracking.status_changed`, one parcel a body: the older shape.
        case statusChanged = "status_changed"
    }

    /// Where a parcel's journey ends.
    public enum Status: String, Sendable, CaseIterable {
        case pending = "PENDING"
        case registered = "REGISTERED"
        case pickedUp = "PICKED_UP"
        case inTransit = "IN_TRANSIT"
        case outForDelivery = "OUT_FOR_DELIVERY"
        case delivered = "DELIVERED"
        case failed = "FAILED"
        case returned = "RETURNED"
        case hold = "HOLD"
        case cancelled = "CANCELLED"

        /// The statuses a parcel passes through on its way here.
        var path: [Status] {
            switch self {
            case .pending: [.pending]
            case .registered: [.registered]
            case .cancelled: [.registered, .cancelled]
            case .pickedUp: [.registered, .pickedUp]
            case .inTransit: [.registered, .pickedUp, .inTransit]
            case .hold: [.registered, .pickedUp, .inTransit, .hold]
            case .outForDelivery: [.registered, .pickedUp, .inTransit, .outForDelivery]
            case .delivered: [.registered, .pickedUp, .inTransit, .outForDelivery, .delivered]
            case .failed: [.registered, .pickedUp, .inTransit, .outForDelivery, .failed]
            case .returned: [.registered, .pickedUp, .inTransit, .outForDelivery, .failed, .returned]
            }
        }
    }

    /// One parcel.
    public struct Parcel: Sendable {
        /// The courier in DeliveryAPI's codes (`cj`, `post`, `hanjin`, `logen`, `lotte`, ...); any other word is sent as it is.
        public var courierCode: String
        /// The number as DeliveryAPI would send it.
        public var trackingNumber: String
        /// The shop's own id, given at registration.
        public var clientID: String?
        /// The shop's order, sent as metadata.
        public var orderID: String?
        /// Who gets it, as couriers write it (`홍*동`).
        public var receiverName: String?
        /// What is in it.
        public var productName: String?
        /// Where the journey ends.
        public var upTo: Status
        /// What goes wrong.
        public var faults: [Fault]

        /// Makes a parcel.
        public init(
            courierCode: String, trackingNumber: String, clientID: String? = nil, orderID: String? = nil,
            receiverName: String? = nil, productName: String? = nil, upTo: Status = .delivered, faults: [Fault] = []
        ) {
            self.courierCode = courierCode
            self.trackingNumber = trackingNumber
            self.clientID = clientID
            self.orderID = orderID
            self.receiverName = receiverName
            self.productName = productName
            self.upTo = upTo
            self.faults = faults
        }
    }

    /// The parcels.
    public var parcels: [Parcel]
    /// How the bodies look.
    public var shape: Shape
    /// The same seed plays the same journeys.
    public var seed: UInt64
    /// The moment at which all journeys have ended: no scan is later.
    public var endsBefore: Timestamp
    /// Whether the last scans are made to lie on the day of `endsBefore` in Korea, before that moment.
    ///
    /// For a demonstration at any hour: the hours of the last day are squeezed if they must be.
    public var arrivesToday: Bool
    /// Whether scans name the driver and his phone, as some couriers do.
    public var namesDrivers: Bool

    /// Makes a plan.
    public init(
        parcels: [Parcel], shape: Shape = .polled, seed: UInt64 = 1, endsBefore: Timestamp, arrivesToday: Bool = false,
        namesDrivers: Bool = false
    ) {
        self.parcels = parcels
        self.shape = shape
        self.seed = seed
        self.endsBefore = endsBefore
        self.arrivesToday = arrivesToday
        self.namesDrivers = namesDrivers
    }
}
