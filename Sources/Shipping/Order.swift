// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// An order that travels in a parcel; several may share one (SEMANTICS D1).
public struct Order: Hashable, Sendable {
    /// The shop's number for it.
    public var id: Line
    /// What was ordered.
    public var items: [Item]

    /// Makes an order.
    public init(id: Line, items: [Item] = []) {
        self.id = id
        self.items = items
    }

    /// One line of an order.
    public struct Item: Hashable, Sendable {
        /// The product's name.
        public var name: Line
        /// Size, colour and the like.
        public var option: Line?
        /// How many, from 1.
        public var quantity: Int
        /// A picture.
        public var imageURL: WebURL?
        /// The price of one in whole won, if it may be shown.
        public var priceWon: Int?

        /// Makes a line.
        public init(
            name: Line, option: Line? = nil, quantity: Int = 1, imageURL: WebURL? = nil, priceWon: Int? = nil
        ) {
            self.name = name
            self.option = option
            self.quantity = quantity
            self.imageURL = imageURL
            self.priceWon = priceWon
        }
    }
}
