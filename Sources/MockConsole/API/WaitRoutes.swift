// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import ServiceLifecycle
import Values
import Web

/// What a test waits for: so many messages, exactly so many, the newest one.
struct WaitRoutes: Sendable {
    let inbox: Inbox

    /// How many messages that were not meant a late answer tells of.
    private static let others = 5

    func add(to router: Router<WebContext>) {
        router.get("/api/wait") { request, _ in try await wait(request) }
        router.get("/api/messages/latest") { request, _ in try await latest(request) }
    }

    private func wait(_ request: Request) async throws -> JSONResponse {
        var query = QueryReader(request)
        let filter = query.filter(strict: true)
        let counts = Counts(reading: &query)
        let timeout = query.span("timeout", upTo: .seconds(300), else: .seconds(10))
        // Of none at all only the whole time tells.
        let quiet = query.span("quiet", upTo: .seconds(300), else: counts.isNone ? timeout : .zero)
        let limit = query.number("limit", in: 1...1_000, else: 50)
        try query.finish()
        if counts.isNone {
            let came = try await wait(request, filter, count: 1, quiet, limit)
            return came.isEnough ? tooMany(came.messages, filter, counts) : answer(came.messages)
        }
        let found = try await wait(request, filter, count: counts.needed, timeout, limit)
        guard found.isEnough else { return late(found.messages, filter, counts) }
        guard counts.isExact else { return answer(found.messages) }
        let more = try await wait(request, filter, count: counts.needed + 1, quiet, limit)
        return more.isEnough ? tooMany(more.messages, filter, counts) : answer(more.messages)
    }

    private func latest(_ request: Request) async throws -> JSONResponse {
        var query = QueryReader(request)
        let filter = query.filter(strict: true)
        let timeout = query.span("timeout", upTo: .seconds(300), else: .zero)
        try query.finish()
        let found = try await wait(request, filter, count: 1, timeout, 1)
        guard let message = found.messages.first else {
            throw ProblemDetails.notFound(
                "No message fits. Add timeout=10s to wait for it, or see GET /api/messages?refused=include.")
        }
        return JSONResponse(MessageJSON.detail(message, copies: inbox.copies(of: message)))
    }

    /// A client that goes away stops waiting, and so does a server that shuts down: that is 503, and never an answer that
    /// nothing came.
    private func wait(
        _ request: Request, _ filter: InboxFilter, count: Int, _ timeout: Duration, _ limit: Int
    ) async throws -> (messages: [InboxMessage], isEnough: Bool) {
        let now = inbox.list(filter, limit: max(count, limit))
        if now.messages.count >= count { return (now.messages, true) }
        guard timeout > .zero else { return (now.messages, false) }
        let clock = ContinuousClock()
        let end = clock.now + timeout
        let waited = try await request.body.consumeWithCancellationOnInboundClose { _ in
            await cancelWhenGracefulShutdown {
                await inbox.wait(for: filter, count: count, timeout: timeout, limit: limit)
            }
        }
        // The timer of the inbox may be a moment early.
        guard waited.isEnough || clock.now + .milliseconds(20) >= end else { throw CancellationError() }
        return waited
    }

    // MARK: Answers

    private func answer(_ messages: [InboxMessage]) -> JSONResponse {
        JSONResponse(["messages": .array(MessageJSON.list(messages, inbox))])
    }

    /// 408 with what was there: a test that fails says why.
    private func late(_ messages: [InboxMessage], _ filter: InboxFilter, _ counts: Counts) -> JSONResponse {
        let total = inbox.counts.messages
        return refusal(
            ProblemDetails(
                .requestTimeout, rule: "still-waiting",
                detail:
                    "\(messages.count) of \(counts.needed) messages were there in time; the inbox holds \(total) in all. "
                    + "`messages` has those that fit, `others` the newest of those that do not."),
            messages, filter)
    }

    private func tooMany(_ messages: [InboxMessage], _ filter: InboxFilter, _ counts: Counts) -> JSONResponse {
        refusal(
            ProblemDetails(
                .conflict, rule: "too-many",
                detail:
                    "Exactly \(counts.needed) were expected, and there are at least \(messages.count); `messages` has them."
            ), messages, filter)
    }

    private func refusal(_ problem: ProblemDetails, _ messages: [InboxMessage], _ filter: InboxFilter) -> JSONResponse {
        var members = problem.json().members ?? []
        members.append(.init("messages", .array(MessageJSON.list(messages, inbox))))
        members.append(.init("others", .array(MessageJSON.list(others(than: filter), inbox))))
        return JSONResponse(
            .object(members), status: problem.status, headers: [.contentType: "application/problem+json"])
    }

    /// The newest messages of the space that do not fit, refused ones too.
    private func others(than filter: InboxFilter) -> [InboxMessage] {
        var wide = InboxFilter()
        wide.space = filter.space
        wide.refused = .include
        let fitting = Set(inbox.list(filter, limit: 50).messages.map(\.id))
        return Array(inbox.list(wide, limit: 50).messages.filter { !fitting.contains($0.id) }.prefix(Self.others))
    }

    /// How many are wanted.
    private struct Counts {
        let needed: Int
        let isExact: Bool

        var isNone: Bool { needed == 0 }

        init(reading query: inout QueryReader) {
            let exactly = query.number("exactly", in: 0...10_000, else: -1)
            let atLeast = query.number("atLeast", in: 1...10_000, else: 1)
            self.isExact = exactly >= 0
            self.needed = isExact ? exactly : query.number("count", in: 1...10_000, else: atLeast)
            _ = query.text("count")
        }
    }
}
