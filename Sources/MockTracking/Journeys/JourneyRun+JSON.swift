// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
package import Values

extension JourneyRun {
    /// What became of its webhooks, the last 10,000 one by one.
    package var answer: JSON {
        let tally = state.withLock { $0.tally }
        return ["id": .string(id), "sent": sent(last: Self.keptSent), "summary": tally.json]
    }

    /// The last webhooks one by one.
    func sent(last count: Int) -> JSON {
        .array(state.withLock { $0.sent.suffix(count) }.map(\.json))
    }

    /// How it stands, in numbers.
    package var summary: JSON {
        let state = state.withLock { $0 }
        let status = state.isCancelled ? "cancelled" : state.isOver ? "ended" : "playing"
        var members: [JSON.Member] = [
            .init("id", .string(id)), .init("space", .string(space)), .init("status", .string(status)),
            .init("startedAt", .string(startedAt.rfc3339)), .init("parcels", .integer(Int64(order.plan.count))),
            .init("webhooks", .integer(Int64(total))), .init("summary", state.tally.json),
            .init("codes", state.tally.codesJSON), .init("milliseconds", state.tally.milliseconds),
        ]
        if let failure = state.tally.failure { members.append(.init("failure", .string(failure))) }
        if !state.isOver { members.append(.init("nextAt", .string(state.dueAt.rfc3339))) }
        return .object(members)
    }
}

extension JourneyRun.Sent {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [
            .init("event", .string(event)), .init("id", .string(id)), .init("trackingNumber", .string(trackingNumber)),
            .init("status", .string(status)), .init("scannedAt", .string(scannedAt.rfc3339)),
        ]
        if let fault { members.append(.init("fault", .string(fault.rawValue))) }
        members.append(.init("code", outcome.code.map { .integer(Int64($0)) } ?? .null))
        members.append(.init("milliseconds", .integer(outcome.milliseconds)))
        if let failure = outcome.failure { members.append(.init("failure", .string(failure))) }
        return .object(members)
    }
}
