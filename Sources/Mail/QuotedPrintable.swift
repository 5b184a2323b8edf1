// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Quoted-printable as a mail body carries it (RFC 2045 section 6.7).
public enum QuotedPrintable {
    /// The longest line, its soft line break's `=` included.
    private static let longestLine = 76

    /// Writes text whose line breaks are CRLF.
    ///
    /// No line has more than 76 characters, no soft line break splits a UTF-8 sequence, white space before a line break is
    /// encoded, and so is a line's first letter where a relay could change the line: a dot, and the F of `From `
    /// (RFC 2049 section 3).
    ///
    /// - Parameter bytes: UTF-8; a CR or LF that is not part of a CRLF is encoded like any other control.
    /// - Returns: ASCII bytes, with a line break at the end only if the text has one.
    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        // Three for each byte, and a soft line break of three for each 64 characters or more.
        let capacity = bytes.count * 3 + bytes.count * 9 / 64 + 32
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, written in
            bytes.withUnsafeBufferPointer { source in
                kinds.withUnsafeBufferPointer { kinds in
                    escapes.withUnsafeBufferPointer { escapes in
                        var encoder = Encoder(source: source, output: output, kinds: kinds, escapes: escapes)
                        encoder.run()
                        written = encoder.written
                    }
                }
            }
        }
    }

    /// Reads quoted-printable; what is not well formed is taken as it stands.
    public static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes.count) { output, written in
            bytes.withUnsafeBufferPointer { source in
                var index = 0
                while index < source.count {
                    let byte = source[index]
                    if byte == ASCII.equals {
                        if index + 2 < source.count, let high = ASCII.hexValue(source[index + 1]),
                            let low = ASCII.hexValue(source[index + 2])
                        {
                            output[written] = high << 4 | low
                            written += 1
                            index += 3
                            continue
                        }
                        if let next = softBreakEnd(source, index + 1) {
                            index = next
                            continue
                        }
                    }
                    output[written] = byte
                    written += 1
                    index += 1
                }
            }
        }
    }

    /// Where the line after a soft line break starts; nil when no line break follows.
    ///
    /// White space may stand before it (RFC 2045 section 6.7, rule 3); a run longer than a line does not count as such.
    private static func softBreakEnd(_ source: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index < source.count, index - start < longestLine, ASCII.isBlank(source[index]) { index += 1 }
        guard index < source.count else { return index }
        if source[index] == ASCII.lineFeed { return index + 1 }
        guard source[index] == ASCII.carriageReturn, index + 1 < source.count, source[index + 1] == ASCII.lineFeed
        else {
            return nil
        }
        return index + 2
    }

    /// What is done with a byte.
    private enum Kind {
        static let literal: UInt8 = 0
        static let blank: UInt8 = 1
        static let carriageReturn: UInt8 = 2
        static let encoded: UInt8 = 3
        static let leadOfTwo: UInt8 = 4
        static let leadOfThree: UInt8 = 5
        static let leadOfFour: UInt8 = 6
    }

    private static let kinds: [UInt8] = (0...255).map { byte in
        switch UInt8(byte) {
        case ASCII.tab, ASCII.space: Kind.blank
        case ASCII.carriageReturn: Kind.carriageReturn
        case ASCII.equals: Kind.encoded
        case 0x21...0x7E: Kind.literal
        case 0xC2...0xDF: Kind.leadOfTwo
        case 0xE0...0xEF: Kind.leadOfThree
        case 0xF0...0xF4: Kind.leadOfFour
        default: Kind.encoded
        }
    }

    /// What stands for each byte: `=` and its two digits, the first character lowest.
    private static let escapes: [UInt32] = (0...255).map { byte in
        let high = UInt32(ASCII.hexDigits[byte >> 4])
        let low = UInt32(ASCII.hexDigits[byte & 15])
        return UInt32(ASCII.equals) | high << 8 | low << 16
    }

    private struct Encoder {
        let source: UnsafeBufferPointer<UInt8>
        let output: UnsafeMutableBufferPointer<UInt8>
        let kinds: UnsafeBufferPointer<UInt8>
        let escapes: UnsafeBufferPointer<UInt32>
        var read = 0
        var written = 0
        var column = 0

        mutating func run() {
            while read < source.count {
                if column == 0, isMailMark() {
                    writeEncoded(1)
                    continue
                }
                copyRun()
                guard read < source.count else { return }
                switch kinds[Int(source[read])] {
                case Kind.literal:
                    writeLiteral()
                case Kind.blank:
                    if isLineEnd(read + 1) { writeEncoded(1) } else { writeLiteral() }
                case Kind.carriageReturn:
                    if read + 1 < source.count, source[read + 1] == ASCII.lineFeed {
                        output[written] = ASCII.carriageReturn
                        output[written + 1] = ASCII.lineFeed
                        written += 2
                        read += 2
                        column = 0
                    } else {
                        writeEncoded(1)
                    }
                case Kind.leadOfTwo: writeEncoded(min(2, source.count - read))
                case Kind.leadOfThree: writeEncoded(min(3, source.count - read))
                case Kind.leadOfFour: writeEncoded(min(4, source.count - read))
                default: writeEncoded(1)
                }
            }
        }

        /// Copies what needs no encoding as far as the line has room before its soft break, sixteen bytes at a time.
        private mutating func copyRun() {
            let input = UnsafeRawBufferPointer(source)
            let target = UnsafeMutableRawBufferPointer(output)
            let limit = longestLine - 1 - column
            guard limit > 0 else { return }
            var count = 0
            while count < limit, read + count + 16 <= source.count {
                let first = input.loadUnaligned(fromByteOffset: read + count, as: UInt64.self)
                let second = input.loadUnaligned(fromByteOffset: read + count + 8, as: UInt64.self)
                // What is stored past the prefix or the limit is overwritten by what comes next; there is room for three bytes
                // for each that is left to read.
                target.storeBytes(of: first, toByteOffset: written + count, as: UInt64.self)
                target.storeBytes(of: second, toByteOffset: written + count + 8, as: UInt64.self)
                let prefix = ByteScan.literalPrefix(UInt64(littleEndian: first), UInt64(littleEndian: second))
                count += prefix
                if prefix < 16 { break }
            }
            count = min(count, limit)
            // The last one is looked at by itself when it may be white space before a line break.
            if count > 0, source[read + count - 1] == ASCII.space, isLineEnd(read + count) { count -= 1 }
            read += count
            written += count
            column += count
        }

        private mutating func writeLiteral() {
            makeRoom(1, next: read + 1)
            // After a soft break the byte stands first in its line.
            if column == 0, isMailMark() { return writeEncoded(1) }
            output[written] = source[read]
            written += 1
            read += 1
            column += 1
        }

        private mutating func writeEncoded(_ count: Int) {
            makeRoom(count * 3, next: read + count)
            let target = UnsafeMutableRawBufferPointer(output)
            for offset in 0..<count {
                // Four bytes are stored and three count: what comes next, or the room behind the end, takes the fourth.
                target.storeBytes(
                    of: escapes[Int(source[read + offset])].littleEndian, toByteOffset: written, as: UInt32.self)
                written += 3
            }
            read += count
            column += count * 3
        }

        /// Breaks the line unless so many characters fit beside a soft break, or end the line exactly.
        private mutating func makeRoom(_ width: Int, next: Int) {
            let end = column + width
            if end < longestLine || (end == longestLine && isLineEnd(next)) { return }
            output[written] = ASCII.equals
            output[written + 1] = ASCII.carriageReturn
            output[written + 2] = ASCII.lineFeed
            written += 3
            column = 0
        }

        private func isLineEnd(_ index: Int) -> Bool {
            if index >= source.count { return true }
            return source[index] == ASCII.carriageReturn && index + 1 < source.count
                && source[index + 1] == ASCII.lineFeed
        }

        /// A dot, or `From `, where a line starts.
        private func isMailMark() -> Bool {
            let byte = source[read]
            if byte == ASCII.dot { return true }
            return byte == 0x46 && read + 4 < source.count && source[read + 1] == 0x72 && source[read + 2] == 0x6F
                && source[read + 3] == 0x6D && source[read + 4] == ASCII.space
        }
    }
}
