// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// What templates see of one line of an order.
struct ItemView: RecordView {
    let item: Order.Item
    let missingName: String

    static let fields: [ViewField<ItemView>] = [
        .text("name") { $0.item.name.isBlank ? $0.missingName : $0.item.name.text },
        .maybe("option") { view in view.item.option.flatMap { $0.isBlank ? nil : $0.text } },
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
}
