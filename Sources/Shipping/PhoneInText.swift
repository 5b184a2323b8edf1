// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// A telephone number found in the middle of a text.
struct PhoneInText {
    /// Where it ends.
    let end: Int
    /// False for companies' freephone numbers, which may be shown.
    let isPersonal: Bool
    /// The number, unless parts of it are masked.
    let number: PhoneNumber?

    /// Finds the longest number that begins at a place (`010-1234-5678`, `+82 10 1234 5678`, `02)123-4567`).
    ///
    /// 15xx, 16xx and 18xx numbers never match: they begin with another digit.
    init?(in scalars: [Unicode.Scalar], at start: Int) {
        let plus = scalars[start] == "+"
        guard plus || PhoneInText.digit(scalars[start]) == 0, PhoneInText.mayBegin(in: scalars, at: start) else {
            return nil
        }
        var digits = [UInt8]()
        digits.reserveCapacity(16)
        var index = plus ? start + 1 : start
        var best: (end: Int, digits: [UInt8])?
        while index < scalars.count, digits.count <= 15 {
            while index < scalars.count, digits.count <= 15, let digit = PhoneInText.digit(scalars[index]) {
                digits.append(digit)
                index += 1
            }
            let national = PhoneInText.national(digits, plus: plus)
            if let national, PhoneInText.isPhone(national, foreign: plus && national.first != 0) {
                best = (index, national)
            }
            var next = index
            while next < scalars.count, next - index < 3, PhoneInText.isSeparator(scalars[next]) { next += 1 }
            guard next > index, next < scalars.count, PhoneInText.digit(scalars[next]) != nil else { break }
            index = next
        }
        guard let best else { return nil }
        self.end = best.end
        self.isPersonal = !best.digits.starts(with: [0, 8, 0])
        let text = String(decoding: best.digits.map { $0 + 0x30 }, as: UTF8.self)
        let foreign = plus && best.digits.first != 0
        self.number = best.digits.contains(PhoneInText.masked) ? nil : try? PhoneNumber(foreign ? "+" + text : text)
    }

    /// What stands for a masked digit.
    private static let masked: UInt8 = 10

    /// The value of a digit, ASCII or full width, or `masked` for an asterisk.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x30...0x39: UInt8(scalar.value - 0x30)
        case 0xFF10...0xFF19: UInt8(scalar.value - 0xFF10)
        case 0x2A: masked
        default: nil
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", ".", " ", "(", ")", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}", "\u{FF0D}": true
        default: false
        }
    }

    /// A number does not begin in the middle of a longer one, of a date or of a code.
    private static func mayBegin(in scalars: [Unicode.Scalar], at start: Int) -> Bool {
        guard start > 0 else { return true }
        let before = scalars[start - 1]
        if digit(before) != nil || DriverWords.isLatinLetter(before) && before != "P" && before != "T" { return false }
        if before == "-" || before == ".", start > 1, digit(scalars[start - 2]) != nil { return false }
        return true
    }

    /// `82 10...` after a plus becomes `010...`; other countries' numbers stay as they are.
    private static func national(_ digits: [UInt8], plus: Bool) -> [UInt8]? {
        guard plus, digits.starts(with: [8, 2]) else { return digits }
        let rest = digits.dropFirst(2)
        return rest.first == 0 ? Array(rest) : [0] + rest
    }

    private static func isPhone(_ digits: [UInt8], foreign: Bool) -> Bool {
        if foreign { return (8...15).contains(digits.count) }
        guard digits.count >= 9 else { return false }
        switch (digits[1], digits[2]) {
        case (1, 0), (1, 1), (1, 6...9): return (10...11).contains(digits.count)
        case (5, 0): return (11...12).contains(digits.count)
        case (2, _): return (9...10).contains(digits.count)
        case (3...6, 1...9): return (10...11).contains(digits.count)
        case (7, 0), (8, 0): return (10...11).contains(digits.count)
        default: return false
        }
    }
}
