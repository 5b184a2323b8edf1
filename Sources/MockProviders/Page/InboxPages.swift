// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Web

/// The inbox's pages: what a person looks at.
struct InboxPages: Sendable {
    let inbox: Inbox
    let ready: Readiness

    func add(to router: Router<WebContext>) {
        router.get("/") { _, _ in PageResponse("<!doctype html>") }
    }
}
