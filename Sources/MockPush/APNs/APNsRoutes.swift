// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import MockWorld
import Values
import Web

/// APNs' provider API.
struct APNsRoutes: Sendable {
    private let bench: Bench
    private let settings: PushSettings.APNs
    private let tokens: ProviderTokens
    private let desk: ProviderDesk

    init(bench: Bench, settings: PushSettings.APNs) {
        self.bench = bench
        self.settings = settings
        self.tokens = ProviderTokens(clock: bench.clock, settings: settings)
        let clock = bench.clock
        self.desk = ProviderDesk(bench: bench, provider: "apns", channel: .push, bodyLimit: 64 * 1024) {
            APNsReason($0).answer(id: nil, gone: clock.now - .seconds(3_600), retryAfter: $0.retryAfter)
        }
    }

    func reset(space: String) { tokens.reset(space: space) }

    func add(to router: Router<WebContext>) {
        router.get("/api/apns/key.json") { request, context in
            let key = try tokens.ownKey()
            return JSONResponse([
                "keyId": .string(key.id), "teamId": .string(key.team), "key": .string(key.pem),
                "host": .string(Origin.of(request, context, bench.places)),
                "topics": .array(settings.topics.map { .string($0) }),
            ])
        }
        for path in ["/3/device", "/3/device/:token"] {
            router.post(RouterPath(path)) { request, context in
                guard context.isHTTP2 else {
                    throw ProblemDetails(
                        .init(code: 505, reasonPhrase: "HTTP Version Not Supported"), rule: "http2-needed",
                        detail: "APNs speaks HTTP/2 only. Send to the mock's https port with HTTP/2: "
                            + "curl --http2, httpx with http2=True.")
                }
                let device = context.parameters.get("token") ?? ""
                return try await desk.serve(request, context) { call in try await push(call, device) }
            }
        }
        for method in [HTTPRequest.Method.get, .put, .delete, .patch] {
            router.on("/3/device/:token", method: method) { _, _ in
                let answer = APNsReason.methodNotAllowed
                return JSONResponse(["reason": .string(answer.rawValue)], status: .methodNotAllowed)
            }
        }
    }

    private func push(_ call: ProviderCall, _ device: String) async throws -> ProviderAnswer {
        let gone = bench.clock.now - .seconds(3_600)
        do {
            let provider = try tokens.check(call.header("authorization"), space: call.space)
            let push = try APNsPush(call, device: device, topics: settings.topics)
            let later = try await call.begin(recipients: [push.device], sender: push.topic)
            let card = push.card(keyID: provider.keyID, verified: provider.isVerified)
            if let reason = APNsReason(ending: push.device) ?? Self.refusal(later) {
                call.keep(card, refusal: "\(reason.status) \(reason.rawValue)")
                return reason.answer(id: push.id, gone: gone)
            }
            let message = call.keep(card)
            if let silent = push.silentReason {
                bench.inbox.add(
                    MessageEvent(at: bench.clock.now, kind: "result", text: silent, verdict: .bad), to: message.id)
            }
            return ProviderAnswer(
                status: 200,
                headers: [("apns-id", push.id), ("apns-unique-id", UUID().uuidString.lowercased())])
        } catch let reason as APNsReason {
            return reason.answer(id: call.header("apns-id"), gone: gone)
        }
    }

    private static func refusal(_ later: FaultDecision.Action?) -> APNsReason? {
        guard case .result(let code, let text)? = later else { return nil }
        return APNsReason(FaultReply(400, status: code, text: text))
    }
}
