// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

extension StoreTables {
    /// Leases what is due and passes the last check, oldest due first (SEMANTICS A7, A8, B3).
    mutating func claim(
        _ lease: Lease, limit: Int, now: Timestamp, deciding: (ClaimSituation) -> ClaimDecision
    ) throws -> Claimed {
        var claim = RunningClaim(lease: lease, limit: limit, now: now)
        for row in try lapsedDeliveries(now: now, limit: limit) {
            try take(row, in: &claim, isTakenOver: true, deciding: deciding)
        }
        while claim.wants > 0 {
            let rows = try dueDeliveries(now: now, limit: claim.wants)
            guard !rows.isEmpty else { break }
            // A target's second delivery waits for its first: the next page leaves it out.
            var targets = Set<DeliveryTarget>()
            for row in rows where !targets.contains(row.target) {
                if try take(row, in: &claim, isTakenOver: false, deciding: deciding) { targets.insert(row.target) }
            }
        }
        return Claimed(deliveries: claim.deliveries, ended: claim.ended, nextDueAt: try nextDueAt())
    }

    /// Leases or ends one delivery; true when it was leased.
    @discardableResult private mutating func take(
        _ row: DeliveryRow, in claim: inout RunningClaim, isTakenOver: Bool,
        deciding: (ClaimSituation) -> ClaimDecision
    ) throws -> Bool {
        var row = row
        guard let shipment = try shipment(id: row.target.shipmentID) else {
            throw StoreFailure("A delivery names a shipment that is gone: the store is damaged, restore a backup.")
        }
        if isTakenOver {
            row.mayBeDuplicate = true
            try trace(row, of: shipment.key, Self.takenOver(row, "Its lease ran out; it is sent again."), at: claim.now)
        }
        let overtaken = try hasNotice(
            of: row.target.shipmentID, shop: row.target.shop, after: row.delivery.noticeID,
            forStaff: row.delivery.key.isForStaff)
        let situation = ClaimSituation(
            delivery: row.delivery, shipment: shipment, isOvertaken: overtaken,
            suppression: try suppression(of: row.target), now: claim.now)
        switch deciding(situation) {
        case .send:
            row.delivery.state = .leased
            row.lease = claim.lease
            try updateDelivery(row)
            claim.deliveries.append(
                ClaimedDelivery(delivery: row.delivery, shipment: shipment, mayBeDuplicate: row.mayBeDuplicate))
            return true
        case .end(let state, let entry):
            guard state.isFinal else {
                throw StoreFailure("The last check ended a delivery in a state that is no end; nothing was kept.")
            }
            row.delivery.state = state
            row.lease = nil
            row.endedAt = claim.now
            try updateDelivery(row)
            try trace(row, of: shipment.key, entry, at: claim.now)
            claim.ended += 1
            return false
        }
    }

    /// Takes the leases of processes that are gone from them (SEMANTICS B3).
    mutating func recover(owner: String, now: Timestamp) throws -> Int {
        let rows = try deliveriesLeased(exceptBy: owner)
        for var row in rows {
            row.delivery.state = .queued
            row.lease = nil
            row.mayBeDuplicate = true
            try updateDelivery(row)
            guard let shipment = try shipment(id: row.target.shipmentID) else { continue }
            try trace(row, of: shipment.key, Self.takenOver(row, "Its process is gone; it is sent again."), at: now)
        }
        return rows.count
    }

    /// Gives back deliveries that were leased and not begun.
    mutating func release(_ deliveryIDs: [Int64], owner: String) throws {
        for id in deliveryIDs {
            guard var row = try delivery(id: id), row.delivery.state == .leased, row.lease?.owner == owner else {
                continue
            }
            row.delivery.state = .queued
            row.lease = nil
            try updateDelivery(row)
        }
    }

    private static func takenOver(_ row: DeliveryRow, _ text: String) -> TraceEntry {
        TraceEntry(
            .recovered, rule: "B3", milestone: row.delivery.key.milestone,
            facts: [.init("channel", row.target.channel.rawValue)],
            text + " If it was on the wire, the recipient sees it twice, with one Message-ID.")
    }
}

/// A claim under way.
private struct RunningClaim {
    let lease: Lease
    let now: Timestamp
    var deliveries = [ClaimedDelivery]()
    var ended = 0
    private let limit: Int

    /// How many a claim may end beside what it leases: a transaction must stay short.
    private static let endedLimit = 1_000

    init(lease: Lease, limit: Int, now: Timestamp) {
        self.lease = lease
        self.limit = max(limit, 0)
        self.now = now
    }

    /// How many more rows are worth looking at.
    var wants: Int { ended >= Self.endedLimit ? 0 : limit - deliveries.count }
}
