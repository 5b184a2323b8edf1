// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Synchronization
import Values

/// What DeliveryAPI knows in each space: endpoints, subscriptions, parcels.
///
/// Bounded: 200 spaces, in each 1,000 endpoints, 100,000 subscriptions and 200,000 parcels; of more, the oldest is dropped.
final class TrackingStore: Sendable {
    /// One space.
    struct Space: Sendable {
        var chance: SeededGenerator
        var endpoints = OrderedBook<WebhookEndpoint>(limit: 1_000)
        var subscriptions = OrderedBook<Subscription>(limit: 100_000)
        var parcels = OrderedBook<CourierLookup.Anchor>(limit: 200_000)
        /// Look-ups that fail for whole couriers, as somebody asked for.
        var courierFailures: [String: Int] = [:]

        /// A new id or secret.
        mutating func name(_ prefix: String, digits: Int = 16) -> String { prefix + chance.hexDigits(digits) }
    }

    private let seed: UInt64
    private let state: Mutex<OrderedBook<Space>>

    init(seed: UInt64) {
        self.seed = seed
        self.state = Mutex(OrderedBook(limit: 200))
    }

    /// Looks at a space or changes it.
    func with<Result>(_ space: String, _ body: (inout Space) throws(APIRefusal) -> Result) throws(APIRefusal) -> Result
    {
        try state.withLock { state throws(APIRefusal) in
            if state[space] == nil { state[space] = Space(chance: SeededGenerator(seed: seed)) }
            guard var found = state[space] else { throw APIRefusal("INTERNAL_ERROR") }
            // Taken out meanwhile, so that nothing is copied.
            state.release(space)
            defer { state[space] = found }
            return try body(&found)
        }
    }

    /// The same for what cannot be refused.
    func look<Result>(_ space: String, _ body: (inout Space) -> Result) -> Result? {
        try? with(space) { space throws(APIRefusal) in body(&space) }
    }

    /// Forgets a space.
    func reset(space: String) {
        state.withLock { $0[space] = nil }
    }
}
