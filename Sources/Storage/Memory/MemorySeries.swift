// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Rows under rising numbers that are never given twice, in the order of their numbers.
struct MemorySeries<Row: Sendable>: Sendable {
    private var table = MemoryTable<Int64, Row>()
    private var last: Int64 = 0
    private var committedLast: Int64 = 0
    private var order: [Int64] = []
    private var removed = 0

    subscript(_ id: Int64) -> Row? {
        get { table[id] }
        set {
            if newValue == nil, table[id] != nil { removed += 1 }
            table[id] = newValue
        }
    }

    /// The number given last, or 0.
    var newest: Int64 { last }

    /// Adds a row under the next number.
    mutating func append(_ row: Row) -> Int64 {
        last += 1
        table[last] = row
        order.append(last)
        return last
    }

    /// The rows that are there, oldest first.
    var oldestFirst: some Sequence<(id: Int64, row: Row)> {
        order.lazy.compactMap { id in table[id].map { (id, $0) } }
    }

    /// The rows that are there, newest first.
    var newestFirst: some Sequence<(id: Int64, row: Row)> {
        order.lazy.reversed().compactMap { id in table[id].map { (id, $0) } }
    }

    /// Keeps what was done.
    mutating func commit() {
        table.commit()
        committedLast = last
        guard removed > 64, removed > order.count / 2 else { return }
        order.removeAll { table[$0] == nil }
        removed = 0
    }

    /// Takes back what was done since the last commit; its numbers are given again, as a database does.
    mutating func rollback() {
        table.rollback()
        while let id = order.last, id > committedLast { order.removeLast() }
        last = committedLast
    }
}
