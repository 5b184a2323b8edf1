// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// A parcel for machines that read mail: the facts of schema.org's ParcelDelivery, all of those that Gmail requires or none
/// (developers.google.com/workspace/gmail/markup/reference/parcel-delivery).
struct StructuredView: RecordView {
    let carrier: String
    let number: String
    let region: String
    let locality: String
    let postalCode: String?
    let street: String?
    let name: String?
    let order: String
    let merchant: String
    let item: String
    let expected: String
    let link: String?

    static let fields: [ViewField<StructuredView>] = [
        .text("carrier") { $0.carrier },
        .text("number") { $0.number },
        .text("region") { $0.region },
        .text("locality") { $0.locality },
        .maybe("postalCode") { $0.postalCode },
        .maybe("street") { $0.street },
        .maybe("name") { $0.name },
        .text("order") { $0.order },
        .text("merchant") { $0.merchant },
        .text("item") { $0.item },
        .text("expected") { $0.expected },
        .maybe("link") { $0.link },
    ]

    /// The facts of a letter; nil when one that is required is unknown, and always for the receiver of a gift (SEMANTICS D1).
    init?(_ letter: ShippingLetter, courier: CourierView, times: ParcelTimes, recipient: Recipient) {
        let registration = letter.shipment.registration
        guard !letter.isPage, letter.audience != .staff, !(registration.gift && letter.audience == .receiver),
            letter.shipment.key.courier.courier != nil, let order = registration.orders.first,
            let orderID = ShownText.of(order.id), let item = order.items.first, let itemName = ShownText.of(item.name),
            let expectedAt = times.expectedAt, let place = recipient.place
        else { return nil }
        self.carrier = courier.name
        self.number = letter.shipment.key.trackingNumber.value
        self.region = place.region
        self.locality = place.locality
        self.postalCode = recipient.tellsStreet ? place.postalCode : nil
        self.street = recipient.tellsStreet && !place.street.isEmpty ? place.street : nil
        self.name = recipient.name
        self.order = orderID
        self.merchant = letter.shop.name.text
        self.item = itemName
        // The day is what is known: until its last minute.
        self.expected = ParcelTimes.civil(expectedAt).date + "T23:59:00+09:00"
        self.link = letter.trackingPage?.text
    }
}
