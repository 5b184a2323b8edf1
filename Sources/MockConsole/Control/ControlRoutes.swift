// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import MockWorld
package import Web

/// The routes by which people and tests rule the mock's world: its clock, its faults, its spaces.
package struct ControlRoutes: Sendable {
    private let clock: ClockRoutes
    private let faults: FaultRoutes
    private let spaces: SpaceRoutes

    /// Makes them for a bench.
    ///
    /// - Parameters:
    ///   - bench: What is ruled.
    ///   - folder: Where the scenario files are; nil for none.
    ///   - onReset: Told the name of each space that is emptied, so that providers forget what they know of it.
    package init(bench: Bench, scenarios folder: String? = nil, onReset: [@Sendable (String) -> Void] = []) {
        self.clock = ClockRoutes(bench: bench)
        self.faults = FaultRoutes(bench: bench, folder: folder)
        self.spaces = SpaceRoutes(bench: bench, onReset: onReset)
    }

    /// Adds them to a server.
    package func add(to router: Router<WebContext>) {
        clock.add(to: router)
        faults.add(to: router)
        spaces.add(to: router)
    }
}
