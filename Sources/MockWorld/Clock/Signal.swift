// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A number that grows whenever something changes, and that tasks can wait for: no change is missed, nobody polls.
package final class Signal: Sendable {
    private struct State {
        var version = 0
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Makes one at 0.
    package init() {}

    /// The number now: read it before you look at what may change.
    package var version: Int { state.withLock { $0.version } }

    /// Something has changed.
    package func raise() {
        let waiting = state.withLock { state in
            state.version += 1
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for one in waiting { one.resume() }
    }

    /// Waits until the number is greater than `version`, or the task is cancelled.
    package func wait(past version: Int) async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    guard state.version <= version, !state.cancelled.contains(id) else { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.cancelled.insert(id)
                return state.waiting.removeValue(forKey: id)
            }
            waiting?.resume()
        }
        state.withLock { _ = $0.cancelled.remove(id) }
    }
}
