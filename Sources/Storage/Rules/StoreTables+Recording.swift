// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

extension StoreTables {
    /// Writes events down and does what the planner decides about each, in order (SEMANTICS B1).
    mutating func record(
        _ events: [TrackingEvent], lease: Lease?, leaseLimit: Int, now: Timestamp, deciding: (Situation) -> Plan
    ) throws -> [Recorded] {
        var desk = LeaseDesk(lease: lease, room: leaseLimit)
        var records = [Recorded]()
        records.reserveCapacity(events.count)
        for event in events {
            var shipment = try shipment(for: event)
            let record = try plan(event, for: &shipment, desk: &desk, now: now, deciding: deciding)
            try insertEvent(event, disposition: record.disposition)
            records.append(record)
        }
        return records
    }

    /// The shipment an event is about: by its number, or by the id we gave at registration (SEMANTICS D3).
    private mutating func shipment(for event: TrackingEvent) throws -> Shipment? {
        if let shipment = try newestShipment(event.key) { return shipment }
        guard let clientID = event.clientID else { return nil }
        return try newestShipment(of: event.key.shop, clientID: clientID)
    }

    /// Asks the planner about one event and writes down what it says.
    mutating func plan(
        _ event: TrackingEvent, for shipment: inout Shipment?, desk: inout LeaseDesk, now: Timestamp,
        deciding: (Situation) -> Plan
    ) throws -> Recorded {
        var decided = [DecidedNotice]()
        if let shipment { decided = try self.decided(shipment.id, shop: shipment.key.shop) }
        let plan = deciding(Situation(event: event, shipment: shipment, decided: decided, now: now))
        if let next = plan.shipment {
            guard next.id == shipment?.id else {
                throw StoreFailure("The planner answered with another shipment; nothing of the call was kept.")
            }
            shipment = Self.withoutDriversWhenClosed(next)
            try updateTracking(of: shipment ?? next)
        }
        guard shipment != nil || plan.notices.isEmpty else {
            throw StoreFailure("The planner told of a parcel nobody registered; nothing of the call was kept.")
        }
        var made = [MadeNotice]()
        var taken = Set(decided.map(\.key))
        for notice in plan.notices {
            // The key is decided once, whatever the planner believes (promise 2, SEMANTICS A2).
            guard let shipment, taken.insert(notice.key).inserted else { continue }
            made.append(try make(notice, of: shipment, desk: &desk, now: now))
        }
        let isRepeated = made.isEmpty && !plan.notices.isEmpty
        let key = shipment?.key ?? event.key
        for entry in plan.trace {
            let notice = made.first {
                $0.key.milestone == entry.milestone && $0.key.isForStaff == entry.isAboutStaff
            }
            let isKnown = notice == nil && entry.kind == .decided && !plan.notices.isEmpty
            let entry = isKnown ? Self.repeated(entry) : entry
            try insertTrace(
                TraceLine(
                    at: now, key: key, noticeID: notice?.id, deliveryID: notice?.onlyDeliveryID, entry: entry))
        }
        for (row, entry) in made.flatMap(\.ended) { try trace(row, of: key, entry, at: now) }
        return Recorded(
            disposition: isRepeated ? .nothing : plan.disposition, leased: made.flatMap(\.leased),
            queued: made.reduce(0) { $0 + $1.queued })
    }

    /// Drivers are forgotten when the parcel closes (SEMANTICS D7).
    private static func withoutDriversWhenClosed(_ shipment: Shipment) -> Shipment {
        guard shipment.closedAt != nil, let snapshot = shipment.snapshot else { return shipment }
        var shipment = shipment
        shipment.snapshot = snapshot.withoutDrivers
        return shipment
    }

    private static func repeated(_ entry: TraceEntry) -> TraceEntry {
        TraceEntry(
            .nothing, rule: "A2", milestone: entry.milestone, facts: entry.facts,
            "It was already decided; a notice is made once.")
    }

    /// Makes a notice with its deliveries; those that are due go straight to whoever holds the desk.
    private mutating func make(
        _ notice: PlannedNotice, of shipment: Shipment, desk: inout LeaseDesk, now: Timestamp
    ) throws -> MadeNotice {
        let shop = shipment.key.shop
        let id = try insertNotice(
            notice.key, shipmentID: shipment.id, shop: shop, enteredAt: notice.enteredAt, now: now)
        var made = MadeNotice(id: id, key: notice.key)
        for planned in notice.deliveries {
            let target = DeliveryTarget(
                shop: shop, shipmentID: shipment.id, audience: planned.audience, channel: planned.channel)
            let delivery = Delivery(
                id: 0, noticeID: id, key: notice.key, channel: planned.channel, audience: planned.audience,
                state: .queued, attempts: 0, dueAt: planned.dueAt, expiresAt: planned.expiresAt, createdAt: now)
            var row = DeliveryRow(delivery: delivery, target: target)
            let entry = try offer(&row, of: shipment, to: desk, now: now)
            row.delivery = delivery.numbered(try insertDelivery(row), in: row.delivery.state)
            made.add(row, of: shipment, endedBy: entry)
            if row.delivery.state == .leased { desk.room -= 1 }
        }
        return made
    }

    /// Leases a new delivery to the desk if it is due and the last check lets it pass (SEMANTICS A7).
    ///
    /// - Returns: Why it ended, if the last check ended it.
    private mutating func offer(
        _ row: inout DeliveryRow, of shipment: Shipment, to desk: LeaseDesk, now: Timestamp
    ) throws -> TraceEntry? {
        guard let lease = desk.lease, desk.room > 0, row.delivery.dueAt <= now, try !isInFlight(row.target) else {
            return nil
        }
        let situation = ClaimSituation(
            delivery: row.delivery, shipment: shipment, isOvertaken: false,
            suppression: try suppression(of: row.target), now: now)
        switch ClaimRule.decide(situation) {
        case .send:
            row.delivery.state = .leased
            row.lease = lease
            return nil
        case .end(let state, let entry):
            row.delivery.state = state
            row.endedAt = now
            return entry
        }
    }
}
