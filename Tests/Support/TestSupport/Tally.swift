// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts what happens, and lets a test wait for the n-th time instead of sleeping.
public final class Tally: Sendable {
    private struct State {
        var count = 0
        var nextID = 0
        var waiters: [Int: (goal: Int, continuation: CheckedContinuation<Void, Never>)] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Makes a tally of nothing yet.
    public init() {}

    /// How often it happened.
    public var count: Int { state.withLock { $0.count } }

    /// It happened.
    public func add(_ times: Int = 1) {
        let ready = state.withLock { state in
            state.count += times
            let ids = state.waiters.filter { $0.value.goal <= state.count }.keys.sorted()
            return ids.compactMap { state.waiters.removeValue(forKey: $0)?.continuation }
        }
        for continuation in ready { continuation.resume() }
    }

    /// Waits until it happened so often; throws when the test's time is up.
    public func reach(_ goal: Int = 1) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.count >= goal || state.cancelled.contains(id) { return true }
                    state.waiters[id] = (goal, continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.cancelled.insert(id)
                return state.waiters.removeValue(forKey: id)
            }
            waiter?.continuation.resume()
        }
        try Task.checkCancellation()
    }
}
