// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MockWorld
import Web

/// The API for tests: the inbox, its events, hooks, dumps, and what describes all of it.
struct APIRoutes: Sendable {
    private let bench: Bench
    // One book of hooks for all doors: each message is posted once.
    private let hooks: HookRoutes

    init(bench: Bench) {
        self.bench = bench
        self.hooks = HookRoutes(bench: bench)
    }

    func add(to router: Router<WebContext>) {
        InboxRoutes(inbox: bench.inbox).add(to: router)
        WaitRoutes(inbox: bench.inbox).add(to: router)
        DumpRoutes(inbox: bench.inbox).add(to: router)
        hooks.add(to: router)
        router.get("/openapi.json") { _, _ in JSONResponse(OpenAPI.document) }
    }
}
