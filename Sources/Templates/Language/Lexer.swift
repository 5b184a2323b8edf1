// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Cuts a template's source into text and tags, as the Mustache specification has them.
struct Lexer {
    private let bytes: [UInt8]
    private let file: String
    private var index = 0
    private var line: Int
    private var lineStart = 0
    private var open: [UInt8] = [0x7B, 0x7B]
    private var close: [UInt8] = [0x7D, 0x7D]
    private var lexemes: [Lexeme] = []

    private init(_ bytes: [UInt8], file: String, line: Int) {
        self.bytes = bytes
        self.file = file
        self.line = line
    }

    /// Cuts the whole source.
    ///
    /// - Parameters:
    ///   - source: The template, UTF-8.
    ///   - file: Its name in problems.
    ///   - line: The number of its first line.
    ///   - log: Where tags without an end go.
    static func lex(_ source: [UInt8], file: String, line: Int = 1, log: inout ProblemLog) -> [Lexeme] {
        var lexer = Lexer(source, file: file, line: line)
        lexer.run(&log)
        return StandaloneLines.mark(lexer.lexemes)
    }

    private var position: SourcePosition {
        SourcePosition(file: file, line: line, column: index - lineStart + 1)
    }

    private mutating func run(_ log: inout ProblemLog) {
        var textStart = index
        var textPosition = position
        func flush(_ lexer: inout Lexer) {
            guard textStart < lexer.index else { return }
            lexer.lexemes.append(
                Lexeme(kind: .text(Array(lexer.bytes[textStart..<lexer.index])), position: textPosition))
        }
        while index < bytes.count {
            if matches(open, at: index) {
                flush(&self)
                tag(&log)
                textStart = index
                textPosition = position
            } else if bytes[index] == 0x0A {
                index += 1
                flush(&self)
                line += 1
                lineStart = index
                textStart = index
                textPosition = position
            } else {
                index += 1
            }
        }
        flush(&self)
    }

    private func matches(_ pattern: [UInt8], at start: Int) -> Bool {
        start + pattern.count <= bytes.count && bytes[start] == pattern[0]
            && bytes[start..<start + pattern.count].elementsEqual(pattern)
    }

    private mutating func tag(_ log: inout ProblemLog) {
        let start = position
        let contentStart = index + open.count
        let sigil = contentStart < bytes.count ? bytes[contentStart] : 0
        var ending = close
        var hasSigil = true
        switch sigil {
        case 0x7B where open == [0x7B, 0x7B]: ending = [0x7D] + close
        case 0x3D: ending = [0x3D] + close
        case 0x26, 0x23, 0x5E, 0x2F, 0x21, 0x3E, 0x3C, 0x24: break
        default: hasSigil = false
        }
        var end = contentStart + (hasSigil ? 1 : 0)
        while end < bytes.count, !matches(ending, at: end) { end += 1 }
        guard end < bytes.count else {
            log.add(
                start, "unclosed-tag", "this tag does not end",
                wayOut: "close it with \(String(decoding: ending, as: UTF8.self))")
            advance(to: bytes.count)
            return
        }
        let content = bytes[(contentStart + (hasSigil ? 1 : 0))..<end]
        let name = trimmed(String(decoding: content, as: UTF8.self))
        advance(to: end + ending.count)
        switch sigil {
        case 0x21: lexemes.append(Lexeme(kind: .silent, position: start))
        case 0x3D: setDelimiters(name, at: start, log: &log)
        default: append(name, sigil: hasSigil ? sigil : 0, at: start, log: &log)
        }
    }

    private mutating func append(_ name: String, sigil: UInt8, at start: SourcePosition, log: inout ProblemLog) {
        guard !name.isEmpty else {
            log.add(start, "empty-tag", "this tag names nothing", wayOut: "write a name in it, or take it out")
            return
        }
        let kind: Lexeme.Kind
        switch sigil {
        case 0x7B, 0x26: kind = .raw(name)
        case 0x23: kind = .section(name)
        case 0x5E: kind = .inverted(name)
        case 0x2F: kind = .close(name)
        case 0x3E: kind = .partial(name)
        case 0x3C: kind = .parent(name)
        case 0x24: kind = .block(name)
        default: kind = .variable(name)
        }
        lexemes.append(Lexeme(kind: kind, position: start))
    }

    private mutating func setDelimiters(_ content: String, at start: SourcePosition, log: inout ProblemLog) {
        let pair = content.split(whereSeparator: \.isWhitespace)
        guard pair.count == 2, pair.allSatisfy({ !$0.contains("=") }) else {
            log.add(
                start, "bad-delimiters", "new delimiters are two words without =",
                wayOut: "write them as in {{=<% %>=}}")
            return
        }
        open = Array(pair[0].utf8)
        close = Array(pair[1].utf8)
        lexemes.append(Lexeme(kind: .silent, position: start))
    }

    /// Moves on, counting the line breaks inside a tag.
    private mutating func advance(to end: Int) {
        while index < end {
            if bytes[index] == 0x0A {
                line += 1
                lineStart = index + 1
            }
            index += 1
        }
    }

    private func trimmed(_ text: String) -> String {
        var view = text[...]
        while view.first?.isWhitespace == true { view.removeFirst() }
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
