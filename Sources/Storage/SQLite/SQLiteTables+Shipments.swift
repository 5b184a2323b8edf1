// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Shipping
import Values

extension SQLiteTables {
    func newestShipment(_ key: ShipmentKey) throws -> Shipment? {
        try database.first(
            Self.newestByKey, .text(key.shop.value), .text(key.courier.value), .text(key.trackingNumber.value)
        ) { try shipment($0, key: key) }
    }

    func newestShipment(of shop: ShopID, clientID: Line) throws -> Shipment? {
        try database.first(
            Self.selectShipment + " WHERE shop = ? AND client_id = ? ORDER BY id DESC LIMIT 1", .text(shop.value),
            .text(clientID.text), read: { try shipment($0) })
    }

    func shipment(id: Int64) throws -> Shipment? {
        try database.first(Self.byID, .integer(id), read: { try shipment($0) })
    }

    func shipment(token: String) throws -> Shipment? {
        try database.first(Self.selectShipment + " WHERE token = ?", .text(token), read: { try shipment($0) })
    }

    func shipments(of shop: ShopID, before cursor: Int64?, limit: Int) throws -> [Shipment] {
        try database.all(
            Self.selectShipment + " WHERE shop = ? AND id < ? ORDER BY id DESC LIMIT ?", .text(shop.value),
            .integer(cursor ?? .max), .integer(limit), read: { try shipment($0) })
    }

    func insertShipment(
        _ registration: Registration, generation: Int, token: String, now: Timestamp
    ) throws -> Int64 {
        let key = registration.key
        try database.run(
            """
            INSERT INTO shipment (shop, courier, number, generation, token, kind, gift, orderer_language, registered_at, orders)
            VALUES (?, ?, ?, ?, ?, '', 0, '', ?, '')
            """,
            .text(key.shop.value), .text(key.courier.value), .text(key.trackingNumber.value), .integer(generation),
            .text(token), .time(now))
        let id = database.lastInsertedRowID
        try write(registration, to: id)
        return id
    }

    func updateRegistration(_ id: Int64, to registration: Registration) throws {
        let before = try contactIDs(ofShipment: id)
        try write(registration, to: id)
        // After the new ones are written, so that a contact that stays keeps its row.
        for contact in before { try release(contact) }
    }

    func updateTracking(of shipment: Shipment) throws {
        try database.run(
            "UPDATE shipment SET stage = ?, stage_entered_at = ?, closed_at = ?, snapshot = ?, has_keys = 1 WHERE id = ?",
            .word(shipment.stage), .time(shipment.stageEnteredAt), .time(shipment.closedAt),
            shipment.snapshot.map { .json($0.json) } ?? .null, .integer(shipment.id))
    }

    func setThreadRoot(_ id: Int64, to messageID: MessageID) throws {
        try database.run(
            "UPDATE shipment SET thread_root = ? WHERE id = ? AND thread_root IS NULL", .text(messageID.value),
            .integer(id))
    }

    /// Writes what a shop said, and its contacts.
    private func write(_ registration: Registration, to id: Int64) throws {
        let key = try shopKey(registration.key.shop)
        var contacts = [SQLValue]()
        for party in [registration.orderer, registration.receiver] {
            for kind in Contact.Kind.allCases {
                contacts.append(try keep(party?.contact(kind), of: registration.key.shop, key: key))
            }
        }
        try database.run(
            """
            UPDATE shipment SET kind = ?1, gift = ?2, client_id = ?3, expected_at = ?4, review_url = ?5, orders = ?6,
            orderer_language = ?7, receiver_language = ?8, has_contacts = 1 WHERE id = ?9
            """,
            .word(registration.kind), .bool(registration.gift), .text(registration.clientID),
            .time(registration.expectedAt), .text(registration.reviewURL?.text), .json(registration.orders.json),
            .word(registration.orderer.language), .word(registration.receiver?.language), .integer(id))
        try database.run(
            """
            UPDATE shipment SET orderer_name = ?1, orderer_email = ?2, orderer_phone = ?3, orderer_address = ?4,
            orderer_door_code = ?5, orderer_safe_place = ?6, receiver_name = ?7, receiver_email = ?8, receiver_phone = ?9,
            receiver_address = ?10, receiver_door_code = ?11, receiver_safe_place = ?12 WHERE id = ?13
            """,
            contacts[0], contacts[1], contacts[2], contacts[3], contacts[4], contacts[5], contacts[6], contacts[7],
            contacts[8], contacts[9], contacts[10], contacts[11], .integer(id))
    }

    // MARK: Reading

    /// A contact's sealed value in place of its number; the test for null saves opening the table for nothing.
    private static func sealed(_ role: String) -> String {
        Contact.Kind.allCases.map { kind in
            let number = role + "_" + kind.rawValue
            return "iif(\(number) IS NULL, NULL, (SELECT sealed FROM contact WHERE contact.id = \(number)))"
        }.joined(separator: ", ")
    }

    private static let selectShipment = """
        SELECT id, shop, courier, number, generation, token, kind, gift, client_id, expected_at, review_url, registered_at,
        stage, stage_entered_at, closed_at, thread_root, orders, snapshot, orderer_language, \(sealed("orderer")),
        receiver_language, \(sealed("receiver")) FROM shipment
        """

    // Whole texts, made once: a statement is found again by its text, for every event.
    private static let byID = selectShipment + " WHERE id = ?"
    private static let newestByKey =
        selectShipment + " WHERE shop = ? AND courier = ? AND number = ? ORDER BY generation DESC LIMIT 1"

    private func shipment(_ row: SQLRow, key known: ShipmentKey? = nil) throws -> Shipment {
        let key = try known ?? shipmentKey(row, 1)
        guard let orders = [Order](json: try row.json(16)) else { throw StoreFailure.damaged }
        let registration = Registration(
            key: key, kind: try row.word(6), gift: row.bool(7), orders: orders, orderer: try party(row, 18, key.shop),
            receiver: row.isNull(25) ? nil : try party(row, 25, key.shop), clientID: row.optionalLine(8),
            expectedAt: row.optionalTime(9), reviewURL: try row.optionalValue(10, WebURL.init))
        var snapshot: TrackingSnapshot?
        if !row.isNull(17) {
            guard let kept = TrackingSnapshot(json: try row.json(17)) else { throw StoreFailure.damaged }
            snapshot = kept
        }
        return Shipment(
            id: row.integer(0), generation: Int(row.integer(4)), token: row.text(5), registration: registration,
            snapshot: snapshot, stage: try row.word(12), stageEnteredAt: row.optionalTime(13),
            registeredAt: row.time(11), closedAt: row.optionalTime(14),
            threadRoot: try row.optionalValue(15, { text throws(ValueError) in try MessageID(text) }))
    }

    /// The key that stands in three columns.
    func shipmentKey(_ row: SQLRow, _ column: Int32) throws -> ShipmentKey {
        ShipmentKey(
            shop: try row.value(column, ShopID.init), courier: try row.value(column + 1, CourierCode.init),
            trackingNumber: try row.value(column + 2, TrackingNumber.init))
    }

    /// The person whose language and contacts stand from a column on.
    private func party(_ row: SQLRow, _ column: Int32, _ shop: ShopID) throws -> Party {
        var places = [Contact.Kind: Int32]()
        for (offset, kind) in Contact.Kind.allCases.enumerated() { places[kind] = column + 1 + Int32(offset) }
        return try Party(language: try row.word(column)) { kind in
            guard let place = places[kind], let sealed = row.optionalBytes(place) else { return nil }
            return try sealer.open(sealed, of: shop)
        }
    }
}
