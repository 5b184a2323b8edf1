// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import ServiceLifecycle
import Values
import Web

/// `POST /api/journeys`: plays parcels' journeys to a gateway, as DeliveryAPI would.
struct JourneyRoutes: Sendable {
    let bench: Bench
    let book: JourneyBook
    let log: WebhookLog

    /// A request may wait so long in all for its webhooks' times.
    private static let longestWait: Duration = .seconds(600)

    func add(to router: Router<WebContext>) {
        router.post("/api/journeys") { request, _ in try await play(request) }
        router.get("/api/journeys") { request, _ in try list(request) }
        router.get("/api/journeys/:id") { request, context in try show(request, context) }
        router.delete("/api/journeys/:id") { _, context in try cancel(context) }
        router.get("/api/webhooks/deliveries") { request, _ in try deliveries(request) }
    }

    private func play(_ request: Request) async throws -> JSONResponse {
        let fields = try await request.fields()
        let order = try JourneyOrder(reading: fields, now: bench.clock.now, allowsRemote: bench.allowsRemote)
        let run = try book.start(order, space: Space.of(request), within: order.waits ? Self.longestWait : nil)
        guard order.waits else {
            return JSONResponse(run.summary, status: .accepted, headers: [.location: "/api/journeys/" + run.id])
        }
        _ = try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await cancelWhenGracefulShutdown {
                await run.wait()
                // Who asked is gone, or the mock ends.
                if Task.isCancelled {
                    run.cancel()
                    throw CancellationError()
                }
            }
        }
        return JSONResponse(run.answer)
    }

    private func list(_ request: Request) throws -> JSONResponse {
        var query = QueryReader(request)
        let space = query.text("space").map(Space.name)
        try query.finish()
        return JSONResponse(["journeys": .array(book.runs(space: space).map(\.summary))])
    }

    /// The numbers and the last webhooks one by one, `?sent=` so many.
    private func show(_ request: Request, _ context: WebContext) throws -> JSONResponse {
        var query = QueryReader(request)
        let most = query.number("sent", in: 0...JourneyRun.keptSent, else: JourneyRun.keptSent)
        try query.finish(others: "space")
        let run = try find(context)
        return JSONResponse(.object((run.summary.members ?? []) + [JSON.Member("sent", run.sent(last: most))]))
    }

    private func cancel(_ context: WebContext) throws -> JSONResponse {
        let run = try find(context)
        run.cancel()
        return JSONResponse(run.summary)
    }

    private func find(_ context: WebContext) throws -> JourneyRun {
        guard let run = book.run(context.parameters.get("id") ?? "") else {
            throw ProblemDetails(
                .notFound, rule: "no-such-journey", detail: "There is no such journey. GET /api/journeys lists them.")
        }
        return run
    }

    private func deliveries(_ request: Request) throws -> JSONResponse {
        var query = QueryReader(request)
        let space = query.text("space").map(Space.name)
        let status: WebhookDelivery.Status? = query.choice("status")
        let source = query.text("source")
        let limit = query.number("limit", in: 1...1_000, else: 100)
        try query.finish()
        let found = log.list(limit: limit) { delivery in
            (space == nil || delivery.space == space) && (status == nil || delivery.status == status)
                && (source == nil || delivery.source == source)
        }
        return JSONResponse(
            ["deliveries": .array(found.list.map(\.json)), "total": .integer(Int64(found.total))])
    }
}
