// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// One webhook and what became of it: each attempt with its answer and its time.
struct WebhookDelivery: Sendable {
    /// Where it stands.
    enum Status: String, Sendable, CaseIterable {
        /// An attempt is under way or to come.
        case pending
        /// It was answered with 2xx.
        case delivered
        /// The last attempt has failed.
        case failed
        /// Its subscription ended before it was delivered.
        case cancelled
    }

    /// One attempt.
    struct Attempt: Sendable {
        /// When, on the mock's clock.
        let at: Timestamp
        let outcome: WebhookPost.Outcome
    }

    /// The webhook's own id, the same at each attempt.
    let webhookID: String
    let space: String
    /// The journey (`jrn_...`) or the subscription (`req_...`) it is of.
    let source: String
    let event: String
    /// What is wrong with it on purpose.
    let fault: JourneyPlan.Fault?
    var status = Status.pending
    var attempts: [Attempt] = []
    var nextAttemptAt: Timestamp?

    /// What people see.
    var json: JSON {
        var members: [JSON.Member] = [
            .init("webhookId", .string(webhookID)), .init("space", .string(space)), .init("source", .string(source)),
            .init("event", .string(event)), .init("status", .string(status.rawValue)),
            .init("attempts", .array(attempts.map(Self.json))),
        ]
        if let fault { members.append(.init("fault", .string(fault.rawValue))) }
        if let nextAttemptAt { members.append(.init("nextAttemptAt", .string(nextAttemptAt.rfc3339))) }
        return .object(members)
    }

    private static func json(_ attempt: Attempt) -> JSON {
        var members: [JSON.Member] = [
            .init("at", .string(attempt.at.rfc3339)),
            .init("code", attempt.outcome.code.map { .integer(Int64($0)) } ?? .null),
            .init("milliseconds", .integer(attempt.outcome.milliseconds)),
        ]
        if let failure = attempt.outcome.failure { members.append(.init("failure", .string(failure))) }
        return .object(members)
    }
}
