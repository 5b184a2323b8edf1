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
    public var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

    /// Whether the text holds a character that `Line` refuses.
    public static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains(where: isForbidden)
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
