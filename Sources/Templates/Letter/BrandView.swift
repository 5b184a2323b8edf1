// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Values

/// What templates see of a shop.
struct BrandView: RecordView {
    let shop: ShopProfile
    let palette: Palette

    static let fields: [ViewField<BrandView>] = [
        .text("name") { $0.shop.name.text },
        .maybe("logo") { $0.shop.brand.logoURL?.text },
        .maybe("site") { $0.shop.brand.siteURL?.text },
        .maybe("phone") { $0.shop.brand.phone.map { PhoneView(text: $0.formatted, dial: $0.e164) } },
        .maybe("address") { $0.shop.brand.address?.text },
        .maybe("legal") { $0.shop.brand.legal?.text },
        .text("email") { ($0.shop.replyTo ?? $0.shop.from).address },
        .text("color") { $0.palette.color },
        .text("onColor") { $0.palette.onColor },
        .text("accent") { $0.palette.accent },
        .text("darkColor") { $0.palette.darkColor },
        .text("onDarkColor") { $0.palette.onDarkColor },
    ]
}

/// A phone number as people read it and as a telephone dials it.
struct PhoneView: RecordView {
    let text: String
    let dial: String

    static let fields: [ViewField<PhoneView>] = [.text("text") { $0.text }, .text("dial") { $0.dial }]
}
