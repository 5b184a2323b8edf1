// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Shipping
import Values

/// The tables of an SQLite file, inside one transaction on one connection.
struct SQLiteTables: StoreTables {
    let database: Database
    let sealer: any Sealer
    let randomBytes: @Sendable (Int) -> [UInt8]

    func shopKey(_ shop: ShopID) throws -> [UInt8] {
        if let key = try knownShopKey(shop) { return key }
        let key = randomBytes(32)
        try database.run("INSERT INTO shop_key (shop, key) VALUES (?, ?)", .text(shop.value), .blob(key))
        return key
    }

    /// The key of a shop that has one.
    func knownShopKey(_ shop: ShopID) throws -> [UInt8]? {
        try database.first("SELECT key FROM shop_key WHERE shop = ?", .text(shop.value)) { $0.bytes(0) }
    }

    // MARK: Notices

    func decided(_ shipmentID: Int64, shop: ShopID) throws -> [DecidedNotice] {
        try database.all(
            """
            SELECT milestone, occurrence, entered_at, for_staff FROM notice_key WHERE shop = ? AND shipment = ?
            ORDER BY notice
            """,
            .text(shop.value), .integer(shipmentID)
        ) { row in
            DecidedNotice(
                key: NoticeKey(milestone: try row.word(0), occurrence: row.text(1), forStaff: row.bool(3)),
                enteredAt: row.time(2))
        }
    }

    func insertNotice(
        _ key: NoticeKey, shipmentID: Int64, shop: ShopID, enteredAt: Timestamp, now: Timestamp
    ) throws -> Int64 {
        try database.run(
            "INSERT INTO notice (shop, shipment, milestone, occurrence, decided_at) VALUES (?, ?, ?, ?, ?)",
            .text(shop.value), .integer(shipmentID), .word(key.milestone), .text(key.occurrence), .time(now))
        let id = database.lastInsertedRowID
        try database.run(
            """
            INSERT INTO notice_key (shop, shipment, for_staff, milestone, occurrence, notice, entered_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .text(shop.value), .integer(shipmentID), .bool(key.isForStaff), .word(key.milestone),
            .text(key.occurrence), .integer(id), .time(enteredAt))
        return id
    }

    func hasNotice(
        of shipmentID: Int64, shop: ShopID, after noticeID: Int64, forStaff isForStaff: Bool
    ) throws -> Bool {
        try database.first(
            "SELECT 1 FROM notice_key WHERE shop = ? AND shipment = ? AND for_staff = ? AND notice > ? LIMIT 1",
            .text(shop.value), .integer(shipmentID), .bool(isForStaff), .integer(noticeID)
        ) { _ in true } ?? false
    }

    // MARK: People

    func suppression(of hash: [UInt8], shop: ShopID, channel: DeliveryChannel) throws -> String? {
        try database.first(
            "SELECT reason FROM suppression WHERE shop = ? AND hash = ? AND channel = ?", .text(shop.value),
            .blob(hash), .word(channel)
        ) { $0.text(0) }
    }

    func suppress(
        _ hash: [UInt8], shop: ShopID, channel: DeliveryChannel, reason: String, now: Timestamp
    ) throws {
        try database.run(
            """
            INSERT INTO suppression (shop, hash, channel, reason, since) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET reason = excluded.reason, since = excluded.since
            """,
            .text(shop.value), .blob(hash), .word(channel), .text(reason), .time(now))
    }

    // MARK: Housekeeping

    func addToCounter(_ name: String, _ amount: Int) throws {
        try database.run(
            "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
            .text(name), .integer(amount))
    }

    func counters() throws -> [String: Int] {
        let pairs = try database.all("SELECT name, value FROM counter") { ($0.text(0), Int($0.integer(1))) }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Writes something that must reach the disk.
    func probe() throws {
        try database.run(
            "INSERT INTO probe (id, count) VALUES (1, 1) ON CONFLICT DO UPDATE SET count = count + 1")
    }
}
