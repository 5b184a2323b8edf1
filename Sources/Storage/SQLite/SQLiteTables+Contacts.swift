// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Shipping
import Values

extension SQLiteTables {
    /// Keeps a contact and tells its number; two spellings of one address are one row, the newest spelling counts.
    func keep(_ contact: Contact?, of shop: ShopID, key: [UInt8]) throws -> SQLValue {
        guard let contact else { return .null }
        let id = try database.first(
            """
            INSERT INTO contact (shop, kind, hash, sealed, uses) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT (shop, kind, hash) DO UPDATE SET sealed = excluded.sealed, uses = uses + 1 RETURNING id
            """,
            .text(shop.value), .word(contact.kind), .blob(contact.hash(key: key)),
            .blob(try sealer.seal(contact.value, of: shop))
        ) { $0.integer(0) }
        return .integer(id)
    }

    /// Takes one use off a contact; the last one takes the row with it.
    func release(_ id: Int64) throws {
        try database.run("UPDATE contact SET uses = uses - 1 WHERE id = ?", .integer(id))
        try database.run("DELETE FROM contact WHERE id = ? AND uses <= 0", .integer(id))
    }

    /// The numbers of all contacts of a shipment, one that is used twice twice.
    func contactIDs(ofShipment id: Int64) throws -> [Int64] {
        try database.first(Self.selectContactIDs, .integer(id)) { row in
            (0..<Int32(2 * Contact.Kind.allCases.count)).compactMap { row.optionalInteger($0) }
        } ?? []
    }

    private static let contactColumns = ["orderer", "receiver"].flatMap { role in
        Contact.Kind.allCases.map { "\(role)_\($0.rawValue)" }
    }

    private static let selectContactIDs =
        "SELECT " + contactColumns.joined(separator: ", ") + " FROM shipment WHERE id = ?"

    private static let clearContacts =
        "UPDATE shipment SET has_contacts = 0, " + contactColumns.map { $0 + " = NULL" }.joined(separator: ", ")
        + " WHERE id = ?"

    func addressHash(of target: DeliveryTarget) throws -> [UInt8]? {
        guard let kind = Contact.Kind(target.channel) else { return nil }
        let sql: String =
            switch target.audience {
            case .orderer: kind == .email ? Self.ordererEmailHash : Self.ordererPhoneHash
            case .receiver: kind == .email ? Self.receiverEmailHash : Self.receiverPhoneHash
            case .staff: ""
            }
        guard !sql.isEmpty else { return nil }
        return try database.first(sql, .integer(target.shipmentID), .text(target.shop.value)) { $0.bytes(0) }
    }

    private static let ordererEmailHash = selectHash("orderer_email")
    private static let ordererPhoneHash = selectHash("orderer_phone")
    // Without a receiver of its own a parcel goes to who ordered it.
    private static let receiverEmailHash = selectHash("iif(receiver_language IS NULL, orderer_email, receiver_email)")
    private static let receiverPhoneHash = selectHash("iif(receiver_language IS NULL, orderer_phone, receiver_phone)")

    private static func selectHash(_ contact: String) -> String {
        "SELECT hash FROM contact WHERE id = (SELECT \(contact) FROM shipment WHERE id = ? AND shop = ?)"
    }

    func forgetContacts(ofShipmentsClosedBefore moment: Timestamp, limit: Int) throws -> Int {
        let ids = try database.all(
            """
            SELECT id FROM shipment WHERE closed_at IS NOT NULL AND has_contacts = 1 AND closed_at < ?
            ORDER BY closed_at, id LIMIT ?
            """, .time(moment), .integer(limit)
        ) { $0.integer(0) }
        for id in ids {
            for contact in try contactIDs(ofShipment: id) { try release(contact) }
            try database.run(Self.clearContacts, .integer(id))
        }
        return ids.count
    }
}
