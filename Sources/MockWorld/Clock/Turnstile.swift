// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets one at a time through, in the order they came.
final class Turnstile: Sendable {
    private struct State {
        var last = 0
        var waiting: [Int] = []
    }

    private let state = Mutex(State())
    private let changes = Signal()

    /// Waits for its turn, does the work, and lets the next one in; cancelled before its turn, it does nothing.
    func pass<Value: Sendable>(_ work: () async -> Value) async -> Value? {
        let ticket = state.withLock { state in
            state.last += 1
            state.waiting.append(state.last)
            return state.last
        }
        defer {
            state.withLock { state in state.waiting.removeAll { $0 == ticket } }
            changes.raise()
        }
        while true {
            let version = changes.version
            if state.withLock({ $0.waiting.first == ticket }) { break }
            if Task.isCancelled { return nil }
            await changes.wait(past: version)
        }
        return Task.isCancelled ? nil : await work()
    }
}
