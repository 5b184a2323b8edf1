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

    /// How it stands; two equal ones mean that nothing was entered, begun, ended or cancelled in between.
    package struct Standing: Hashable, Sendable {
        /// How many things were entered so far.
        package var entered = 0
        /// How many of them were begun.
        package var begun = 0
        /// How many of those have ended.
        package var ended = 0
        /// How many were forgotten before they began.
        package var cancelled = 0
    }

    private struct State {
        var heap = AgendaHeap()
        var running: [Int: Entry] = [:]
        var standing = Standing()
    }

    private let clock: MockClock
    private let state = Mutex(State())
    /// Something was entered, begun, ended or cancelled.
    private let changes = Signal()
    /// The earliest entry is another.
    private let heads = Signal()

    /// Makes an empty one.
    package init(clock: MockClock) {
        self.clock = clock
    }

    /// Enters something to be done at a moment of the mock's clock.
    ///
    /// - Parameters:
    ///   - moment: When.
    ///   - space: Whose it is.
    ///   - isLasting: Whether it stays when its space is emptied, because it belongs to the mock as a whole.
    ///   - what: What it is, in words.
    ///   - work: What is done.
    package func at(
        _ moment: Timestamp, space: String, isLasting: Bool = false, _ what: String,
        _ work: @escaping @Sendable () async -> Void
    ) {
        let isFirst = state.withLock { state in
            state.standing.entered += 1
            let id = state.standing.entered
            state.heap.insert(
                AgendaHeap.Item(
                    id: id, entry: Entry(at: moment, space: space, what: what), isLasting: isLasting, work: work))
            return state.heap.first?.id == id
        }
        if isFirst { heads.raise() }
        changes.raise()
    }

    /// Enters something to be done after a span of the mock's time.
    package func after(
        _ span: Duration, space: String, isLasting: Bool = false, _ what: String,
        _ work: @escaping @Sendable () async -> Void
    ) {
        at(clock.now + span, space: space, isLasting: isLasting, what, work)
    }

    /// What is still to come, earliest first.
    package var entries: [Entry] {
        state.withLock { $0.heap.items }.sorted { $0.isBefore($1) }.map(\.entry)
    }

    /// What is being done.
    package var running: [Entry] {
        state.withLock { $0.running.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// When the earliest of what is to come is due.
    package var next: Timestamp? { state.withLock { $0.heap.first?.entry.at } }

    /// How it stands.
    package var standing: Standing { state.withLock { $0.standing } }

    /// Whether nothing is due now and nothing runs.
    package var isIdle: Bool {
        let now = clock.now
        return state.withLock { state in
            state.running.isEmpty && (state.heap.first.map { $0.entry.at > now } ?? true)
        }
    }

    /// Forgets what a space had still to do; what has begun goes on.
    ///
    /// - Returns: How many there were.
    @discardableResult
    package func cancel(space: String) -> Int {
        let count = state.withLock { state in
            let before = state.heap.items.count
            state.heap.removeAll { $0.entry.space == space && !$0.isLasting }
            let count = before - state.heap.items.count
            state.standing.cancelled += count
            return count
        }
        heads.raise()
        changes.raise()
        return count
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
                let version = heads.version
                while let item = begin() {
                    // Begun here and now, up to its first pause: tasks of a group begin in any order.
                    group.addImmediateTask {
                        await item.work()
                        self.end(item.id)
                    }
                }
                await wait(until: next, version)
            }
            group.cancelAll()
        }
    }

    private func begin() -> AgendaHeap.Item? {
        let now = clock.now
        let item: AgendaHeap.Item? = state.withLock { state in
            guard let item = state.heap.popFirst(dueAt: now) else { return nil }
            state.running[item.id] = item.entry
            state.standing.begun += 1
            return item
        }
        if item != nil { changes.raise() }
        return item
    }

    private func end(_ id: Int) {
        state.withLock { state in
            state.running[id] = nil
            state.standing.ended += 1
        }
        changes.raise()
    }

    /// Waits for the moment or for another head.
    private func wait(until moment: Timestamp?, _ version: Int) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.heads.wait(past: version) }
            if let moment { group.addTask { try? await self.clock.sleep(until: moment) } }
            await group.next()
            group.cancelAll()
        }
    }
}
