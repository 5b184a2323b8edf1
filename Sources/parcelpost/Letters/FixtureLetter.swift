// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Notices
import Shipping
import Templates
import Values

/// A letter made of a fixture, for `render` and `send`.
struct FixtureLetter {
    /// The letter's name in its set.
    let name: String
    /// The fixture's name.
    let fixture: String
    let letter: ShippingLetter
    let catalog: TemplateCatalog

    /// The letter as a mail.
    ///
    /// - Parameters:
    ///   - recipient: Whom it goes to; the fixture's own person when left out.
    ///   - shop: The sender, instead of the fixture's shop.
    ///   - messageID: The name it bears; one made of its own words when left out.
    ///   - date: When it is written; the fixture's own moment when left out, so that it is the same each time.
    func mail(
        to recipient: EmailAddress? = nil, shop: ShopProfile? = nil, messageID: MessageID? = nil, date: Timestamp? = nil
    ) throws -> MailMessage {
        var letter = letter
        if let shop { letter.shop = shop }
        return try LetterWriter(catalog).mail(
            letter, to: try recipient.map { Mailbox(address: $0) } ?? ownRecipient,
            messageID: try messageID ?? MessageID("\(name).\(letter.language.rawValue).\(fixture)@parcelpost.example"),
            date: date ?? letter.now ?? letter.shipment.registeredAt)
    }

    /// The HTML part as a page that stands alone: an image that the mail carries stands in it.
    var page: String {
        get throws {
            let html = try catalog.letter(letter).html
            guard let image = letter.shop.brand.logoImage else { return html }
            return html.replacing(
                image.url, with: "data:\(image.mediaType.rawValue);base64,\(Base64.encode(image.bytes))")
        }
    }

    /// The person the fixture's letter is for.
    private var ownRecipient: Mailbox {
        get throws {
            let registration = letter.shipment.registration
            let person: Party? =
                switch letter.audience {
                case .orderer: registration.orderer
                case .receiver: registration.receiver ?? registration.orderer
                case .staff: nil
                }
            if letter.audience == .staff {
                return Mailbox(address: try letter.shop.staff ?? EmailAddress("staff@shop.example"))
            }
            return Mailbox(name: person?.name, address: try person?.email ?? EmailAddress("customer@example.com"))
        }
    }
}
