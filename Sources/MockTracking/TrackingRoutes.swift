// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import MockWorld
package import Web

/// The API of DeliveryAPI, and the journeys it plays.
package struct TrackingRoutes: Sendable {
    private let bench: Bench

    /// Makes them for a bench.
    package init(bench: Bench) {
        self.bench = bench
    }

    /// Adds them to a server.
    package func add(to router: Router<WebContext>) {
        JourneyRoutes(loop: bench.loop, clock: bench.clock, allowsRemote: bench.allowsRemote).add(to: router)
    }
}
