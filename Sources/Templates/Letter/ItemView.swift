// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// What templates see of one line of an order.
struct ItemView: RecordView {
    let item: Order.Item
    let missingName: String

    static let fields: [ViewField<ItemView>] = [
        .text("name") { ShownText.of($0.item.name) ?? $0.missingName },
        .maybe("option") { ShownText.of($0.item.option) },
        .text("quantity") { String(max(1, $0.item.quantity)) },
        .maybe("image") { $0.item.imageURL?.text },
        .maybe("price") { $0.item.priceWon.map(ItemView.grouped) },
    ]

    /// `39,000`.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}

/// What a parcel holds, in a few words: its first product, and how many more there are.
struct SummaryView: RecordView {
    let name: String
    let others: Int

    static let fields: [ViewField<SummaryView>] = [
        .text("name") { $0.name }, .maybe("others") { $0.others > 0 ? String($0.others) : nil },
    ]

    /// Sums up products; nil when there are none.
    init?(_ items: [Order.Item], missingName: String) {
        guard let first = items.first else { return nil }
        self.name = ShownText.of(first.name) ?? missingName
        self.others = items.count - 1
    }
}

/// What templates see of one order of a parcel.
struct OrderView: RecordView {
    /// Its number, where the parcel holds several orders.
    let id: String?
    let items: [ItemView]
    /// How many more products there are than are listed, behind the last that is.
    let others: Int

    static let fields: [ViewField<OrderView>] = [
        .maybe("id") { $0.id }, .views("items") { $0.items },
        .maybe("others") { $0.others > 0 ? String($0.others) : nil },
    ]

    /// So many products a letter lists, since Gmail cuts off what is long.
    static let mostInLetter = 30

    /// The orders that hold products.
    ///
    /// - Parameters:
    ///   - orders: All of them.
    ///   - missingName: What a product without a name is called.
    ///   - most: How many products are listed over all orders.
    static func orders(_ orders: [Order], missingName: String, most: Int = .max) -> [OrderView] {
        let full = orders.filter { !$0.items.isEmpty }
        let count = full.reduce(0) { $0 + $1.items.count }
        var room = min(count, most)
        var views = [OrderView]()
        for order in full where room > 0 {
            let listed = order.items.prefix(room)
            room -= listed.count
            views.append(
                OrderView(
                    id: full.count > 1 ? ShownText.of(order.id) : nil,
                    items: listed.map { ItemView(item: $0, missingName: missingName) },
                    others: room == 0 ? max(0, count - most) : 0))
        }
        return views
    }
}
