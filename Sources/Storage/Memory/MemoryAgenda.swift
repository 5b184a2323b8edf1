// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Numbers in the order of the moments they wait for, which can undo what was done since the last commit.
struct MemoryAgenda: Sendable {
    private struct Entry: Hashable, Comparable, Sendable {
        let moment: Timestamp
        let id: Int64

        static func < (left: Entry, right: Entry) -> Bool {
            (left.moment, left.id) < (right.moment, right.id)
        }
    }

    private var entries: [Entry] = []
    private var undo: [(isInsertion: Bool, entry: Entry)] = []

    /// The numbers in order, earliest first.
    var inOrder: some Sequence<(moment: Timestamp, id: Int64)> {
        entries.lazy.map { ($0.moment, $0.id) }
    }

    mutating func insert(_ id: Int64, at moment: Timestamp) {
        let entry = Entry(moment: moment, id: id)
        put(entry)
        undo.append((true, entry))
    }

    mutating func remove(_ id: Int64, at moment: Timestamp) {
        let entry = Entry(moment: moment, id: id)
        take(entry)
        undo.append((false, entry))
    }

    /// Keeps what was done.
    mutating func commit() {
        undo.removeAll(keepingCapacity: true)
    }

    /// Takes back what was done since the last commit.
    mutating func rollback() {
        for (isInsertion, entry) in undo.reversed() {
            if isInsertion { take(entry) } else { put(entry) }
        }
        undo.removeAll(keepingCapacity: true)
    }

    private mutating func put(_ entry: Entry) {
        entries.insert(entry, at: place(of: entry))
    }

    private mutating func take(_ entry: Entry) {
        let index = place(of: entry)
        if index < entries.count, entries[index] == entry { entries.remove(at: index) }
    }

    /// The first place whose entry does not come before this one.
    private func place(of entry: Entry) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
