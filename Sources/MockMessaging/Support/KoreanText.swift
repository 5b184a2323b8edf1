// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A text as Korean carriers count and cut it: EUC-KR, one byte for ASCII and two for anything else.
struct KoreanText: Sendable {
    /// How many bytes it has.
    let bytes: Int
    /// Whether it holds what EUC-KR cannot say: emoji, and controls other than line ends and tabs.
    let isUnsendable: Bool

    /// Counts a text.
    init(_ text: String) {
        var bytes = 0
        var isUnsendable = false
        for scalar in text.unicodeScalars {
            bytes += scalar.isASCII ? 1 : 2
            if !isUnsendable, Self.isUnsendable(scalar) { isUnsendable = true }
        }
        self.bytes = bytes
        self.isUnsendable = isUnsendable
    }

    /// At most so many bytes of a text, never half a character.
    static func cut(_ text: String, to limit: Int) -> String {
        var bytes = 0
        var end = text.unicodeScalars.startIndex
        for index in text.unicodeScalars.indices {
            bytes += text.unicodeScalars[index].isASCII ? 1 : 2
            if bytes > limit { return String(text.unicodeScalars[..<end]) }
            end = text.unicodeScalars.index(after: index)
        }
        return text
    }

    /// Whether a text holds a control other than line ends and tabs.
    static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains(where: isControl)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0: true
        default: false
        }
    }

    private static func isUnsendable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isControl(scalar) }
        // Hangul, the most frequent of all, needs no table.
        if (0xAC00...0xD7A3).contains(scalar.value) { return false }
        if scalar.value > 0xFFFF || scalar.value == 0xFE0F || scalar.value == 0x200D { return true }
        return isControl(scalar) || scalar.properties.isEmojiPresentation
    }
}
