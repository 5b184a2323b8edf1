// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Shipping
import Values

extension SQLiteTables {
    func insertTrace(_ line: TraceLine) throws {
        let entry = line.entry
        let facts = entry.facts.isEmpty ? nil : entry.facts.map { JSON.Member($0.name, .string($0.value)) }
        try database.run(
            """
            INSERT INTO trace (at, shop, courier, number, notice, delivery, message_id, kind, rule, milestone, facts, words)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .time(line.at), .text(line.key.shop.value), .text(line.key.courier.value),
            .text(line.key.trackingNumber.value), .integer(line.noticeID), .integer(line.deliveryID),
            .text(line.messageID?.value), .word(entry.kind), .text(entry.rule), .word(entry.milestone),
            facts.map { .json(.object($0)) } ?? .null, .text(entry.text))
    }

    func trace(_ number: TrackingNumber, shop: ShopID, limit: Int) throws -> [TraceRecord] {
        try database.all(
            Self.selectTrace + " WHERE shop = ? AND number = ? ORDER BY id DESC LIMIT ?", .text(shop.value),
            .text(number.value), .integer(limit), read: traceRecord
        ).reversed()
    }

    func journal(of shop: ShopID, after cursor: Int64, limit: Int) throws -> [TraceRecord] {
        // The unary plus keeps SQLite on the order of the journal, where a page is near its cursor.
        try database.all(
            Self.selectTrace + " WHERE +shop = ? AND id > ? ORDER BY id LIMIT ?", .text(shop.value), .integer(cursor),
            .integer(limit), read: traceRecord)
    }

    private static let selectTrace = """
        SELECT id, at, shop, courier, number, notice, delivery, message_id, kind, rule, milestone, facts, words FROM trace
        """

    private func traceRecord(_ row: SQLRow) throws -> TraceRecord {
        let members = row.isNull(11) ? [] : try row.json(11).members ?? []
        let entry = TraceEntry(
            try row.word(8), rule: row.text(9), milestone: try row.optionalWord(10),
            facts: members.map { TraceEntry.Fact($0.name, $0.value.string ?? "") }, row.text(12))
        return TraceRecord(
            id: row.integer(0), at: row.time(1), shop: row.text(2), courier: row.text(3), trackingNumber: row.text(4),
            noticeID: row.optionalInteger(5), deliveryID: row.optionalInteger(6), messageID: row.optionalText(7),
            entry: entry)
    }
}
