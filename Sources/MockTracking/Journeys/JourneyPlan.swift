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
        /// Once the courier could not be asked: the item has an `error` and no data, beside good ones where there are some.
        case itemError = "item-error"
    }

    /// What else happens to a parcel on its way.
    public enum Trouble: String, Sendable, CaseIterable {
        /// Held at the office for a day, then delivered.
        case held
        /// Nobody was there; delivered on the second day.
        case secondTry = "second-try"
        /// Sent back, and scanned on its way home until the sender has it: that DELIVERED is not the customer's.
        case returnLeg = "return-leg"
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
        /// What else happens to it.
        public var trouble: Trouble?

        /// Makes a parcel.
        public init(
            courierCode: String, trackingNumber: String, clientID: String? = nil, orderID: String? = nil,
            receiverName: String? = nil, productName: String? = nil, upTo: Status = .delivered, faults: [Fault] = [],
            trouble: Trouble? = nil
        ) {
            self.courierCode = courierCode
            self.trackingNumber = trackingNumber
            self.clientID = clientID
            self.orderID = orderID
            self.receiverName = receiverName
            self.productName = productName
            self.upTo = upTo
            self.faults = faults
            self.trouble = trouble
        }
    }

    /// Where the parcels come from.
    enum Source: Sendable {
        case given([Parcel])
        case made(ParcelMaker)
    }

    /// The parcels.
    let source: Source
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

    /// The moment after which all journeys begin; nil for journeys that are over by `endsBefore`.
    public var beginsAfter: Timestamp?
    /// Over how many days the journeys are spread.
    public var days = 1
    /// How many parcels were registered with one request, and are told of in one webhook.
    public var batch = 1

    /// Makes a plan.
    public init(
        parcels: [Parcel], shape: Shape = .polled, seed: UInt64 = 1, endsBefore: Timestamp, arrivesToday: Bool = false,
        namesDrivers: Bool = false
    ) {
        self.init(
            source: .given(parcels), shape: shape, seed: seed, endsBefore: endsBefore, arrivesToday: arrivesToday,
            namesDrivers: namesDrivers)
    }

    init(
        source: Source, shape: Shape, seed: UInt64, endsBefore: Timestamp, arrivesToday: Bool, namesDrivers: Bool
    ) {
        self.source = source
        self.shape = shape
        self.seed = seed
        self.endsBefore = endsBefore
        self.arrivesToday = arrivesToday
        self.namesDrivers = namesDrivers
    }

    /// How many parcels there are.
    var count: Int {
        switch source {
        case .given(let parcels): parcels.count
        case .made(let maker): maker.count
        }
    }

    /// One of the parcels.
    func parcel(_ index: Int) -> Parcel {
        switch source {
        case .given(let parcels): parcels[index]
        case .made(let maker): maker.parcel(index)
        }
    }
}
