// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a name is compared with: exactly, or with `*` for any text and `?` for one character, whatever the case.
///
/// A pattern of digits is compared with the digits of a phone number, so that hyphens and `+82` make no difference.
package struct FaultPattern: Hashable, Sendable {
    /// The pattern as it was written.
    package let text: String
    private let bytes: [UInt8]
    private let isNumber: Bool

    /// Makes a pattern.
    package init(_ text: String) {
        self.text = text
        let number = Self.number(text.utf8, wildcards: true)
        self.isNumber = number != nil
        self.bytes = number ?? Array(text.lowercased().utf8)
    }

    /// Whether it holds for a text.
    package func matches(_ candidate: some StringProtocol) -> Bool {
        if isNumber, let number = Self.number(candidate.utf8, wildcards: false) { return Self.matches(bytes, number) }
        return Self.matches(bytes, Array(candidate.lowercased().utf8))
    }

    /// The digits of a phone number as they are dialled at home; nil for anything else.
    private static func number(_ text: some Sequence<UInt8>, wildcards: Bool) -> [UInt8]? {
        var digits: [UInt8] = []
        var isAbroad = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
            case UInt8(ascii: "*"), UInt8(ascii: "?"):
                guard wildcards else { return nil }
                digits.append(byte)
            case UInt8(ascii: "+"): isAbroad = digits.isEmpty
            case UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"): continue
            default: return nil
            }
        }
        // "*" alone is no number.
        guard digits.contains(where: { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
        if isAbroad, digits.starts(with: "82".utf8) { digits.replaceSubrange(0..<2, with: "0".utf8) }
        return digits
    }

    private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var position = 0
        var index = 0
        var star: (position: Int, index: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position, index)
                position += 1
            } else if position < pattern.count,
                pattern[position] == text[index] || pattern[position] == UInt8(ascii: "?")
            {
                position += 1
                index += 1
            } else if let last = star {
                // The star takes one more.
                star = (last.position, last.index + 1)
                position = last.position + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
