// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Synchronization

/// A bounded queue in memory between those who put and those who take; a shortcut, never the truth (DESIGN, the road, 4).
final class Mailroom<Item: Sendable>: Sendable {
    private struct State {
        var items = Deque<Item>()
        var reserved = 0
        var takers = Deque<Ticket<Item?>>()
        var isClosed = false
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// Makes a queue for so many items.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many items wait.
    var count: Int { state.withLock { $0.items.count } }

    /// Sets places aside: as many as are free, at most `wanted`.
    func reserve(_ wanted: Int) -> Int {
        state.withLock { state in
            guard !state.isClosed else { return 0 }
            let places = min(wanted, max(0, capacity - state.items.count - state.reserved))
            state.reserved += places
            return places
        }
    }

    /// Fills reserved places and gives the rest of the reservation back.
    ///
    /// Items are taken even after `close()`: they are ours to hand back.
    func fill(_ items: [Item], reserved places: Int) {
        let woken: [(Ticket<Item?>, Item)] = state.withLock { state in
            state.reserved -= places
            state.items.append(contentsOf: items)
            var woken = [(Ticket<Item?>, Item)]()
            while let taker = state.takers.first, let item = state.items.first {
                woken.append((taker, item))
                state.takers.removeFirst()
                state.items.removeFirst()
            }
            return woken
        }
        for (taker, item) in woken { taker.resolve(item) }
    }

    /// Takes the next item, waiting for one; nil once the queue is closed and empty.
    func next() async -> Item? {
        let ticket = Ticket<Item?>()
        let ready: Item?? = state.withLock { state in
            if let item = state.items.popFirst() { return .some(item) }
            if state.isClosed { return .some(nil) }
            state.takers.append(ticket)
            return nil
        }
        if let ready { return ready }
        return await ticket.answer()
    }

    /// Takes all items there are, waiting for at least one; empty once the queue is closed and empty.
    func all(upTo limit: Int) async -> [Item] {
        guard let first = await next() else { return [] }
        let rest = state.withLock { state in
            let count = min(limit - 1, state.items.count)
            let rest = Array(state.items.prefix(count))
            state.items.removeFirst(count)
            return rest
        }
        return [first] + rest
    }

    /// Ends the queue: who waits gets nil, and what is left can still be taken.
    func close() {
        let takers = state.withLock { state in
            state.isClosed = true
            let takers = state.takers
            state.takers.removeAll()
            return takers
        }
        for taker in takers { taker.resolve(nil) }
    }

    /// Takes out all that is left at once.
    func drain() -> [Item] {
        state.withLock { state in
            let items = Array(state.items)
            state.items.removeAll()
            return items
        }
    }
}
