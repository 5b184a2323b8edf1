// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping

/// An event that waits for its number to be registered (SEMANTICS D3).
struct ParkedEvent: Sendable {
    let id: Int64
    let event: TrackingEvent
}
