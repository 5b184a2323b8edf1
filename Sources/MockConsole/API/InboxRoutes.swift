// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Mail
import MockWorld
import NIOCore
import ServiceLifecycle
import Values
import Web

/// The inbox's API: what a test asks.
struct InboxRoutes: Sendable {
    let inbox: Inbox

    func add(to router: Router<WebContext>) {
        router.get("/api/messages") { request, _ in try list(request) }
        router.delete("/api/messages") { request, _ in try delete(request) }
        router.get("/api/wait") { request, _ in try await wait(request) }
        router.get("/api/events") { request, _ in try events(request) }
        router.get("/api/messages/:id") { _, context in
            let message = try message(context)
            return JSONResponse(MessageJSON.detail(message, copies: inbox.copies(of: message)))
        }
        router.get("/api/messages/:id/raw") { _, context in try raw(message(context)) }
        router.get("/api/messages/:id/transcript") { _, context in
            JSONResponse(MessageJSON.transcript(try message(context)))
        }
        router.get("/api/messages/:id/html") { _, context in try html(message(context)) }
        router.get("/api/messages/:id/parts/:part") { _, context in
            try part(message(context), context.parameters.require("part"))
        }
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
        let filter = query.filter()
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
                "messages", found.messages.map { MessageJSON.summary($0, copies: inbox.copies(of: $0)) },
                next: found.next.map { PageCursor(after: [$0.description]) }))
    }

    private func delete(_ request: Request) throws -> JSONResponse {
        var query = QueryReader(request)
        var filter = query.filter()
        if query.text("refused") == nil { filter.refused = .include }
        try query.finish()
        return JSONResponse(["deleted": .integer(Int64(inbox.delete(filter)))])
    }

    private func wait(_ request: Request) async throws -> JSONResponse {
        var query = QueryReader(request)
        let filter = query.filter()
        let count = query.number("count", in: 1...10_000, else: 1)
        let timeout = query.span("timeout", upTo: .seconds(300), else: .seconds(10))
        let limit = query.number("limit", in: 1...1_000, else: 50)
        try query.finish()
        // A client that goes away stops waiting, and so does a server that shuts down.
        let result = try await request.body.consumeWithCancellationOnInboundClose { _ in
            await cancelWhenGracefulShutdown {
                await inbox.wait(for: filter, count: count, timeout: timeout, limit: limit)
            }
        }
        guard result.isEnough else {
            let total = inbox.counts.messages
            throw ProblemDetails(
                .requestTimeout, rule: "still-waiting",
                detail:
                    "\(result.messages.count) of \(count) messages were there in time; the inbox holds \(total) in all. "
                    + "GET /api/messages?refused=include shows them, refused ones too.")
        }
        return JSONResponse([
            "messages": .array(result.messages.map { MessageJSON.summary($0, copies: inbox.copies(of: $0)) })
        ])
    }

    private func events(_ request: Request) throws -> EventStreamResponse<InboxEvents> {
        var query = QueryReader(request)
        var filter = query.filter()
        if query.text("refused") == nil { filter.refused = .include }
        let content: InboxEvents.Content = query.choice("data") ?? .summary
        try query.finish()
        let lastSeen = request.headers[HTTPField.Name.lastEventID].flatMap { MessageKey($0) } ?? filter.after
        return EventStreamResponse(InboxEvents(inbox: inbox, filter: filter, content: content, lastSeen: lastSeen))
    }

    private func raw(_ message: InboxMessage) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "message/rfc822", .cacheControl: "no-store",
                .contentDisposition: "inline; filename=\"\(message.id).eml\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: message.raw)))
    }

    private func html(_ message: InboxMessage) throws -> PageResponse {
        let mail = ParsedMail(message.raw)
        guard let html = mail.html else { throw ProblemDetails.notFound("This message has no HTML part.") }
        return PageResponse(
            FramedHTML.page(html, parts: MailParts(mail), id: message.id), policy: .mail(remoteImages: false))
    }

    /// One leaf, to be saved; images of the common kinds are shown, because the HTML refers to them.
    private func part(_ message: InboxMessage, _ path: String) throws -> Response {
        guard let entry = MailParts(ParsedMail(message.raw)).list.first(where: { $0.path == path }) else {
            throw ProblemDetails.notFound("This message has no such part.")
        }
        let type = entry.part.contentType.essence
        let isImage = ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(type)
        var headers: HTTPFields = [
            .contentType: isImage ? type : "application/octet-stream", .cacheControl: "no-store",
            .contentSecurityPolicy: PagePolicy.nothing.text,
        ]
        if !isImage {
            let name = entry.part.fileName.map { PercentEncoding.encode($0) } ?? "part"
            headers[.contentDisposition] = "attachment; filename*=UTF-8''" + name
        }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: entry.part.content)))
    }
}

/// A mail's HTML as it is put into the frame.
enum FramedHTML {
    /// The HTML with the images that travel in the mail (`cid:`) pointed at its parts; nothing else is touched.
    static func page(_ html: String, parts: MailParts, id: MessageKey) -> String {
        var html = html
        for entry in parts.list.prefix(100) {
            guard let contentID = entry.part.contentID, contentID.utf8.count <= 250 else { continue }
            html.replace("cid:" + contentID, with: "/api/messages/\(id)/parts/\(entry.path)")
        }
        return html
    }
}

/// Percent-encoding of everything that is not unreserved (RFC 3986 section 2.3).
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += "%" + Hex.encode([byte]).uppercased()
            }
        }
        return encoded
    }
}

extension HTTPField.Name {
    /// `Last-Event-ID`, sent by a page that reconnects to an event stream.
    fileprivate static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .range
}
