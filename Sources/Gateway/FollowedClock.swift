// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Values

/// Calendar time that somebody else moves forward: the machine's, and how far the mock's clock is ahead of it (SEMANTICS G).
///
/// It never goes back: not when the one it follows is gone, not when that one starts again at the machine's time, not when
/// the machine's own clock is set back.
public final class FollowedClock: WallClock {
    private struct State {
        var offset = Duration.zero
        var latest: Timestamp
        var moves = 0
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var cancelled: Set<Int> = []
    }

    private let base: any WallClock
    private let state: Mutex<State>

    /// Makes a clock that shows the other one's time until it is moved.
    public init(_ base: any WallClock) {
        self.base = base
        self.state = Mutex(State(latest: base.now))
    }

    /// The present moment.
    public var now: Timestamp {
        let base = base.now
        return state.withLock { state in
            state.latest = max(state.latest, base + state.offset)
            return state.latest
        }
    }

    /// How far it is ahead of the clock below.
    public var offset: Duration { state.withLock { $0.offset } }

    /// Moves forward, so that it shows at least `moment` and is at least `offset` ahead of the clock below; wakes whoever is due.
    ///
    /// - Returns: Whether it moved.
    @discardableResult
    public func move(to moment: Timestamp, offset: Duration) -> Bool {
        let base = base.now
        let waiting: [CheckedContinuation<Void, Never>]? = state.withLock { state in
            let target = max(offset, moment - base)
            guard target > state.offset else { return nil }
            state.offset = target
            state.moves += 1
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        guard let waiting else { return false }
        for one in waiting { one.resume() }
        return true
    }

    /// Waits until it shows `moment` or later.
    public func sleep(until moment: Timestamp) async throws {
        while now < moment {
            let (moves, offset) = state.withLock { ($0.moves, $0.offset) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { [base] in try await base.sleep(until: moment - offset) }
                group.addTask { await self.untilMoved(past: moves) }
                try await group.next()
                group.cancelAll()
            }
            try Task.checkCancellation()
        }
        try Task.checkCancellation()
    }

    /// Waits for a move after the `moves` known ones, or for cancellation.
    private func untilMoved(past moves: Int) async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.moves > moves || state.cancelled.contains(id) { return true }
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
