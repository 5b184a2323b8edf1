// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// The tables of a store in memory; iteration never follows a hash's order, so that the simulation can be replayed.
struct MemoryTables: StoreTables {
    let randomBytes: @Sendable (Int) -> [UInt8]
    var shopKeys = MemoryTable<ShopID, [UInt8]>()
    var contacts = MemoryTable<MemoryContactKey, MemoryContact>()
    var shipments = MemorySeries<MemoryShipment>()
    var shipmentsByKey = MemoryTable<ShipmentKey, [Int64]>()
    var shipmentsByClientID = MemoryTable<MemoryClientKey, [Int64]>()
    var shipmentsByToken = MemoryTable<String, Int64>()
    var events = MemorySeries<MemoryEvent>()
    var parkedByKey = MemoryTable<ShipmentKey, [Int64]>()
    var parkedByClientID = MemoryTable<MemoryClientKey, [Int64]>()
    var notices = MemorySeries<MemoryNotice>()
    var noticeKeys = MemoryTable<Int64, [MemoryNoticeKey]>()
    var deliveries = MemorySeries<DeliveryRow>()
    var queued = MemoryAgenda()
    var leased = MemoryAgenda()
    var alive = MemoryTable<DeliveryTarget, [Int64]>()
    var attempts = MemoryTable<Int64, [MemoryAttempt]>()
    var traces = MemorySeries<TraceLine>()
    var tracesByNumber = MemoryTable<MemoryNumberKey, [Int64]>()
    var suppressions = MemoryTable<MemorySuppressionKey, String>()
    var counterValues = MemoryTable<String, Int>()

    init(randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.randomBytes = randomBytes
    }

    /// Keeps what a call did.
    mutating func commit() {
        shopKeys.commit()
        contacts.commit()
        shipments.commit()
        shipmentsByKey.commit()
        shipmentsByClientID.commit()
        shipmentsByToken.commit()
        events.commit()
        parkedByKey.commit()
        parkedByClientID.commit()
        notices.commit()
        noticeKeys.commit()
        deliveries.commit()
        queued.commit()
        leased.commit()
        alive.commit()
        attempts.commit()
        traces.commit()
        tracesByNumber.commit()
        suppressions.commit()
        counterValues.commit()
    }

    /// Takes back what a call did.
    mutating func rollback() {
        shopKeys.rollback()
        contacts.rollback()
        shipments.rollback()
        shipmentsByKey.rollback()
        shipmentsByClientID.rollback()
        shipmentsByToken.rollback()
        events.rollback()
        parkedByKey.rollback()
        parkedByClientID.rollback()
        notices.rollback()
        noticeKeys.rollback()
        deliveries.rollback()
        queued.rollback()
        leased.rollback()
        alive.rollback()
        attempts.rollback()
        traces.rollback()
        tracesByNumber.rollback()
        suppressions.rollback()
        counterValues.rollback()
    }

    mutating func shopKey(_ shop: ShopID) -> [UInt8] {
        if let key = shopKeys[shop] { return key }
        let key = randomBytes(32)
        shopKeys[shop] = key
        return key
    }

    // MARK: Notices

    func decided(_ shipmentID: Int64, shop: ShopID) -> [DecidedNotice] {
        (noticeKeys[shipmentID] ?? []).map(\.notice)
    }

    mutating func insertNotice(
        _ key: NoticeKey, shipmentID: Int64, shop: ShopID, enteredAt: Timestamp, now: Timestamp
    ) throws -> Int64 {
        var keys = noticeKeys[shipmentID] ?? []
        guard !keys.contains(where: { $0.notice.key == key }) else {
            throw StoreFailure("The notice is decided already. Nothing of the call was kept.")
        }
        let id = notices.append(MemoryNotice(decidedAt: now))
        keys.append(MemoryNoticeKey(notice: DecidedNotice(key: key, enteredAt: enteredAt), id: id))
        noticeKeys[shipmentID] = keys
        return id
    }

    func hasNotice(of shipmentID: Int64, shop: ShopID, after noticeID: Int64, forStaff isForStaff: Bool) -> Bool {
        noticeKeys[shipmentID]?.contains { $0.id > noticeID && $0.notice.key.isForStaff == isForStaff } ?? false
    }

    // MARK: People

    func suppression(of hash: [UInt8], shop: ShopID, channel: DeliveryChannel) -> String? {
        suppressions[MemorySuppressionKey(shop: shop, hash: hash, channel: channel.rawValue)]
    }

    mutating func suppress(
        _ hash: [UInt8], shop: ShopID, channel: DeliveryChannel, reason: String, now: Timestamp
    ) {
        suppressions[MemorySuppressionKey(shop: shop, hash: hash, channel: channel.rawValue)] = reason
    }

    // MARK: Counters

    mutating func addToCounter(_ name: String, _ amount: Int) {
        counterValues[name] = (counterValues[name] ?? 0) + amount
    }

    func counters() -> [String: Int] { counterValues.rows }
}
