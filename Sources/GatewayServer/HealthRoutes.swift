// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Notices
import Values
import Web

/// The health checks: `/healthz` answers while the process lives, `/readyz` when a durable write works.
struct HealthRoutes: Sendable {
    let store: any Store

    func add(to router: Router<WebContext>) {
        router.get("/healthz") { _, _ in JSONResponse(["status": "ok"]) }
        router.get("/readyz") { _, _ in
            try await store.answering { try await store.probe() }
            return JSONResponse(["status": "ready"])
        }
    }
}
