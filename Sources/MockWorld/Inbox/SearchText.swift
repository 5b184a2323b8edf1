// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Text folded for search: lower case, Hangul syllables whole, full-width Latin as Latin, any hyphen as
/// `-`, white space as one space.
///
/// Two spellings that a person takes for the same one fold to the same bytes; so a subject in decomposed Hangul (as
/// macOS writes it) is found by what a keyboard types.
struct SearchText: Sendable {
    /// The folded text as UTF-8.
    let bytes: [UInt8]

    /// Folds a text.
    init(_ text: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var pending: UInt32?
        func put(_ scalar: UInt32) {
            guard let scalar = Unicode.Scalar(scalar) else { return }
            for unit in String(Character(scalar)).utf8 { bytes.append(unit) }
        }
        for scalar in text.unicodeScalars {
            let value = scalar.value
            if value < 0x80 {
                if let held = pending { put(held) }
                pending = nil
                let isSpace = value <= 0x20
                if isSpace, bytes.last == 0x20 { continue }
                bytes.append(isSpace ? 0x20 : (0x41...0x5A).contains(value) ? UInt8(value) + 0x20 : UInt8(value))
                continue
            }
            if let held = pending, let joined = Self.compose(held, value) {
                pending = joined
                continue
            }
            if let held = pending { put(held) }
            pending = nil
            switch value {
            case 0x1100...0x1112, 0xAC00...0xD7A3: pending = value
            case 0xFF01...0xFF5E:
                let narrow = UInt8(value - 0xFEE0)
                bytes.append((0x41...0x5A).contains(narrow) ? narrow + 0x20 : narrow)
            case 0x2010...0x2015, 0x2212: bytes.append(0x2D)
            case 0xA0, 0x2000...0x200A, 0x3000: if bytes.last != 0x20 { bytes.append(0x20) }
            default: bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            }
        }
        if let held = pending { put(held) }
        self.bytes = bytes
    }

    /// Joins a leading consonant and a vowel, or a syllable and a final consonant (Unicode section 3.12).
    private static func compose(_ held: UInt32, _ next: UInt32) -> UInt32? {
        if (0x1100...0x1112).contains(held), (0x1161...0x1175).contains(next) {
            return 0xAC00 + ((held - 0x1100) * 21 + (next - 0x1161)) * 28
        }
        if (0xAC00...0xD7A3).contains(held), (held - 0xAC00).isMultiple(of: 28), (0x11A8...0x11C2).contains(next) {
            return held + next - 0x11A7
        }
        return nil
    }
}
