// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A dictionary that can undo what was done to it since the last commit.
struct MemoryTable<Key: Hashable & Sendable, Row: Sendable>: Sendable {
    private(set) var rows: [Key: Row] = [:]
    private var undo: [(key: Key, row: Row?)] = []

    subscript(_ key: Key) -> Row? {
        get { rows[key] }
        set {
            undo.append((key, rows[key]))
            rows[key] = newValue
        }
    }

    /// Keeps what was done.
    mutating func commit() {
        undo.removeAll(keepingCapacity: true)
    }

    /// Takes back what was done since the last commit.
    mutating func rollback() {
        for (key, row) in undo.reversed() { rows[key] = row }
        undo.removeAll(keepingCapacity: true)
    }
}
