// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping

/// Which stage it is, for templates that tell of any.
struct StageView: RecordView {
    let stage: Stage

    static let fields: [ViewField<StageView>] = [
        .text("mark") { $0.mark },
        .flag("isPreparing") { [.pending, .registered, .pickupReady, .unknown].contains($0.stage) },
        .flag("isMoving") { $0.stage == .pickedUp || $0.stage == .inTransit },
        .flag("isOut") { $0.stage == .outForDelivery },
        .flag("isDelivered") { $0.stage == .delivered },
        .flag("isFailed") { $0.stage == .failed },
        .flag("isHeld") { $0.stage == .hold },
        .flag("isReturned") { $0.stage == .returned },
        .flag("isCancelled") { $0.stage == .cancelled },
        .flag("isStopped") { $0.isStopped },
    ]

    /// Whether it is beside the road: something has to happen before the parcel arrives, if it does.
    var isStopped: Bool { [.failed, .hold, .returned, .cancelled].contains(stage) }

    /// A shape for it, from signs that no client turns into pictures.
    var mark: String {
        switch stage {
        case .delivered: "✓"
        case .failed, .cancelled: "✕"
        case .hold: "■"
        case .returned: "←"
        case .pending, .registered, .pickupReady, .unknown: "○"
        case .pickedUp, .inTransit, .outForDelivery: "●"
        }
    }

    /// The stage that a letter for a milestone tells of; nil for those that tell of any.
    static func told(by milestone: Milestone?) -> Stage? {
        switch milestone {
        case .shipped: .inTransit
        case .outForDelivery: .outForDelivery
        case .delivered: .delivered
        case .failed: .failed
        case .hold: .hold
        case .returned: .returned
        case .cancelled: .cancelled
        case .delayed, .correction, .digest, nil: nil
        }
    }
}
