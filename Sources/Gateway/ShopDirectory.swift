// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Shipping

/// The shops this gateway serves.
public struct ShopDirectory: Sendable {
    /// The shops by id.
    public let shops: [ShopID: ShopProfile]

    /// Makes a directory.
    public init(_ shops: [ShopProfile]) {
        self.shops = Dictionary(shops.map { ($0.id, $0) }) { _, last in last }
    }

    /// The shop of that id.
    public subscript(_ id: ShopID) -> ShopProfile? { shops[id] }
}
