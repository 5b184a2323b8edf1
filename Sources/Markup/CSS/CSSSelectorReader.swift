// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Reads a list of selectors from tokens without comments (Selectors 4).
struct CSSSelectorReader {
    /// What was wrong when there is no list.
    private(set) var complaint = "it is empty"
    private let tokens: [CSSToken]
    private let source: [UInt8]
    private let offset: Int
    private var at = 0
    private var text = ""
    /// How many `:not(` are open; a few are read, more are copied.
    private var negations = 0

    /// Makes a reader of `tokens` in `source`, which stands at `offset`.
    init(_ tokens: [CSSToken], source: [UInt8], offset: Int) {
        self.tokens = tokens
        self.source = source
        self.offset = offset
    }

    private var kind: CSSToken.Kind? { at < tokens.count ? tokens[at].kind : nil }

    private func written(_ token: Int) -> String { String(decoding: source[tokens[token].range], as: UTF8.self) }

    private func name(_ token: Int, dropping first: Int = 0) -> String {
        CSSText.unescaped(source[tokens[token].range].dropFirst(first))
    }

    private mutating func space() -> Bool {
        let start = at
        while kind == .space { at += 1 }
        return at > start
    }

    /// Reads all of them; nil when one is none, for then the whole rule is void.
    mutating func list() -> [CSSSelector]? {
        var list: [CSSSelector] = []
        _ = space()
        guard kind != nil else { return nil }
        while true {
            _ = space()
            guard let selector = selector() else { return nil }
            list.append(selector)
            guard kind != nil else { return list }
            guard kind == .comma else { return fail() }
            at += 1
        }
    }

    private mutating func fail<T>() -> T? {
        complaint = at < tokens.count ? "\"\(written(at))\" is not expected" : "it ends too early"
        return nil
    }

    private mutating func selector() -> CSSSelector? {
        let start = at < tokens.count ? tokens[at].range.lowerBound : source.count
        var parts: [(combinator: CSSSelector.Combinator, compound: [CSSSelector.Simple])] = []
        var combinator = CSSSelector.Combinator.descendant
        text = ""
        while true {
            guard let compound = compound(), !compound.isEmpty else { return fail() }
            parts.append((combinator, compound))
            let isSpaced = space()
            guard let kind, kind != .comma else { break }
            switch kind {
            case .delim(UInt8(ascii: ">")): (combinator, text) = (.child, text + ">")
            case .delim(UInt8(ascii: "+")): (combinator, text) = (.next, text + "+")
            case .delim(UInt8(ascii: "~")): (combinator, text) = (.later, text + "~")
            default:
                guard isSpaced else { return fail() }
                (combinator, text) = (.descendant, text + " ")
                continue
            }
            at += 1
            _ = space()
        }
        var specificity = CSSSelector.Specificity()
        for part in parts { for simple in part.compound { simple.add(to: &specificity) } }
        return CSSSelector(parts: parts, text: text, specificity: specificity, offset: start + offset)
    }

    /// Reads simple selectors that stand together; nil when one is none.
    private mutating func compound() -> [CSSSelector.Simple]? {
        var list: [CSSSelector.Simple] = []
        while let kind {
            switch kind {
            case .ident where list.isEmpty: list.append(.type(take(name(at).lowercased())))
            case .delim(UInt8(ascii: "*")) where list.isEmpty:
                list.append(.universal)
                text += written(at)
                at += 1
            case .hash: list.append(.id(take(name(at, dropping: 1))))
            case .delim(UInt8(ascii: ".")):
                guard at + 1 < tokens.count, tokens[at + 1].kind == .ident else { return nil }
                text += "."
                at += 1
                list.append(.class(take(name(at))))
            case .open(UInt8(ascii: "[")):
                guard let attribute = attribute() else { return nil }
                list.append(.attribute(attribute))
            case .colon:
                guard let pseudo = pseudo() else { return nil }
                list.append(pseudo)
            default: return list
            }
        }
        return list
    }

    private mutating func take(_ value: String) -> String {
        text += written(at)
        at += 1
        return value
    }

