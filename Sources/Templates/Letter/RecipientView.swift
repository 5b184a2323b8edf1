// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// What a letter tells of the person a parcel goes to, as far as the shop allows.
struct Recipient {
    private let party: Party
    private let privacy: Privacy
    /// True where strangers may look.
    ///
    /// Pages have no lock but their address, and staff need no more to find an order. An orderer who sent the parcel to somebody
    /// else is one, too: full names of others are never told.
    private let isAlwaysMasked: Bool

    private let isPage: Bool
    /// Whether the street may be told.
    let tellsStreet: Bool
    /// The address, as far as it is told.
    let address: String?

    init(_ letter: ShippingLetter) {
        self.isPage = letter.isPage
        let registration = letter.shipment.registration
        self.party = registration.receiver ?? registration.orderer
        self.privacy = letter.shop.privacy
        self.isAlwaysMasked =
            letter.isPage || letter.audience == .staff || Recipient.isSomebodyElse(registration, letter)
        let street = privacy.recipientAddress == .full && !isAlwaysMasked
        self.tellsStreet = street
        let written = privacy.recipientAddress == .hidden ? nil : party.address
        // Little is left of a masked address, so that little is looked through.
        self.address = ShownText.of(street ? written : written.map { Line(cleaning: Masking.address($0.text)) })
    }

    /// Whether the parcel goes to another person than the letter; a shop may name the same one twice.
    private static func isSomebodyElse(_ registration: Registration, _ letter: ShippingLetter) -> Bool {
        guard letter.audience == .orderer, let receiver = registration.receiver else { return false }
        return receiver.name != registration.orderer.name
    }

    /// The name.
    var name: String? { party.name.flatMap { disclosed($0, privacy.recipientName, Masking.name) } }

    /// The address taken apart, as far as it is told; nil where it is hidden or of no known region.
    var place: PostalPlace? { address.flatMap { PostalPlace($0) } }

    /// Where the courier may leave it.
    var safePlace: String? {
        // It is a part of the address: told to whom the address is told, and not to whoever opens a page.
        privacy.recipientAddress == .hidden || isPage ? nil : ShownText.of(party.safePlace)
    }

    private func disclosed(_ line: Line, _ disclosure: Disclosure, _ mask: (String) -> String) -> String? {
        guard disclosure != .hidden, let text = ShownText.of(line) else { return nil }
        return disclosure == .masked || isAlwaysMasked ? mask(text) : text
    }
}
