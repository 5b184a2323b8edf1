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
        var value = [UInt8]()
        value.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A: value.append(byte)
            case 0x61...0x7A: value.append(byte - 0x20)
            case 0x20, 0x2D, 0x5F: continue
            default: throw ValueError("a tracking number holds letters, digits and hyphens only")
            }
        }
        guard (4...40).contains(value.count) else {
            throw ValueError("a tracking number has 4 to 40 letters and digits")
        }
        self.value = String(decoding: value, as: UTF8.self)
    }

    /// The number.
    public var description: String { value }
}
