// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// The shape in which a store keeps a shipment's orders, without anybody's contact data.
///
/// An array of objects: `i` the order's number, `l` its lines. Each line has `n` name, `o` option, `q` quantity (left out
/// when it is 1), `u` picture, `w` price in won.
extension [Order] {
    /// The stored shape.
    public var json: JSON { .array(map(\.json)) }

    /// Reads the stored shape; nil when it is not one.
    public init?(json: JSON) {
        guard let elements = json.array else { return nil }
        self = []
        reserveCapacity(elements.count)
        for element in elements {
            guard let order = Order(json: element) else { return nil }
            append(order)
        }
    }
}

extension Order {
    var json: JSON {
        var members = [JSON.Member("i", .string(id.text))]
        if !items.isEmpty { members.append(JSON.Member("l", .array(items.map(\.json)))) }
        return .object(members)
    }

    init?(json: JSON) {
        guard let id = json["i"]?.string else { return nil }
        var items = [Item]()
        if let stored = json["l"] {
            guard let elements = stored.array else { return nil }
            for element in elements {
                guard let item = Item(json: element) else { return nil }
                items.append(item)
            }
        }
        self.init(id: Line(stored: id), items: items)
    }
}

extension Order.Item {
    var json: JSON {
        var members = [JSON.Member("n", .string(name.text))]
        if let option { members.append(JSON.Member("o", .string(option.text))) }
        if quantity != 1 { members.append(JSON.Member("q", .integer(Int64(quantity)))) }
        if let imageURL { members.append(JSON.Member("u", .string(imageURL.text))) }
        if let priceWon { members.append(JSON.Member("w", .integer(Int64(priceWon)))) }
        return .object(members)
    }

    init?(json: JSON) {
        guard let name = json["n"]?.string else { return nil }
        self.init(
            name: Line(stored: name), option: json["o"]?.string.map { Line(stored: $0) },
            quantity: json["q"]?.integer.flatMap(Int.init(exactly:)) ?? 1,
            imageURL: json["u"]?.string.flatMap { try? WebURL($0) },
            priceWon: json["w"]?.integer.flatMap(Int.init(exactly:)))
    }
}
