// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// An event as kept, or an item nobody could use.
struct MemoryEvent: Sendable {
    var event: TrackingEvent?
    var isParked: Bool
    let receivedAt: Timestamp
}

/// A notice as kept.
struct MemoryNotice: Sendable {
    let decidedAt: Timestamp
}

/// A notice key as kept (SEMANTICS A2).
struct MemoryNoticeKey: Sendable {
    let notice: DecidedNotice
    let id: Int64
}

/// An attempt as kept.
struct MemoryAttempt: Sendable {
    let settlement: Settlement
    let mayBeDuplicate: Bool
}
