// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import MockWorld
package import Web

/// The API of DeliveryAPI, and the journeys it plays.
package struct TrackingRoutes: Sendable {
    private let bench: Bench
    private let settings: DeliveryAPISettings
    private let store: TrackingStore
    private let log: WebhookLog
    private let book: JourneyBook

    /// Makes them for a bench.
    ///
    /// - Parameters:
    ///   - bench: What all providers share.
    ///   - settings: How DeliveryAPI behaves (`mocks/providers/deliveryapi.yaml`).
    package init(bench: Bench, settings: DeliveryAPISettings = DeliveryAPISettings()) {
        self.bench = bench
        self.settings = settings
        self.store = TrackingStore(seed: settings.seed)
        self.log = WebhookLog()
        self.book = JourneyBook(bench: bench, log: log)
    }

    /// Adds them to a server.
    package func add(to router: Router<WebContext>) {
        JourneyRoutes(bench: bench, book: book, log: log).add(to: router)
        DeliveryAPIRoutes(bench: bench, settings: settings, store: store, log: log).add(to: router)
        CourierControlRoutes(bench: bench, store: store).add(to: router)
    }

    /// Forgets a space: its endpoints, subscriptions, parcels, journeys and what was delivered; nothing more is sent for it.
    package func reset(space: String) {
        book.reset(space: space)
        store.reset(space: space)
        log.reset(space: space)
    }
}
