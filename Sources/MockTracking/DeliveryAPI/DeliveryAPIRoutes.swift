// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MockWorld
import Values
import Web

/// DeliveryAPI's own API, as its official SDK 1.4.0 calls it.
struct DeliveryAPIRoutes: Sendable {
    let bench: Bench
    let settings: DeliveryAPISettings
    let store: TrackingStore
    let engine: TrackingEngine
    let desk: ProviderDesk

    init(bench: Bench, settings: DeliveryAPISettings, store: TrackingStore, log: WebhookLog) {
        self.bench = bench
        self.settings = settings
        self.store = store
        self.engine = TrackingEngine(bench: bench, settings: settings, store: store, log: log)
        self.desk = ProviderDesk(bench: bench, provider: "deliveryapi", channel: nil) {
            APIRefusal.answer($0, settings)
        }
    }

    func add(to router: Router<WebContext>) {
        router.get("/v1/tracking/couriers") { try await serve($0, $1, couriers) }
        router.post("/v1/tracking/trace") { try await serve($0, $1, trace) }
        router.get("/v1/webhooks/endpoints") { try await serve($0, $1, listEndpoints) }
        router.post("/v1/webhooks/endpoints") { try await serve($0, $1, createEndpoint) }
        router.put("/v1/webhooks/endpoints/:id") { try await serve($0, $1, renameEndpoint) }
        router.delete("/v1/webhooks/endpoints/:id") { try await serve($0, $1, deleteEndpoint) }
        router.post("/v1/webhooks/endpoints/:id/rotate") { try await serve($0, $1, rotateSecret) }
        router.post("/v1/webhooks/register") { try await serve($0, $1, register) }
        router.get("/v1/webhooks/subscriptions") { try await serve($0, $1, listSubscriptions) }
        router.get("/v1/webhooks/subscriptions/:id") { try await serve($0, $1, showSubscription) }
        router.delete("/v1/webhooks/subscriptions/:id") { try await serve($0, $1, cancelSubscription) }
        router.post("/v1/webhooks/results") { try await serve($0, $1, results) }
    }

    /// One call of somebody who was let in.
    struct Call {
        let call: ProviderCall
        /// The API key.
        let owner: String
        /// The id of the path; empty for none.
        let id: String
        /// A parameter of the query.
        let cursor: String?

        var space: String { call.space }

        /// The body as an object.
        func body() throws(APIRefusal) -> JSON {
            guard let json = try? JSON(parsing: call.body), json.members != nil else {
                throw APIRefusal("INVALID_PARAMS")
            }
            return json
        }

        /// Tells what the call is about, so that faults can strike.
        func begin(_ numbers: [String] = []) async throws {
            try await call.begin(recipients: numbers, sender: owner)
        }
    }

    private func serve(
        _ request: Request, _ context: WebContext, _ handle: @Sendable (Call) async throws -> JSON
    ) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        let cursor = request.uri.queryParameters["cursor"].map(String.init)
        return try await desk.serve(request, context) { call in
            do {
                let one = Call(call: call, owner: try owner(call), id: id, cursor: cursor)
                return .json(["isSuccess": true, "data": try await handle(one)])
            } catch let refusal as APIRefusal {
                return refusal.answer(settings)
            }
        }
    }

    /// The API key of `Authorization: Bearer <api key>:<secret key>`.
    private func owner(_ call: ProviderCall) throws(APIRefusal) -> String {
        let parts = (call.header("Authorization") ?? "").split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw APIRefusal("UNAUTHORIZED") }
        let keys = parts[1].split(separator: ":", maxSplits: 1)
        guard keys.count == 2 else { throw APIRefusal("UNAUTHORIZED") }
        let isKnown = settings.keys.contains { $0.api == keys[0] && $0.secret.reveal() == keys[1] }
        guard settings.keys.isEmpty || isKnown else { throw APIRefusal("UNAUTHORIZED") }
        return String(keys[0])
    }

    private func couriers(_ call: Call) async throws -> JSON {
        try await call.begin()
        return [
            "couriers": .array(
                DeliveryAPISettings.couriers.map {
                    ["trackingApiCode": .string($0.code), "displayName": .string($0.name)]
                }), "total": .integer(Int64(DeliveryAPISettings.couriers.count)),
        ]
    }

    /// The parcels that a body names, at most so many.
    func items(_ body: JSON, most: Int) throws(APIRefusal) -> [JourneyPlan.Parcel] {
        guard let items = body["items"]?.array, !items.isEmpty else {
            throw APIRefusal("INVALID_PARAMS", text: "items는 1건 이상이어야 합니다.")
        }
        guard items.count <= most else {
            throw APIRefusal("INVALID_PARAMS", text: "items는 최대 \(most)건까지 요청할 수 있습니다.")
        }
        return items.map { item in
            func line(_ name: String) -> String { Line(cleaning: item[name]?.string ?? "", maxBytes: 200).text }
            return JourneyPlan.Parcel(
                courierCode: line("courierCode"), trackingNumber: line("trackingNumber"),
                clientID: item["clientId"]?.string.map { Line(cleaning: $0, maxBytes: 200).text })
        }
    }

    /// An error of one item.
    func error(_ code: String, _ parcel: JourneyPlan.Parcel) -> JSON {
        [
            "code": .string(code), "message": .string(settings.text(code)),
            "courierCode": .string(parcel.courierCode), "trackingNumber": .string(parcel.trackingNumber),
            "billable": .bool(code == "NOT_FOUND"),
        ]
    }
}
