// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Finds what may be a tracking number in words: 10 to 14 digits, hyphens between them allowed.
///
/// Phone numbers, a company's registration number (123-45-67890), written moments (202611221715) and card numbers are
/// none: they stand in every message of a shop, and would make one group of all of them.
enum NumberTokens {
    /// The most numbers taken from one message.
    static let most = 20
    /// How far a text is looked through, in bytes.
    private static let furthest = 64 * 1024

    /// The numbers of some texts without their hyphens, each once, in their order.
    static func find(in texts: [String]) -> [String] {
        var found: [String] = []
        for text in texts { find(in: text, &found) }
        return found
    }

    private static func find(in text: String, _ found: inout [String]) {
        var text = text
        text.withUTF8 { bytes in
            let end = min(bytes.count, furthest)
            var index = 0
            while index < end, found.count < most {
                guard isDigit(bytes[index]) else {
                    index += 1
                    continue
                }
                let start = index
                var digits: [UInt8] = []
                var groups = [0]
                while index < end {
                    if isDigit(bytes[index]) {
                        if digits.count < 20 { digits.append(bytes[index]) }
                        groups[groups.count - 1] += 1
                        index += 1
                    } else if bytes[index] == 0x2D, index + 1 < end, isDigit(bytes[index + 1]), groups.count < 8 {
                        groups.append(0)
                        index += 1
                    } else {
                        break
                    }
                }
                let before = start > 0 ? bytes[start - 1] : 0x20
                let after = index < end ? bytes[index] : 0x20
                guard (10...14).contains(digits.count), !isWord(before), !isWord(after), before != 0x2B,
                    groups != [3, 2, 5]
                else { continue }
                let number = String(decoding: digits, as: UTF8.self)
                if !isPhone(number), !isMoment(digits), !found.contains(number) { found.append(number) }
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// A letter, a digit or what joins them to a longer word.
    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || isDigit(byte) || byte == 0x5F || byte == 0x40
    }

    private static func isPhone(_ number: String) -> Bool {
        if number.hasPrefix("8210"), number.utf8.count == 12 { return true }
        guard number.hasPrefix("0") else { return false }
        return (try? PhoneNumber(number)) != nil
    }

    /// `yyyyMMddHHmm` or `yyyyMMddHHmmss`.
    private static func isMoment(_ digits: [UInt8]) -> Bool {
        guard digits.count == 12 || digits.count == 14 else { return false }
        func pair(_ index: Int) -> Int { Int(digits[index] - 0x30) * 10 + Int(digits[index + 1] - 0x30) }
        return pair(0) == 20 && (1...12).contains(pair(4)) && (1...31).contains(pair(6)) && pair(8) < 24
            && pair(10) < 60 && (digits.count == 12 || pair(12) < 60)
    }
}
