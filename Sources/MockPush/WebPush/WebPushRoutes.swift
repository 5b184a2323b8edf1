// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Hummingbird
import MockWorld
import Values
import Web

/// A push service for browsers' subscriptions (RFC 8030), and the API that makes subscriptions.
struct WebPushRoutes: Sendable {
    private let bench: Bench
    private let settings: PushSettings.WebPush
    private let subscriptions = SpaceTable<Subscription>()
    private let times: ClientTime
    private let desk: ProviderDesk

    init(bench: Bench, settings: PushSettings.WebPush) {
        self.bench = bench
        self.settings = settings
        self.times = ClientTime(clock: bench.clock)
        self.desk = ProviderDesk(bench: bench, provider: "webpush", channel: .push, bodyLimit: 64 * 1024) {
            Self.refusal($0.code, $0.text, retryAfter: $0.retryAfter)
        }
    }

    func reset(space: String) {
        subscriptions.reset(space: space)
        times.reset(space: space)
    }

    func add(to router: Router<WebContext>) {
        router.post("/api/webpush/subscriptions") { request, context in try await subscribe(request, context) }
        router.get("/api/webpush/subscriptions") { request, _ in
            JSONResponse([
                "subscriptions": .array(subscriptions.values(space: Space.of(request)).map(\.json))
            ])
        }
        router.get("/api/webpush/subscriptions/:id") { _, context in
            guard let found = subscriptions.find(try context.parameters.require("id")) else { throw Self.unknown }
            return JSONResponse(found.json)
        }
        router.delete("/api/webpush/subscriptions/:id") { _, context in
            guard let found = subscriptions.find(try context.parameters.require("id")) else { throw Self.unknown }
            subscriptions.update(found.id, space: found.space) { $0?.isGone = true }
            return Response(status: .noContent)
        }
        router.post("/push/:id") { request, context in
            let id = try context.parameters.require("id")
            let origin = Origin.of(request, context, bench.places)
            return try await desk.serve(request, context) { call in try await push(call, id, origin) }
        }
    }

    private static let unknown = ProblemDetails.notFound("There is no such subscription. Make one with POST.")

    private func subscribe(_ request: Request, _ context: WebContext) async throws -> JSONResponse {
        let body = try await request.bytes(upTo: 16 * 1024)
        let fields = JSONFields(body.isEmpty ? .object([]) : try JSON(body: body), unknownMembers: .refused)
        let keyText = fields.string("applicationServerKey")
        let answer = fields.int("answer", in: 400...599)
        var key: [UInt8]?
        if let keyText {
            key = Base64.decode(keyText)
            if key.map({ (try? P256PublicKey(raw: $0)) == nil }) ?? true {
                fields.refuse(
                    "applicationServerKey", rule: "not-a-key", "this must be a P-256 public key, 65 bytes in base64url."
                )
            }
        }
        try fields.finish()
        let subscription = try Subscription(
            space: Space.of(request), createdAt: bench.clock.now,
            origin: Origin.of(request, context, bench.places), serverKey: key, answer: answer)
        subscriptions.set(subscription, for: subscription.id, space: subscription.space)
        return JSONResponse(subscription.json, status: .created)
    }

    private func push(_ call: ProviderCall, _ id: String, _ origin: String) async throws -> ProviderAnswer {
        guard let subscription = subscriptions.find(id) else {
            return Self.refusal(404, "There is no such subscription: drop it.")
        }
        do {
            let headers = try WebPushHeaders(call)
            let sender = try sender(call, subscription, origin)
            let text: Result<[UInt8], WebPushBody.Unreadable>? = try decrypt(call, subscription)
            try await call.begin(recipients: [id], sender: sender?.subject)
            let card = WebPushCard.make(
                subscription: subscription, headers: headers, sender: sender, text: text, bytes: call.body.count)
            if let status = subscription.isGone ? 410 : subscription.answer {
                let why =
                    subscription.isGone ? "The subscription was given up: drop it." : "This subscription answers so."
                call.keep(card, refusal: "\(status) \(why)")
                return Self.refusal(status, why, retryAfter: status == 429 || status == 503 ? .seconds(30) : nil)
            }
            subscriptions.update(id, space: subscription.space) { $0?.pushes += 1 }
            let message = call.keep(card)
            if case .failure(let unreadable)? = text {
                bench.inbox.add(
                    MessageEvent(
                        at: bench.clock.now, kind: "result",
                        text: "The browser cannot decrypt it and shows nothing. " + unreadable.text, verdict: .bad),
                    to: message.id)
            }
            return ProviderAnswer(
                status: 201,
                headers: [("Location", origin + "/push/message/\(message.id)"), ("TTL", String(headers.ttl))])
        } catch let refusal as VAPID.Refusal {
            return Self.refusal(refusal.status, refusal.text)
        }
    }

    private func sender(
        _ call: ProviderCall, _ subscription: Subscription, _ origin: String
    ) throws(VAPID.Refusal) -> VAPID.Sender? {
        guard let field = call.header("Authorization") else {
            guard settings.requiresVAPID || subscription.serverKey != nil else { return nil }
            throw VAPID.Refusal(status: 401, text: "Sign the push: Authorization: vapid t=<token>, k=<key> (RFC 8292).")
        }
        let sender = try VAPID.check(field, origin: origin, space: call.space, times: times)
        guard subscription.serverKey == nil || subscription.serverKey == sender.key else {
            throw VAPID.Refusal(status: 403, text: "The subscription is for another application server's key.")
        }
        return sender
    }

    private func decrypt(
        _ call: ProviderCall, _ subscription: Subscription
    ) throws(VAPID.Refusal) -> Result<[UInt8], WebPushBody.Unreadable>? {
        guard !call.body.isEmpty else { return nil }
        guard call.body.count <= 4_096 else {
            throw VAPID.Refusal(
                status: 413, text: "A push has at most 4096 bytes, encrypted; this one \(call.body.count).")
        }
        guard call.header("Content-Encoding")?.lowercased() == "aes128gcm" else {
            throw VAPID.Refusal(
                status: 415, text: "Encrypt with Content-Encoding: aes128gcm (RFC 8291); aesgcm was a draft.")
        }
        do throws(WebPushBody.Unreadable) {
            return .success(try WebPushBody.open(call.body, key: subscription.key, auth: subscription.auth))
        } catch {
            return .failure(error)
        }
    }

    /// RFC 8030 has no shape for errors; ours is problem+json.
    private static func refusal(_ status: Int, _ text: String, retryAfter: Duration? = nil) -> ProviderAnswer {
        let json: JSON = [
            "type": "about:blank", "status": .integer(Int64(status)), "detail": .string(text),
        ]
        var headers: [(name: String, value: String)] = [("Content-Type", "application/problem+json")]
        if let retryAfter { headers.append(("Retry-After", retryAfter.retryAfter)) }
        return ProviderAnswer(status: status, headers: headers, body: json.bytes)
    }
}
