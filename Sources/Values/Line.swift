// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One line of text from outside that holds no control character, so it may stand in a header, a log or a page.
///
/// Refused are C0 and C1 controls, DEL, the line and paragraph separators and the bidirectional overrides
/// (U+202A-202E, U+2066-2069), which make a name read as another one.
public struct Line: Hashable, Sendable, CustomStringConvertible {
    /// The text, free of controls.
    public let text: String

    /// Takes the text as it is.
    ///
    /// - Parameters:
    ///   - text: What came from outside.
    ///   - maxBytes: The longest UTF-8 form allowed.
    /// - Throws: `ValueError` when it holds a control character or is too long.
    public init(_ text: String, maxBytes: Int = 2_000) throws(ValueError) {
        guard text.utf8.count <= maxBytes else { throw ValueError("is longer than \(maxBytes) bytes") }
        guard !Line.hasControls(text) else { throw ValueError("holds a control character or a line break") }
        self.text = text
    }

    /// Takes the text with each forbidden character replaced by a space and the rest cut at `maxBytes`.
    ///
    /// For words that came from a third party and are only shown, such as a courier's scan text.
    public init(cleaning text: String, maxBytes: Int = 2_000) {
        // Nearly every text is fine as it is, and this is called for every scan of every parcel.
        if text.utf8.count <= maxBytes, !Line.hasControls(text) {
            self.text = text
            return
        }
        var clean = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            let kept = Line.isForbidden(scalar) ? " " : scalar
            bytes += UTF8.width(kept)
            if bytes > maxBytes { break }
            clean.append(kept)
        }
        self.text = String(clean)
    }

    /// The text.
    public var description: String { text }

    /// True when nothing but white space is left.
    public var isBlank: Bool {
        // Nearly every text begins with a letter, a digit or a syllable of Hangul (EA to ED).
        if let first = text.utf8.first, first > 0x20, first < 0xC2 || (0xEA...0xED).contains(first) { return false }
        return text.allSatisfy(\.isWhitespace)
    }

    /// Whether the text holds a character that `Line` refuses.
    public static func hasControls(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte >= 0x20, byte < 0x7F || byte > 0x7F && byte != 0xC2 && byte != 0xE2 { continue }
                if byte < 0x80 { return true }
                // C1 controls are C2 80 to C2 9F; the others that `isForbidden` names begin with E2 80 or E2 81.
                if byte == 0xC2, bytes[index] < 0xA0 { return true }
                if byte == 0xE2, bytes[index] == 0x80, (0xA8...0xAE).contains(bytes[index + 1]) { return true }
                if byte == 0xE2, bytes[index] == 0x81, (0xA6...0xA9).contains(bytes[index + 1]) { return true }
            }
            return false
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
