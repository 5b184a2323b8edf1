// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Shipping
import Values

extension SQLiteTables {
    func insertEvent(_ event: TrackingEvent, disposition: Plan.Disposition) throws {
        // The snapshot is read again only from an event that waits.
        let snapshot = disposition == .parked ? event.snapshot : nil
        try database.run(
            """
            INSERT INTO event (shop, courier, number, kind, source_id, client_id, order_id, previous_stage, stage, has_changed,
            sent_at, received_at, proof, disposition, body, snapshot) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(event.key.shop.value), .text(event.key.courier.value), .text(event.key.trackingNumber.value),
            .word(event.kind), .text(event.sourceID), .text(event.clientID), .text(event.orderID),
            .word(event.previousStage), .word(event.stage), event.hasChanged.map { .bool($0) } ?? .null,
            .time(event.sentAt), .time(event.receivedAt), .text(event.proof), .word(disposition), .utf8(event.body),
            snapshot.map { .json($0.json) } ?? .null)
    }

    func insertUnusable(_ item: UnusableItem) throws {
        try database.run(
            "INSERT INTO event (shop, received_at, disposition, problem, body) VALUES (?, ?, ?, ?, ?)",
            .text(item.shop.value), .time(item.receivedAt), .word(item.reason), .text(item.text), .utf8(item.body))
    }

    func parkedEvents(_ key: ShipmentKey, clientID: Line?, limit: Int) throws -> [ParkedEvent] {
        try database.all(
            """
            SELECT id, shop, courier, number, kind, source_id, client_id, order_id, previous_stage, stage, has_changed, sent_at,
            received_at, proof, body, snapshot FROM event WHERE id IN (
                SELECT id FROM event WHERE disposition = 'parked' AND shop = ?1 AND courier = ?2 AND number = ?3
                UNION SELECT id FROM event
                WHERE disposition = 'parked' AND client_id IS NOT NULL AND shop = ?1 AND client_id = ?4
            ) ORDER BY id LIMIT ?5
            """,
            .text(key.shop.value), .text(key.courier.value), .text(key.trackingNumber.value), .text(clientID),
            .integer(limit)
        ) { row in ParkedEvent(id: row.integer(0), event: try event(row)) }
    }

    func updateParked(_ id: Int64, to disposition: Plan.Disposition) throws {
        guard disposition != .parked else { return }
        try database.run(
            "UPDATE event SET disposition = ?, snapshot = NULL WHERE id = ?", .word(disposition), .integer(id))
    }

    private func event(_ row: SQLRow) throws -> TrackingEvent {
        var snapshot: TrackingSnapshot?
        if !row.isNull(15) {
            guard let kept = TrackingSnapshot(json: try row.json(15)) else { throw StoreFailure.damaged }
            snapshot = kept
        }
        return TrackingEvent(
            key: try shipmentKey(row, 1), kind: try row.word(4), sourceID: row.optionalLine(5),
            clientID: row.optionalLine(6), orderID: row.optionalLine(7), previousStage: try row.optionalWord(8),
            stage: try row.word(9), hasChanged: row.isNull(10) ? nil : row.bool(10), snapshot: snapshot,
            sentAt: row.time(11), receivedAt: row.time(12), proof: row.text(13), body: row.bytes(14))
    }
}
