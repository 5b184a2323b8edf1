// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Where a parcel is, in the words of the tracking service.
public enum Stage: String, CaseIterable, Hashable, Sendable {
    /// Known, nothing else.
    case pending = "PENDING"
    /// The waybill exists.
    case registered = "REGISTERED"
    /// The courier may fetch it.
    case pickupReady = "PICKUP_READY"
    /// The courier has it.
    case pickedUp = "PICKED_UP"
    /// It moves between places.
    case inTransit = "IN_TRANSIT"
    /// It is in the van.
    case outForDelivery = "OUT_FOR_DELIVERY"
    /// It arrived.
    case delivered = "DELIVERED"
    /// An attempt to deliver failed.
    case failed = "FAILED"
    /// It waits somewhere.
    case hold = "HOLD"
    /// It goes back to the sender; nothing leads out of this stage (SEMANTICS A6).
    case returned = "RETURNED"
    /// The shipment was called off.
    case cancelled = "CANCELLED"
    /// The source does not know, or uses a word we do not.
    case unknown = "UNKNOWN"

    /// Reads a source's code in any case, and the words of Delivery Tracker; nil for a code nobody knows.
    public init?(code: String) {
        // A courier's own word, which is asked for as well, is Hangul.
        guard let first = code.utf8.first, first < 0x80,
            let stage = Stage.byCode[code] ?? Stage.byCode[code.uppercased()]
        else { return nil }
        self = stage
    }

    /// A table, because every scan of every parcel is looked up.
    private static let byCode: [String: Stage] = {
        var table: [String: Stage] = [
            "INFORMATION_RECEIVED": .registered, "AT_PICKUP": .pickedUp, "ATTEMPT_FAIL": .failed,
            "AVAILABLE_FOR_PICKUP": .hold, "EXCEPTION": .hold,
        ]
        for stage in allCases { table[stage.rawValue] = stage }
        return table
    }()

    /// The place on the straight way from PENDING (0) to DELIVERED (6); nil for the stages beside it.
    public var step: Int? {
        switch self {
        case .pending: 0
        case .registered: 1
        case .pickupReady: 2
        case .pickedUp: 3
        case .inTransit: 4
        case .outForDelivery: 5
        case .delivered: 6
        case .failed, .hold, .returned, .cancelled, .unknown: nil
        }
    }

    /// True when nothing more is expected of the parcel.
    public var isClosed: Bool { self == .delivered || self == .returned || self == .cancelled }
}
