// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import MockWorld
package import Web

/// The inbox page and the API for tests.
package struct ConsoleRoutes: Sendable {
    private let bench: Bench

    /// Makes them for a bench.
    package init(bench: Bench) {
        self.bench = bench
    }

    /// Adds them to a server.
    package func add(to router: Router<WebContext>) {
        APIRoutes(bench: bench).add(to: router)
        InboxPages(bench: bench).add(to: router)
    }
}
