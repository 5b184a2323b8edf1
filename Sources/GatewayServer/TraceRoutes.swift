// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Notices
import Shipping
import Values
import Web

/// `/v1/trace`, `/v1/journal` and `/v1/idle`: why something was told or not, for people and for ledgers.
struct TraceRoutes: Sendable {
    let store: any Store
    let idleness: Idleness
    let keys: APIKeys
    let clock: any WallClock

    func add(to router: Router<WebContext>) {
        router.get("/v1/trace/{trackingNumber}") { request, context in try await trace(request, context) }
        router.get("/v1/journal") { request, _ in try await journal(request) }
        router.get("/v1/idle") { request, _ in try await idle(request) }
    }

    private func trace(_ request: Request, _ context: WebContext) async throws -> JSONResponse {
        let shop = try keys.shop(of: request)
        let number = try TrackingNumber(context.parameters.get("trackingNumber") ?? "")
        let records = try await store.answering { try await store.trace(number, shop: shop, limit: 1_000) }
        return JSONResponse(["trackingNumber": .string(number.value), "trace": .array(records.map(\.json))])
    }

    /// The journal as NDJSON: one decision or outcome a line, ids rising; `?after=` goes on behind the last one read.
    private func journal(_ request: Request) async throws -> Response {
        let shop = try keys.shop(of: request)
        let query = request.uri.queryParameters
        guard let after = Int64(query["after"] ?? "0"), let limit = Int(query["limit"] ?? "1000"),
            (1...10_000).contains(limit)
        else {
            throw Problems([
                Problem(
                    field: "?after, ?limit", rule: "bad-value",
                    message: "expected whole numbers, limit from 1 to 10000.")
            ])
        }
        let records = try await store.answering { try await store.journal(of: shop, after: after, limit: limit) }
        var buffer = ByteBuffer()
        for record in records {
            buffer.writeBytes(record.json.bytes)
            buffer.writeInteger(UInt8(0x0A))
        }
        return Response(
            status: .ok, headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: buffer))
    }

    /// Whether nothing waits, is due, held or under way: then nothing more is sent until time passes or an event comes.
    private func idle(_ request: Request) async throws -> JSONResponse {
        _ = try keys.shop(of: request)
        let report = try await store.answering { try await idleness.report(now: clock.now) }
        return JSONResponse([
            "idle": .bool(report.isIdle), "held": .integer(Int64(report.held)),
            "leased": .integer(Int64(report.leased)), "due": .integer(Int64(report.due)),
            "waiting": .integer(Int64(report.waiting)),
        ])
    }
}
