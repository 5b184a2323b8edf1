// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Values by key, each in the space it belongs to; of too many the oldest are dropped.
final class SpaceTable<Value: Sendable>: Sendable {
    private struct Shelf {
        var values: [String: Value] = [:]
        var order: [String] = []
    }

    private struct State {
        var shelves: [String: Shelf] = [:]
        var order: [String] = []
    }

    private let limit: Int
    private let spaceLimit = 1_000
    private let state = Mutex(State())

    /// Makes an empty one.
    ///
    /// - Parameter limit: The most values of one space.
    init(limit: Int = 1_000) {
        self.limit = limit
    }

    /// The value of a space.
    func value(_ key: String, space: String) -> Value? {
        state.withLock { $0.shelves[space]?.values[key] }
    }

    /// The value whatever space it is of; for keys that nobody guesses.
    func find(_ key: String) -> Value? {
        state.withLock { state in
            for shelf in state.shelves.values {
                if let value = shelf.values[key] { return value }
            }
            return nil
        }
    }

    /// All values of a space, oldest first.
    func values(space: String) -> [Value] {
        state.withLock { state in
            guard let shelf = state.shelves[space] else { return [] }
            return shelf.order.compactMap { shelf.values[$0] }
        }
    }

    /// Sets a value.
    func set(_ value: Value, for key: String, space: String) {
        update(key, space: space) { $0 = value }
    }

    /// Changes a value in one step.
    func update<Result: Sendable>(_ key: String, space: String, _ change: (inout Value?) -> Result) -> Result {
        state.withLock { state in
            if state.shelves[space] == nil {
                state.shelves[space] = Shelf()
                state.order.append(space)
                if state.order.count > spaceLimit { state.shelves[state.order.removeFirst()] = nil }
            }
            var shelf = state.shelves[space] ?? Shelf()
            // Else the dictionary's storage would be copied.
            state.shelves[space] = nil
            let isNew = shelf.values[key] == nil
            let result = change(&shelf.values[key])
            if isNew, shelf.values[key] != nil {
                shelf.order.append(key)
                if shelf.order.count > limit { shelf.values[shelf.order.removeFirst()] = nil }
            }
            state.shelves[space] = shelf
            return result
        }
    }

    /// Forgets a space.
    func reset(space: String) {
        state.withLock { state in
            state.shelves[space] = nil
            state.order.removeAll { $0 == space }
        }
    }
}
