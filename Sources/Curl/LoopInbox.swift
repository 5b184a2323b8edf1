// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc
import Synchronization
import Values

/// The way into the loop's thread: a bounded inbox and an eventfd that wakes it.
final class LoopInbox: Sendable {
    /// What the thread finds when it looks.
    struct Contents {
        /// New jobs, in order.
        var jobs: [LoopJob] = []
        /// Whether some caller gave up since the last look.
        var hasCancellations = false
        /// Whether some stream has room again.
        var hasRoom = false
        /// How long work under way may go on, once the end is asked for.
        var stop: Duration?
    }

    private struct State {
        var contents = Contents()
        var isWoken = false
        var isStopping = false
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let held = Atomic<Int>(0)
    private let maxTransfers: Int
    /// Readable when there is something to take.
    let descriptor: Int32

    /// Opens the eventfd.
    init(maxTransfers: Int) throws(ValueError) {
        self.maxTransfers = maxTransfers
        self.descriptor = parcelpost_eventfd()
        guard descriptor >= 0 else { throw ValueError("no file descriptor is left") }
    }

    deinit { close(descriptor) }

    /// How many jobs wait or are under way.
    var load: Int { held.load(ordering: .relaxed) }

    /// Hands a job in; returns why not, when it is refused.
    func submit(_ job: LoopJob) -> TransferFailure.Kind? {
        guard held.add(1, ordering: .relaxed).oldValue < maxTransfers else {
            held.subtract(1, ordering: .relaxed)
            return .queueFull
        }
        let (isRefused, wakes) = state.withLock { state in
            if state.isStopping { return (true, false) }
            state.contents.jobs.append(job)
            defer { state.isWoken = true }
            return (false, !state.isWoken)
        }
        if isRefused {
            held.subtract(1, ordering: .relaxed)
            return .shuttingDown
        }
        if wakes { wake() }
        return nil
    }

    /// Notes that a job's ticket was cancelled.
    func noteCancellation() {
        note { $0.hasCancellations = true }
    }

    /// Notes that a stream that stood still has room again.
    func noteRoom() {
        note { $0.hasRoom = true }
    }

    private func note(_ change: (inout Contents) -> Void) {
        let wakes = state.withLock { state in
            change(&state.contents)
            defer { state.isWoken = true }
            return !state.isWoken
        }
        if wakes { wake() }
    }

    /// Asks the thread to end; a second call may shorten the grace.
    func stop(grace: Duration) {
        state.withLock { state in
            state.isStopping = true
            state.contents.stop = min(grace, state.contents.stop ?? grace)
            state.isWoken = true
        }
        wake()
    }

    /// Takes everything; called by the thread.
    func take() -> Contents {
        state.withLock { state in
            defer {
                state.contents = Contents()
                state.isWoken = false
            }
            return state.contents
        }
    }

    /// Empties the eventfd; called by the thread before `take`.
    func drain() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }

    /// Counts a job as ended; called by the thread before it answers.
    func release() {
        held.subtract(1, ordering: .relaxed)
    }

    /// Notes that the thread is at its end.
    func end() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when the thread is at its end.
    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiters.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }
}
