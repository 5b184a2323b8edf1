// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Shipping
import Values

extension SQLiteTables {
    func insertDelivery(_ row: DeliveryRow) throws -> Int64 {
        let delivery = row.delivery
        try database.run(
            """
            INSERT INTO delivery (shop, shipment, notice, milestone, occurrence, audience, channel, state, wake_at, attempts,
            due_at, expires_at, created_at, revision, lease_owner, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(row.target.shop.value), .integer(row.target.shipmentID), .integer(delivery.noticeID),
            .word(delivery.key.milestone), .text(delivery.key.occurrence), .word(delivery.audience),
            .word(delivery.channel), .word(delivery.state), .time(row.wakeAt), .integer(delivery.attempts),
            .time(delivery.dueAt), .time(delivery.expiresAt), .time(delivery.createdAt), .integer(delivery.revision),
            .text(row.lease?.owner), .time(row.endedAt))
        return database.lastInsertedRowID
    }

    func updateDelivery(_ row: DeliveryRow) throws {
        let delivery = row.delivery
        try database.run(
            """
            UPDATE delivery SET state = ?, wake_at = ?, attempts = ?, due_at = ?, lease_owner = ?, may_be_duplicate = ?,
            message_id = ?, last_answer = ?, ended_at = ? WHERE id = ?
            """,
            .word(delivery.state), .time(row.wakeAt), .integer(delivery.attempts), .time(delivery.dueAt),
            .text(row.lease?.owner), .bool(row.mayBeDuplicate), .text(row.messageID?.value), .text(row.lastAnswer),
            .time(row.endedAt), .integer(delivery.id))
    }

    func insertAttempt(_ settlement: Settlement, shop: ShopID, mayBeDuplicate: Bool) throws {
        let outcome = settlement.outcome
        try database.run(
            """
            INSERT OR REPLACE INTO attempt (shop, delivery, number, started_at, ended_at, class, blame, code, enhanced_code,
            answer, provider_id, message_id, may_be_duplicate) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(shop.value), .integer(settlement.claimed.delivery.id), .integer(settlement.attempts),
            .time(settlement.startedAt), .time(settlement.endedAt), .word(outcome.class), .word(outcome.blame),
            .integer(outcome.code), .text(outcome.enhancedCode), .text(outcome.text), .text(outcome.providerID),
            .text(settlement.identity.value), .bool(mayBeDuplicate))
    }

    func delivery(id: Int64) throws -> DeliveryRow? {
        try database.first(Self.byID, .integer(id), read: delivery)
    }

    func isInFlight(_ target: DeliveryTarget) throws -> Bool {
        try database.first(
            """
            SELECT 1 FROM delivery WHERE shop = ? AND shipment = ? AND audience = ? AND channel = ? AND ended_at IS NULL
            AND state = 'leased' LIMIT 1
            """,
            .text(target.shop.value), .integer(target.shipmentID), .word(target.audience), .word(target.channel)
        ) { _ in true } ?? false
    }

    func countDue(_ target: DeliveryTarget, now: Timestamp, without id: Int64) throws -> Int {
        let count = try database.first(
            """
            SELECT count(*) FROM delivery WHERE shop = ? AND shipment = ? AND audience = ? AND channel = ?
            AND ended_at IS NULL AND state = 'queued' AND due_at <= ? AND id <> ?
            """,
            .text(target.shop.value), .integer(target.shipmentID), .word(target.audience), .word(target.channel),
            .time(now), .integer(id)
        ) { $0.integer(0) }
        return Int(count ?? 0)
    }

    func dueDeliveries(now: Timestamp, limit: Int) throws -> [DeliveryRow] {
        try database.all(
            Self.due, .time(now), .integer(limit), read: delivery)
    }

    func lapsedDeliveries(now: Timestamp, limit: Int) throws -> [DeliveryRow] {
        try database.all(
            Self.selectDelivery + " WHERE state = 'leased' AND wake_at <= ? ORDER BY wake_at, id LIMIT ?", .time(now),
            .integer(limit), read: delivery)
    }

    func nextDueAt() throws -> Timestamp? {
        try database.first(
            "SELECT wake_at FROM delivery WHERE state = 'queued' AND " + Self.isFree + " ORDER BY wake_at LIMIT 1"
        ) { $0.time(0) }
    }

