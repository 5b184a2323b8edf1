// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// The short name of a shop (the tenant), as it stands in URLs, settings and keys.
public struct ShopID: Hashable, Sendable, CustomStringConvertible {
    /// The name: lower-case letters, digits and hyphens.
    public let value: String

    /// The shop of an installation that has just one.
    public static let `default` = ShopID(unchecked: "default")

    /// Checks and takes a name.
    ///
    /// - Throws: `ValueError` unless it has 1 to 40 lower-case letters, digits and hyphens.
    public init(_ text: String) throws(ValueError) {
        let fits = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        guard fits, (1...40).contains(text.utf8.count) else {
            throw ValueError("a shop's name has 1 to 40 lower-case letters, digits and hyphens")
        }
        self.value = text
    }

    private init(unchecked value: String) {
        self.value = value
    }

    /// The name.
    public var description: String { value }
}
