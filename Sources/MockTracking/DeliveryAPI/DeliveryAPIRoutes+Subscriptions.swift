// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension DeliveryAPIRoutes {
    private static let page = 50

    /// `POST /v1/webhooks/register`: follows parcels until they are delivered, or looks them up once.
    ///
    /// Numbers that no courier can have stay in it with their error; when there is no other, nothing is registered.
    func register(_ call: Call) async throws -> JSON {
        let body = try call.body()
        let parcels = try items(body, most: settings.mostRegistered)
        guard let isRecurring = body["recurring"]?.bool else {
            throw APIRefusal("INVALID_PARAMS", text: "recurring은 필수입니다.")
        }
        let metadata = body["metadata"]?.members ?? []
        guard metadata.count <= 50, metadata.allSatisfy({ $0.value.string != nil && $0.name.utf8.count <= 200 }) else {
            throw APIRefusal("INVALID_PARAMS", text: "metadata는 문자열 키-값 쌍이어야 합니다.")
        }
        try await call.begin(parcels.map(\.trackingNumber))
        let refusals = parcels.map { CourierLookup.refusal(courier: $0.courierCode, number: $0.trackingNumber) }
        if refusals.allSatisfy({ $0 != nil }) {
            let all = zip(parcels, refusals).map { parcel, code -> JSON in
                [
                    "errorCode": .string(code ?? ""), "message": .string(settings.text(code ?? "")),
                    "courierCode": .string(parcel.courierCode), "trackingNumber": .string(parcel.trackingNumber),
                ]
            }
            throw APIRefusal(refusals.first.flatMap { $0 } ?? "INVALID_PARAMS", data: .array(all))
        }
        let now = bench.clock.now
        let id = try store.with(call.space) { space throws(APIRefusal) in
            let endpointID = body["endpointId"]?.string
            if let endpointID {
                guard let endpoint = space.endpoints[endpointID], endpoint.owner == call.owner else {
                    throw APIRefusal("NOT_FOUND", text: "엔드포인트를 찾을 수 없습니다.")
                }
                guard endpoint.isActive else {
                    throw APIRefusal("INVALID_PARAMS", text: "비활성화된 엔드포인트입니다.")
                }
            }
            let items = zip(parcels, refusals).map { parcel, code in
                Subscription.Item(
                    parcel: parcel, refusal: code, error: code, nextAt: code == nil ? now : nil)
            }
            let subscription = Subscription(
                id: space.name("req_"), owner: call.owner, endpointID: endpointID, isRecurring: isRecurring,
                metadata: metadata, items: items, createdAt: now, modifiedAt: now)
            space.subscriptions[subscription.id] = subscription
            return subscription.id
        }
        engine.enter(id, space: call.space, at: now)
        return [
            "requestId": .string(id), "itemCount": .integer(Int64(parcels.count)), "recurring": .bool(isRecurring),
        ]
    }

    /// `GET /v1/webhooks/subscriptions`: fifty a page, oldest first.
    func listSubscriptions(_ call: Call) async throws -> JSON {
        try await call.begin()
        guard let start = call.cursor.map({ Int($0.dropFirst()) }) ?? 0, start >= 0 else {
            throw APIRefusal("INVALID_PARAMS", text: "cursor가 올바르지 않습니다.")
        }
        return try store.with(call.space) { space throws(APIRefusal) in
            var list: [JSON] = []
            var next: Int?
            var last = start
            for (place, subscription) in space.subscriptions.from(start) where subscription.owner == call.owner {
                if list.count == Self.page {
                    next = last
                    break
                }
                list.append(subscription.json)
                last = place
            }
            let total = space.subscriptions.from(0).count { $0.value.owner == call.owner }
            var members: [JSON.Member] = [
                .init("subscriptions", .array(list)), .init("total", .integer(Int64(total))),
            ]
            if let next { members.append(.init("nextCursor", .string("c\(next)"))) }
            return .object(members)
        }
    }

    /// `GET /v1/webhooks/subscriptions/{id}`.
    func showSubscription(_ call: Call) async throws -> JSON {
        try await call.begin()
        return try store.with(call.space) { space throws(APIRefusal) in
            guard let found = space.subscriptions[call.id], found.owner == call.owner else {
                throw APIRefusal("NOT_FOUND")
            }
            return found.detail()
        }
    }

    /// `DELETE /v1/webhooks/subscriptions/{id}`: nothing more is looked up or told.
    func cancelSubscription(_ call: Call) async throws -> JSON {
        try await call.begin()
        let now = bench.clock.now
        return try store.with(call.space) { space throws(APIRefusal) in
            guard space.subscriptions[call.id]?.owner == call.owner else { throw APIRefusal("NOT_FOUND") }
            _ = space.subscriptions.change(call.id) { subscription in
                subscription.status = .cancelled
                subscription.modifiedAt = now
            }
            return ["requestId": .string(call.id)]
        }
    }

    /// `POST /v1/webhooks/results`: the latest of some parcels, wherever they were registered.
    func results(_ call: Call) async throws -> JSON {
        let parcels = try items(try call.body(), most: settings.mostRegistered)
        try await call.begin(parcels.map(\.trackingNumber))
        let wanted = Set(parcels.map { CourierLookup.key($0.courierCode, $0.trackingNumber) })
        return try store.with(call.space) { space throws(APIRefusal) in
            var found: [String: JSON] = [:]
            for (_, subscription) in space.subscriptions.from(0) where subscription.owner == call.owner {
                for item in subscription.items {
                    let key = CourierLookup.key(item.parcel.courierCode, item.parcel.trackingNumber)
                    if wanted.contains(key) { found[key] = Self.entry(item, of: subscription) }
                }
            }
            let results = parcels.compactMap { found[CourierLookup.key($0.courierCode, $0.trackingNumber)] }
            return ["results": .array(results), "total": .integer(Int64(results.count))]
        }
    }

    private static func entry(_ item: Subscription.Item, of subscription: Subscription) -> JSON {
        let tracked = item.tracked(writesNull: false)
        var members = tracked.names
        members += [
            .init("requestId", .string(subscription.id)), .init("currentStatus", .string(tracked.statusWord)),
            .init("isDelivered", .bool(tracked.isDelivered)),
        ]
        if let data = tracked.trackingData(queriedAt: item.polledAt ?? subscription.createdAt) {
            members.append(.init("trackingData", data))
        }
        if let error = item.error { members.append(.init("error", .string(error))) }
        if let polledAt = item.polledAt { members.append(.init("lastPolledAt", .string(polledAt.rfc3339))) }
        return .object(members)
    }
}
