// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import MockWorld
package import Web

/// The inbox page and the API for tests.
package struct ConsoleRoutes: Sendable {
    private let api: APIRoutes
    private let pages: InboxPages

    /// Makes them for a bench.
    package init(bench: Bench) {
        self.api = APIRoutes(bench: bench)
        self.pages = InboxPages(bench: bench)
    }

    /// Adds them to a server.
    package func add(to router: Router<WebContext>) {
        api.add(to: router)
        pages.add(to: router)
    }
}
