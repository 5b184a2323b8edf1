// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The id of a message in the inbox: 13 characters of `0-9a-v` whose order is the order of arrival.
package struct MessageKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 44 bits of milliseconds since 1970, then 20 bits that count within one.
    package let value: UInt64

    /// Makes the key that follows `previous` at this moment; a clock that stands still or goes back changes nothing.
    init(after previous: MessageKey?, milliseconds: Int64) {
        let now = UInt64(clamping: milliseconds) << 20
        self.value = max(now, (previous?.value ?? 0) + 1)
    }

    /// A key that was kept as a number.
    init(value: UInt64) {
        self.value = value
    }

    /// Reads an id; nil for anything that is none, whatever it holds.
    package init?(_ text: String) {
        guard text.utf8.count == 13 else { return nil }
        var value: UInt64 = 0
        for (index, byte) in text.utf8.enumerated() {
            let digit: UInt64
            switch byte {
            case 0x30...0x39: digit = UInt64(byte - 0x30)
            case 0x61...0x76: digit = UInt64(byte - 0x61 + 10)
            default: return nil
            }
            // 13 digits of 5 bits are 65 bits.
            guard index > 0 || digit < 16 else { return nil }
            value = value << 5 | digit
        }
        self.value = value
    }

    /// The id as it stands in JSON and paths.
    package var description: String {
        let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)
        return String(
            decoding: (0..<13).map { digits[Int(truncatingIfNeeded: value >> UInt64(5 * (12 - $0))) & 31] },
            as: UTF8.self)
    }

    /// The earlier message first.
    package static func < (left: MessageKey, right: MessageKey) -> Bool { left.value < right.value }
}
