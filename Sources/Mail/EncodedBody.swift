// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A text as the body of a part: line breaks made CRLF, then quoted-printable or base64, whichever is smaller.
struct EncodedBody {
    /// Which of the two it is.
    let encoding: TransferEncoding
    /// The encoded lines; base64 has no line break at its end.
    let bytes: [UInt8]

    /// Encodes a text.
    ///
    /// - Parameters:
    ///   - text: Any text; CRLF, CR and LF count as line breaks, NUL is dropped.
    ///   - endsInLineBreak: Whether a missing final line break is added, as the last line of a mail needs one.
    init(_ text: String, endsInLineBreak: Bool) {
        let canonical = EncodedBody.canonical(text, endsInLineBreak: endsInLineBreak)
        let quotedSize = EncodedBody.quotedSize(canonical)
        if quotedSize <= BodyBase64.encodedSize(canonical.count) {
            self.encoding = .quotedPrintable
            self.bytes = QuotedPrintable.encode(canonical)
        } else {
            self.encoding = .base64
            self.bytes = BodyBase64.encode(canonical)
        }
    }

    /// The text's UTF-8 with CRLF for every line break and without NUL.
    static func canonical(_ text: String, endsInLineBreak: Bool) -> [UInt8] {
        var text = text
        return text.withUTF8 { source in
            var breaks = 0
            for byte in source where byte == ASCII.lineFeed || byte == ASCII.carriageReturn { breaks &+= 1 }
            return [UInt8](unsafeUninitializedCapacity: source.count + breaks + 2) { output, written in
                var read = 0
                while read < source.count {
                    copyPlain(source, from: &read, into: output, at: &written)
                    guard read < source.count else { break }
                    let byte = source[read]
                    read += 1
                    switch byte {
                    case ASCII.carriageReturn, ASCII.lineFeed:
                        if byte == ASCII.carriageReturn, read < source.count, source[read] == ASCII.lineFeed {
                            read += 1
                        }
                        output[written] = ASCII.carriageReturn
                        output[written + 1] = ASCII.lineFeed
                        written += 2
                    case 0: break
                    default:
                        output[written] = byte
                        written += 1
                    }
                }
                if endsInLineBreak, written == 0 || output[written - 1] != ASCII.lineFeed {
                    output[written] = ASCII.carriageReturn
                    output[written + 1] = ASCII.lineFeed
                    written += 2
                }
            }
        }
    }

    /// Copies up to the next byte under 0x0E, eight bytes at a time.
    private static func copyPlain(
        _ source: UnsafeBufferPointer<UInt8>, from read: inout Int, into output: UnsafeMutableBufferPointer<UInt8>,
        at written: inout Int
    ) {
        var from = read
        var to = written
        let input = UnsafeRawBufferPointer(source)
        let target = UnsafeMutableRawBufferPointer(output)
        while from + 8 <= source.count {
            let word = input.loadUnaligned(fromByteOffset: from, as: UInt64.self)
            // Sets the high bit of each byte under 0x0E (Bit Twiddling Hacks, "hasless"); it may also set it in a byte
            // above such a one, which only ends the run early.
            let low = (word &- 0x0E0E_0E0E_0E0E_0E0E) & ~word & 0x8080_8080_8080_8080
            if low != 0 { break }
            target.storeBytes(of: word, toByteOffset: to, as: UInt64.self)
            from += 8
            to += 8
        }
        while from < source.count, source[from] >= 0x0E {
            output[to] = source[from]
            from += 1
            to += 1
        }
        read = from
        written = to
    }

    /// The size of the text in quoted-printable, within a few soft line breaks.
    private static func quotedSize(_ canonical: [UInt8]) -> Int {
        var special = 0
        canonical.withUnsafeBufferPointer { source in
            for byte in source {
                // Everything but printable ASCII, tab, CR and LF; and the equals sign.
                let isPlain = (byte &- 0x20 < 0x5F && byte != ASCII.equals) || byte &- 0x09 < 2 || byte == 0x0D
                special &+= isPlain ? 0 : 1
            }
        }
        let size = canonical.count + special * 2
        return size + size / 150 * 3
    }
}
