// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockWorld
import Values
import Web

/// The inbox's pages: what a person looks at.
///
/// Every state has its URL and is rendered here; the script only spares reloads and shows what is new.
struct InboxPages: Sendable {
    let bench: Bench

    /// The most rows before the first one shown.
    private static let mostSkipped = 10_000_000

    func add(to router: Router<WebContext>) {
        router.get("/") { request, _ in try list(request) }
        router.get("/bench") { request, _ in try benchPage(request) }
        router.get("/messages/:id") { request, context in try message(request, context) }
        router.get("/messages/:id/frame") { request, context in try frame(request, context) }
        router.get("/fragments/rows") { request, _ in try rows(request) }
        router.get("/assets/tools.css") { _, _ in PageResponse.stylesheet(ToolsStylesheet.text) }
        router.get("/assets/inbox.css") { _, _ in PageResponse.stylesheet(InboxStylesheet.text) }
        router.get("/assets/phone.css") { _, _ in PageResponse.stylesheet(PhoneStylesheet.text) }
        router.get("/assets/list.js") { _, _ in PageResponse.script(ListScript.text) }
        router.get("/assets/inbox.js") { _, _ in PageResponse.script(InboxScript.text) }
    }

    private func list(_ request: Request) throws -> PageResponse {
        var query = QueryReader(request)
        let page = try self.page(&query)
        return PageResponse(page.html)
    }

    private func benchPage(_ request: Request) throws -> PageResponse {
        var query = QueryReader(request)
        let fragment = query.text("fragment")
        guard fragment == nil else {
            try query.finish()
            return PageResponse(BenchPanel(bench: bench).html)
        }
        var page = try self.page(&query)
        page.showsBench = true
        return PageResponse(page.html)
    }

    private func message(_ request: Request, _ context: WebContext) throws -> PageResponse {
        var query = QueryReader(request)
        let view: MessageView? = query.choice("view")
        let look = FrameLook(&query)
        let fragment = query.text("fragment")
        let message = try found(context)
        var page: InboxPage
        if fragment == nil {
            page = try self.page(&query)
        } else {
            page = InboxPage(bench: bench, address: PageAddress(&query))
            try query.finish()
        }
        let all = MessageView.all(message.channel)
        let chosen = view.flatMap { all.contains($0) ? $0 : nil } ?? Self.first(message)
        page.open = (message, chosen)
        page.look = look
        guard fragment == nil else {
            return PageResponse(MessageDetail(page: page, message: message, view: chosen).html)
        }
        return PageResponse(page.html)
    }

    /// The message a path names; whatever else stands there is answered with 404.
    private func found(_ context: WebContext) throws -> InboxMessage {
        guard let id = context.parameters.get("id").flatMap({ MessageKey($0) }), let message = bench.inbox.message(id)
        else {
            throw ProblemDetails.notFound(
                "There is no message of this id. It may have been deleted or dropped; the list shows what is there.")
        }
        return message
    }

    private static func first(_ message: InboxMessage) -> MessageView {
        message.card != nil || message.summary.hasHTML ? .html : .text
    }

    private func frame(_ request: Request, _ context: WebContext) throws -> PageResponse {
        var query = QueryReader(request)
        let images: FrameLook.Images? = query.choice("images")
        try query.finish()
        let message = try found(context)
        guard let response = MailFrame(message: message, images: images ?? .enclosed).response else {
            throw ProblemDetails.notFound("This message has no HTML part.")
        }
        return response
    }

    /// Some rows of the list, for a page that shows only those in sight.
    private func rows(_ request: Request) throws -> PageResponse {
        var query = QueryReader(request)
        let address = PageAddress(&query)
        let (skip, limit, from) = Self.window(&query)
        try query.finish()
        let list = InboxList(bench.inbox, address, skip: skip, limit: limit, anchor: from)
        let rows = InboxPage(bench: bench, address: address).rows
        var fields = HTTPFields()
        fields[.total] = list.total.map(String.init)
        fields[.more] = list.hasMore ? "true" : "false"
        fields[.anchor] = list.anchor?.description
        return PageResponse(rows.html(list.messages), headers: fields)
    }

    private static func window(_ query: inout QueryReader) -> (skip: Int, limit: Int, from: MessageKey?) {
        (
            query.number("skip", in: 0...mostSkipped, else: 0),
            query.number("limit", in: 1...200, else: InboxList.pageLength), query.key("from")
        )
    }

    private func page(_ query: inout QueryReader) throws -> InboxPage {
        let address = PageAddress(&query)
        let (skip, limit, from) = Self.window(&query)
        try query.finish()
        return InboxPage(
            bench: bench, address: address,
            list: InboxList(bench.inbox, address, skip: skip, limit: limit, anchor: from))
    }
}

extension HTTPField.Name {
    /// How many messages there are, beside rows.
    fileprivate static let total = HTTPField.Name("X-Parcelpost-Total") ?? .range
    /// Whether more come after the rows.
    fileprivate static let more = HTTPField.Name("X-Parcelpost-More") ?? .range
    /// The message that places are counted from.
    fileprivate static let anchor = HTTPField.Name("X-Parcelpost-Anchor") ?? .range
}