    func deliveriesLeased(exceptBy owner: String) throws -> [DeliveryRow] {
        try database.all(
            Self.selectDelivery + " WHERE state = 'leased' AND lease_owner <> ? ORDER BY id", .text(owner),
            read: delivery)
    }

    func deliveryIDs(_ state: Delivery.State) throws -> [Int64] {
        try database.all("SELECT id FROM delivery WHERE state = ? ORDER BY id", .word(state)) { $0.integer(0) }
    }

    func deliveries(
        _ state: Delivery.State, shop: ShopID?, before cursor: Int64?, limit: Int
    ) throws -> [QueueEntry] {
        // An ended delivery wakes nobody: the index then gives a state's rows in the order of their numbers.
        let order = state.isFinal ? " AND wake_at IS NULL" : ""
        return try database.all(
            """
            SELECT \(Self.deliveryColumns), (SELECT courier FROM shipment s WHERE s.id = delivery.shipment),
            (SELECT number FROM shipment s WHERE s.id = delivery.shipment)
            FROM delivery WHERE state = ?1\(order) AND id < ?2 AND (?3 IS NULL OR shop = ?3) ORDER BY id DESC LIMIT ?4
            """,
            .word(state), .integer(cursor ?? .max), .text(shop?.value), .integer(limit)
        ) { row in
            let kept = try delivery(row)
            let key = ShipmentKey(
                shop: kept.target.shop, courier: try row.value(20, CourierCode.init),
                trackingNumber: try row.value(21, TrackingNumber.init))
            return QueueEntry(delivery: kept.delivery, shipment: key, lastAnswer: kept.lastAnswer)
        }
    }

    func statistics(now: Timestamp) throws -> QueueStatistics {
        let counts = try database.all("SELECT state, count(*) FROM delivery GROUP BY state") { row in
            (try row.word(0, Delivery.State.self), Int(row.integer(1)))
        }
        let due = try database.first(
            "SELECT count(*), min(wake_at) FROM delivery WHERE state = 'queued' AND wake_at <= ?", .time(now)
        ) { (Int($0.integer(0)), $0.optionalTime(1)) }
        let parked = try database.first("SELECT count(*) FROM event WHERE disposition = 'parked'") { $0.integer(0) }
        return QueueStatistics(
            byState: Dictionary(counts) { first, _ in first }, due: due?.0 ?? 0, oldestDueAt: due?.1,
            parkedEvents: Int(parked ?? 0))
    }

    // MARK: Reading

    /// Whether no delivery of the row's target is in flight.
    private static let isFree = """
        NOT EXISTS (SELECT 1 FROM delivery other WHERE other.shop = delivery.shop AND other.shipment = delivery.shipment
        AND other.audience = delivery.audience AND other.channel = delivery.channel AND other.ended_at IS NULL
        AND other.state = 'leased')
        """

    private static let deliveryColumns = """
        id, shop, shipment, notice, milestone, occurrence, audience, channel, state, attempts, due_at, expires_at, created_at,
        revision, lease_owner, wake_at, may_be_duplicate, message_id, last_answer, ended_at
        """

    private static let selectDelivery = "SELECT \(deliveryColumns) FROM delivery"
    private static let byID = selectDelivery + " WHERE id = ?"
    private static let due =
        selectDelivery + " WHERE state = 'queued' AND wake_at <= ? AND " + isFree + " ORDER BY wake_at, id LIMIT ?"

    private func delivery(_ row: SQLRow) throws -> DeliveryRow {
        let audience: Audience = try row.word(6)
        let delivery = Delivery(
            id: row.integer(0), noticeID: row.integer(3),
            key: NoticeKey(milestone: try row.word(4), occurrence: row.text(5), forStaff: audience == .staff),
            channel: try row.word(7), audience: audience, state: try row.word(8), attempts: Int(row.integer(9)),
            dueAt: row.time(10),
            expiresAt: row.time(11), createdAt: row.time(12), revision: Int(row.integer(13)))
        let target = DeliveryTarget(
            shop: try row.value(1, ShopID.init), shipmentID: row.integer(2), audience: delivery.audience,
            channel: delivery.channel)
        return DeliveryRow(
            delivery: delivery, target: target,
            lease: row.optionalText(14).map { Lease(owner: $0, until: row.time(15)) },
            messageID: try row.optionalValue(17, { text throws(ValueError) in try MessageID(text) }),
            mayBeDuplicate: row.bool(16), lastAnswer: row.optionalText(18), endedAt: row.optionalTime(19))
    }
}
