// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Text beyond ASCII in a header, `=?UTF-8?B?...?=` (RFC 2047).
enum EncodedWord {
    /// The longest word, its marks included (RFC 2047 section 2).
    static let longest = 75
    /// `=?UTF-8?B?` and `?=`.
    private static let overhead = 12

    /// Writes text as one or more words, a folded space between them, which readers drop.
    ///
    /// B or Q is chosen by size. No word splits a character: not a grapheme cluster, unless it is longer than a whole
    /// word, and never a scalar (RFC 2047 section 5 demands the latter).
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - output: Where the words are appended.
    ///   - column: The column the line has reached; moved along.
    static func append(_ text: String, to output: inout [UInt8], column: inout Int) {
        var text = text
        text.makeContiguousUTF8()
        let bytes = Array(text.utf8)
        var quotedSize = 0
        for byte in bytes { quotedSize += isPlain(byte) || byte == ASCII.space ? 1 : 3 }
        let usesBase64 = (bytes.count + 2) / 3 * 4 < quotedSize
        // A word that could not hold even one scalar of four bytes starts on a line of its own.
        if column > 1, HeaderWriter.foldColumn - column < overhead + 12 { fold(&output, &column) }
        var start = 0
        while start < bytes.count {
            if start > 0 { fold(&output, &column) }
            let room = min(longest, HeaderWriter.foldColumn - column) - overhead
            var end = usesBase64 ? min(bytes.count, start + room / 4 * 3) : quotedEnd(bytes, from: start, room: room)
            if end < bytes.count { end = boundary(in: text, bytes, after: start, upTo: end) }
            let before = output.count
            output += (usesBase64 ? "=?UTF-8?B?" : "=?UTF-8?Q?").utf8
            if usesBase64 {
                BodyBase64.append(bytes[start..<end], to: &output)
            } else {
                appendQuoted(bytes[start..<end], to: &output)
            }
            output += "?=".utf8
            column += output.count - before
            start = end
        }
    }

    private static func fold(_ output: inout [UInt8], _ column: inout Int) {
        output += "\r\n ".utf8
        column = 1
    }

    /// The letters that Q leaves alone even in a phrase (RFC 2047 section 5, rule 3).
    private static func isPlain(_ byte: UInt8) -> Bool { plainTable[Int(byte)] }

    private static let plainTable: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/"
        for byte in plain.utf8 { table[Int(byte)] = true }
        return table
    }()

    private static func appendQuoted(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        for byte in bytes {
            if isPlain(byte) {
                output.append(byte)
            } else if byte == ASCII.space {
                output.append(ASCII.underscore)
            } else {
                output.append(ASCII.equals)
                output.append(ASCII.hexDigits[Int(byte >> 4)])
                output.append(ASCII.hexDigits[Int(byte & 15)])
            }
        }
    }

    /// Where the bytes from `start` stop fitting into `room` characters of Q.
    private static func quotedEnd(_ bytes: [UInt8], from start: Int, room: Int) -> Int {
        var end = start
        var used = 0
        while end < bytes.count {
            used += isPlain(bytes[end]) || bytes[end] == ASCII.space ? 1 : 3
            if used > room { break }
            end += 1
        }
        return end
    }

    /// The last place at or before `limit` that splits no grapheme cluster; if there is none, no scalar.
    private static func boundary(in text: String, _ bytes: [UInt8], after start: Int, upTo limit: Int) -> Int {
        var end = limit
        var scalarEnd = 0
        while end > start {
            if bytes[end] & 0xC0 != 0x80 {
                if scalarEnd == 0 { scalarEnd = end }
                let index = text.utf8.index(text.utf8.startIndex, offsetBy: end)
                if String.Index(index, within: text) != nil { return end }
            }
            end -= 1
        }
        return scalarEnd
    }
}
