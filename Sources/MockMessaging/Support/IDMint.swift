// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Makes ids that look like a provider's: no two alike within a run, the same again for the same start.
struct IDMint: Sendable {
    private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private var count: UInt64

    /// Starts at a number, such as the time in milliseconds.
    init(seed: Int64) {
        self.count = UInt64(truncatingIfNeeded: seed)
    }

    /// NHN's: the time of Seoul, ten letters and `0`, 25 characters in all.
    mutating func request(at moment: Timestamp) -> String {
        KoreanTime.digits(moment) + letters(10) + "0"
    }

    /// So many letters and digits.
    mutating func letters(_ length: Int) -> String {
        var text: [UInt8] = []
        var value: UInt64 = 0
        for index in 0..<length {
            if index % 10 == 0 { value = next() }
            text.append(Self.letters[Int(value % 62)])
            value /= 62
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Splitmix64, which maps each count to another number.
    private mutating func next() -> UInt64 {
        count &+= 0x9E37_79B9_7F4A_7C15
        var value = count
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
