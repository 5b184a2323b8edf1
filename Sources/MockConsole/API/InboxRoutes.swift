// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import Values
import Web

/// The inbox's API: what a test asks.
struct InboxRoutes: Sendable {
    let inbox: Inbox

    func add(to router: Router<WebContext>) {
        router.get("/api/messages") { request, _ in try list(request) }
        router.delete("/api/messages") { request, _ in try delete(request) }
        router.get("/api/messages/:id") { _, context in
            let message = try message(context)
            return JSONResponse(MessageJSON.detail(message, copies: inbox.copies(of: message)))
        }
        router.delete("/api/messages/:id") { _, context in
            JSONResponse(["deleted": .integer(Int64(inbox.delete([try message(context).id])))])
        }
        router.put("/api/messages/:id/tags") { request, context in try await tag(request, message(context)) }
        router.get("/api/messages/:id/related") { request, context in try related(request, message(context)) }
        router.get("/api/messages/:id/raw") { _, context in MessageFiles.raw(try message(context)) }
        router.get("/api/messages/:id/transcript") { _, context in
            JSONResponse(MessageJSON.transcript(try message(context)))
        }
        router.get("/api/messages/:id/html") { _, context in try MessageFiles.html(message(context)) }
        router.get("/api/messages/:id/parts/:part") { _, context in
            try MessageFiles.part(message(context), context.parameters.require("part"))
        }
        router.get("/api/events") { request, _ in try events(request) }
        router.get("/api/stats") { request, _ in try stats(request) }
    }

    /// The message a path names; whatever else stands there is answered with 404.
    func message(_ context: WebContext) throws -> InboxMessage {
        guard let id = context.parameters.get("id").flatMap({ MessageKey($0) }), let message = inbox.message(id) else {
            throw ProblemDetails.notFound(
                "There is no message of this id. It may have been deleted or dropped; GET /api/messages lists what is there."
            )
        }
        return message
    }

    private func list(_ request: Request) throws -> JSONResponse {
        var query = QueryReader(request)
        let filter = query.filter(strict: true)
        try query.finish(others: "limit", "cursor")
        let page = try PageRequest(request, defaultLimit: 50, maxLimit: 1_000)
        let before = try page.cursor.map { cursor in
            guard let key = MessageKey(cursor.parts[0]) else {
                throw Problems([
                    Problem(field: "?cursor", rule: "bad-value", message: "this is not a cursor of this list.")
                ])
            }
            return key
        }
        let found = inbox.list(filter, limit: page.limit, before: before)
        return JSONResponse(
            PageRequest.json(
                "messages", MessageJSON.list(found.messages, inbox),
                next: found.next.map { PageCursor(after: [$0.description]) }))
    }

    private func delete(_ request: Request) throws -> JSONResponse {
        var query = QueryReader(request)
        var filter = query.filter(strict: true)
        if query.text("refused") == nil { filter.refused = .include }
        try query.finish()
        return JSONResponse(["deleted": .integer(Int64(inbox.delete(filter)))])
    }

    private func tag(_ request: Request, _ message: InboxMessage) async throws -> JSONResponse {
        let fields = try await request.fields()
        let tags = fields.lines("tags", limit: MessageTags.most, maxBytes: MessageTags.longest).map(\.text)
        try fields.finish()
        guard let tagged = inbox.setTags(tags, of: message.id) else {
            throw ProblemDetails.notFound("The message was deleted meanwhile.")
        }
        return JSONResponse(MessageJSON.summary(tagged, copies: inbox.copies(of: tagged)))
    }

    private func related(_ request: Request, _ message: InboxMessage) throws -> JSONResponse {
        var query = QueryReader(request)
        let limit = query.number("limit", in: 1...200, else: 50)
        try query.finish()
        let messages = inbox.related(to: message, limit: limit)
        return JSONResponse([
            "event": message.event.map { .string($0) } ?? .null,
            "numbers": .array(message.summary.numbers.map { .string($0) }),
            "messages": .array(MessageJSON.list(messages, inbox)),
        ])
    }

    private func events(_ request: Request) throws -> EventStreamResponse<InboxEvents> {
        try OwnPages.check(request)
        var query = QueryReader(request)
        var filter = query.filter(strict: true)
        if query.text("refused") == nil { filter.refused = .include }
        let content: InboxEvents.Content = query.choice("data") ?? .summary
        let after = filter.after
        filter.after = nil
        try query.finish()
        let field = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        let place = field.flatMap { InboxEvents.Place($0) } ?? InboxEvents.Place(inbox, after: after)
        return EventStreamResponse(InboxEvents(inbox: inbox, filter: filter, content: content, since: place))
    }

    private func stats(_ request: Request) throws -> JSONResponse {
        var query = QueryReader(request)
        try query.finish()
        return JSONResponse(InboxStats.json(inbox))
    }
}

/// Keeps pages of other sites from listening.
enum OwnPages {
    /// Refuses a request that a page of another origin makes; programs send no origin.
    static func check(_ request: Request) throws(ProblemDetails) {
        guard let origin = request.headers[.origin] else { return }
        let authority = origin.firstRange(of: "://").map { String(origin[$0.upperBound...]) }
        if let authority, authority == request.head.authority || AllowedHosts.loopback.allows(authority) { return }
        throw ProblemDetails(
            .forbidden, rule: "origin-not-allowed",
            detail: "A page of another site asked for this. Only the inbox's own pages may listen to it.")
    }
}
