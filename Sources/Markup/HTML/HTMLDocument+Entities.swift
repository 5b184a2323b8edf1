// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CXML

extension HTMLDocument {
    /// The ampersands that are none, or that stand for nothing.
    ///
    /// libxml2 hands `&foo;` on as text, which would then be shown. A bare `&` before white space is HTML.
    static func entityFaults(in source: [UInt8], around tokens: [HTMLTokens.Token]) -> [Fault] {
        var faults: [Fault] = []
        var behind = 0
        var inside = ""
        for token in tokens {
            if !HTMLNames.raw.contains(inside) { check(source, behind..<token.start, inAttribute: false, &faults) }
            inside = token.kind == .start && !token.isSelfClosing ? token.name : ""
            if token.kind == .start { check(source, token.start..<token.end, inAttribute: true, &faults) }
            behind = token.end
        }
        if !HTMLNames.raw.contains(inside) { check(source, behind..<source.count, inAttribute: false, &faults) }
        return faults
    }

    private static func check(
        _ source: [UInt8], _ range: Range<Int>, inAttribute: Bool, _ faults: inout [Fault]
    ) {
        var at = range.lowerBound
        while at < range.upperBound, faults.count < maximumFaults {
            defer { at += 1 }
            if source[at] == .lessThan, !inAttribute {
                faults.append(Fault(offset: at, message: "a bare <: write &lt;"))
            }
            guard source[at] == .ampersand, at + 1 < range.upperBound else { continue }
            var end = at + 1
            if source[end] == UInt8(ascii: "#") { end += 1 }
            while end < range.upperBound, source[end].isLetter || source[end].isDigit { end += 1 }
            let name = String(decoding: source[(at + 1)..<end], as: UTF8.self)
            guard !name.isEmpty else { continue }
            let isFinished = end < range.upperBound && source[end] == UInt8(ascii: ";")
            if !isFinished {
                faults.append(Fault(offset: at, message: "a bare &: write &amp; for it, or a ; behind the name"))
            } else if name.hasPrefix("#") ? !isNumber(name.dropFirst()) : htmlEntityLookup(name) == nil {
                faults.append(
                    Fault(offset: at, message: "&\(name); is not known here: write its number, as in &#x200b;"))
            }
        }
    }

    /// Whether the digits of `&#...;` stand for a character that HTML allows.
    private static func isNumber(_ digits: Substring) -> Bool {
        let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
        guard let number = UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10),
            Unicode.Scalar(number) != nil
        else { return false }
        return number >= 0xA0 || (0x20...0x7E).contains(number) || number == 9 || number == 10
    }
}
