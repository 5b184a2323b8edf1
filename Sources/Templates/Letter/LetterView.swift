// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// What letters and pages see: everything a template may name.
///
/// Door codes, drivers, phone numbers and addresses of people are not in it at all, so no template can print them (SEMANTICS
/// D7); a gift's products are missing for its receiver (SEMANTICS D1).
struct LetterView: RecordView {
    let letter: ShippingLetter
    let locale: TemplateLocale
    /// What templates see of the shop; the same in all its letters.
    let brand: TemplateValue
    private let journey: Journey
    private let orders: [Order]
    private let stage: Stage
    private let courier: CourierView
    private let recipient: Recipient
    private let times: ParcelTimes

    init(_ letter: ShippingLetter, locale: TemplateLocale, brand: TemplateValue) {
        self.letter = letter
        self.locale = locale
        let needsOwnBrand = letter.isPage && letter.shop.brand.logoImage != nil
        self.brand = needsOwnBrand ? LetterView.pageBrand(letter.shop) : brand
        let shipment = letter.shipment
        self.journey = Journey(shipment.snapshot?.scans ?? [], fold: Journey.Fold(letter), locale: locale)
        self.orders = LetterView.isGift(letter) ? [] : shipment.registration.orders
        self.stage = StageView.told(by: letter.milestone) ?? shipment.stage
        self.courier = CourierView(shipment: shipment, language: letter.language)
        self.recipient = Recipient(letter)
        self.times = ParcelTimes(shipment: shipment, stage: stage, locale: locale, now: letter.now)
    }

    static let fields: [ViewField<LetterView>] = [
        ViewField(name: "brand", shape: BrandView.shape) { $0.brand },
        .view("courier") { $0.courier },
        .text("number") { CourierView.grouped($0.letter.shipment.key) },
        .text("plainNumber") { $0.letter.shipment.key.trackingNumber.value },
        .maybe("expected") { $0.times.expected },
        .maybe("window") { $0.times.window },
        .maybe("arrived") { $0.times.arrived },
        .maybe("receiver") { $0.recipient.name },
        .maybe("address") { $0.recipient.address },
        .maybe("safePlace") { $0.recipient.safePlace },
        .maybe("orders") { view in
            let ids = view.orders.compactMap { ShownText.of($0.id) }
            return ids.isEmpty ? nil : ids.joined(separator: ", ")
        },
        .views("contents") {
            OrderView.orders(
                $0.orders, missingName: $0.locale.missingItem, most: $0.letter.isPage ? .max : OrderView.mostInLetter)
        },
        .maybe("summary") { SummaryView($0.orders.flatMap(\.items), missingName: $0.locale.missingItem) },
        .flag("isGift") { LetterView.isGift($0.letter) },
        .views("steps") { view in
            StepView.steps(view.stage, scans: view.letter.shipment.snapshot?.scans ?? [], locale: view.locale)
        },
        .view("stage") { StageView(stage: $0.stage) },
        .maybe("told") { view in
            view.letter.milestone == .correction ? StageView(stage: view.letter.told ?? .delivered) : nil
        },
        .maybe("silence") { view in
            view.letter.milestone == .delayed ? view.times.silence : nil
        },
        .views("days") { $0.journey.days },
        .maybe("older") { $0.journey.folded > 0 ? String($0.journey.folded) : nil },
        .maybe("last") { $0.journey.last },
        .maybe("updated") { $0.times.updated },
        .views("parcels") { view in
            let parcels = view.parcels
            return parcels.indices.map { index in
                ParcelView(
                    parcel: parcels[index], letter: view.letter, locale: view.locale,
                    isLast: index + 1 == parcels.count)
            }
        },
        .maybe("parcelCount") { $0.parcels.isEmpty ? nil : String($0.parcels.count) },
        .maybe("arrivedCount") { view in
            let arrived = view.parcels.count { $0.shipment.stage == .delivered }
            return arrived > 0 ? String(arrived) : nil
        },
        .flag("allArrived") { view in
            !view.parcels.isEmpty && view.parcels.allSatisfy { $0.shipment.stage == .delivered }
        },
        .maybe("structured") { view in
            StructuredView(view.letter, courier: view.courier, times: view.times, recipient: view.recipient)
        },
        .view("links") { LinksView(letter: $0.letter) },
    ]

    /// A digest that names no parcels is about its own one.
    private var parcels: [ShippingLetter.Parcel] {
        guard letter.milestone == .digest, letter.parcels.isEmpty else { return letter.parcels }
        return [ShippingLetter.Parcel(shipment: letter.shipment, trackingPage: letter.trackingPage)]
    }

    private static func pageBrand(_ shop: ShopProfile) -> TemplateValue {
        BrandView(shop: shop, palette: Palette(hex: shop.brand.color), isPage: true).value
    }

    private static func isGift(_ letter: ShippingLetter) -> Bool { letter.hidesItems(of: letter.shipment) }
}
