// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// A trace entry on its way into the journal.
struct TraceLine: Sendable {
    let at: Timestamp
    let key: ShipmentKey
    var noticeID: Int64?
    var deliveryID: Int64?
    var messageID: MessageID?
    let entry: TraceEntry
}
