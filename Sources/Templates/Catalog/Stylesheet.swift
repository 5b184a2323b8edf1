// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// CSS that is written once with classes: a rule of one class goes into the tags that wear it, when templates load.
///
/// All else (media queries, rules of elements) stays together for the `<style>` element, which a template includes under the
/// file's name (`{{>mail.css}}`). Values of the view may stand in CSS: `{{brand.color}}`.
struct Stylesheet {
    private struct Rule {
        let declarations: [UInt8]
        let file: String
        let line: Int
    }

    private var rules: [String: [Rule]] = [:]

    /// Reads one file: keeps its class rules, and gives back what belongs into `<style>`.
    mutating func add(_ file: TemplateFolder.File, log: inout ProblemLog) -> [Node] {
        var nodes = [Node]()
        let bytes = file.bytes
        var index = 0
        var line = 1
        while index < bytes.count {
            let start = index
            let startLine = line
            guard let end = Self.endOfRule(bytes, from: start, line: &line) else {
                let rest = String(decoding: bytes[start...], as: UTF8.self)
                if !rest.allSatisfy(\.isWhitespace) {
                    log.add(
                        SourcePosition(file: file.name, line: startLine, column: 1), "css-unfinished",
                        "this CSS rule does not end", wayOut: "close its brace")
                }
                break
            }
            index = end
            let rule = Array(bytes[start..<end])
            let blankLines = rule.prefix { $0 == 0x0A || $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
            let ruleLine = startLine + blankLines.count { $0 == 0x0A }
            let text = Array(rule.dropFirst(blankLines.count))
            if text.starts(with: [0x2F, 0x2A]) { continue }
            if let classes = Self.classes(of: text) {
                let declarations = Self.declarations(of: text)
                for name in classes {
                    rules[name, default: []].append(
                        Rule(declarations: declarations, file: file.name, line: ruleLine))
                }
            } else {
                nodes += Parser.parse(text + [0x0A], file: file.name, line: ruleLine, log: &log)
            }
        }
        return nodes
    }

    /// Puts the rules into the tags: `class="a b"` gets a `style` behind it.
    func inlined(_ lexemes: [Lexeme], log: inout ProblemLog) -> [Lexeme] {
        var output = [Lexeme]()
        output.reserveCapacity(lexemes.count)
        for (index, lexeme) in lexemes.enumerated() {
            guard let text = lexeme.text, Self.find(Self.classStart, in: text[...]) != nil else {
                output.append(lexeme)
                continue
            }
            append(lexeme, text, isLast: index + 1 == lexemes.count, to: &output, log: &log)
        }
        return output
    }

    private func append(
        _ lexeme: Lexeme, _ text: [UInt8], isLast: Bool, to output: inout [Lexeme], log: inout ProblemLog
    ) {
        var rest = text[...]
        var startsLine = lexeme.startsLine
        func emit(_ bytes: ArraySlice<UInt8>) {
            guard !bytes.isEmpty else { return }
            output.append(Lexeme(kind: .text(Array(bytes)), position: lexeme.position, startsLine: startsLine))
            startsLine = false
        }
        while let start = Self.find(Self.classStart, in: rest) {
            let valueStart = start + Self.classStart.count
            guard let end = rest[valueStart...].firstIndex(of: 0x22) else {
                log.add(
                    lexeme.position, "class-value", "a class must be written out in one piece",
                    wayOut: "choose between whole tags with sections")
                break
            }
            let names = String(decoding: rest[valueStart..<end], as: UTF8.self).split(separator: " ")
            let found = names.flatMap { rules[String($0)] ?? [] }
            emit(rest[...end])
            if !found.isEmpty {
                emit(Array(" style=\"".utf8)[...])
                for (number, rule) in found.enumerated() {
                    if number > 0 { emit([0x3B]) }
                    output += Lexer.lex(rule.declarations, file: rule.file, line: rule.line, log: &log)
                        .map { Lexeme(kind: $0.kind, position: $0.position) }
                }
                emit([0x22])
            }
            rest = rest[(end + 1)...]
        }
        emit(rest)
    }

    private static let classStart = Array(" class=\"".utf8)

    private static func find(_ pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        for start in bytes.startIndex...(bytes.endIndex - pattern.count)
        where bytes[start] == pattern[0] && bytes[start..<start + pattern.count].elementsEqual(pattern) {
            return start
        }
        return nil
    }

    /// The end of the rule or comment that begins at `start`, counting the lines on the way.
    private static func endOfRule(_ bytes: [UInt8], from start: Int, line: inout Int) -> Int? {
        var depth = 0
        var index = start
        var isComment = false
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if byte == 0x0A { line += 1 }
            if isComment {
                if byte == 0x2A, next == 0x2F {
                    isComment = false
                    if depth == 0 { return index + 2 }
                    index += 1
                }
            } else if byte == 0x2F, next == 0x2A {
                isComment = true
                index += 1
            } else if byte == 0x7B, next == 0x7B {
                while index < bytes.count,
                    !(bytes[index] == 0x7D && index + 1 < bytes.count && bytes[index + 1] == 0x7D)
                {
                    index += 1
                }
                index += 1
            } else if byte == 0x7B {
                depth += 1
            } else if byte == 0x7D {
                depth -= 1
                if depth <= 0 { return index + 1 }
            } else if byte == 0x3B, depth == 0 {
                return index + 1
            }
            index += 1
        }
        return nil
    }

    /// The names when a rule's selectors are classes only (`.a, .b`).
    private static func classes(of rule: [UInt8]) -> [String]? {
        guard let brace = rule.firstIndex(of: 0x7B) else { return nil }
        let selectors = String(decoding: rule[..<brace], as: UTF8.self).split(separator: ",")
        var names = [String]()
        for selector in selectors {
            let words = selector.split(whereSeparator: \.isWhitespace)
            guard words.count == 1, let word = words.first, word.first == ".",
                word.dropFirst().allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
            else { return nil }
            names.append(String(word.dropFirst()))
        }
        return names
    }

    /// A rule's declarations on one line, fit for a double-quoted attribute.
    private static func declarations(of rule: [UInt8]) -> [UInt8] {
        guard let brace = rule.firstIndex(of: 0x7B), let end = rule.lastIndex(of: 0x7D) else { return [] }
        let text = String(decoding: rule[(brace + 1)..<end], as: UTF8.self)
        let parts = text.split(separator: ";").map { part in
            part.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing(": ", with: ":")
                .replacing("\"", with: "'")
        }
        return Array(parts.filter { !$0.isEmpty }.joined(separator: ";").utf8)
    }
}
