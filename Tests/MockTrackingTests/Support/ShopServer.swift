// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Hummingbird
import MockTestSupport
import MockTracking
import MockWorld
import Synchronization
import Values
import Web

/// A shop's server as the receiver of webhooks: it answers what it is told and keeps what came.
final class ShopServer: Sendable {
    struct Received: Sendable {
        let headers: [String: String]
        let body: [UInt8]

        var json: JSON { (try? JSON(parsing: body)) ?? .null }
        var event: String { json["event"]?.string ?? "" }
        var status: String { json["items"]?.array?.first?["currentStatus"]?.string ?? "" }
    }

    private struct State {
        var received: [Received] = []
        var code = 200
        var hangs = false
    }

    private let state = Mutex(State())
    private let never = Signal()

    var received: [Received] { state.withLock { $0.received } }

    /// What came since the last call of this.
    func take() -> [Received] {
        state.withLock { state in
            defer { state.received = [] }
            return state.received
        }
    }

    func answer(_ code: Int) { state.withLock { $0.code = code } }

    /// From now on nothing is answered.
    func hang() { state.withLock { $0.hangs = true } }

    func add(to router: Router<WebContext>) {
        router.post("/shop") { request, _ in
            let body = try await request.bytes()
            let headers = Dictionary(
                request.headers.map { ($0.name.rawName.lowercased(), $0.value) },
                uniquingKeysWith: { first, _ in first })
            let (code, hangs) = self.state.withLock { state in
                state.received.append(Received(headers: headers, body: body))
                return (state.code, state.hangs)
            }
            if hangs {
                // Ends when the client has gone and the server stops.
                await self.never.wait(past: Int.max - 1)
            }
            return Response(status: .init(code: code), headers: code == 302 ? [.location: "/elsewhere"] : [:])
        }
    }
}

/// The tracking mock and a shop's server on one free port.
struct TrackingBench: Sendable {
    let running: RunningBench
    let shop: ShopServer
    let routes: TrackingRoutes

    static let key = (name: "Authorization", value: "Bearer pk_test_a:sk_test_a")

    var shopURL: String { "http://\(running.address)/shop" }

    /// Half past nine on a Tuesday morning in Korea.
    static let morning = Timestamp("2026-11-24T00:30:00Z", zonelessOffsetSeconds: 0) ?? Timestamp(seconds: 0)

    static func with(
        _ settings: DeliveryAPISettings = DeliveryAPISettings(), start: Timestamp = morning,
        _ body: @escaping @Sendable (TrackingBench) async throws -> Void
    ) async throws {
        let shop = ShopServer()
        let routes = Mutex<TrackingRoutes?>(nil)
        try await RunningBench.with(start: start) { bench, router in
            let tracking = TrackingRoutes(bench: bench, settings: settings)
            tracking.add(to: router)
            shop.add(to: router)
            routes.withLock { $0 = tracking }
        } _: { running in
            guard let tracking = routes.withLock({ $0 }) else { return }
            try await body(TrackingBench(running: running, shop: shop, routes: tracking))
        }
    }

    /// Calls DeliveryAPI; answers the code and the body.
    func call(_ method: String, _ path: String, _ json: JSON? = nil) async throws -> (code: Int, json: JSON) {
        let answer = try await running.send(
            method, path, headers: [("Content-Type", "application/json"), Self.key], body: json?.bytes ?? [])
        return (answer.status, (try? JSON(parsing: answer.body)) ?? .null)
    }

    /// Registers an endpoint at the shop's server and a parcel; answers both ids.
    func subscribe(
        _ numbers: [String], courier: String = "cj", recurring: Bool = true
    ) async throws -> (endpoint: String, request: String, secret: String) {
        let endpoint = try await call("POST", "/v1/webhooks/endpoints", ["url": .string(shopURL)]).json["data"]
        _ = shop.take()
        let id = endpoint?["endpointId"] ?? .null
        let registered = try await call(
            "POST", "/v1/webhooks/register",
            [
                "items": .array(
                    numbers.map { ["courierCode": .string(courier), "trackingNumber": .string($0)] }),
                "recurring": .bool(recurring), "endpointId": id, "metadata": ["orderId": "ORD-1"],
            ])
        return (
            id.string ?? "", registered.json["data"]?["requestId"]?.string ?? "",
            endpoint?["webhookSecret"]?.string ?? ""
        )
    }

    /// Moves the clock and waits until all that was due is done.
    func pass(_ seconds: Int64) async {
        running.bench.clock.advance(by: .seconds(seconds))
        await running.bench.agenda.settle()
    }

    func settle() async { await running.bench.agenda.settle() }

    /// What was written down about deliveries, oldest first.
    func deliveries(_ query: String = "") async throws -> [JSON] {
        let answer = try await call("GET", "/api/webhooks/deliveries" + query)
        return (answer.json["deliveries"]?.array ?? []).reversed()
    }
}
