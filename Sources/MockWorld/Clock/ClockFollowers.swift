// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
package import Values
package import Web

/// The programs that follow the mock's clock, and how far each of them has come (docs/mock-clock.md).
package final class ClockFollowers: Sendable {
    /// One of them.
    package struct Follower: Hashable, Sendable {
        /// Its id: `f1`.
        package let id: String
        /// What it calls itself.
        package let name: String
        /// The last event it was told.
        package var told: Int
        /// The last event it has acknowledged.
        package var acknowledged = 0
        /// What its clock showed then.
        package var now: Timestamp?
        /// When its earliest timer is due.
        package var next: Timestamp?

        /// Whether it has done all it was told.
        package var isUpToDate: Bool { acknowledged >= told }
    }

    /// Why an acknowledgement is refused.
    package enum Refusal: Error {
        /// Nobody of that id follows.
        case unknown
        /// That event was not told yet; the last one was the given.
        case notTold(last: Int)
        /// Too many follow already.
        case full
    }

    /// How many may follow.
    package static let limit = 1_000

    private struct Place {
        let number: Int
        var follower: Follower
        let stream: AsyncStream<ServerSentEvent>.Continuation
    }

    private struct State {
        var lastID = 0
        var sequence = 0
        var places: [String: Place] = [:]
        var joined = 0
        /// Everybody who has left, latest last; the oldest are forgotten.
        var left: [Follower] = []
        var leftCount = 0
    }

    private let clock: MockClock
    private let state = Mutex(State())
    private let changes = Signal()

    /// Makes the list, empty.
    package init(clock: MockClock) {
        self.clock = clock
    }

    /// All of them, in the order they came.
    package var list: [Follower] {
        state.withLock { $0.places.values.sorted { $0.number < $1.number }.map(\.follower) }
    }

    /// How many have come so far, and how many have left.
    package var comings: (joined: Int, left: Int) { state.withLock { ($0.joined, $0.leftCount) } }

    /// Who has left since that many had, at most a hundred.
    package func left(since count: Int) -> [Follower] {
        state.withLock { Array($0.left.suffix(min(100, $0.leftCount - count))) }
    }

    /// Somebody begins to follow.
    ///
    /// - Returns: The events for it; the first tells the time. When the stream ends, it follows no more.
    package func join(name: String) throws(Refusal) -> AsyncStream<ServerSentEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ServerSentEvent.self, bufferingPolicy: .bufferingOldest(1_000))
        let id: String? = state.withLock { state in
            guard state.places.count < Self.limit else { return nil }
            state.lastID += 1
            state.joined += 1
            state.sequence += 1
            let follower = Follower(id: "f\(state.lastID)", name: name, told: state.sequence)
            state.places[follower.id] = Place(number: state.lastID, follower: follower, stream: continuation)
            continuation.yield(timeEvent(follower.id, state.sequence))
            return follower.id
        }
        guard let id else { throw .full }
        continuation.onTermination = { [weak self] _ in self?.leave(id) }
        changes.raise()
        return stream
    }

    /// Tells everybody the time.
    package func tellTime() {
        tell { self.timeEvent($0, $1) }
    }

    /// Asks everybody to say when it is idle.
    package func askToSettle() {
        tell { id, sequence in
            ServerSentEvent(
                name: "settle",
                data: JSON.object([
                    .init("follower", .string(id)), .init("sequence", .integer(Int64(sequence))),
                ]).text, id: String(sequence))
        }
    }

    /// Somebody has done what an event told, and all those before it.
    package func acknowledge(
        _ id: String, sequence: Int, now: Timestamp? = nil, next: Timestamp? = nil
    ) throws(Refusal) {
        let refusal: Refusal? = state.withLock { state in
            guard var place = state.places[id] else { return .unknown }
            guard sequence <= place.follower.told else { return .notTold(last: place.follower.told) }
            // A late one of an earlier event tells nothing new.
            guard sequence >= place.follower.acknowledged else { return nil }
            place.follower.acknowledged = sequence
            place.follower.now = now ?? place.follower.now
            place.follower.next = next
            state.places[id] = place
            return nil
        }
        if let refusal { throw refusal }
        changes.raise()
    }

    /// Waits until everybody who follows has done all it was told, or the task is cancelled.
    package func settle() async {
        while !Task.isCancelled {
            let version = changes.version
            let isDone = state.withLock { state in state.places.values.allSatisfy(\.follower.isUpToDate) }
            if isDone { return }
            await changes.wait(past: version)
        }
    }

    private func timeEvent(_ id: String, _ sequence: Int) -> ServerSentEvent {
        ServerSentEvent(
            name: "time",
            data: JSON.object([
                .init("follower", .string(id)), .init("sequence", .integer(Int64(sequence))),
                .init("now", .string(clock.now.rfc3339)),
                .init("offsetMilliseconds", .integer(clock.offset.wholeMilliseconds)),
            ]).text, id: String(sequence))
    }

    private func tell(_ event: (_ id: String, _ sequence: Int) -> ServerSentEvent) {
        // One that takes nothing any more is let go outside the lock, because letting go takes the lock again.
        let stuck: [AsyncStream<ServerSentEvent>.Continuation] = state.withLock { state in
            guard !state.places.isEmpty else { return [] }
            state.sequence += 1
            var stuck: [AsyncStream<ServerSentEvent>.Continuation] = []
            for id in state.places.keys {
                state.places[id]?.follower.told = state.sequence
                guard let stream = state.places[id]?.stream else { continue }
                if case .dropped = stream.yield(event(id, state.sequence)) { stuck.append(stream) }
            }
            return stuck
        }
        for stream in stuck { stream.finish() }
    }

    private func leave(_ id: String) {
        state.withLock { state in
            guard let place = state.places.removeValue(forKey: id) else { return }
            state.leftCount += 1
            state.left.append(place.follower)
            if state.left.count > 200 { state.left.removeFirst(100) }
        }
        changes.raise()
    }
}
