// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping

/// What a customer is told of (SEMANTICS A1).
public enum Milestone: String, CaseIterable, Hashable, Sendable {
    /// The parcel is on its way: PICKED_UP or IN_TRANSIT, whichever comes first.
    case shipped
    /// It comes today.
    case outForDelivery = "out_for_delivery"
    /// It arrived.
    case delivered
    /// An attempt failed.
    case failed
    /// It waits somewhere.
    case hold
    /// It goes back.
    case returned
    /// It was called off.
    case cancelled
    /// It is late (our own).
    case delayed
    /// What we said before turned out wrong (our own).
    case correction
    /// Several parcels of one order in one letter (our own).
    case digest

    /// What a shop tells unless it says otherwise (SEMANTICS A1).
    public static let toldByDefault: Set<Milestone> = [.shipped, .outForDelivery, .delivered, .failed, .returned]

    /// The milestone that a stage means, if it means one.
    public init?(_ stage: Stage) {
        switch stage {
        case .pickedUp, .inTransit: self = .shipped
        case .outForDelivery: self = .outForDelivery
        case .delivered: self = .delivered
        case .failed: self = .failed
        case .hold: self = .hold
        case .returned: self = .returned
        case .cancelled: self = .cancelled
        case .pending, .registered, .pickupReady, .unknown: return nil
        }
    }

    /// True for what happens once in a generation, so that its key holds no date (SEMANTICS A3).
    public var occursOnce: Bool {
        switch self {
        case .shipped, .delivered, .returned, .cancelled: true
        case .outForDelivery, .failed, .hold, .delayed, .correction, .digest: false
        }
    }
}
