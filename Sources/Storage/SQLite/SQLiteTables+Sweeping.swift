// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Values

/// Rows are written in the order of time, so the oldest are the ones with the lowest numbers: a step looks only at those, and no
/// index on a time has to be kept up for every event. The newest row stays whatever its age: the next number follows it.
extension SQLiteTables {
    func deleteEvents(before moment: Timestamp, limit: Int) throws -> Int {
        try delete("event", where: "received_at < ?2", moment, limit: limit)
    }

    func deleteTraces(before moment: Timestamp, limit: Int) throws -> Int {
        try delete("trace", where: "at < ?2", moment, limit: limit)
    }

    func deleteDeliveries(endedBefore moment: Timestamp, limit: Int) throws -> Int {
        let ids = try database.all(
            """
            SELECT id, shop FROM (SELECT id, shop, ended_at FROM delivery ORDER BY id LIMIT ?1)
            WHERE ended_at < ?2 AND id < (SELECT max(id) FROM delivery)
            """, .integer(limit), .time(moment)
        ) { ($0.integer(0), $0.text(1)) }
        for (id, shop) in ids {
            try database.run("DELETE FROM attempt WHERE shop = ? AND delivery = ?", .text(shop), .integer(id))
            try database.run("DELETE FROM delivery WHERE id = ?", .integer(id))
        }
        return ids.count
    }

    func deleteNotices(before moment: Timestamp, limit: Int) throws -> Int {
        // Deliveries are made after their notice and in its order: what lies before the oldest one's has none left.
        try delete(
            "notice",
            where: "decided_at < ?2 AND id < coalesce((SELECT notice FROM delivery ORDER BY id LIMIT 1), id)",
            moment, limit: limit)
    }

    func deleteKeys(ofShipmentsClosedBefore moment: Timestamp, limit: Int) throws -> Int {
        let shipments = try database.all(
            """
            SELECT id, shop FROM shipment WHERE closed_at IS NOT NULL AND has_keys = 1 AND closed_at < ?
            ORDER BY closed_at, id LIMIT ?
            """, .time(moment), .integer(limit)
        ) { ($0.integer(0), $0.text(1)) }
        for (id, shop) in shipments {
            try database.run("DELETE FROM notice_key WHERE shop = ? AND shipment = ?", .text(shop), .integer(id))
            try database.run("UPDATE shipment SET has_keys = 0 WHERE id = ?", .integer(id))
        }
        return shipments.count
    }

    private func delete(_ table: String, where condition: String, _ moment: Timestamp, limit: Int) throws -> Int {
        try database.run(
            """
            DELETE FROM \(table) WHERE id IN (SELECT id FROM (SELECT * FROM \(table) ORDER BY id LIMIT ?1) AS oldest
            WHERE \(condition) AND id < (SELECT max(id) FROM \(table)))
            """, .integer(limit), .time(moment))
        return database.changesCount
    }
}
