// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension DeliveryAPIRoutes {
    /// `POST /v1/tracking/trace`: where some parcels are now.
    func trace(_ call: Call) async throws -> JSON {
        let body = try call.body()
        let parcels = try items(body, most: settings.mostTraced)
        try await call.begin(parcels.map(\.trackingNumber))
        let withProgresses = body["includeProgresses"]?.bool ?? true
        let now = bench.clock.now
        let results = try store.with(call.space) { space throws(APIRefusal) in
            parcels.map { result($0, in: &space, now: now, withProgresses: withProgresses) }
        }
        let successful = results.count { $0["success"] == true }
        let billable = results.count { $0["success"] == true || $0["error"]?["billable"] == true }
        return [
            "results": .array(results),
            "summary": [
                "total": .integer(Int64(results.count)), "successful": .integer(Int64(successful)),
                "failed": .integer(Int64(results.count - successful)), "billable": .integer(Int64(billable)),
            ],
        ]
    }

    private func result(
        _ parcel: JourneyPlan.Parcel, in space: inout TrackingStore.Space, now: Timestamp, withProgresses: Bool
    ) -> JSON {
        var members: [JSON.Member] = []
        if let clientID = parcel.clientID { members.append(.init("clientId", .string(clientID))) }
        var code = CourierLookup.refusal(courier: parcel.courierCode, number: parcel.trackingNumber)
        var data: JSON?
        if code == nil {
            // A number that nobody registered has been on its way for one to three days.
            let days = 1 + parcel.trackingNumber.utf8.reduce(0) { ($0 * 31 + Int($1)) % 3 }
            let found = engine.courier(parcel, in: &space, firstSeen: now - .seconds(86_400 * days))
            code = found.error
            if let (parcel, track) = found.track {
                let count = track.scanCount(at: now)
                let item = TrackedItem(
                    parcel: parcel, track: track, scanCount: count,
                    status: count > 0 ? track.scans[count - 1].status : .pending, previous: nil, hasChanged: false,
                    error: nil)
                data = item.trackingData(queriedAt: now, withProgresses: withProgresses)
                if data == nil { code = "NOT_FOUND" }
            }
        }
        if let code {
            return .object([.init("success", false)] + members + [.init("error", error(code, parcel))])
        }
        return .object(
            [.init("success", true)] + members
                + [.init("data", data ?? .null), .init("cache", ["fromCache": false])])
    }
}
