// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// How many columns the text of a cell takes, quick for the letters that places and times are written in.
enum ColumnCount {
    /// The columns of UTF-8, white space and marks at its ends not counted, runs of them counted as one space.
    static func columns(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var columns = 0
        var index = range.lowerBound
        let end = range.upperBound
        var isAfterSpace = false
        while index < end {
            let byte = source[index]
            if byte <= 0x20 {
                isAfterSpace = columns > 0
                index += 1
                continue
            }
            if isAfterSpace { columns += 1 }
            isAfterSpace = false
            if byte < 0x7F {
                columns += 1
                index += 1
            } else if byte >= 0xE4, byte <= 0xED, index + 2 < end, isWide(byte, source[index + 1]) {
                columns += 2
                index += 3
            } else if byte >= 0xC2, byte <= 0xCB, index + 1 < end {
                // U+0080 to U+02FF: letters, the middle dot.
                columns += 1
                index += 2
            } else if byte == 0xE2, index + 2 < end, source[index + 1] == 0x81, source[index + 2] == 0xA0 {
                // A word joiner, which is not written.
                index += 3
            } else {
                return slow(source, range)
            }
        }
        return columns
    }

    /// Whether a character of three bytes that begins so is one of U+5000 to U+9FFF (Han) or U+AC00 to U+D77F (Hangul).
    @inline(__always)
    private static func isWide(_ first: UInt8, _ second: UInt8) -> Bool {
        switch first {
        case 0xE5...0xE9, 0xEB, 0xEC: true
        case 0xEA: second >= 0xB0
        case 0xED: second < 0x9E
        default: false
        }
    }

    /// The same for all that joins or has a width of its own: emoji, combining marks, punctuation of other scripts.
    private static func slow(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        let words = source[range].split { $0 <= 0x20 }
        let columns = words.reduce(0) {
            $0 + DisplayWidth.columns(String(decoding: $1, as: UTF8.self).filter { $0 != "\u{2060}" })
        }
        return columns + max(0, words.count - 1)
    }
}
