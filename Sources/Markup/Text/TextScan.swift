// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Looks at eight bytes of a text part at once.
///
/// The "hasless" and "haszero" of Bit Twiddling Hacks: a subtraction lane by lane that leaves its borrow in the lane's high
/// bit. A borrow only runs upwards, so the lowest lane found is always right, and lanes are counted from the lowest because a
/// little-endian load puts the first byte there; of the lanes above it some may be found that should not be.
enum TextScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// How many bytes at the start of eight are neither controls nor spaces nor 0xE2.
    @inline(__always)
    static func plainPrefix(_ word: UInt64) -> Int {
        let joiner = word ^ (ones &* 0xE2)
        let found = ((word &- ones &* 0x21) & ~word | (joiner &- ones) & ~joiner) & highs
        return found.trailingZeroBitCount >> 3
    }

    /// Where the next control is, or the end.
    @inline(__always)
    static func control(_ source: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        let raw = UnsafeRawBufferPointer(source)
        var index = start
        while index + 8 <= end {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let found = (word &- ones &* 0x20) & ~word & highs
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < end, source[index] >= 0x20 { index += 1 }
        return index
    }

    /// How many cells and how many other controls there are, and whether any of these is a mark.
    static func marks(_ source: UnsafeBufferPointer<UInt8>) -> (cellEnds: Int, others: Int, areMarks: Bool) {
        var cellEnds = 0
        var others = 0
        var marks = 0
        var index = control(source, from: 0, to: source.count)
        while index < source.count {
            switch source[index] {
            case TextMark.cellEnd: cellEnds += 1
            case 0x09, 0x0A, 0x0D: others += 1
            default:
                others += 1
                marks += 1
            }
            index = control(source, from: index + 1, to: source.count)
        }
        return (cellEnds, others, cellEnds + marks > 0)
    }
}
