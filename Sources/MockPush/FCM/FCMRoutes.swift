// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Hummingbird
import MockWorld
import Values
import Web

/// FCM v1 with Google's token endpoint.
struct FCMRoutes: Sendable {
    private let bench: Bench
    private let settings: PushSettings.FCM
    private let account: ServiceAccount
    private let tokens: AccessTokens
    private let desk: ProviderDesk
    private let tokenDesk: ProviderDesk

    init(bench: Bench, settings: PushSettings.FCM) {
        self.bench = bench
        self.settings = settings
        self.account = ServiceAccount(project: settings.project)
        self.tokens = AccessTokens(clock: bench.clock, account: account, accounts: settings.accounts)
        self.desk = ProviderDesk(bench: bench, provider: "fcm", channel: .push, bodyLimit: 256 * 1024) {
            FCMError($0).answer
        }
        self.tokenDesk = ProviderDesk(bench: bench, provider: "google-oauth", channel: .push, bodyLimit: 64 * 1024) {
            .json(
                ["error": .string($0.status ?? "internal_failure"), "error_description": .string($0.text)],
                status: $0.code)
        }
    }

    func reset(space: String) { tokens.reset(space: space) }

    func add(to router: Router<WebContext>) {
        router.get("/api/fcm/service-account.json") { request, context in
            JSONResponse(
                try account.file(
                    origin: Origin.of(request, context, bench.places), space: Space.of(request)))
        }
        router.post("/token") { request, context in
            let audience = Origin.of(request, context, bench.places) + "/token"
            return try await tokenDesk.serve(request, context) { call in try await issue(call, audience) }
        }
        router.post("/v1/projects/:project/messages:send") { request, context in
            let project = try context.parameters.require("project")
            return try await desk.serve(request, context) { call in try await send(call, project: project) }
        }
        for path in ["/fcm/send", "/batch"] {
            router.post(RouterPath(path)) { _, _ -> Response in
                throw ProblemDetails.notFound(
                    "Google has shut this endpoint down. Send each message to /v1/projects/{project}/messages:send with "
                        + "an OAuth access token.")
            }
        }
    }

    private func issue(_ call: ProviderCall, _ audience: String) async throws -> ProviderAnswer {
        try await call.begin(recipients: [])
        do {
            return .json(
                try tokens.issue(try FormFields(call.body), audience: audience, space: call.space),
                headers: [("Cache-Control", "no-store")])
        } catch let refusal as AccessTokens.Refusal {
            return .json(
                ["error": .string(refusal.error), "error_description": .string(refusal.text)], status: refusal.status)
        }
    }

    private func send(_ call: ProviderCall, project: String) async throws -> ProviderAnswer {
        do {
            try authorize(call)
            let message = try FCMMessage(call.body)
            let later = try await call.begin(recipients: [message.recipient], sender: project)
            let card = message.card(project: project)
            if let refused = message.magic ?? Self.refusal(later) {
                call.keep(card, refusal: refused.summary)
                return refused.answer
            }
            if message.isDryRun {
                return .json(["name": .string("projects/\(project)/messages/fake_message_id")])
            }
            call.keep(card)
            let microseconds = bench.clock.now.milliseconds * 1_000
            let id = "0:\(microseconds)%" + Hex.encode(RandomBytes.make(8))
            return .json(["name": .string("projects/\(project)/messages/\(id)")])
        } catch let error as FCMError {
            return error.answer
        }
    }

    private func authorize(_ call: ProviderCall) throws(FCMError) {
        let field = call.header("Authorization") ?? ""
        guard field.lowercased().hasPrefix("bearer "), field.utf8.count > 7 else {
            throw .unauthenticated("CREDENTIALS_MISSING", "Send Authorization: Bearer with a token from /token.")
        }
        guard settings.checksTokens else { return }
        guard let grant = tokens.grant(String(field.dropFirst(7))) else {
            throw .unauthenticated("ACCESS_TOKEN_TYPE_UNSUPPORTED", "The mock has not given out this token.")
        }
        guard bench.clock.now < grant.expiresAt else {
            throw .unauthenticated("ACCESS_TOKEN_EXPIRED", "The token has expired.")
        }
        let sufficient = [
            "https://www.googleapis.com/auth/firebase.messaging", "https://www.googleapis.com/auth/cloud-platform",
        ]
        guard grant.scopes.contains(where: sufficient.contains) else {
            throw FCMError(
                status: 403, name: "PERMISSION_DENIED",
                message: "Request had insufficient authentication scopes: ask for \(sufficient[0]).",
                reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
        }
    }

    /// A later result is not for push: FCM says what is wrong at once.
    private static func refusal(_ later: FaultDecision.Action?) -> FCMError? {
        guard case .result(let code, let text)? = later else { return nil }
        return FCMError(FaultReply(500, status: code, text: text))
    }
}
