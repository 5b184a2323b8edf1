// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Values

extension TraceRecord {
    /// The record as the trace, the journal and `why --json` show it.
    public var json: JSON {
        var members: [JSON.Member] = [
            .init("id", .integer(id)), .init("at", .string(at.rfc3339)), .init("shop", .string(shop)),
            .init("courier", .string(courier)), .init("trackingNumber", .string(trackingNumber)),
            .init("kind", .string(entry.kind.rawValue)),
        ]
        if !entry.rule.isEmpty { members.append(.init("rule", .string(entry.rule))) }
        if let milestone = entry.milestone { members.append(.init("milestone", .string(milestone.rawValue))) }
        members.append(.init("text", .string(entry.text)))
        if let noticeID { members.append(.init("notificationId", .integer(noticeID))) }
        if let deliveryID { members.append(.init("deliveryId", .integer(deliveryID))) }
        if let messageID { members.append(.init("messageId", .string(messageID))) }
        if !entry.facts.isEmpty {
            members.append(.init("facts", .object(entry.facts.map { .init($0.name, .string($0.value)) })))
        }
        return .object(members)
    }
}
