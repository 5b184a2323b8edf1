// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MockWorld
import Values
import Web

/// What keeps parallel tests apart: `GET /api/spaces`, `DELETE /api/spaces/{space}`.
struct SpaceRoutes: Sendable {
    private struct Holding {
        var messages = 0
        var entries = 0
        var rules = 0
    }

    private let bench: Bench
    private let onReset: [@Sendable (String) -> Void]

    init(bench: Bench, onReset: [@Sendable (String) -> Void]) {
        self.bench = bench
        self.onReset = onReset
    }

    func add(to router: Router<WebContext>) {
        router.get("/api/spaces") { request, _ in try list(request) }
        router.delete("/api/spaces/:space") { request, context in
            var query = QueryReader(request)
            try query.finish()
            let written = try context.parameters.require("space")
            guard let text = QueryReader.decoded(written.replacing("+", with: "%2B")[...]) else {
                throw ProblemDetails.notFound("This is not the name of a space.")
            }
            // What has no space cannot be named in a path by nothing.
            return empty(text == "-" ? "" : Space.name(text))
        }
    }

    private func list(_ request: Request) throws -> JSONResponse {
        var query = QueryReader(request)
        try query.finish()
        var spaces: [String: Holding] = [:]
        var filter = InboxFilter()
        filter.refused = .include
        var before: MessageKey?
        repeat {
            let page = bench.inbox.list(filter, limit: 1_000, before: before)
            for message in page.messages { spaces[message.space, default: Holding()].messages += 1 }
            before = page.next
        } while before != nil
        for entry in bench.agenda.entries { spaces[entry.space, default: Holding()].entries += 1 }
        for (space, count) in bench.faults.ruleCounts { spaces[space, default: Holding()].rules += count }
        return JSONResponse([
            "spaces": .array(
                spaces.sorted { $0.key < $1.key }.map { name, holding in
                    [
                        "space": .string(name), "messages": .integer(Int64(holding.messages)),
                        "agendaEntries": .integer(Int64(holding.entries)), "faultRules": .integer(Int64(holding.rules)),
                    ]
                })
        ])
    }

    /// Forgets everything of a space, so that a test begins in an empty one.
    private func empty(_ space: String) -> JSONResponse {
        // First what is still to come, so that it brings nothing new.
        let entries = bench.agenda.cancel(space: space)
        let rules = bench.faults.remove(space: space)
        for reset in onReset { reset(space) }
        var filter = InboxFilter()
        filter.space = space
        filter.refused = .include
        let messages = bench.inbox.delete(filter)
        return JSONResponse([
            "space": .string(space), "deleted": .integer(Int64(messages)), "cancelled": .integer(Int64(entries)),
            "faultRules": .integer(Int64(rules)),
        ])
    }
}
