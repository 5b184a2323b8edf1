// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A courier's number for a parcel: letters and digits, without the spaces and hyphens people write.
public struct TrackingNumber: Hashable, Sendable, CustomStringConvertible {
    /// The number in its one spelling: upper case, no separators.
    public let value: String

    /// Takes a number as people write it (`6865-3012-9012`).
    ///
    /// - Throws: `ValueError` unless 4 to 40 ASCII letters and digits are left once separators are gone.
    public init(_ text: String) throws(ValueError) {
        var value = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9", "A"..."Z": value.unicodeScalars.append(scalar)
            case "a"..."z": value.append(contentsOf: scalar.properties.uppercaseMapping)
            case " ", "-", "_": continue
            default: throw ValueError("a tracking number holds letters, digits and hyphens only")
            }
        }
        guard (4...40).contains(value.count) else {
            throw ValueError("a tracking number has 4 to 40 letters and digits")
        }
        self.value = value
    }

    /// The number.
    public var description: String { value }
}
