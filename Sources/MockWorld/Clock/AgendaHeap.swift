// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What is to come, earliest first; of one moment, what was entered first.
///
/// A binary heap: with hundreds of thousands of results to come, looking through all of them at each change would be the
/// mock's whole work.
struct AgendaHeap {
    struct Item {
        let id: Int
        let entry: Agenda.Entry
        let isLasting: Bool
        let work: @Sendable () async -> Void

        func isBefore(_ other: Item) -> Bool { (entry.at, id) < (other.entry.at, other.id) }
    }

    private(set) var items: [Item] = []

    /// The earliest.
    var first: Item? { items.first }

    mutating func insert(_ item: Item) {
        items.append(item)
        var index = items.count - 1
        while index > 0, items[index].isBefore(items[(index - 1) / 2]) {
            items.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the earliest out if it is due.
    mutating func popFirst(dueAt now: Timestamp) -> Item? {
        guard let first = items.first, first.entry.at <= now, let last = items.popLast() else { return nil }
        guard !items.isEmpty else { return first }
        items[0] = last
        sink(0)
        return first
    }

    /// Takes out all that are not wanted.
    mutating func removeAll(where isUnwanted: (Item) -> Bool) {
        items.removeAll(where: isUnwanted)
        for index in stride(from: items.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < items.count && items[child].isBefore(items[least])
            {
                least = child
            }
            guard least != index else { return }
            items.swapAt(index, least)
            index = least
        }
    }
}
