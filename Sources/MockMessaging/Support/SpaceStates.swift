// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A provider's state, one for each space; of more than 200 spaces the oldest is forgotten.
final class SpaceStates<Value: Sendable>: Sendable {
    private struct State {
        var values: [String: Value] = [:]
        var order: [String] = []
    }

    private static var limit: Int { 200 }

    private let state = Mutex(State())
    private let make: @Sendable () -> Value

    /// Makes it without any; `make` makes the state of a space that is new.
    init(_ make: @escaping @Sendable () -> Value) {
        self.make = make
    }

    /// Reads or changes the state of a space.
    func with<Result: Sendable>(_ space: String, _ body: (inout Value) -> Result) -> Result {
        state.withLock { state in
            if state.values[space] == nil {
                state.values[space] = make()
                state.order.append(space)
                if state.order.count > Self.limit { state.values[state.order.removeFirst()] = nil }
            }
            return body(&state.values[space, default: make()])
        }
    }

    /// Forgets what a space holds.
    func reset(_ space: String) {
        state.withLock { state in
            state.values[space] = nil
            state.order.removeAll { $0 == space }
        }
    }
}
