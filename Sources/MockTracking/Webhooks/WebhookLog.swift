// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The webhooks that were sent lately, newest kept: 20,000 in all.
final class WebhookLog: Sendable {
    private struct State {
        var first = 0
        var next = 0
        var records: [Int: WebhookDelivery] = [:]
    }

    /// The most that are kept.
    let limit: Int
    private let state = Mutex(State())

    init(limit: Int = 20_000) {
        self.limit = limit
    }

    /// Writes one down; the number names it for `change`.
    func add(_ delivery: WebhookDelivery) -> Int {
        state.withLock { state in
            state.records[state.next] = delivery
            state.next += 1
            while state.next - state.first > limit {
                state.records[state.first] = nil
                state.first += 1
            }
            return state.next - 1
        }
    }

    /// Changes one, if it is still kept.
    func change(_ number: Int, _ change: (inout WebhookDelivery) -> Void) {
        state.withLock { state in
            guard var delivery = state.records[number] else { return }
            change(&delivery)
            state.records[number] = delivery
        }
    }

    /// Those that match, newest first, at most so many, and how many match in all.
    func list(limit: Int, where matches: (WebhookDelivery) -> Bool) -> (list: [WebhookDelivery], total: Int) {
        state.withLock { state in
            var found: [WebhookDelivery] = []
            var total = 0
            for number in (state.first..<state.next).reversed() {
                guard let delivery = state.records[number], matches(delivery) else { continue }
                total += 1
                if found.count < limit { found.append(delivery) }
            }
            return (found, total)
        }
    }

    /// Forgets a space's.
    func reset(space: String) {
        state.withLock { state in
            state.records = state.records.filter { $0.value.space != space }
        }
    }
}
