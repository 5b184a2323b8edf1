// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

extension DeliveryAPIRoutes {
    /// `POST /v1/webhooks/endpoints`: a new endpoint, once it has answered a POST that is not signed.
    func createEndpoint(_ call: Call) async throws -> JSON {
        let body = try call.body()
        let target: WebhookTarget
        do {
            target = try WebhookTarget(body["url"]?.string ?? "", allowsRemote: bench.allowsRemote)
        } catch {
            throw APIRefusal("INVALID_PARAMS", text: "url: " + error.reason)
        }
        let secret = try secret(body)
        try await call.begin()
        try store.with(call.space) { space throws(APIRefusal) in
            guard space.endpoints.all.count(where: { $0.owner == call.owner }) < settings.mostEndpoints else {
                throw APIRefusal("INVALID_PARAMS", text: "엔드포인트는 최대 \(settings.mostEndpoints)개까지 등록할 수 있습니다.")
            }
        }
        let probe: JSON = ["event": "webhook.test", "timestamp": .string(bench.clock.now.rfc3339)]
        let outcome = await WebhookPost(loop: bench.loop, answerWithin: settings.answerWithin).send(
            probe.bytes, to: target, headers: [])
        guard outcome.isAccepted else {
            let reason = outcome.code.map { "HTTP \($0)" } ?? outcome.failure ?? ""
            throw APIRefusal(
                "WEBHOOK_ENDPOINT_UNREACHABLE", text: settings.text("WEBHOOK_ENDPOINT_UNREACHABLE") + " (\(reason))")
        }
        let now = bench.clock.now
        return try store.with(call.space) { space throws(APIRefusal) in
            let endpoint = WebhookEndpoint(
                id: space.name("ep_"), owner: call.owner, target: target, name: name(body),
                secret: secret ?? Secret(space.name("whsec_", digits: 48)), createdAt: now, modifiedAt: now)
            space.endpoints[endpoint.id] = endpoint
            var members: [JSON.Member] = [
                .init("endpointId", .string(endpoint.id)), .init("url", .string(target.url)),
            ]
            if let name = endpoint.name { members.append(.init("name", .string(name))) }
            members += [
                .init("webhookSecret", .string(endpoint.secret.reveal())), .init("dateCreated", .string(now.rfc3339)),
            ]
            return .object(members)
        }
    }

    /// `GET /v1/webhooks/endpoints`.
    func listEndpoints(_ call: Call) async throws -> JSON {
        try await call.begin()
        let all = store.look(call.space) { $0.endpoints.all.filter { $0.owner == call.owner } } ?? []
        return ["endpoints": .array(all.map(\.json)), "total": .integer(Int64(all.count))]
    }

    /// `PUT /v1/webhooks/endpoints/{id}`: another name.
    func renameEndpoint(_ call: Call) async throws -> JSON {
        let body = try call.body()
        guard let name = name(body) else { throw APIRefusal("INVALID_PARAMS") }
        try await call.begin()
        return try change(call) { endpoint in
            endpoint.name = name
            return endpoint.json
        }
    }

    /// `DELETE /v1/webhooks/endpoints/{id}`: the endpoint and all its subscriptions.
    func deleteEndpoint(_ call: Call) async throws -> JSON {
        try await call.begin()
        return try store.with(call.space) { space throws(APIRefusal) in
            guard space.endpoints[call.id]?.owner == call.owner else { throw APIRefusal("NOT_FOUND") }
            space.endpoints[call.id] = nil
            for subscription in space.subscriptions.all where subscription.endpointID == call.id {
                space.subscriptions[subscription.id] = nil
            }
            return ["endpointId": .string(call.id)]
        }
    }

    /// `POST /v1/webhooks/endpoints/{id}/rotate`: another secret; the old one is dead at once.
    func rotateSecret(_ call: Call) async throws -> JSON {
        let given = call.call.body.isEmpty ? nil : try secret(try call.body())
        try await call.begin()
        let made = store.look(call.space) { $0.name("whsec_", digits: 48) } ?? ""
        return try change(call) { endpoint in
            endpoint.secret = given ?? Secret(made)
            return [
                "endpointId": .string(endpoint.id), "webhookSecret": .string(endpoint.secret.reveal()),
                "dateRotated": .string(endpoint.modifiedAt.rfc3339),
            ]
        }
    }

    private func change(
        _ call: Call, _ body: (inout WebhookEndpoint) -> JSON
    ) throws(APIRefusal) -> JSON {
        let now = bench.clock.now
        return try store.with(call.space) { space throws(APIRefusal) in
            guard space.endpoints[call.id]?.owner == call.owner else { throw APIRefusal("NOT_FOUND") }
            let answer = space.endpoints.change(call.id) { endpoint in
                endpoint.modifiedAt = now
                return body(&endpoint)
            }
            return answer ?? .null
        }
    }

    private func name(_ body: JSON) -> String? {
        body["name"]?.string.map { Line(cleaning: $0, maxBytes: 200).text }
    }

    /// The secret that the caller chose; at least five characters, as documented.
    private func secret(_ body: JSON) throws(APIRefusal) -> Secret<String>? {
        guard let text = body["webhookSecret"]?.string else { return nil }
        guard (5...200).contains(text.utf8.count), !Line.hasControls(text) else {
            throw APIRefusal("INVALID_PARAMS", text: "webhookSecret은 5자 이상이어야 합니다.")
        }
        return Secret(text)
    }
}