    private mutating func attribute() -> CSSSelector.Attribute? {
        at += 1
        _ = space()
        guard kind == .ident else { return nil }
        text += "["
        var attribute = CSSSelector.Attribute(name: "", test: .present, value: "")
        attribute.name = take(name(at).lowercased())
        _ = space()
        if kind != .close(UInt8(ascii: "]")) {
            guard case .delim(let mark) = kind else { return nil }
            let tests: [UInt8: CSSSelector.Attribute.Test] = [
                .equals: .equals, UInt8(ascii: "~"): .word, UInt8(ascii: "|"): .dash, UInt8(ascii: "^"): .prefix,
                UInt8(ascii: "$"): .suffix, UInt8(ascii: "*"): .part,
            ]
            guard let test = tests[mark] else { return nil }
            attribute.test = test
            _ = take("")
            if test != .equals {
                guard kind == .delim(.equals) else { return nil }
                _ = take("")
            }
            _ = space()
            switch kind {
            case .ident, .number: attribute.value = take(name(at))
            case .string:
                let inner = source[tokens[at].range].dropFirst().dropLast()
                attribute.value = take(CSSText.unescaped(inner))
            default: return nil
            }
            _ = space()
            if kind == .ident {
                let flag = name(at).lowercased()
                guard flag == "i" || flag == "s" else { return nil }
                attribute.ignoresCase = flag == "i"
                text += " "
                _ = take("")
                _ = space()
            }
        }
        guard kind == .close(UInt8(ascii: "]")) else { return nil }
        _ = take("")
        return attribute
    }

    private mutating func pseudo() -> CSSSelector.Simple? {
        let start = text.utf8.count
        _ = take("")
        var isElement = false
        if kind == .colon {
            isElement = true
            _ = take("")
        }
        if kind == .ident {
            let name = take(name(at).lowercased())
            if !isElement, let place = Self.places[name] { return .place(place) }
            return .dynamic((isElement ? "::" : ":") + name)
        }
        guard kind == .function else { return nil }
        let name = written(at).lowercased()
        text += name
        at += 1
        let inner = at
        if !isElement, name == "not(", negations < 4, let simple = negation() { return simple }
        // What is not known here is copied.
        at = inner
        text = String(decoding: text.utf8.prefix(start), as: UTF8.self) + (isElement ? "::" : ":") + name
        var depth = 1
        while at < tokens.count, depth > 0 {
            switch tokens[at].kind {
            case .function, .open: depth += 1
            case .close: depth -= 1
            default: break
            }
            at += 1
        }
        guard depth == 0 else { return nil }
        let argument = CSSText.compact(tokens[inner..<at], of: source)
        text += argument
        if !isElement, name.hasPrefix("nth-"), let place = Self.nth(name, argument) { return .place(place) }
        return .dynamic(String(decoding: text.utf8.dropFirst(start), as: UTF8.self))
    }

    /// Reads the list in `:not()`; nil when it is more than compounds.
    private mutating func negation() -> CSSSelector.Simple? {
        negations += 1
        defer { negations -= 1 }
        var list: [[CSSSelector.Simple]] = []
        while true {
            _ = space()
            guard let compound = compound(), !compound.isEmpty else { return nil }
            list.append(compound)
            _ = space()
            if kind == .comma {
                _ = take("")
            } else if kind == .close(UInt8(ascii: ")")) {
                _ = take("")
                return .not(list)
            } else {
                return nil
            }
        }
    }

    private static let places: [String: CSSSelector.Place] = [
        "first-child": CSSSelector.Place(step: 0, offset: 1),
        "last-child": CSSSelector.Place(step: 0, offset: 1, isFromEnd: true),
        "first-of-type": CSSSelector.Place(step: 0, offset: 1, isOfType: true),
        "last-of-type": CSSSelector.Place(step: 0, offset: 1, isFromEnd: true, isOfType: true),
    ]

    /// `an+b`, `odd` and `even`; nil for what is neither.
    private static func nth(_ name: String, _ argument: String) -> CSSSelector.Place? {
        let kinds: [String: (isFromEnd: Bool, isOfType: Bool)] = [
            "nth-child(": (false, false), "nth-last-child(": (true, false), "nth-of-type(": (false, true),
            "nth-last-of-type(": (true, true),
        ]
        guard let kind = kinds[name] else { return nil }
        let text = argument.dropLast().lowercased().filter { !$0.isWhitespace }
        var place = CSSSelector.Place(step: 0, offset: 0, isFromEnd: kind.isFromEnd, isOfType: kind.isOfType)
        switch text {
        case "odd": (place.step, place.offset) = (2, 1)
        case "even": place.step = 2
        default:
            let parts = text.split(separator: "n", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                guard let number = Int(text) else { return nil }
                place.offset = number
                return place
            }
            let steps = ["": 1, "+": 1, "-": -1]
            guard let step = steps[String(parts[0])] ?? Int(parts[0]),
                let offset = parts[1].isEmpty ? 0 : Int(parts[1])
            else { return nil }
            (place.step, place.offset) = (step, offset)
        }
        return place
    }
}
