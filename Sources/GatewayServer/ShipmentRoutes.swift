// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Hummingbird
import Logging
import Notices
import Shipping
import Values
import Web

/// `/v1/shipments`: what a shop tells us of its parcels, and what we know of them.
struct ShipmentRoutes: Sendable {
    let store: any Store
    let shops: ShopDirectory
    let outbox: Outbox
    let keys: APIKeys
    let publicURL: WebURL
    let clock: any WallClock

    func add(to router: Router<WebContext>) {
        router.get("/v1/shipments") { request, _ in try await list(request) }
        router.get("/v1/shipments/{courier}/{trackingNumber}") { request, context in try await get(request, context) }
        router.put("/v1/shipments/{courier}/{trackingNumber}") { request, context in try await put(request, context) }
    }

    private func put(_ request: Request, _ context: WebContext) async throws -> JSONResponse {
        let key = try key(request, context)
        guard let shop = shops[key.shop] else {
            throw ProblemDetails.forbidden("The shop of this API key is not configured.")
        }
        let fields = try await request.fields()
        let registration = Registration(reading: fields, key: key)
        try fields.finish()
        guard let registration else { throw ProblemDetails.notFound("The body holds no shipment.") }
        let planner = Planner(shop)
        let registered = try await store.answering {
            try await store.register(registration, now: clock.now, deciding: { planner.plan($0) })
        }
        if registered.planned > 0 { outbox.lookAgain() }
        return JSONResponse(json(registered.shipment), status: registered.isNew ? .created : .ok)
    }

    private func get(_ request: Request, _ context: WebContext) async throws -> JSONResponse {
        let key = try key(request, context)
        guard let shipment = try await store.answering({ try await store.shipment(key) }) else {
            throw ProblemDetails.notFound("No shipment with this courier and tracking number is registered.")
        }
        return JSONResponse(json(shipment))
    }

    private func list(_ request: Request) async throws -> JSONResponse {
        let shop = try keys.shop(of: request)
        let page = try PageRequest(request)
        let before = try page.cursor.map { try place($0) }
        let shipments = try await store.answering {
            try await store.shipments(of: shop, before: before, limit: page.limit)
        }
        let next = shipments.count == page.limit ? shipments.last.map { PageCursor(after: [String($0.id)]) } : nil
        return JSONResponse(PageRequest.json("shipments", shipments.map(json), next: next))
    }

    /// The place a cursor names; one of another list must not start this one again from its beginning.
    private func place(_ cursor: PageCursor) throws(Problems) -> Int64 {
        if let id = Int64(cursor.parts[0]) { return id }
        throw Problems([
            Problem(
                field: "?cursor", rule: "bad-value", message: "this is not a cursor of this list.",
                wayOut: "Send the nextCursor of the last page unchanged, or start without one.")
        ])
    }

    private func json(_ shipment: Shipment) -> JSON {
        shipment.publicJSON(trackingPage: publicURL.appending("t", shipment.token))
    }

    private func key(_ request: Request, _ context: WebContext) throws -> ShipmentKey {
        let shop = try keys.shop(of: request)
        var problems = [Problem]()
        func read<Value>(_ name: String, _ make: (String) throws(ValueError) -> Value) -> Value? {
            let text = context.parameters.get(name) ?? ""
            do {
                return try make(text)
            } catch {
                problems.append(Problem(field: name, rule: "bad-value", message: error.reason + "."))
                return nil
            }
        }
        let courier = read("courier") { text throws(ValueError) in try CourierCode(text) }
        let number = read("trackingNumber") { text throws(ValueError) in try TrackingNumber(text) }
        guard let courier, let number else { throw Problems(problems) }
        return ShipmentKey(shop: shop, courier: courier, trackingNumber: number)
    }
}
