// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Notices
import Values

/// What templates see of a shop.
struct BrandView: RecordView {
    let shop: ShopProfile
    let palette: Palette
    /// Whether it is for a page, which has no mail around it to hold a picture.
    var isPage = false

    static let fields: [ViewField<BrandView>] = [
        .text("name") { $0.shop.name.text },
        .maybe("logo") { view in
            if !view.isPage, let image = view.shop.brand.logoImage { return "cid:" + image.contentID }
            return view.shop.brand.logoURL?.text
        },
        .maybe("site") { $0.shop.brand.siteURL?.text },
        .maybe("phone") { $0.shop.brand.phone.map { PhoneView(text: $0.formatted, dial: $0.e164) } },
        .maybe("address") { $0.shop.brand.address?.text },
        .maybe("legal") { $0.shop.brand.legal?.text },
        .views("links") { view in view.shop.brand.links.map { LinkView(label: $0.label.text, url: $0.url.text) } },
        .text("email") { ($0.shop.replyTo ?? $0.shop.from).address },
        .text("color") { $0.palette.color },
        .text("onColor") { $0.palette.onColor },
        .text("accent") { $0.palette.accent },
        .text("darkColor") { $0.palette.darkColor },
        .text("onDarkColor") { $0.palette.onDarkColor },
    ]
}

/// A link of the footer.
struct LinkView: RecordView {
    let label: String
    let url: String

    static let fields: [ViewField<LinkView>] = [.text("label") { $0.label }, .text("url") { $0.url }]
}

/// A phone number as people read it and as a telephone dials it.
struct PhoneView: RecordView {
    let text: String
    let dial: String

    static let fields: [ViewField<PhoneView>] = [.text("text") { $0.text }, .text("dial") { $0.dial }]
}
