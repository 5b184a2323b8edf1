// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MockWorld
import Web

/// The API for tests: the inbox, its events, hooks, dumps, and what describes all of it.
struct APIRoutes: Sendable {
    let bench: Bench

    func add(to router: Router<WebContext>) {
        InboxRoutes(inbox: bench.inbox).add(to: router)
        WaitRoutes(inbox: bench.inbox).add(to: router)
        DumpRoutes(inbox: bench.inbox).add(to: router)
        HookRoutes(bench: bench).add(to: router)
        router.get("/openapi.json") { _, _ in JSONResponse(OpenAPI.document) }
    }
}
