// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// Where the links of a letter lead.
struct LinksView: RecordView {
    let letter: ShippingLetter

    static let fields: [ViewField<LinksView>] = [
        .maybe("track") { $0.letter.trackingPage?.text },
        .maybe("unsubscribe") { $0.letter.unsubscribe?.text },
        .maybe("preferences") { $0.letter.shop.brand.preferencesURL?.text },
        // Whoever received a gift did not choose it, and the link may name the order (SEMANTICS D1).
        .maybe("review") { view in
            let registration = view.letter.shipment.registration
            guard !(registration.gift && view.letter.audience == .receiver) else { return nil }
            return (registration.reviewURL ?? view.letter.shop.reviewURL)?.text
        },
    ]
}
