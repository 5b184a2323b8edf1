// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// What templates see of the courier.
struct CourierView: RecordView {
    let shipment: Shipment
    let language: Language

    private var known: Courier? { shipment.key.courier.courier }

    /// The name people of the language know.
    var name: String {
        if let known { return language == .korean ? known.koreanName : known.englishName }
        return ShownText.of(shipment.snapshot?.courierName) ?? shipment.key.courier.value
    }

    static let fields: [ViewField<CourierView>] = [
        .text("name") { $0.name },
        .maybe("phone") { view in
            view.known?.phone.map { PhoneView(text: $0, dial: $0.filter { $0 != "-" }) }
        },
        .maybe("page") { view in
            guard let known = view.known, let page = CourierView.pages[known.id] else { return nil }
            return page.before + view.shipment.key.trackingNumber.value + page.after
        },
    ]

    /// The tracking number as people write it.
    static func grouped(_ key: ShipmentKey) -> String {
        key.courier.courier?.grouped(key.trackingNumber) ?? key.trackingNumber.value
    }

    /// The couriers' pages, cut at the tracking number and checked once, since a letter asks for its page each time.
    private static let pages: [String: (before: String, after: String)] = {
        var pages = [String: (before: String, after: String)]()
        for courier in CourierDirectory.all {
            guard let page = courier.trackingPage, (try? WebURL(page.replacing("{number}", with: "0"))) != nil else {
                continue
            }
            let parts = page.split(separator: "{number}", maxSplits: 1, omittingEmptySubsequences: false)
            pages[courier.id] = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        return pages
    }()
}
