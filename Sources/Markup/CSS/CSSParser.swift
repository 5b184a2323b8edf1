// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Makes rules of tokens (CSS Syntax 3, section 5).
struct CSSParser {
    private static let groups: Set<String> = [
        "@media", "@supports", "@layer", "@container", "@document", "@-moz-document", "@scope", "@starting-style",
    ]
    private static let maximumDepth = 16

    /// What is wrong.
    private(set) var faults: [HTMLDocument.Fault]
    private let source: [UInt8]
    private let tokens: [CSSToken]
    private let offset: Int
    private var at = 0
    private var items: [CSSStylesheet.Item] = []

    /// Cuts `source`, which stands at `offset`.
    init(_ source: [UInt8], offset: Int) {
        let tokenizer = CSSTokenizer(source)
        self.source = source
        self.offset = offset
        tokens = tokenizer.tokens
        faults = tokenizer.faults.map { HTMLDocument.Fault(offset: $0.offset + offset, message: $0.message) }
    }

    /// Reads a stylesheet.
    mutating func stylesheet() -> [CSSStylesheet.Item] {
        rules(context: [], openedAt: nil)
        faults.sort { $0.offset < $1.offset }
        return items
    }

    /// Reads a style attribute.
    mutating func styleAttribute() -> [CSSStylesheet.Declaration] {
        let list = declarations(openedAt: nil)
        faults.sort { $0.offset < $1.offset }
        return list
    }

    private var kind: CSSToken.Kind? { at < tokens.count ? tokens[at].kind : nil }

    private mutating func fault(_ token: Int, _ message: String) {
        let place = token < tokens.count ? tokens[token].range.lowerBound : source.count
        guard faults.count < HTMLDocument.maximumFaults else { return }
        faults.append(HTMLDocument.Fault(offset: place + offset, message: message))
    }

    private func text(_ token: Int) -> String {
        String(decoding: source[tokens[token].range], as: UTF8.self)
    }

    /// Reads rules up to the `}` of the block they stand in.
    private mutating func rules(context: [String], openedAt: Int?) {
        while let kind {
            switch kind {
            case .space, .comment, .cdo,
                .semicolon where openedAt != nil:
                at += 1
            case .close(UInt8(ascii: "}")):
                if openedAt != nil {
                    at += 1
                    return
                }
                fault(at, "a } without its {")
                at += 1
            case .atKeyword: atRule(context: context)
            default: rule(context: context, isNested: openedAt != nil)
            }
        }
        if let openedAt { fault(openedAt, "this block is never closed") }
    }

    /// Passes what stands before a block, and says whether the block is there.
    private mutating func prelude(isNested: Bool, endsAtSemicolon: Bool) -> Range<Int> {
        let start = at
        var closers: [UInt8] = []
        while let kind {
            if closers.isEmpty {
                switch kind {
                case .open(UInt8(ascii: "{")): return start..<at
                case .semicolon where endsAtSemicolon: return start..<at
                case .close(UInt8(ascii: "}")) where isNested: return start..<at
                default: break
                }
            }
            Self.balance(tokens[at], &closers)
            at += 1
        }
        return start..<at
    }

    private static func balance(_ token: CSSToken, _ closers: inout [UInt8]) {
        switch token.kind {
        case .function, .open(UInt8(ascii: "(")): closers.append(UInt8(ascii: ")"))
        case .open(UInt8(ascii: "[")): closers.append(UInt8(ascii: "]"))
        case .open: closers.append(UInt8(ascii: "}"))
        case .close(let byte) where closers.last == byte: closers.removeLast()
        default: break
        }
    }

    private mutating func rule(context: [String], isNested: Bool) {
        let start = at
        let prelude = prelude(isNested: isNested, endsAtSemicolon: false)
        guard kind == .open(UInt8(ascii: "{")) else {
            return fault(start, "a selector without a block")
        }
        let opened = at
        at += 1
        var reader = CSSSelectorReader(tokens[prelude].filter { $0.kind != .comment }, source: source, offset: offset)
        let selectors = reader.list()
        let declarations = declarations(openedAt: opened)
        guard let selectors, let first = selectors.first else {
            return fault(start, "this is no selector: \(reader.complaint)")
        }
        items.append(
            .rule(
                CSSStylesheet.Rule(
                    selectors: selectors, declarations: declarations, context: context, offset: first.offset)))
    }

