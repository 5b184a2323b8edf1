// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import ServiceLifecycle
import Values
import Web

/// The clock's API (docs/mock-clock.md).
struct ClockRoutes: Sendable {
    private let bench: Bench
    private let mover: ClockMover

    init(bench: Bench) {
        self.bench = bench
        self.mover = ClockMover(bench: bench)
    }

    func add(to router: Router<WebContext>) {
        router.get("/api/clock") { request, _ in try show(request) }
        router.post("/api/clock") { request, _ in try await move(request) }
        router.get("/api/clock/follow") { request, _ in try follow(request) }
        router.post("/api/clock/ack") { request, _ in try await acknowledge(request) }
    }

    private func show(_ request: Request) throws -> JSONResponse {
        var query = QueryReader(request)
        let space = query.text("space").map(Space.name)
        try query.finish()
        let entries = bench.agenda.entries.filter { space == nil || $0.space == space }
        var members = standing
        members += [
            .init("isIdle", .bool(bench.agenda.isIdle)),
            .init("entries", .array(entries.prefix(100).map(Self.json))),
            .init("entryCount", .integer(Int64(entries.count))),
            .init("running", .array(bench.agenda.running.prefix(100).map(Self.json))),
            .init("followers", .array(mover.followers.list.map(Self.json))),
        ]
        return JSONResponse(.object(members))
    }

    private func move(_ request: Request) async throws -> JSONResponse {
        // As JSON whatever curl says it is; pages of other sites do not get here.
        let fields = JSONFields(try JSON(body: try await request.bytes()))
        let order = try Self.order(fields, now: bench.clock.now)
        // A server that shuts down waits for nobody.
        let report = await cancelWhenGracefulShutdown { await mover.move(order) }
        guard report.isComplete else { throw late(order, report) }
        var members = standing
        members += [
            .init("movedMilliseconds", .integer(report.moved.wholeMilliseconds)),
            .init("steps", .integer(Int64(report.steps))),
            .init("done", .integer(Int64(report.done))),
            .init("settled", .bool(order.settles)),
            .init("followers", .array(mover.followers.list.map(Self.json))),
            .init("lost", .array(report.lost.map { .string($0.name) })),
        ]
        return JSONResponse(.object(members))
    }

    /// 9999-12-31T23:59:59Z.
    private static let last = Timestamp(milliseconds: 253_402_300_799_000)

    private static func order(_ fields: JSONFields, now: Timestamp) throws -> ClockMover.Order {
        let advance = span("advance", in: fields, upTo: .seconds(3_650 * 86_400), "3650d")
        let target = fields.timestamp("to", zonelessOffsetSeconds: 32_400)
        let settles = fields.bool("settle", default: false)
        let timeout = span("timeout", in: fields, upTo: .seconds(300), "5m") ?? .seconds(10)
        if fields.has("advance"), fields.has("to") {
            fields.refuse("to", rule: "both", "`advance` and `to` exclude each other.")
        }
        if !fields.has("advance"), !fields.has("to"), !settles {
            fields.refuse(
                rule: "nothing-asked", "nothing is asked.",
                wayOut: "Give `advance`, `to` or `settle`: {\"advance\":\"9h\"}.")
        }
        if let target, target < now {
            fields.refuse(
                "to", rule: "in-the-past", "the clock moves forward only, and shows a later time already.",
                wayOut: "GET /api/clock tells what it shows; restart the mock to begin anew.")
        }
        if let target, target > now + .seconds(3_650 * 86_400) {
            fields.refuse("to", rule: "too-far", "the clock moves ten years at once at most.")
        }
        if (target ?? now + (advance ?? .zero)) > Self.last {
            fields.refuse(
                "advance", rule: "too-far", "the clock stops before the year 10000, whose times nobody reads.")
        }
        try fields.finish()
        let goal: ClockMover.Order.Goal = target.map { .to($0) } ?? advance.map { .by($0) } ?? .stay
        return ClockMover.Order(goal, settles: settles, timeout: timeout)
    }

    private static func span(
        _ name: String, in fields: JSONFields, upTo limit: Duration, _ limitText: String
    ) -> Duration? {
        fields.parsed(name, "a span such as 90s, 5m or 9h", required: false) { text throws(ValueError) in
            guard let span = TimeSpan.read(text[...]) else {
                throw ValueError("write a number and ms, s, m, h or d")
            }
            guard span <= limit else { throw ValueError("it is at most \(limitText)") }
            return span
        }
    }

