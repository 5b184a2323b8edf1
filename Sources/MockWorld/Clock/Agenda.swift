// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
package import Values

/// What the mock does later on its own clock: results, retries, bounces, the steps of journeys.
///
/// Things begin in the order of their moments, those of one moment in the order they were entered, and run side by side.
package final class Agenda: Sendable {
    /// One entry, for people to look at.
    package struct Entry: Hashable, Sendable {
        /// When it is due.
        package let at: Timestamp
        /// Whose it is; empty for nobody's.
        package let space: String
        /// A few words, without names, numbers and addresses.
        package let what: String
    }

    private struct Item {
        let entry: Entry
        let work: @Sendable () async -> Void
    }

    private struct State {
        var nextID = 0
        var items: [Int: Item] = [:]
        var running = 0
    }

    private let clock: MockClock
    private let state = Mutex(State())
    private let changes = Signal()

    /// Makes an empty one.
    package init(clock: MockClock) {
        self.clock = clock
    }

    /// Enters something to be done at a moment of the mock's clock.
    package func at(_ moment: Timestamp, space: String, _ what: String, _ work: @escaping @Sendable () async -> Void) {
        change { state in
            state.nextID += 1
            state.items[state.nextID] = Item(entry: Entry(at: moment, space: space, what: what), work: work)
        }
    }

    /// Enters something to be done after a span of the mock's time.
    package func after(_ span: Duration, space: String, _ what: String, _ work: @escaping @Sendable () async -> Void) {
        at(clock.now + span, space: space, what, work)
    }

    /// What is still to come, earliest first.
    package var entries: [Entry] {
        state.withLock { state in
            state.items.sorted { ($0.value.entry.at, $0.key) < ($1.value.entry.at, $1.key) }.map(\.value.entry)
        }
    }

    /// Whether nothing is due now and nothing runs.
    package var isIdle: Bool {
        let now = clock.now
        return state.withLock { $0.running == 0 && !$0.items.values.contains { $0.entry.at <= now } }
    }

    /// Forgets what a space had still to do.
    package func cancel(space: String) {
        change { $0.items = $0.items.filter { $0.value.entry.space != space } }
    }

    /// Waits until nothing is due and nothing runs, or the task is cancelled.
    package func settle() async {
        while !Task.isCancelled {
            let version = changes.version
            if isIdle { return }
            await changes.wait(past: version)
        }
    }

    /// Does what is entered when its time comes, until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let version = changes.version
                let now = clock.now
                let (due, next) = state.withLock { state -> ([Item], Timestamp?) in
                    let due = state.items.filter { $0.value.entry.at <= now }
                        .sorted { ($0.value.entry.at, $0.key) < ($1.value.entry.at, $1.key) }
                    for (id, _) in due { state.items[id] = nil }
                    state.running += due.count
                    return (due.map(\.value), state.items.values.map(\.entry.at).min())
                }
                for item in due {
                    group.addTask {
                        await item.work()
                        self.change { $0.running -= 1 }
                    }
                }
                await wait(until: next, version)
            }
        }
    }

    /// Waits for the moment or for a change.
    private func wait(until moment: Timestamp?, _ version: Int) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.changes.wait(past: version) }
            if let moment { group.addTask { try? await self.clock.sleep(until: moment) } }
            await group.next()
            group.cancelAll()
        }
    }

    private func change(_ change: (inout State) -> Void) {
        state.withLock { change(&$0) }
        changes.raise()
    }
}
