// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

extension StoreTables {
    /// Stops letters to the person a token names, by the hash of the address (SEMANTICS D4).
    mutating func suppress(_ token: UnsubscribeToken, reason: String, now: Timestamp) throws -> Bool {
        guard let shipment = try shipment(id: token.shipmentID), shipment.key.shop == token.shop else { return false }
        let target = DeliveryTarget(
            shop: token.shop, shipmentID: token.shipmentID, audience: token.audience, channel: token.channel)
        guard let hash = try addressHash(of: target) else { return false }
        guard try suppression(of: hash, shop: token.shop, channel: token.channel) != reason else { return true }
        try suppress(hash, shop: token.shop, channel: token.channel, reason: reason, now: now)
        let facts = [
            TraceEntry.Fact("audience", token.audience.rawValue), .init("channel", token.channel.rawValue),
        ]
        let entry = TraceEntry(
            .manual, rule: "D4", facts: facts,
            "The \(token.audience.rawValue) is not written to any more on \(token.channel.rawValue): \(reason).")
        try insertTrace(TraceLine(at: now, key: shipment.key, entry: entry))
        return true
    }

    /// Writes down what was told of a delivery after it was sent.
    mutating func note(_ entry: TraceEntry, on deliveryID: Int64, of shop: ShopID, now: Timestamp) throws -> Bool {
        guard let row = try delivery(id: deliveryID), row.target.shop == shop,
            let shipment = try shipment(id: row.target.shipmentID)
        else { return false }
        let entry = TraceEntry(
            entry.kind, rule: entry.rule, milestone: row.delivery.key.milestone,
            facts: [.init("channel", row.target.channel.rawValue)] + entry.facts, entry.text)
        try trace(row, of: shipment.key, entry, at: now)
        return true
    }

    // MARK: By hand

    /// Makes dead deliveries due again; they keep their Message-ID (SEMANTICS C7).
    mutating func retry(_ deliveryIDs: [Int64]?, now: Timestamp) throws -> Int {
        try byHand(deliveryIDs ?? self.deliveryIDs(.dead), from: .dead, now: now) { row in
            row.delivery.state = .queued
            row.delivery.dueAt = now
            row.endedAt = nil
            return TraceEntry(
                .manual, rule: "C7", milestone: row.delivery.key.milestone,
                facts: [.init("channel", row.target.channel.rawValue)],
                "A person made it due again, with the same Message-ID.")
        }
    }

    /// Calls off deliveries that are queued.
    mutating func cancel(_ deliveryIDs: [Int64], now: Timestamp) throws -> Int {
        try byHand(deliveryIDs, from: .queued, now: now) { row in
            row.delivery.state = .cancelled
            row.endedAt = now
            return TraceEntry(
                .manual, milestone: row.delivery.key.milestone,
                facts: [.init("channel", row.target.channel.rawValue)], "A person called it off.")
        }
    }

    private mutating func byHand(
        _ deliveryIDs: [Int64], from state: Delivery.State, now: Timestamp, _ change: (inout DeliveryRow) -> TraceEntry
    ) throws -> Int {
        var count = 0
        for id in deliveryIDs {
            guard var row = try delivery(id: id), row.delivery.state == state,
                let shipment = try shipment(id: row.target.shipmentID)
            else { continue }
            let entry = change(&row)
            try updateDelivery(row)
            try trace(row, of: shipment.key, entry, at: now)
            count += 1
        }
        return count
    }
}
