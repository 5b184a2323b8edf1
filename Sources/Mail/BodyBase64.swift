// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Base64 as a mail body carries it: lines of 76 characters (RFC 2045 section 6.8).
public enum BodyBase64 {
    private static let lineBytes = 57

    /// Writes the bytes as lines of 76 characters with CRLF between them and none at the end.
    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        let size = encodedSize(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: size) { output, written in
            bytes.withUnsafeBufferPointer { source in
                pairs.withUnsafeBufferPointer { table in
                    var from = 0
                    while from < source.count {
                        if from > 0 {
                            output[written] = ASCII.carriageReturn
                            output[written + 1] = ASCII.lineFeed
                            written += 2
                        }
                        let end = min(from + lineBytes, source.count)
                        encode(source, from..<end, table, into: output, at: &written)
                        from = end
                    }
                }
            }
        }
    }

    /// The size of what `encode` writes for so many bytes.
    public static func encodedSize(_ count: Int) -> Int {
        count == 0 ? 0 : (count + 2) / 3 * 4 + (count - 1) / lineBytes * 2
    }

    /// Appends the bytes as base64 without line breaks, for an encoded word.
    static func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let encoded = [UInt8](unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { buffer, written in
            bytes.withUnsafeBufferPointer { source in
                pairs.withUnsafeBufferPointer { table in
                    encode(source, 0..<source.count, table, into: buffer, at: &written)
                }
            }
        }
        output += encoded
    }

    /// Reads base64, passing over line breaks and whatever else is no letter of the alphabet (RFC 2045 section 6.8).
    public static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes.count / 4 * 3 + 3) { output, written in
            bytes.withUnsafeBufferPointer { source in
                values.withUnsafeBufferPointer { table in
                    var group: UInt32 = 0
                    var bits = 0
                    var index = 0
                    while index < source.count {
                        if bits == 0 { decodeGroups(source, from: &index, table, into: output, at: &written) }
                        guard index < source.count else { break }
                        let byte = source[index]
                        index += 1
                        let value = table[Int(byte)]
                        if value < 64 {
                            group = group << 6 | UInt32(value)
                            bits += 6
                            if bits >= 8 {
                                bits -= 8
                                output[written] = UInt8(truncatingIfNeeded: group >> UInt32(bits))
                                written += 1
                            }
                        } else if byte == ASCII.equals {
                            // Padding ends a group; what follows, if anything, starts a new one.
                            group = 0
                            bits = 0
                        }
                    }
                }
            }
        }
    }

    /// Writes six bytes by four lookups, then groups of three, then the rest with its padding.
    private static func encode(
        _ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ table: UnsafeBufferPointer<UInt16>,
        into output: UnsafeMutableBufferPointer<UInt8>, at written: inout Int
    ) {
        var from = range.lowerBound
        var to = written
        let input = UnsafeRawBufferPointer(source)
        let target = UnsafeMutableRawBufferPointer(output)
        while from + 6 <= range.upperBound, from + 8 <= source.count {
            let word = UInt64(bigEndian: input.loadUnaligned(fromByteOffset: from, as: UInt64.self))
            let letters =
                UInt64(table[Int(truncatingIfNeeded: word >> 52)])
                | UInt64(table[Int(truncatingIfNeeded: word >> 40 & 4095)]) << 16
                | UInt64(table[Int(truncatingIfNeeded: word >> 28 & 4095)]) << 32
                | UInt64(table[Int(truncatingIfNeeded: word >> 16 & 4095)]) << 48
            target.storeBytes(of: letters.littleEndian, toByteOffset: to, as: UInt64.self)
            from += 6
            to += 8
        }
        while from + 2 < range.upperBound {
            let group = Int(source[from]) << 16 | Int(source[from + 1]) << 8 | Int(source[from + 2])
            let left = table[group >> 12]
            let right = table[group & 4095]
            output[to] = UInt8(truncatingIfNeeded: left)
            output[to + 1] = UInt8(truncatingIfNeeded: left >> 8)
            output[to + 2] = UInt8(truncatingIfNeeded: right)
            output[to + 3] = UInt8(truncatingIfNeeded: right >> 8)
            from += 3
            to += 4
        }
        if from < range.upperBound {
            let hasTwo = from + 1 < range.upperBound
            let group = Int(source[from]) << 16 | (hasTwo ? Int(source[from + 1]) << 8 : 0)
            let left = table[group >> 12]
            output[to] = UInt8(truncatingIfNeeded: left)
            output[to + 1] = UInt8(truncatingIfNeeded: left >> 8)
            output[to + 2] = hasTwo ? UInt8(truncatingIfNeeded: table[group & 4095]) : ASCII.equals
            output[to + 3] = ASCII.equals
            to += 4
        }
        written = to
    }

    /// Reads whole groups of four letters, up to the first that is not.
    private static func decodeGroups(
        _ source: UnsafeBufferPointer<UInt8>, from index: inout Int, _ table: UnsafeBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>, at written: inout Int
    ) {
        var from = index
        var to = written
        while from + 4 <= source.count {
            let first = table[Int(source[from])]
            let second = table[Int(source[from + 1])]
            let third = table[Int(source[from + 2])]
            let fourth = table[Int(source[from + 3])]
            if (first | second | third | fourth) > 63 { break }
            output[to] = first << 2 | second >> 4
            output[to + 1] = second << 4 | third >> 2
            output[to + 2] = third << 6 | fourth
            from += 4
            to += 3
        }
        index = from
        written = to
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The two letters of each twelve bits, the first one low.
    private static let pairs: [UInt16] = (0..<4096).map {
        UInt16(alphabet[$0 >> 6]) | UInt16(alphabet[$0 & 63]) << 8
    }

    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() { table[Int(letter)] = UInt8(value) }
        return table
    }()
}
