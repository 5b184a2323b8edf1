// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MockWorld
import Values
import Web

/// What tests tell the couriers behind DeliveryAPI: how a parcel ends, which look-ups fail.
struct CourierControlRoutes: Sendable {
    let bench: Bench
    let store: TrackingStore

    func add(to router: Router<WebContext>) {
        router.put("/api/tracking/parcels") { request, _ in try await setParcel(request) }
        router.put("/api/tracking/failures") { request, _ in try await setFailures(request) }
    }

    /// `{"courierCode": "cj", "trackingNumber": "...", "upTo": "FAILED"}`: where its journey ends from now on.
    private func setParcel(_ request: Request) async throws -> JSONResponse {
        let fields = try await request.fields()
        let key = CourierLookup.key(fields.requiredString("courierCode"), fields.requiredString("trackingNumber"))
        let upTo: JourneyPlan.Status? = fields.requiredChoice("upTo")
        let trouble: JourneyPlan.Trouble? = fields.choice("trouble")
        let begins = fields.timestamp("beginsAfter")
        try fields.finish()
        let now = bench.clock.now
        _ = store.look(Space.of(request)) { space in
            var anchor = space.parcels[key] ?? CourierLookup.Anchor(beginsAfter: now)
            anchor.upTo = upTo
            anchor.trouble = trouble
            if let begins { anchor.beginsAfter = begins }
            space.parcels[key] = anchor
        }
        return JSONResponse(["parcel": .string(key)])
    }

    /// `{"courierCode": "cj", "trackingNumber": "...", "lookUps": 3}`: so many next look-ups fail; without a number, those
    /// of the whole courier.
    private func setFailures(_ request: Request) async throws -> JSONResponse {
        let fields = try await request.fields()
        let courier = fields.requiredString("courierCode").lowercased()
        let number = fields.string("trackingNumber")
        let count = fields.requiredInt("lookUps", in: 0...1_000_000)
        try fields.finish()
        let now = bench.clock.now
        _ = store.look(Space.of(request)) { space in
            guard let number else {
                // Couriers that nobody has are not remembered.
                guard DeliveryAPISettings.couriers.contains(where: { $0.code == courier }) else { return }
                return space.courierFailures[courier] = count == 0 ? nil : count
            }
            let key = CourierLookup.key(courier, number)
            var anchor = space.parcels[key] ?? CourierLookup.Anchor(beginsAfter: now)
            anchor.failures = count
            space.parcels[key] = anchor
        }
        return JSONResponse(["courierCode": .string(courier), "lookUps": .integer(Int64(count))])
    }
}
