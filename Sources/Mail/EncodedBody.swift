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
            // Room for a text of line breaks only; counting them first costs more than the memory does.
            [UInt8](unsafeUninitializedCapacity: source.count * 2 + 16) { output, written in
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

    /// Copies up to the next byte under 0x0E, sixteen bytes at a time.
    @inline(__always)
    private static func copyPlain(
        _ source: UnsafeBufferPointer<UInt8>, from read: inout Int, into output: UnsafeMutableBufferPointer<UInt8>,
        at written: inout Int
    ) {
        let input = UnsafeRawBufferPointer(source)
        let target = UnsafeMutableRawBufferPointer(output)
        var from = read
        var to = written
        while from + 16 <= source.count {
            let first = input.loadUnaligned(fromByteOffset: from, as: UInt64.self)
            let second = input.loadUnaligned(fromByteOffset: from + 8, as: UInt64.self)
            // What is stored past the prefix is overwritten by what comes next; the room for it is that of the line breaks.
            target.storeBytes(of: first, toByteOffset: to, as: UInt64.self)
            target.storeBytes(of: second, toByteOffset: to + 8, as: UInt64.self)
            let count = ByteScan.plainPrefix(UInt64(littleEndian: first), UInt64(littleEndian: second))
            from += count
            to += count
            if count < 16 { break }
        }
        if from + 16 > source.count {
            while from < source.count, source[from] >= 0x0E {
                output[to] = source[from]
                from += 1
                to += 1
            }
        }
        read = from
        written = to
    }

    /// The size of the text in quoted-printable, within a few soft line breaks and controls.
    private static func quotedSize(_ canonical: [UInt8]) -> Int {
        let size = canonical.count + ByteScan.countOfEncoded(canonical) * 2
        return size + size / 150 * 3
    }
}
