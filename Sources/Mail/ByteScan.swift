// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Looks at eight bytes at once: the hot loops of composing and reading a mail.
///
/// The tricks are the "hasless" and "haszero" of Bit Twiddling Hacks: a subtraction lane by lane that leaves its borrow in the
/// lane's high bit. A borrow or carry only runs upwards, so the lowest lane found is always right, and lanes are counted from
/// the lowest because a little-endian load puts the first byte there.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// How many bytes at the start of eight are 0x0E or more.
    @inline(__always)
    static func plainPrefix(_ word: UInt64) -> Int {
        let found = (word &- ones &* 0x0E) & ~word & highs
        return found.trailingZeroBitCount >> 3
    }

    /// How many bytes at the start of eight are printable ASCII or space, but no equals sign.
    @inline(__always)
    static func literalPrefix(_ word: UInt64) -> Int {
        let equals = word ^ (ones &* UInt64(ASCII.equals))
        let found = (word | (word &+ ones) | (word &- ones &* 0x20) | ((equals &- ones) & ~equals)) & highs
        return found.trailingZeroBitCount >> 3
    }

    /// How many bytes at the start of sixteen are 0x0E or more; the two halves are looked at without a branch between them.
    @inline(__always)
    static func plainPrefix(_ first: UInt64, _ second: UInt64) -> Int {
        let count = plainPrefix(first)
        return count < 8 ? count : 8 + plainPrefix(second)
    }

    /// How many bytes at the start of sixteen are printable ASCII or space, but no equals sign.
    @inline(__always)
    static func literalPrefix(_ first: UInt64, _ second: UInt64) -> Int {
        let count = literalPrefix(first)
        return count < 8 ? count : 8 + literalPrefix(second)
    }

    /// Where a byte next is in a range, or the range's end.
    @inline(__always)
    static func find(_ byte: UInt8, in source: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        let raw = UnsafeRawBufferPointer(source)
        let pattern = ones &* UInt64(byte)
        var index = start
        while index + 8 <= end {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ pattern
            let found = (word &- ones) & ~word & highs
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < end, source[index] != byte { index += 1 }
        return index
    }

    /// How many bytes are above 0x7F or an equals sign.
    static func countOfEncoded(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { source in
            let sevens = highs &- ones
            let pattern = ones &* UInt64(ASCII.equals)
            var count = 0
            var index = 0
            while index + 8 <= source.count {
                // A lane counts to 255 at most, so the lanes are emptied before they can overflow.
                let stop = min(index + 8 * 255, source.count - 7)
                var lanes: UInt64 = 0
                while index < stop {
                    let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    let equals = word ^ pattern
                    // No carry leaves a lane here: each lane that is zero gets its high bit, and no other.
                    let zero = ~(((equals & sevens) &+ sevens) | equals) & highs
                    lanes &+= (zero | (word & highs)) >> 7
                    index += 8
                }
                let pairs = (lanes & 0x00FF_00FF_00FF_00FF) &+ (lanes >> 8 & 0x00FF_00FF_00FF_00FF)
                count += Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) >> 48)
            }
            while index < source.count {
                if source[index] > 0x7F || source[index] == ASCII.equals { count += 1 }
                index += 1
            }
            return count
        }
    }
}
