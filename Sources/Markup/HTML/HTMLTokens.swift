// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The tags of a source and where they stand.
///
/// libxml2 tells what a document means, but not where its tags begin, nor which of its elements nobody wrote. This list does.
struct HTMLTokens {
    /// What a token is.
    enum Kind {
        case start, end, comment, doctype, bogus
    }

    /// One attribute of a start tag.
    struct Attribute {
        let name: String
        let offset: Int
    }

    /// A tag, a comment or the like.
    struct Token {
        let kind: Kind
        /// In lower case; empty for comments.
        let name: String
        /// Of its `<`.
        let start: Int
        /// Behind its `>`.
        var end: Int
        var attributes: [Attribute] = []
        /// Whether it ends `/>`.
        var isSelfClosing = false
        /// Whether the source ends inside it.
        var isUnfinished = false
    }

    /// All of them, in order.
    private(set) var list: [Token] = []
    private let source: [UInt8]
    private var at = 0

    /// Finds the tags of `source`.
    init(_ source: [UInt8]) {
        self.source = source
        while at < source.count {
            guard source[at] == .lessThan, at + 1 < source.count else {
                at += 1
                continue
            }
            switch source[at + 1] {
            case UInt8(ascii: "!"): declaration()
            case UInt8(ascii: "?"): until(UInt8(ascii: ">"), .bogus)
            case UInt8(ascii: "/"):
                if at + 2 < source.count, source[at + 2].isLetter { endTag() } else { until(.greaterThan, .bogus) }
            case let byte where byte.isLetter: startTag()
            default: at += 1
            }
        }
    }

    private func holds(_ text: StaticString, at place: Int) -> Bool {
        guard place + text.utf8CodeUnitCount <= source.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where source[place + index].lowered != text.utf8Start[index] {
            return false
        }
        return true
    }

    private mutating func until(_ byte: UInt8, _ kind: Kind, name: String = "") {
        let start = at
        while at < source.count, source[at] != byte { at += 1 }
        let isUnfinished = at == source.count
        at = min(at + 1, source.count)
        list.append(Token(kind: kind, name: name, start: start, end: at, isUnfinished: isUnfinished))
    }

    private mutating func declaration() {
        let start = at
        guard holds("<!--", at: at) else {
            return holds("<!doctype", at: at) ? until(.greaterThan, .doctype) : until(.greaterThan, .bogus)
        }
        at += 4
        while at < source.count, source[at] != UInt8(ascii: "-") || !holds("-->", at: at) { at += 1 }
        let isUnfinished = at == source.count
        at = min(at + 3, source.count)
        list.append(Token(kind: .comment, name: "", start: start, end: at, isUnfinished: isUnfinished))
    }

    private mutating func name() -> String {
        let start = at
        while at < source.count, !source[at].isSpace, source[at] != .greaterThan, source[at] != .slash { at += 1 }
        return String(decoding: source[start..<at].map { $0.lowered }, as: UTF8.self)
    }

    private mutating func endTag() {
        let start = at
        at += 2
        let name = name()
        while at < source.count, source[at] != .greaterThan { at += 1 }
        let isUnfinished = at == source.count
        at = min(at + 1, source.count)
        list.append(Token(kind: .end, name: name, start: start, end: at, isUnfinished: isUnfinished))
    }

    private mutating func startTag() {
        let start = at
        at += 1
        var token = Token(kind: .start, name: name(), start: start, end: at)
        attributes(of: &token)
        token.isUnfinished = at == source.count
        at = min(at + 1, source.count)
        token.end = at
        list.append(token)
        if HTMLNames.raw.contains(token.name), !token.isSelfClosing { rawText(of: token.name) }
    }

    private mutating func attributes(of token: inout Token) {
        while at < source.count, source[at] != .greaterThan {
            if source[at].isSpace {
                at += 1
                continue
            }
            if source[at] == .slash {
                token.isSelfClosing = at + 1 < source.count && source[at + 1] == .greaterThan
                at += 1
                continue
            }
            let start = at
            at += 1
            while at < source.count, !source[at].isSpace, source[at] != .greaterThan, source[at] != .slash,
                source[at] != .equals
            { at += 1 }
            token.attributes.append(
                Attribute(
                    name: String(decoding: source[start..<at].map { $0.lowered }, as: UTF8.self), offset: start))
            attributeValue()
        }
    }

    private mutating func attributeValue() {
        var ahead = at
        while ahead < source.count, source[ahead].isSpace { ahead += 1 }
        guard ahead < source.count, source[ahead] == .equals else { return }
        at = ahead + 1
        while at < source.count, source[at].isSpace { at += 1 }
        guard at < source.count else { return }
        if source[at] == .quote || source[at] == .apostrophe {
            let quote = source[at]
            at += 1
            while at < source.count, source[at] != quote { at += 1 }
            at = min(at + 1, source.count)
        } else {
            while at < source.count, !source[at].isSpace, source[at] != .greaterThan { at += 1 }
        }
    }

    /// Passes the content of a script or style.
    private mutating func rawText(of name: String) {
        let name = Array(name.utf8)
        while at < source.count {
            if source[at] == .lessThan, at + 1 < source.count, source[at + 1] == .slash,
                source[(at + 2)...].lazy.map(\.lowered).starts(with: name)
            {
                return
            }
            at += 1
        }
    }
}

extension UInt8 {
    static let lessThan = UInt8(ascii: "<")
    static let greaterThan = UInt8(ascii: ">")
    static let slash = UInt8(ascii: "/")
    static let equals = UInt8(ascii: "=")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
    static let ampersand = UInt8(ascii: "&")

    /// White space of HTML and CSS.
    var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C }
    /// A to Z and a to z.
    var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    /// 0 to 9.
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// The small letter of a capital one.
    var lowered: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
