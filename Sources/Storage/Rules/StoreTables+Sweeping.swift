// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Values

extension StoreTables {
    /// How long a notice's key outlives its shipment (SEMANTICS A2).
    static var keyLife: Duration { .seconds(7 * 86_400) }

    /// Deletes one step of what is too old, at most `limit` rows a kind.
    mutating func sweep(_ retention: Retention, now: Timestamp, limit: Int) throws -> Int {
        guard limit > 0 else { return 0 }
        var gone = try deleteEvents(before: now - retention.events, limit: limit)
        gone += try deleteTraces(before: now - retention.traces, limit: limit)
        gone += try deleteDeliveries(endedBefore: now - retention.traces, limit: limit)
        gone += try deleteNotices(before: now - retention.traces, limit: limit)
        gone += try deleteKeys(ofShipmentsClosedBefore: now - Self.keyLife, limit: limit)
        gone += try forgetContacts(ofShipmentsClosedBefore: now - retention.personalData, limit: limit)
        return gone
    }
}