    /// The answer when the time was not enough: who is waited for.
    private func late(_ order: ClockMover.Order, _ report: ClockMover.Report) -> ProblemDetails {
        var problems = mover.followers.list.filter { !$0.isUpToDate }.map { follower in
            Problem(
                field: "follower " + follower.id, rule: "follower-late",
                message:
                    "\(follower.name) (\(follower.id)) has acknowledged event \(follower.acknowledged) of \(follower.told).",
                wayOut: "Look at what it is busy with, or give it more `timeout`.")
        }
        problems += bench.agenda.running.prefix(20).map { entry in
            Problem(
                field: "agenda", rule: "still-running",
                message: "the mock still does what was due at \(entry.at): \(entry.what).",
                wayOut: "A webhook whose receiver does not answer takes until its own timeout.")
        }
        if !report.hasBegun {
            problems = [
                Problem(
                    field: "", rule: "another-move", message: "another request to move the clock is not finished yet.")
            ]
        }
        let left =
            report.lost.isEmpty ? "" : " Followers that left: " + report.lost.map(\.name).joined(separator: ", ") + "."
        return ProblemDetails(
            .gatewayTimeout, rule: "clock-not-settled",
            detail: "Not everybody was ready within \(order.timeout.wholeMilliseconds) ms. The clock stays at "
                + "\(bench.clock.now), \(report.steps) steps on.\(left)",
            problems: problems)
    }

    private func follow(_ request: Request) throws -> EventStreamResponse<AsyncStream<ServerSentEvent>> {
        // A page of another site could otherwise follow, acknowledge nothing and hold everybody up.
        guard request.headers[.origin] == nil, !Self.isFromAnotherSite(request) else {
            throw ProblemDetails.forbidden("Programs follow the clock; web pages do not.")
        }
        var query = QueryReader(request)
        let name = Line(cleaning: query.text("name") ?? "unnamed", maxBytes: 100).text
        try query.finish()
        do {
            return EventStreamResponse(try mover.followers.join(name: name))
        } catch {
            throw ProblemDetails.unavailable(
                retryAfter: .seconds(1), "\(ClockFollowers.limit) programs follow the clock already.")
        }
    }

    private static func isFromAnotherSite(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] else { return false }
        return site != "none" && site != "same-origin"
    }

    private func acknowledge(_ request: Request) async throws -> Response {
        let fields = try await request.fields(unknownMembers: .tolerated)
        let follower = fields.requiredString("follower", maxBytes: 50)
        let sequence = fields.requiredInt("sequence")
        let now = fields.timestamp("now")
        let next = fields.timestamp("next")
        try fields.finish()
        do {
            try mover.followers.acknowledge(follower, sequence: sequence, now: now, next: next)
        } catch {
            switch error {
            case .notTold(let last):
                throw ProblemDetails(
                    .badRequest, rule: "not-told", detail: "This event was not told yet; the last one was \(last).")
            default:
                throw ProblemDetails(
                    .notFound, rule: "no-such-follower",
                    detail: "Nobody of this id follows the clock any more. Open GET /api/clock/follow again.")
            }
        }
        return Response(status: .noContent)
    }

    private var standing: [JSON.Member] {
        [
            .init("now", .string(bench.clock.now.rfc3339)),
            .init("offsetMilliseconds", .integer(bench.clock.offset.wholeMilliseconds)),
        ]
    }

    private static func json(_ entry: Agenda.Entry) -> JSON {
        ["at": .string(entry.at.rfc3339), "space": .string(entry.space), "what": .string(entry.what)]
    }

    private static func json(_ follower: ClockFollowers.Follower) -> JSON {
        var members: [JSON.Member] = [
            .init("follower", .string(follower.id)), .init("name", .string(follower.name)),
            .init("sequence", .integer(Int64(follower.told))),
            .init("acknowledged", .integer(Int64(follower.acknowledged))),
        ]
        if let now = follower.now { members.append(.init("now", .string(now.rfc3339))) }
        if let next = follower.next { members.append(.init("next", .string(next.rfc3339))) }
        return .object(members)
    }
}
