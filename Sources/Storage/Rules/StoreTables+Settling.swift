// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

extension StoreTables {
    /// Writes down what became of attempts (SEMANTICS B3, C1 to C4).
    ///
    /// - Returns: How many deliveries are due that waited for these.
    mutating func settle(_ settlements: [Settlement], owner: String) throws -> Int {
        var waiting = 0
        for settlement in settlements {
            // Another process took it over: its word counts (SEMANTICS B3).
            guard var row = try delivery(id: settlement.claimed.delivery.id), row.delivery.state == .leased,
                row.lease?.owner == owner
            else { continue }
            guard settlement.state.isFinal || settlement.state == .queued else {
                throw StoreFailure("A settlement leaves its delivery leased; nothing of the call was kept.")
            }
            row.delivery.state = settlement.state
            row.delivery.attempts = settlement.attempts
            if let dueAt = settlement.dueAt { row.delivery.dueAt = dueAt }
            row.lease = nil
            row.messageID = settlement.identity
            row.lastAnswer = settlement.outcome.answer
            row.endedAt = settlement.state.isFinal ? settlement.endedAt : nil
            try updateDelivery(row)
            let shipment = settlement.claimed.shipment
            try insertAttempt(settlement, shop: row.target.shop, mayBeDuplicate: row.mayBeDuplicate)
            try trace(row, of: shipment.key, settlement.entry, at: settlement.endedAt)
            // A thread begins with what the customer got; staff's letters stand outside it (docs/rules.md, A11).
            if settlement.state == .sent, row.target.channel == .email, row.target.audience != .staff,
                shipment.threadRoot == nil
            {
                try setThreadRoot(shipment.id, to: settlement.identity)
            }
            if let reason = settlement.suppress { try suppress(settlement, reason: reason, target: row.target) }
            waiting += try countDue(row.target, now: settlement.endedAt, without: row.delivery.id)
        }
        return waiting
    }

    /// Keeps an address from being written to again: the one the attempt went to, not the one that stands there now.
    private mutating func suppress(_ settlement: Settlement, reason: String, target: DeliveryTarget) throws {
        guard let kind = Contact.Kind(target.channel), let contact = settlement.claimed.party?.contact(kind) else {
            return
        }
        let hash = contact.hash(key: try shopKey(target.shop))
        try suppress(hash, shop: target.shop, channel: target.channel, reason: reason, now: settlement.endedAt)
    }
}

extension Outcome {
    /// What the other side said, with its codes in front.
    var answer: String {
        var words = [String]()
        if code != 0, !text.hasPrefix(String(code)) { words.append(String(code)) }
        if let enhancedCode, !text.contains(enhancedCode) { words.append(enhancedCode) }
        if !text.isEmpty { words.append(text) }
        return words.joined(separator: " ")
    }
}
