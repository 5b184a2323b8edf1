// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A telephone number, kept in E.164 and told apart by what can be sent to it.
public struct PhoneNumber: Hashable, Sendable {
    /// What kind of line a number is.
    public enum Kind: String, Sendable {
        /// 010, 011, 016-019: takes SMS and alimtalk.
        case mobile
        /// 050x: a virtual "safe" number that forwards calls; it is valid but takes neither SMS nor alimtalk
        /// reliably (SEMANTICS D2).
        case safeNumber
        /// 02, 03x-06x: a place's line, and 070 internet lines.
        case landline
        /// 15xx, 16xx, 18xx: a company's number, without area code.
        case service
        /// A number of another country.
        case foreign
    }

    /// The number in E.164, for example `+821012345678`.
    ///
    /// Never log this: log `masked`.
    public let e164: String
    /// What kind of line it is.
    public let kind: Kind

    /// Takes a number as Koreans write it (`010-1234-5678`, `02) 123-4567`, `+82 10 1234 5678`, `1588-1234`) or in E.164.
    ///
    /// - Throws: `ValueError` naming the rule that was broken.
    public init(_ text: String) throws(ValueError) {
        guard !Line.hasControls(text) else { throw ValueError("a phone number holds no control characters") }
        var digits = ""
        var international = false
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "+" where offset == 0: international = true
            case " ", "-", ".", "(", ")": continue
            default: throw ValueError("a phone number holds digits, spaces, hyphens, dots and brackets only")
            }
        }
        if !international, digits.hasPrefix("00") {
            international = true
            digits.removeFirst(2)
        }
        if international, digits.hasPrefix("82") {
            digits.removeFirst(2)
            if digits.hasPrefix("0") { digits.removeFirst() }
            try self.init(nationalSignificant: digits)
        } else if international {
            guard (7...15).contains(digits.count), digits.first != "0" else {
                throw ValueError("an international phone number has 7 to 15 digits after the + (E.164)")
            }
            self.init(e164: "+" + digits, kind: .foreign)
        } else if digits.hasPrefix("0") {
            try self.init(nationalSignificant: String(digits.dropFirst()))
        } else {
            try self.init(nationalSignificant: digits)
            guard kind == .service else {
                throw ValueError(
                    "a Korean phone number starts with 0, with +82, or is a company number such as 1588-1234")
            }
        }
    }

    private init(nationalSignificant digits: String) throws(ValueError) {
        guard let kind = PhoneNumber.kind(ofNational: digits) else {
            throw ValueError(
                "is not a Korean phone number: expected 010-1234-5678, 02-123-4567, 0507-1234-5678 or 1588-1234")
        }
        self.init(e164: "+82" + digits, kind: kind)
    }

    private init(e164: String, kind: Kind) {
        self.e164 = e164
        self.kind = kind
    }

    private static func kind(ofNational digits: String) -> Kind? {
        let count = digits.count
        if digits.hasPrefix("50") { return (10...11).contains(count) ? .safeNumber : nil }
        if digits.hasPrefix("10") { return count == 10 ? .mobile : nil }
        for prefix in ["11", "16", "17", "18", "19"] where digits.hasPrefix(prefix) && (9...10).contains(count) {
            return .mobile
        }
        for prefix in ["15", "16", "18"] where digits.hasPrefix(prefix) && count == 8 { return .service }
        if digits.hasPrefix("2") { return (8...9).contains(count) ? .landline : nil }
        if digits.hasPrefix("70") || digits.hasPrefix("80") { return (9...10).contains(count) ? .landline : nil }
        if let first = digits.first, "3456".contains(first) { return (9...10).contains(count) ? .landline : nil }
        return nil
    }

    /// The number as it is dialled in Korea, digits only (`01012345678`, `15881234`), or E.164 for a foreign one.
    public var national: String {
        switch kind {
        case .foreign: e164
        case .service: String(e164.dropFirst(3))
        case .mobile, .safeNumber, .landline: "0" + e164.dropFirst(3)
        }
    }

    /// The number as people write it (`010-1234-5678`, `02-123-4567`, `1588-1234`), or E.164 for a foreign one.
    public var formatted: String {
        let digits = national
        switch kind {
        case .foreign: return digits
        case .service: return digits.prefix(4) + "-" + digits.suffix(4)
        case .mobile, .safeNumber, .landline:
            let area = digits.hasPrefix("02") ? 2 : (kind == .safeNumber ? 4 : 3)
            let middle = digits.dropFirst(area).dropLast(4)
            return digits.prefix(area) + "-" + middle + "-" + digits.suffix(4)
        }
    }

    /// True when SMS and alimtalk can reach it (SEMANTICS D2).
    public var isMobile: Bool { kind == .mobile }
}

extension PhoneNumber: CustomStringConvertible, CustomDebugStringConvertible {
    /// The masked form: a number printed by accident must not be readable.
    public var description: String { masked }
    /// The masked form.
    public var debugDescription: String { masked }
    /// A form for logs and traces (`010-****-5678`).
    public var masked: String { Masking.phone(national) }
}
