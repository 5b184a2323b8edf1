// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Cuts CSS into tokens as CSS Syntax 3 says.
///
/// Names take letters and digits of any kind, so a placeholder is a name, part of a name, or the unit of a number, and stays whole.
struct CSSTokenizer {
    let source: [UInt8]
    /// The tokens, with comments and white space.
    private(set) var tokens: [CSSToken] = []
    /// What was cut off.
    private(set) var faults: [HTMLDocument.Fault] = []
    private var at = 0

    /// Cuts `source`.
    init(_ source: [UInt8]) {
        self.source = source
        tokens.reserveCapacity(source.count / 3)
        while at < source.count {
            let start = at
            let kind = next()
            tokens.append(CSSToken(kind: kind, range: start..<at))
        }
    }

    private func byte(_ ahead: Int = 0) -> UInt8 { at + ahead < source.count ? source[at + ahead] : 0 }

    private func isNameStart(_ ahead: Int = 0) -> Bool {
        let first = byte(ahead)
        return first.isLetter || first == UInt8(ascii: "_") || first >= 0x80
            || first == UInt8(ascii: "\\") && at + ahead + 1 < source.count && byte(ahead + 1) != 0x0A
    }

    private func isName(_ ahead: Int = 0) -> Bool {
        isNameStart(ahead) || byte(ahead).isDigit || byte(ahead) == UInt8(ascii: "-")
    }

    private func startsIdent(_ ahead: Int = 0) -> Bool {
        guard byte(ahead) == UInt8(ascii: "-") else { return isNameStart(ahead) }
        return byte(ahead + 1) == UInt8(ascii: "-") || isNameStart(ahead + 1)
    }

    private func startsNumber() -> Bool {
        let sign = byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") ? 1 : 0
        return byte(sign).isDigit || byte(sign) == UInt8(ascii: ".") && byte(sign + 1).isDigit
    }

    private mutating func fault(_ offset: Int, _ message: String) {
        guard faults.count < HTMLDocument.maximumFaults else { return }
        faults.append(HTMLDocument.Fault(offset: offset, message: message))
    }

    private mutating func name() {
        while at < source.count, isName() {
            at += byte() == UInt8(ascii: "\\") ? min(2, source.count - at) : 1
        }
    }

    private mutating func next() -> CSSToken.Kind {
        let first = byte()
        switch first {
        case _ where first.isSpace:
            while at < source.count, byte().isSpace { at += 1 }
            return .space
        case .slash where byte(1) == UInt8(ascii: "*"): return comment()
        case .quote, .apostrophe: return string(first)
        case UInt8(ascii: "#"):
            at += 1
            guard isName() else { return .delim(first) }
            name()
            return .hash
        case UInt8(ascii: "@") where startsIdent(1):
            at += 1
            name()
            return .atKeyword
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
            at += 1
            return .open(first)
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
            at += 1
            return .close(first)
        case UInt8(ascii: "<") where source[at...].starts(with: Array("<!--".utf8)):
            at += 4
            return .cdo
        case UInt8(ascii: "-") where source[at...].starts(with: Array("-->".utf8)):
            at += 3
            return .cdo
        case _ where startsNumber(): return number()
        case _ where startsIdent(): return word()
        default: return mark(first)
        }
    }

    private mutating func mark(_ first: UInt8) -> CSSToken.Kind {
        at += 1
        return switch first {
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: ";"): .semicolon
        case UInt8(ascii: ","): .comma
        default: .delim(first)
        }
    }

    private mutating func comment() -> CSSToken.Kind {
        let start = at
        at += 2
        while at < source.count {
            if byte() == UInt8(ascii: "*"), byte(1) == .slash {
                at += 2
                return .comment
            }
            at += 1
        }
        fault(start, "this comment is never closed")
        return .comment
    }

    private mutating func string(_ quote: UInt8) -> CSSToken.Kind {
        let start = at
        at += 1
        while at < source.count {
            switch byte() {
            case quote:
                at += 1
                return .string
            case 0x0A:
                fault(start, "this string is not closed in its line")
                return .bad
            case UInt8(ascii: "\\"): at += min(2, source.count - at)
            default: at += 1
            }
        }
        fault(start, "this string is never closed")
        return .bad
    }

    private mutating func number() -> CSSToken.Kind {
        at += 1
        while byte().isDigit || byte() == UInt8(ascii: ".") && byte(1).isDigit { at += 1 }
        if byte() | 0x20 == UInt8(ascii: "e"),
            byte(1).isDigit || (byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+")) && byte(2).isDigit
        {
            at += 2
            while byte().isDigit { at += 1 }
        }
        if byte() == UInt8(ascii: "%") { at += 1 } else if startsIdent() { name() }
        return .number
    }

    private mutating func word() -> CSSToken.Kind {
        let start = at
        name()
        guard byte() == UInt8(ascii: "(") else { return .ident }
        at += 1
        guard at - start == 4, source[start..<(start + 3)].map(\.lowered) == Array("url".utf8) else { return .function }
        var ahead = 0
        while at + ahead < source.count, byte(ahead).isSpace { ahead += 1 }
        return byte(ahead) == .quote || byte(ahead) == .apostrophe ? .function : url(start)
    }

    private mutating func url(_ start: Int) -> CSSToken.Kind {
        while at < source.count {
            switch byte() {
            case UInt8(ascii: ")"):
                at += 1
                return .url
            case UInt8(ascii: "\\"): at += min(2, source.count - at)
            default: at += 1
            }
        }
        fault(start, "this url() is never closed")
        return .bad
    }
}
