// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// What a digest's templates see of one of its parcels.
struct ParcelView: RecordView {
    let parcel: ShippingLetter.Parcel
    let letter: ShippingLetter
    let locale: TemplateLocale
    let isLast: Bool

    private var shipment: Shipment { parcel.shipment }
    private var times: ParcelTimes {
        ParcelTimes(shipment: shipment, stage: shipment.stage, locale: locale, now: letter.now)
    }
    private var orders: [Order] { letter.hidesItems(of: shipment) ? [] : shipment.registration.orders }

    static let fields: [ViewField<ParcelView>] = [
        .view("stage") { StageView(stage: $0.shipment.stage) },
        .view("courier") { CourierView(shipment: $0.shipment, language: $0.locale.language) },
        .text("number") { CourierView.grouped($0.shipment.key) },
        .maybe("expected") { $0.times.expected },
        .maybe("arrived") { $0.times.arrived },
        .maybe("link") { $0.parcel.trackingPage?.text },
        .maybe("last") { view in
            Journey(view.shipment.snapshot?.scans.suffix(1) ?? [], locale: view.locale).last
        },
        .flag("isLast") { $0.isLast },
        .views("contents") {
            OrderView.orders($0.orders, missingName: $0.locale.missingItem, most: OrderView.mostInLetter)
        },
        .maybe("summary") { SummaryView($0.orders.flatMap(\.items), missingName: $0.locale.missingItem) },
    ]
}
