// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import Settings
import Values
import Web

/// What tests set of NHN's APIs by hand: where a template's review stands, and where results go.
///
/// This is the mock's own API: its errors are problem details, not NHN's.
struct AlimtalkControl: Sendable {
    let service: AlimtalkService

    func add(to router: Router<WebContext>) {
        router.get("/api/nhn/templates") { request, _ in templates(request) }
        router.put("/api/nhn/templates/:code") { request, context in try await set(request, context) }
        router.get("/api/nhn/webhook") { request, _ in webhook(Space.of(request)) }
        router.put("/api/nhn/webhook") { request, _ in try await setWebhook(request) }
        router.delete("/api/nhn/webhook") { request, _ in
            let space = Space.of(request)
            service.states.with(space) { $0.webhook = nil }
            service.sms.states.with(space) { $0.webhook = nil }
            return Response(status: .noContent)
        }
    }

    private func templates(_ request: Request) -> JSONResponse {
        let all = service.states.with(Space.of(request)) { Array($0.templates.values) }
        return JSONResponse(["templates": .array(all.sorted { $0.code < $1.code }.map(Self.json))])
    }

    /// `PUT /api/nhn/templates/{code}`: `{"status": "REJ", "comment": "..."}`, and a `content` makes it if need be.
    private func set(_ request: Request, _ context: WebContext) async throws -> JSONResponse {
        let code = context.parameters.get("code") ?? ""
        let space = Space.of(request)
        let fields = try await request.fields()
        let status: AlimtalkTemplate.Status? = fields.choice("status")
        let comment = fields.text("comment", maxBytes: 3_000)
        let name = fields.string("name", maxBytes: 600)
        let content = fields.text("content", maxBytes: 5_200)
        let senderKey = fields.string("senderKey", maxBytes: 40)
        let button = fields.object("button") { button in
            AlimtalkButton(
                ordering: 1, type: "WL", name: button.requiredString("name", maxBytes: 60),
                linkMo: button.requiredString("link", maxBytes: 500))
        }
        if let content, content.utf16.count > 1_300 {
            fields.refuse("content", rule: "too-long", "a template has at most 1,300 characters.")
        }
        if code.isEmpty || code.utf16.count > 20 || Line.hasControls(code) {
            fields.refuse(rule: "bad-code", "a template's code has 1 to 20 characters.")
        }
        try fields.finish()
        let now = service.bench.clock.now
        let isThere = service.states.with(space) { state -> Bool in
            if let content {
                guard state.templates[code] != nil || state.templates.count < AlimtalkState.templateLimit else {
                    return false
                }
                var template = AlimtalkTemplate(code: code, name: name ?? code, content: content, at: now)
                template.senderKey = senderKey
                template.status = .approved
                template.version = (state.templates[code]?.version ?? 0) + 1
                if let button { template = template.with(buttons: [button]) }
                state.templates[code] = template
            }
            return state.templates[code] != nil
        }
        guard isThere else {
            throw ProblemDetails.notFound("There is no template \(code); send its content to make it.")
        }
        if let status {
            service.set(
                code, space: space, appKey: "", status: status,
                comment: comment.map { (status == .rejected ? "REJ" : "REP", $0) })
            await service.tellTemplate(code, space: space, appKey: "")
        }
        guard let template = service.states.with(space, { $0.templates[code] }) else {
            throw ProblemDetails.notFound("There is no template \(code).")
        }
        return JSONResponse(Self.json(template))
    }

    private static func json(_ template: AlimtalkTemplate) -> JSON {
        [
            "code": .string(template.code), "name": .string(template.name),
            "content": .string(template.content.source), "status": .string(template.status.rawValue),
            "statusCode": .string(template.status.code),
            "senderKey": template.senderKey.map { .string($0) } ?? .null,
            "variables": .array(template.content.names.map { .string($0) }),
            "buttons": .array(template.buttons.map(\.json)), "comments": .array(template.comments),
            "updatedAt": .string(template.updatedAt.rfc3339),
        ]
    }

    private func webhook(_ space: String) -> JSONResponse {
        let webhook = service.states.with(space) { $0.webhook }
        return JSONResponse([
            "url": webhook.map { .string($0.url.text) } ?? .null,
            "signature": webhook?.signature.map { .string($0) } ?? .null,
        ])
    }

    private func setWebhook(_ request: Request) async throws -> JSONResponse {
        let space = Space.of(request)
        let fields = try await request.fields()
        let url: HTTPURL? = fields.parsed("url", "an http or https URL", required: true) { text throws(ValueError) in
            let url = try HTTPURL(text)
            guard service.bench.allowsRemote || HostPort.isLoopback(url.host) else {
                throw ValueError("webhooks go to this machine only; start the mock with --allow-remote for others")
            }
            return url
        }
        let signature = fields.string("signature", maxBytes: 500)
        try fields.finish()
        if let url {
            let webhook = NHNWebhook(url: url, signature: signature)
            service.states.with(space) { $0.webhook = webhook }
            service.sms.states.with(space) { $0.webhook = webhook }
        }
        return self.webhook(space)
    }
}
