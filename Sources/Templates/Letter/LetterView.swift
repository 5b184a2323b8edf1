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
    private let items: [Order.Item]
    private let stage: Stage

    init(_ letter: ShippingLetter, locale: TemplateLocale, brand: TemplateValue) {
        self.letter = letter
        self.locale = locale
        self.brand = brand
        let registration = letter.shipment.registration
        self.journey = Journey(letter.shipment.snapshot?.scans ?? [], locale: locale)
        let hidesItems = registration.gift && letter.audience == .receiver
        self.items = hidesItems ? [] : registration.orders.flatMap(\.items)
        self.stage = LetterView.stage(letter)
    }

    static let fields: [ViewField<LetterView>] = [
        ViewField(name: "brand", shape: BrandView.shape) { $0.brand },
        .view("courier") { CourierView(letter: $0.letter) },
        .text("number") { view in
            let key = view.letter.shipment.key
            return key.courier.courier?.grouped(key.trackingNumber) ?? key.trackingNumber.value
        },
        .maybe("expected") { $0.expected },
        .maybe("arrived") { $0.arrived },
        .maybe("receiver") { view in
            let registration = view.letter.shipment.registration
            return (registration.receiver ?? registration.orderer).name.flatMap {
                $0.isBlank ? nil : Masking.name($0.text)
            }
        },
        .maybe("safePlace") { view in
            let registration = view.letter.shipment.registration
            return (registration.receiver ?? registration.orderer).safePlace?.text
        },
        .maybe("orders") { view in
            guard !view.isGiftReceiver else { return nil }
            let ids = view.letter.shipment.registration.orders.map(\.id.text)
            return ids.isEmpty ? nil : ids.joined(separator: ", ")
        },
        .views("items") { view in
            view.items.map { ItemView(item: $0, missingName: view.locale.missingItem) }
        },
        .maybe("summary") { $0.summary },
        .flag("isGift") { $0.isGiftReceiver },
        .views("steps") { view in
            StepView.steps(view.stage, scans: view.letter.shipment.snapshot?.scans ?? [], locale: view.locale)
        },
        .view("stage") { StageView(stage: $0.stage) },
        .views("days") { $0.journey.days },
        .maybe("last") { $0.journey.last },
        .maybe("updated") { view in
            view.letter.shipment.snapshot?.queriedAt.map {
                view.locale.calendar.moment(CivilTime($0, offsetSeconds: CivilTime.kst))
            }
        },
        .view("links") { LinksView(letter: $0.letter) },
    ]

    private var isGiftReceiver: Bool { letter.shipment.registration.gift && letter.audience == .receiver }

    private var expected: String? {
        guard stage != .delivered, stage != .returned, stage != .cancelled, stage != .failed else { return nil }
        let time = letter.shipment.snapshot?.expectedAt ?? letter.shipment.registration.expectedAt
        return time.map { locale.calendar.date(CivilTime($0, offsetSeconds: CivilTime.kst)) }
    }

    private var arrived: String? {
        guard stage == .delivered else { return nil }
        let scans = letter.shipment.snapshot?.scans ?? []
        let time = letter.shipment.snapshot?.deliveredAt ?? scans.last { $0.stage == .delivered }?.time
        return time.map { locale.calendar.moment(CivilTime($0, offsetSeconds: CivilTime.kst)) }
    }

    private var summary: SummaryView? {
        guard let first = items.first else { return nil }
        return SummaryView(
            name: first.name.isBlank ? locale.missingItem : first.name.text, others: items.count - 1)
    }

    /// A letter shows the stage it tells of; a page shows where the parcel is.
    private static func stage(_ letter: ShippingLetter) -> Stage {
        switch letter.milestone {
        case .shipped: .inTransit
        case .outForDelivery: .outForDelivery
        case .delivered: .delivered
        case .failed: .failed
        case .hold: .hold
        case .returned: .returned
        case .cancelled: .cancelled
        case .delayed, .correction, .digest, nil: letter.shipment.stage
        }
    }
}

/// What templates see of the courier.
private struct CourierView: RecordView {
    let letter: ShippingLetter

    private var known: Courier? { letter.shipment.key.courier.courier }

    static let fields: [ViewField<CourierView>] = [
        .text("name") { view in
            if let known = view.known {
                return view.letter.language == .korean ? known.koreanName : known.englishName
            }
            return view.letter.shipment.snapshot?.courierName?.text ?? view.letter.shipment.key.courier.value
        },
        .maybe("phone") { view in
            view.known?.phone.map { PhoneView(text: $0, dial: $0.filter { $0 != "-" }) }
        },
        .maybe("page") { view in
            guard let known = view.known, let page = CourierView.pages[known.id] else { return nil }
            return page.before + view.letter.shipment.key.trackingNumber.value + page.after
        },
    ]

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

/// Which stage it is, for templates that tell of any.
private struct StageView: RecordView {
    let stage: Stage

    static let fields: [ViewField<StageView>] = [
        .flag("isPreparing") { [.pending, .registered, .pickupReady, .unknown].contains($0.stage) },
        .flag("isMoving") { $0.stage == .pickedUp || $0.stage == .inTransit },
        .flag("isOut") { $0.stage == .outForDelivery },
        .flag("isDelivered") { $0.stage == .delivered },
        .flag("isFailed") { $0.stage == .failed },
        .flag("isHeld") { $0.stage == .hold },
        .flag("isReturned") { $0.stage == .returned },
        .flag("isCancelled") { $0.stage == .cancelled },
    ]
}

/// Where the links of a letter lead.
private struct LinksView: RecordView {
    let letter: ShippingLetter

    static let fields: [ViewField<LinksView>] = [
        .maybe("track") { $0.letter.trackingPage?.text },
        .maybe("unsubscribe") { $0.letter.unsubscribe?.text },
        // Whoever received a gift did not choose it, and the link may name the order (SEMANTICS D1).
        .maybe("review") { view in
            let registration = view.letter.shipment.registration
            guard !(registration.gift && view.letter.audience == .receiver) else { return nil }
            return (registration.reviewURL ?? view.letter.shop.reviewURL)?.text
        },
    ]
}