    private mutating func atRule(context: [String]) {
        let start = at
        let name = text(at).lowercased()
        at += 1
        let prelude = prelude(isNested: !context.isEmpty, endsAtSemicolon: true)
        let written = CSSText.compact(tokens[prelude], of: source)
        guard kind == .open(UInt8(ascii: "{")) else {
            if kind == .semicolon { at += 1 }
            let text = written.isEmpty ? name + ";" : "\(name) \(written);"
            return keep(name, text, context, start)
        }
        let opened = at
        at += 1
        if Self.groups.contains(name) {
            guard context.count < Self.maximumDepth else {
                fault(start, "blocks are nested too deep")
                return skipBlock(opened)
            }
            return rules(context: context + [written.isEmpty ? name : "\(name) \(written)"], openedAt: opened)
        }
        skipBlock(opened)
        let body = CSSText.compactBlock(tokens[opened..<at], of: source)
        keep(name, (written.isEmpty ? name : "\(name) \(written)") + body, context, start)
    }

    private mutating func keep(_ name: String, _ text: String, _ context: [String], _ token: Int) {
        if name == "@charset" { return }
        let place = tokens[token].range.lowerBound + offset
        items.append(.whole(CSSStylesheet.Whole(name: name, text: text, context: context, offset: place)))
    }

    /// Passes the rest of a block whose `{` was read.
    private mutating func skipBlock(_ opened: Int) {
        var closers = [UInt8(ascii: "}")]
        while at < tokens.count, !closers.isEmpty {
            Self.balance(tokens[at], &closers)
            at += 1
        }
        if !closers.isEmpty { fault(opened, "this block is never closed") }
    }

    /// Reads declarations up to the `}` of their block, or to the end of a style attribute.
    private mutating func declarations(openedAt: Int?) -> [CSSStylesheet.Declaration] {
        var list: [CSSStylesheet.Declaration] = []
        while let kind {
            switch kind {
            case .space, .comment, .semicolon: at += 1
            case .close(UInt8(ascii: "}")) where openedAt != nil:
                at += 1
                return list
            default: declaration().map { list.append($0) }
            }
        }
        if let openedAt { fault(openedAt, "this block is never closed") }
        return list
    }

    private mutating func declaration() -> CSSStylesheet.Declaration? {
        let start = at
        var colon = at + 1
        while colon < tokens.count, tokens[colon].kind == .space || tokens[colon].kind == .comment { colon += 1 }
        let isNamed = tokens[start].kind == .ident && colon < tokens.count && tokens[colon].kind == .colon
        let end = endOfDeclaration(allowsBlock: isNamed && text(start).hasPrefix("--"))
        guard let end else { return nil }
        guard isNamed else {
            fault(start, "this is no declaration: it wants to be name: value")
            return nil
        }
        var value = tokens[(colon + 1)..<end].filter { $0.kind != .comment }[...]
        while value.last?.kind == .space { value.removeLast() }
        let isImportant = Self.takeImportant(&value, of: source)
        let stop = value.last?.range.upperBound ?? 0
        let written = CSSText.compact(tokens[(colon + 1)..<end].prefix { $0.range.upperBound <= stop }, of: source)
        let name = text(start)
        guard !written.isEmpty else {
            fault(start, "\(name) has no value")
            return nil
        }
        var closers: [UInt8] = []
        for token in value {
            if case .close(let byte) = token.kind, closers.last != byte {
                fault(start, "the brackets of this value do not match")
                return nil
            }
            Self.balance(token, &closers)
            if token.kind == .bad { return nil }
        }
        return CSSStylesheet.Declaration(
            name: name.hasPrefix("--") ? name : name.lowercased(), value: written, isImportant: isImportant,
            offset: tokens[start].range.lowerBound + offset)
    }

    /// Passes a declaration; nil, and a fault told, when it is a rule inside a rule.
    private mutating func endOfDeclaration(allowsBlock: Bool) -> Int? {
        let start = at
        var closers: [UInt8] = []
        while let kind {
            if closers.isEmpty {
                if kind == .semicolon || kind == .close(UInt8(ascii: "}")) { return at }
                if kind == .open(UInt8(ascii: "{")), !allowsBlock {
                    fault(start, "a rule inside a rule: clients of mail do not know it")
                    let opened = at
                    at += 1
                    skipBlock(opened)
                    return nil
                }
            }
            Self.balance(tokens[at], &closers)
            at += 1
        }
        if !closers.isEmpty { fault(start, "a bracket of this declaration is never closed") }
        return at
    }

    /// Takes `!important` off the end of a value.
    private static func takeImportant(_ value: inout ArraySlice<CSSToken>, of source: [UInt8]) -> Bool {
        guard let last = value.last, last.kind == .ident,
            source[last.range].map(\.lowered) == Array("important".utf8)
        else { return false }
        var rest = value.dropLast()
        while rest.last?.kind == .space { rest.removeLast() }
        guard rest.last?.kind == .delim(UInt8(ascii: "!")) else { return false }
        rest.removeLast()
        while rest.last?.kind == .space { rest.removeLast() }
        value = rest
        return true
    }
}
