// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values
import Web

extension Registration {
    /// Reads the body of `PUT /v1/shipments/...`; nil only beside recorded problems.
    init?(reading fields: JSONFields, key: ShipmentKey) {
        let kind = fields.choice("kind", of: Shipment.Kind.self) ?? .outbound
        let gift = fields.bool("gift", default: false)
        let orders = fields.objects("orders", limit: 50) { Order(reading: $0) }
        let orderer = fields.requiredObject("orderer") { Party(reading: $0) }
        let receiver = fields.object("receiver") { Party(reading: $0) }
        let clientID = fields.line("clientId", maxBytes: 200)
        let expectedAt = fields.timestamp("expectedAt", zonelessOffsetSeconds: CivilTime.kst)
        let reviewURL: WebURL? = fields.parsed("reviewUrl", "an http or https URL", required: false) {
            text throws(ValueError) in
            try WebURL(text)
        }
        guard let orderer else { return nil }
        self.init(
            key: key, kind: kind, gift: gift, orders: orders, orderer: orderer, receiver: receiver, clientID: clientID,
            expectedAt: expectedAt, reviewURL: reviewURL)
    }
}

extension Party {
    init?(reading fields: JSONFields) {
        self.init(
            name: fields.line("name", maxBytes: 200), email: fields.email("email"), phone: fields.phone("phone"),
            address: fields.line("address", maxBytes: 500), doorCode: fields.line("doorCode", maxBytes: 100),
            safePlace: fields.line("safePlace", maxBytes: 200),
            language: fields.choice("language", of: Language.self) ?? .korean)
    }

    /// The person as the shop told us of it.
    var json: JSON {
        var members = [JSON.Member]()
        if let name { members.append(.init("name", .string(name.text))) }
        if let email { members.append(.init("email", .string(email.address))) }
        if let phone { members.append(.init("phone", .string(phone.e164))) }
        if let address { members.append(.init("address", .string(address.text))) }
        if let safePlace { members.append(.init("safePlace", .string(safePlace.text))) }
        members.append(.init("language", .string(language.rawValue)))
        return .object(members)
    }
}

extension Order {
    init?(reading fields: JSONFields) {
        self.init(
            id: fields.requiredLine("id", maxBytes: 200),
            items: fields.objects("items", limit: 200) { Item(reading: $0) })
    }

    var publicJSON: JSON {
        ["id": .string(id.text), "items": .array(items.map(\.publicJSON))]
    }
}

extension Order.Item {
    init?(reading fields: JSONFields) {
        self.init(
            name: fields.requiredLine("name", maxBytes: 500), option: fields.line("option", maxBytes: 500),
            quantity: fields.int("quantity", in: 1...1_000_000) ?? 1,
            imageURL: fields.parsed("imageUrl", "an http or https URL", required: false) { text throws(ValueError) in
                try WebURL(text)
            },
            priceWon: fields.int("priceWon", in: 0...10_000_000_000))
    }

    var publicJSON: JSON {
        var members: [JSON.Member] = [
            .init("name", .string(name.text)), .init("quantity", .integer(Int64(quantity))),
        ]
        if let option { members.append(.init("option", .string(option.text))) }
        if let imageURL { members.append(.init("imageUrl", .string(imageURL.text))) }
        if let priceWon { members.append(.init("priceWon", .integer(Int64(priceWon)))) }
        return .object(members)
    }
}
