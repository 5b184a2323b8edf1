// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension LedgerReport {
    /// The report for programs (docs/mock-ledger.md).
    var json: JSON {
        .object([
            .init("holds", .bool(holds)), .init("gateway", .string(gateway)),
            .init("space", space.map { .string($0) } ?? .null), .init("at", .string(at.rfc3339)),
            .init("idle", isIdle.map { .bool($0) } ?? .null),
            .init(
                "journal",
                .object([
                    .init("after", .integer(after)), .init("last", .integer(last)),
                    .init("lines", .integer(Int64(lines))),
                ])),
            .init("dropped", .integer(Int64(dropped))),
            .init("totals", .object(totals.named.map { .init($0.name, .integer(Int64($0.count))) })),
            .init("findings", .array(findings.map(\.json))),
        ])
    }
}

extension LedgerReport.Totals {
    /// The numbers with the names they bear in JSON, XML and docs.
    var named: [(name: String, count: Int, what: String)] {
        [
            ("deliveries", deliveries, "deliveries the journal tells of"),
            ("sent", sent, "said to be sent"),
            ("open", open, "still to be sent"),
            ("ended", ended, "ended without being sent"),
            ("refusedThenSent", refusedThenSent, "sent after an attempt that failed"),
            ("stored", stored, "messages the mock kept"),
            ("refused", refused, "messages the mock refused"),
            ("reports", reports, "bounces and complaints, which are not compared"),
            ("missing", missing, "said to be sent, never came"),
            ("doubled", doubled, "came more than once, after lost answers"),
            ("copies", copies, "copies of those beyond the first"),
            ("unexplained", unexplained, "came more often than lost answers explain"),
            ("unsaid", unsaid, "came, said to have ended without being sent"),
            ("doubtful", doubtful, "came, not said to be sent yet: a lost answer"),
            ("unexpected", unexpected, "messages that no line of the journal names"),
        ]
    }
}

extension LedgerReport.Finding {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [
            .init("kind", .string(kind.rawValue)), .init("wrong", .bool(kind.isWrong)),
            .init("meaning", .string(kind.sentence)),
        ]
        if let delivery { members.append(.init("deliveryId", .integer(delivery))) }
        if !trackingNumber.isEmpty { members.append(.init("trackingNumber", .string(trackingNumber))) }
        if !milestone.isEmpty { members.append(.init("milestone", .string(milestone))) }
        if let messageID { members.append(.init("messageId", .string(messageID))) }
        if let line { members.append(.init("journalLine", .integer(line))) }
        if !text.isEmpty { members.append(.init("journalText", .string(text))) }
        members.append(.init("copies", .integer(Int64(copies))))
        members.append(.init("messages", .array(messages.map { .string($0.description) })))
        return .object(members)
    }
}
