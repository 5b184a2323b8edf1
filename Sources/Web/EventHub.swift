// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Hands events to everybody who watches: the pages of an inbox, the followers of a clock.
///
/// Each watcher has its own bounded queue. One that does not keep up is cut off; a page then connects again and loads
/// the present state, which is what it would have arrived at.
public final class EventHub: Sendable {
    private struct State {
        var nextID = 0
        var isFinished = false
        var watchers: [Int: AsyncStream<ServerSentEvent>.Continuation] = [:]
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// Makes a hub.
    ///
    /// - Parameter capacity: How many events wait for one watcher at most.
    public init(capacity: Int = 256) {
        self.capacity = capacity
    }

    /// How many watch.
    public var watcherCount: Int { state.withLock { $0.watchers.count } }

    /// Hands an event to everybody.
    public func publish(_ event: ServerSentEvent) {
        let watchers = state.withLock { $0.watchers }
        for (id, watcher) in watchers {
            if case .dropped = watcher.yield(event) {
                watcher.finish()
                remove(id)
            }
        }
    }

    /// The events from now on; it ends when the hub is finished, or when too many wait.
    public func events() -> AsyncStream<ServerSentEvent> {
        let (stream, watcher) = AsyncStream.makeStream(
            of: ServerSentEvent.self, bufferingPolicy: .bufferingOldest(capacity))
        let id: Int? = state.withLock { state in
            guard !state.isFinished else { return nil }
            state.nextID += 1
            state.watchers[state.nextID] = watcher
            return state.nextID
        }
        guard let id else {
            watcher.finish()
            return stream
        }
        watcher.onTermination = { [weak self] _ in self?.remove(id) }
        return stream
    }

    /// Ends every stream, now and later.
    public func finish() {
        let watchers = state.withLock { state in
            state.isFinished = true
            let watchers = state.watchers
            state.watchers = [:]
            return watchers
        }
        for watcher in watchers.values { watcher.finish() }
    }

    private func remove(_ id: Int) {
        _ = state.withLock { $0.watchers.removeValue(forKey: id) }
    }
}
