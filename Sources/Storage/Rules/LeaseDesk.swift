// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices

/// Who takes deliveries that are due at once, and how many still fit into its queue.
struct LeaseDesk {
    let lease: Lease?
    var room: Int

    /// Nobody: deliveries are left in the outbox.
    static let closed = LeaseDesk(lease: nil, room: 0)
}
