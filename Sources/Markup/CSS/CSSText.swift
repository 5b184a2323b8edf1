// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Writes tokens again, without comments and white space that means nothing.
enum CSSText {
    /// A value, a media query, or the like: no white space around `,` and `:`, behind `(`, before `)`.
    static func compact(_ tokens: ArraySlice<CSSToken>, of source: [UInt8]) -> String {
        write(tokens, of: source, glue: isGlue)
    }

    /// A block with its braces: no white space around `{`, `}`, `;` either, and no last `;`.
    static func compactBlock(_ tokens: ArraySlice<CSSToken>, of source: [UInt8]) -> String {
        write(tokens, of: source) { kind, isBefore in
            switch kind {
            case .semicolon, .open(UInt8(ascii: "{")), .close(UInt8(ascii: "}")): true
            default: isGlue(kind, isBefore)
            }
        }
    }

    /// Whether white space beside a token means nothing: that behind it, or that before it.
    private static func isGlue(_ kind: CSSToken.Kind, _ isBefore: Bool) -> Bool {
        switch kind {
        case .comma, .colon: true
        case .function, .open(UInt8(ascii: "(")): !isBefore
        case .close(UInt8(ascii: ")")): isBefore
        default: false
        }
    }

    private static func write(
        _ tokens: ArraySlice<CSSToken>, of source: [UInt8], glue: (CSSToken.Kind, Bool) -> Bool
    ) -> String {
        var bytes: [UInt8] = []
        var last: CSSToken?
        var owesSpace = false
        var owesPart = false
        for token in tokens {
            switch token.kind {
            case .space: owesSpace = true
            case .comment: owesPart = true
            default:
                if let last {
                    if owesSpace, !glue(last.kind, false), !glue(token.kind, true) {
                        bytes.append(0x20)
                    } else if owesPart, !owesSpace, last.isWord, token.isWord {
                        bytes.append(0x20)
                    }
                }
                if token.kind == .close(UInt8(ascii: "}")), last?.kind == .semicolon { bytes.removeLast() }
                bytes.append(contentsOf: source[token.range])
                last = token
                owesSpace = false
                owesPart = false
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Without escapes: `sm\:full` is `sm:full`.
    static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        var out = ""
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let first = rest.unicodeScalars.first {
            rest = rest.unicodeScalars.dropFirst().asSubstring
            guard first == "\\" else {
                out.unicodeScalars.append(first)
                continue
            }
            let digits = rest.utf8.prefix(6).prefix { $0.isDigit || (0x61...0x66).contains($0 | 0x20) }
            if digits.isEmpty {
                if let next = rest.unicodeScalars.first { out.unicodeScalars.append(next) }
                rest = rest.unicodeScalars.dropFirst().asSubstring
            } else {
                let number = UInt32(Substring(digits), radix: 16) ?? 0xFFFD
                out.unicodeScalars.append(Unicode.Scalar(number) ?? "\u{FFFD}")
                rest = rest.utf8.dropFirst(digits.count).asSubstring
                if rest.utf8.first?.isSpace == true { rest = rest.utf8.dropFirst().asSubstring }
            }
        }
        return out
    }

    /// A value for an attribute in double quotes: its strings in single ones.
    static func singleQuoted(_ value: String) -> String {
        guard value.utf8.contains(.quote) else { return value }
        var bytes: [UInt8] = []
        let source = Array(value.utf8)
        for token in CSSTokenizer(source).tokens {
            guard token.kind == .string, source[token.range.lowerBound] == .quote else {
                bytes.append(contentsOf: source[token.range])
                continue
            }
            bytes.append(.apostrophe)
            for byte in source[token.range].dropFirst().dropLast() {
                if byte == .apostrophe { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
            bytes.append(.apostrophe)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring.UnicodeScalarView {
    fileprivate var asSubstring: Substring { Substring(self) }
}

extension Substring.UTF8View {
    fileprivate var asSubstring: Substring { Substring(self) }
}
