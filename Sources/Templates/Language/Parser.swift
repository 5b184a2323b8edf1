// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Builds the tree of a template from its pieces, and says which tags do not pair.
struct Parser {
    private let lexemes: [Lexeme]
    private var index = 0
    private var depth = 0
    private var isTooDeep = false

    /// How deep sections and blocks of one file may nest; no one writes more, and the stack is not endless.
    static let maxDepth = 64

    private init(_ lexemes: [Lexeme]) {
        self.lexemes = lexemes
    }

    /// Parses a template's source.
    ///
    /// - Parameters:
    ///   - source: The template, UTF-8.
    ///   - file: Its name in problems.
    ///   - line: The number of its first line.
    ///   - log: Where mistakes go; the tree holds what could be understood.
    static func parse(_ source: [UInt8], file: String, line: Int = 1, log: inout ProblemLog) -> [Node] {
        parse(Lexer.lex(source, file: file, line: line, log: &log), log: &log)
    }

    /// Parses pieces that were cut before.
    static func parse(_ lexemes: [Lexeme], log: inout ProblemLog) -> [Node] {
        var parser = Parser(lexemes)
        var nodes = parser.nodes(until: nil, log: &log)
        while parser.index < lexemes.count {
            // A closing tag without its opening one: said in `nodes`; go on behind it.
            parser.index += 1
            nodes += parser.nodes(until: nil, log: &log)
        }
        return nodes
    }

    private mutating func nodes(until opener: (name: String, at: SourcePosition)?, log: inout ProblemLog) -> [Node] {
        depth += 1
        defer { depth -= 1 }
        if depth > Parser.maxDepth, let opener {
            if !isTooDeep {
                log.add(
                    opener.at, "too-deep", "tags nest deeper than \(Parser.maxDepth)",
                    wayOut: "move the inner ones into a partial")
            }
            isTooDeep = true
            index = lexemes.count
        }
        var nodes = [Node]()
        while index < lexemes.count {
            let lexeme = lexemes[index]
            if case .close(let name) = lexeme.kind {
                if let opener {
                    if opener.name == name {
                        index += 1
                        return nodes
                    }
                    log.add(
                        lexeme.position, "unpaired-tag",
                        "{{/\(name)}} closes nothing: {{\(opener.name)}} of line \(opener.at.line) is open here",
                        wayOut: "close \(opener.name) first, or mend the spelling")
                    // Taken as the misspelled end of what is open, so that one slip is one problem.
                    index += 1
                    return nodes
                }
                log.add(
                    lexeme.position, "unpaired-tag", "{{/\(name)}} closes nothing",
                    wayOut: "open it with {{#\(name)}}, or take it out")
                return nodes
            }
            index += 1
            if let node = node(lexeme, log: &log) { nodes.append(node) }
        }
        if let opener, !isTooDeep {
            log.add(
                opener.at, "unclosed-section", "{{\(opener.name)}} is opened here and never closed",
                wayOut: "write {{/\(opener.name)}} where it ends")
        }
        return nodes
    }

    private mutating func node(_ lexeme: Lexeme, log: inout ProblemLog) -> Node? {
        let kind: Node.Kind
        switch lexeme.kind {
        case .text(let bytes): kind = .text(bytes)
        case .silent, .close: return nil
        case .variable(let text):
            guard let name = name(text, lexeme, &log) else { return nil }
            kind = .variable(name, raw: false)
        case .raw(let text):
            guard let name = name(text, lexeme, &log) else { return nil }
            kind = .variable(name, raw: true)
        case .section(let text):
            let content = nodes(until: (text, lexeme.position), log: &log)
            guard let name = name(text, lexeme, &log) else { return nil }
            kind = .section(name, content)
        case .inverted(let text):
            let content = nodes(until: (text, lexeme.position), log: &log)
            guard let name = name(text, lexeme, &log) else { return nil }
            kind = .inverted(name, content)
        case .partial(let name): kind = .partial(name, indent: lexeme.isStandalone ? lexeme.leading ?? [] : [])
        case .parent(let name):
            let content = nodes(until: (name, lexeme.position), log: &log)
            kind = .parent(
                name, indent: lexeme.isStandalone ? lexeme.leading ?? [] : [], blocks: blocks(content, log: &log))
        case .block(let name): kind = .block(block(name, lexeme, log: &log))
        }
        return Node(kind: kind, position: lexeme.position, startsLine: lexeme.startsLine)
    }

    private func name(_ text: String, _ lexeme: Lexeme, _ log: inout ProblemLog) -> Name? {
        if let name = Name(text) { return name }
        log.add(
            lexeme.position, "bad-name", "this is no name",
            wayOut: "a name has letters, digits, - and _, and dots between its parts")
        return nil
    }

    private mutating func block(_ name: String, _ lexeme: Lexeme, log: inout ProblemLog) -> Block {
        let content = nodes(until: (name, lexeme.position), log: &log)
        var indent = lexeme.leading ?? []
        if lexeme.isStandalone, let first = content.first, first.startsLine || isStandalone(first) {
            indent = leadingBlanks(first)
        }
        return Block(name: name, position: lexeme.position, indent: indent, content: content)
    }

    private func isStandalone(_ node: Node) -> Bool {
        switch node.kind {
        case .partial, .parent, .block: true
        default: false
        }
    }

    private func leadingBlanks(_ node: Node) -> [UInt8] {
        switch node.kind {
        case .text(let bytes): Array(bytes.prefix { $0 == 0x20 || $0 == 0x09 })
        case .partial(_, let indent), .parent(_, let indent, _): indent
        case .block(let block): block.indent
        default: []
        }
    }

    /// The blocks of a parent tag; text between them is ignored, as the specification has it, but no other tag is.
    private func blocks(_ content: [Node], log: inout ProblemLog) -> [Block] {
        var blocks = [Block]()
        for node in content {
            switch node.kind {
            case .text: break
            case .block(let block):
                if blocks.contains(where: { $0.name == block.name }) {
                    log.add(
                        node.position, "block-twice", "the block \(block.name) is overridden twice",
                        wayOut: "keep one of them")
                } else {
                    blocks.append(block)
                }
            default:
                log.add(
                    node.position, "outside-block", "a tag between a parent's blocks prints nothing",
                    wayOut: "move it into a {{$block}}")
            }
        }
        return blocks
    }
}
