// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Calendar time: what due times, quiet hours and retry dates are written in.
///
/// It can be moved forward in development and tests (SEMANTICS G), so nothing reads the system's time by itself. Sockets
/// and leases use the monotonic `ContinuousClock`, which nobody moves.
public protocol WallClock: Sendable {
    /// The present moment.
    var now: Timestamp { get }

    /// Waits until the clock shows `moment` or later.
    ///
    /// - Throws: `CancellationError` when the waiting task is cancelled.
    func sleep(until moment: Timestamp) async throws
}

/// The machine's own calendar time.
public struct SystemWallClock: WallClock {
    /// Makes the clock.
    public init() {}

    /// The machine's time, to the millisecond.
    public var now: Timestamp {
        let span = SystemTime.sinceEpoch()
        return Timestamp(milliseconds: span.wholeMilliseconds)
    }

    /// Waits on the monotonic clock for the distance between now and `moment`.
    public func sleep(until moment: Timestamp) async throws {
        let distance = moment - now
        guard distance > .zero else { return try Task.checkCancellation() }
        try await ContinuousClock().sleep(for: distance)
    }
}

/// A clock that stands still until it is moved, for tests and the simulation.
public final class ManualWallClock: WallClock {
    private struct Sleeper {
        let until: Timestamp
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Timestamp
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    /// Makes a clock that shows `start`.
    public init(_ start: Timestamp) {
        self.state = Mutex(State(now: start))
    }

    /// The moment it was last moved to.
    public var now: Timestamp { state.withLock { $0.now } }

    /// The earliest moment somebody waits for.
    public var nextWake: Timestamp? { state.withLock { $0.sleepers.values.map(\.until).min() } }

    /// How many wait.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves the clock forward and wakes whoever is due, earliest first.
    public func advance(by span: Duration) {
        advance(to: now + span)
    }

    /// Moves the clock to a later moment and wakes whoever is due, earliest first; an earlier moment is ignored.
    public func advance(to moment: Timestamp) {
        let due = state.withLock { state in
            state.now = max(state.now, moment)
            let now = state.now
            let ids = state.sleepers.filter { $0.value.until <= now }.keys
                .sorted { (state.sleepers[$0]?.until ?? now, $0) < (state.sleepers[$1]?.until ?? now, $1) }
            return ids.compactMap { state.sleepers.removeValue(forKey: $0) }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits until the clock is moved to `moment` or past it.
    public func sleep(until moment: Timestamp) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if moment <= state.now { return .success(()) }
                    state.sleepers[id] = Sleeper(until: moment, continuation: continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
