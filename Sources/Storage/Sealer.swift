// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping

/// The port to what keeps contacts unreadable at rest; what is sealed is found by its keyed hash (DESIGN, "Contacts at rest").
public protocol Sealer: Sendable {
    /// Makes a value unreadable for whoever has only the store.
    func seal(_ value: String, of shop: ShopID) throws -> [UInt8]

    /// Reads a sealed value.
    ///
    /// - Throws: When the key is not the one it was sealed with.
    func open(_ sealed: [UInt8], of shop: ShopID) throws -> String
}

/// The seal of an installation without a key: the value itself.
public struct IdentitySealer: Sealer {
    /// Makes the seal.
    public init() {}

    /// The value's UTF-8.
    public func seal(_ value: String, of shop: ShopID) -> [UInt8] { Array(value.utf8) }

    /// The value.
    public func open(_ sealed: [UInt8], of shop: ShopID) -> String { String(decoding: sealed, as: UTF8.self) }
}
