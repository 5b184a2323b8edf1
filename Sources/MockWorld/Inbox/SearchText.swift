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
        var text = text
        self.bytes = text.withUTF8 { source in
            [UInt8](unsafeUninitializedCapacity: source.count * 3) { output, count in
                var folder = Folder(output: output)
                folder.fold(source)
                count = folder.count
            }
        }
    }

    /// Writes folded text; nothing folds to more than three times its bytes.
    private struct Folder {
        let output: UnsafeMutableBufferPointer<UInt8>
        var count = 0
        /// Where the last leading consonant or syllable was written, which a vowel or a final consonant may join.
        private var open: (value: UInt32, start: Int)?

        init(output: UnsafeMutableBufferPointer<UInt8>) {
            self.output = output
        }

        mutating func fold(_ source: UnsafeBufferPointer<UInt8>) {
            var index = 0
            while index < source.count {
                let byte = source[index]
                if byte < 0x80 {
                    put(ascii: byte)
                    index += 1
                } else if byte < 0xE0 {
                    put(UInt32(byte & 0x1F) << 6 | UInt32(source[index + 1] & 0x3F))
                    index += 2
                } else if byte < 0xF0 {
                    put(
                        UInt32(byte & 0x0F) << 12 | UInt32(source[index + 1] & 0x3F) << 6
                            | UInt32(source[index + 2] & 0x3F))
                    index += 3
                } else {
                    put(
                        UInt32(byte & 0x07) << 18 | UInt32(source[index + 1] & 0x3F) << 12
                            | UInt32(source[index + 2] & 0x3F) << 6 | UInt32(source[index + 3] & 0x3F))
                    index += 4
                }
            }
        }

        private mutating func put(ascii byte: UInt8) {
            open = nil
            if byte <= 0x20 {
                // White space is one space.
                if count == 0 || output[count - 1] != 0x20 { write(0x20) }
            } else {
                write((0x41...0x5A).contains(byte) ? byte + 0x20 : byte)
            }
        }

        private mutating func put(_ value: UInt32) {
            if let held = open, let joined = SearchText.compose(held.value, value) {
                count = held.start
                open = (joined, count)
                return write(scalar: joined)
            }
            open = nil
            switch value {
            case 0x1100...0x1112, 0xAC00...0xD7A3:
                open = (value, count)
                write(scalar: value)
            case 0x3131...0x318E: write(scalar: value)
            case 0xFF01...0xFF5E: put(ascii: UInt8(value - 0xFEE0))
            case 0x2010...0x2015, 0x2212: write(0x2D)
            case 0xA0, 0x2000...0x200A, 0x3000: put(ascii: 0x20)
            default:
                guard let scalar = Unicode.Scalar(value) else { return }
                for byte in scalar.properties.lowercaseMapping.utf8 { write(byte) }
            }
        }

        /// A scalar of the three-byte range.
        private mutating func write(scalar value: UInt32) {
            write(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
            write(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
            write(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        }

        private mutating func write(_ byte: UInt8) {
            guard count < output.count else { return }
            output[count] = byte
            count += 1
        }
    }

    /// Joins a leading consonant and a vowel, or a syllable and a final consonant (Unicode section 3.12).
    fileprivate static func compose(_ held: UInt32, _ next: UInt32) -> UInt32? {
        if (0x1100...0x1112).contains(held), (0x1161...0x1175).contains(next) {
            return 0xAC00 + ((held - 0x1100) * 21 + (next - 0x1161)) * 28
        }
        if (0xAC00...0xD7A3).contains(held), (held - 0xAC00).isMultiple(of: 28), (0x11A8...0x11C2).contains(next) {
            return held + next - 0x11A7
        }
        return nil
    }
}
