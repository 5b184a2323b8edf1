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
    let inbox: Inbox
    let places: Places
    let clock: any WallClock

    private static let pageLength = 100

    func add(to router: Router<WebContext>) {
        router.get("/") { request, _ in try list(request) }
        router.get("/messages/:id") { request, context in try message(request, context) }
        router.get("/fragments/rows") { request, _ in try rows(request) }
        router.get("/assets/tools.css") { _, _ in PageResponse.stylesheet(ToolsStylesheet.text) }
        router.get("/assets/inbox.css") { _, _ in PageResponse.stylesheet(InboxStylesheet.text) }
        router.get("/assets/inbox.js") { _, _ in PageResponse.script(InboxScript.text) }
    }

    private func list(_ request: Request) throws -> PageResponse {
        var query = QueryReader(request)
        let page = page(&query)
        try query.finish()
        return PageResponse(page.html)
    }

    private func message(_ request: Request, _ context: WebContext) throws -> PageResponse {
        var query = QueryReader(request)
        let view: MessageView? = query.choice("view")
        let fragment = query.text("fragment")
        let message = try InboxRoutes(inbox: inbox).message(context)
        var page = fragment == nil ? page(&query) : frame(&query)
        try query.finish()
        let chosen = view ?? (message.summary.hasHTML ? .html : .text)
        page.open = (message, chosen)
        guard fragment == nil else {
            return PageResponse(MessageDetail(page: page, message: message, view: chosen).html)
        }
        return PageResponse(page.html)
    }

    /// The rows of a search, or those that have come after a message.
    private func rows(_ request: Request) throws -> PageResponse {
        var query = QueryReader(request)
        let onlyNew = query.text("after") != nil
        let page = page(&query)
        try query.finish()
        var total = HTTPFields()
        total[.total] = String(page.total)
        return PageResponse(onlyNew ? page.rows : page.list, headers: total)
    }

    private func frame(_ query: inout QueryReader) -> InboxPage {
        InboxPage(
            query: query.text("query") ?? "", space: query.text("space").map(Space.name) ?? "",
            total: inbox.counts.messages, copies: { inbox.copies(of: $0) }, addresses: places.addresses, now: clock.now)
    }

    private func page(_ query: inout QueryReader) -> InboxPage {
        var page = frame(&query)
        var filter = query.filter()
        filter.refused = .include
        let found = inbox.list(filter, limit: Self.pageLength, before: query.key("before"))
        page.messages = found.messages
        page.next = found.next
        return page
    }
}

extension HTTPField.Name {
    /// How many messages there are, beside a fragment.
    fileprivate static let total = HTTPField.Name("X-Parcelpost-Total") ?? .range
}
