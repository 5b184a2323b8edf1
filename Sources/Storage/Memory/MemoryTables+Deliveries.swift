// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

extension MemoryTables {
    mutating func insertDelivery(_ row: DeliveryRow) -> Int64 {
        let id = deliveries.append(row)
        var row = row
        row.delivery = row.delivery.numbered(id, in: row.delivery.state)
        deliveries[id] = row
        schedule(row)
        return id
    }

    mutating func updateDelivery(_ row: DeliveryRow) {
        guard let old = deliveries[row.delivery.id] else { return }
        unschedule(old)
        deliveries[row.delivery.id] = row
        schedule(row)
    }

    mutating func insertAttempt(_ settlement: Settlement, shop: ShopID, mayBeDuplicate: Bool) {
        let id = settlement.claimed.delivery.id
        attempts[id] = (attempts[id] ?? []) + [MemoryAttempt(settlement: settlement, mayBeDuplicate: mayBeDuplicate)]
    }

    func delivery(id: Int64) -> DeliveryRow? { deliveries[id] }

    func isInFlight(_ target: DeliveryTarget) -> Bool {
        (alive[target] ?? []).contains { deliveries[$0]?.delivery.state == .leased }
    }

    func countDue(_ target: DeliveryTarget, now: Timestamp, without id: Int64) -> Int {
        (alive[target] ?? []).count { other in
            guard other != id, let delivery = deliveries[other]?.delivery else { return false }
            return delivery.state == .queued && delivery.dueAt <= now
        }
    }

    func dueDeliveries(now: Timestamp, limit: Int) -> [DeliveryRow] {
        rows(queued, until: now, limit: limit) { !isInFlight($0.target) }
    }

    func lapsedDeliveries(now: Timestamp, limit: Int) -> [DeliveryRow] {
        rows(leased, until: now, limit: limit) { _ in true }
    }

    func nextDueAt() -> Timestamp? {
        for (moment, id) in queued.inOrder {
            if let row = deliveries[id], !isInFlight(row.target) { return moment }
        }
        return nil
    }

    func deliveriesLeased(exceptBy owner: String) -> [DeliveryRow] {
        leased.inOrder.compactMap { deliveries[$0.id] }.filter { $0.lease?.owner != owner }
            .sorted { $0.delivery.id < $1.delivery.id }
    }

    func deliveryIDs(_ state: Delivery.State) -> [Int64] {
        deliveries.oldestFirst.filter { $0.row.delivery.state == state }.map(\.id)
    }

    func deliveries(_ state: Delivery.State, shop: ShopID?, before cursor: Int64?, limit: Int) -> [QueueEntry] {
        let rows = deliveries.newestFirst.filter { id, row in
            id < cursor ?? .max && row.delivery.state == state && (shop == nil || row.target.shop == shop)
        }
        return rows.prefix(max(limit, 0)).compactMap { _, row in
            shipments[row.target.shipmentID].map {
                QueueEntry(delivery: row.delivery, shipment: $0.shipment.key, lastAnswer: row.lastAnswer)
            }
        }
    }

    func statistics(now: Timestamp) -> QueueStatistics {
        var byState = [Delivery.State: Int]()
        for (_, row) in deliveries.oldestFirst { byState[row.delivery.state, default: 0] += 1 }
        let due = queued.inOrder.prefix { $0.moment <= now }.map(\.moment)
        let parked = events.oldestFirst.filter(\.row.isParked).count
        return QueueStatistics(byState: byState, due: due.count, oldestDueAt: due.first, parkedEvents: parked)
    }

    mutating func deleteDeliveries(endedBefore moment: Timestamp, limit: Int) -> Int {
        let old = deliveries.oldestFirst.prefix(limit).filter { id, row in
            row.endedAt.map { $0 < moment } ?? false && id < deliveries.newest
        }
        for (id, _) in old {
            attempts[id] = nil
            deliveries[id] = nil
        }
        return old.count
    }

    mutating func deleteNotices(before moment: Timestamp, limit: Int) -> Int {
        let first = deliveries.oldestFirst.first { _ in true }?.row.delivery.noticeID ?? 0
        let old = notices.oldestFirst.prefix(limit).filter { id, row in
            row.decidedAt < moment && id < first && id < notices.newest
        }
        for (id, _) in old { notices[id] = nil }
        return old.count
    }

    // MARK: Agendas

    private func rows(
        _ agenda: MemoryAgenda, until now: Timestamp, limit: Int, where condition: (DeliveryRow) -> Bool
    ) -> [DeliveryRow] {
        var rows = [DeliveryRow]()
        for (moment, id) in agenda.inOrder {
            guard moment <= now, rows.count < limit else { break }
            if let row = deliveries[id], condition(row) { rows.append(row) }
        }
        return rows
    }

    private mutating func schedule(_ row: DeliveryRow) {
        guard let moment = row.wakeAt else { return }
        if row.delivery.state == .queued {
            queued.insert(row.delivery.id, at: moment)
        } else {
            leased.insert(row.delivery.id, at: moment)
        }
        alive[row.target] = (alive[row.target] ?? []) + [row.delivery.id]
    }

    private mutating func unschedule(_ row: DeliveryRow) {
        guard let moment = row.wakeAt else { return }
        if row.delivery.state == .queued {
            queued.remove(row.delivery.id, at: moment)
        } else {
            leased.remove(row.delivery.id, at: moment)
        }
        let rest = (alive[row.target] ?? []).filter { $0 != row.delivery.id }
        alive[row.target] = rest.isEmpty ? nil : rest
    }
}
