// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The last requests of a space, found by their id; the oldest go when there are too many messages in all.
struct Shelf<Item: Sendable>: Sendable {
    private var items: [String: (order: Int, count: Int, item: Item)] = [:]
    private var order: [String] = []
    private var head = 0
    private var next = 0
    private var count = 0
    private let limit: Int

    /// Makes an empty one for at most so many messages.
    init(limit: Int) {
        self.limit = limit
    }

    /// Puts a request that holds so many messages on it.
    mutating func add(_ item: Item, id: String, count added: Int) {
        items[id] = (next, added, item)
        next += 1
        order.append(id)
        count += added
        while count > limit, order.count - head > 1 {
            if let old = items.removeValue(forKey: order[head]) { count -= old.count }
            head += 1
        }
        if head > 1_024, head * 2 > order.count {
            order.removeFirst(head)
            head = 0
        }
    }

    /// The request of that id, to read or change.
    subscript(_ id: String) -> Item? { items[id]?.item }

    /// Changes the request of that id, if it is still there.
    mutating func change<Result>(_ id: String, _ body: (inout Item) -> Result) -> Result? {
        guard let index = items.index(forKey: id) else { return nil }
        return body(&items.values[index].item)
    }

    /// All, oldest first.
    var all: [Item] { order[head...].compactMap { items[$0]?.item } }
}
