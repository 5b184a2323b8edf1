// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import HTTPTypes
import Hummingbird
import MockWorld
import Settings
import Values
import Web

/// `/api/hooks`: each message that comes is posted to a program of the tester's.
struct HookRoutes: Sendable {
    private let bench: Bench
    private let book: HookBook

    init(bench: Bench) {
        self.bench = bench
        self.book = HookBook(bench: bench)
    }

    func add(to router: Router<WebContext>) {
        router.get("/api/hooks") { _, _ in JSONResponse(["hooks": .array(book.hooks.map(\.json))]) }
        router.put("/api/hooks") { request, _ in try await set(request) }
        router.delete("/api/hooks/:id") { _, context in
            guard let id = context.parameters.get("id"), book.remove(id) else {
                throw ProblemDetails.notFound("There is no hook of this id. GET /api/hooks lists them.")
            }
            return JSONResponse(["deleted": 1])
        }
    }

    private func set(_ request: Request) async throws -> JSONResponse {
        let fields = try await request.fields()
        let url: HTTPURL? = fields.parsed("url", "an http or https URL", required: true) { text throws(ValueError) in
            let url = try HTTPURL(text)
            guard bench.allowsRemote || HostPort.isLoopback(url.host) else {
                throw ValueError("hooks go to this machine only; start the mock with --allow-remote for others")
            }
            return url
        }
        let query = fields.string("query", maxBytes: 1_000) ?? ""
        var filter = InboxFilter()
        filter.query = InboxQuery(query)
        for problem in filter.query.problems { fields.refuse("query", rule: "bad-value", problem) }
        filter.space = fields.string("space", maxBytes: 100).map(Space.name)
        filter.channel = fields.choice("channel")
        filter.refused = .include
        let given = fields.string("secret", maxBytes: 500)
        let fromStart = fields.bool("fromStart", default: false)
        let name = fields.parsed("id", "a name of a-z, 0-9 and hyphens", required: false) { text throws(ValueError) in
            let isName =
                (1...50).contains(text.utf8.count)
                && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            guard isName else { throw ValueError("it has 1 to 50 of them") }
            return text
        }
        try fields.finish()
        guard let url else { return JSONResponse([:]) }
        let secret = given ?? "whsec_" + Base64.encode(RandomBytes.make(24))
        let identity = Array((url.text + "\n" + query + "\n" + (filter.space ?? "")).utf8)
        let id = name ?? String(Hex.encode(Digest.sha256(identity)).prefix(12))
        guard
            let hook = book.set(
                id: id, url: url.text, query: query, filter: filter, secret: secret, fromStart: fromStart)
        else {
            throw ProblemDetails(
                .conflict, rule: "too-many-hooks",
                detail: "There are \(HookBook.most) hooks. Delete one: DELETE /api/hooks/{id}.")
        }
        var members = hook.json.members ?? []
        // Told once, when it was made here.
        if given == nil { members.append(.init("secret", .string(secret))) }
        return JSONResponse(.object(members))
    }
}
