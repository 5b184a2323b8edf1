// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The white-space rules of the Mustache specification: a line that holds a tag and else only blanks vanishes.
///
/// Several tags on one line vanish together only when they are tags of inheritance (`{{<parent}}{{$block}}`), and no block
/// both opens and closes there.
enum StandaloneLines {
    /// Takes the blanks of standalone lines out and marks what begins a line.
    static func mark(_ lexemes: [Lexeme]) -> [Lexeme] {
        var marked = [Lexeme]()
        marked.reserveCapacity(lexemes.count)
        var openers = [Lexeme.Kind]()
        var start = 0
        while start < lexemes.count {
            var end = start
            while end < lexemes.count {
                let lexeme = lexemes[end]
                end += 1
                if lexeme.text?.last == 0x0A { break }
            }
            appendLine(lexemes[start..<end], to: &marked, openers: &openers)
            start = end
        }
        return marked
    }

    private static func appendLine(
        _ line: ArraySlice<Lexeme>, to marked: inout [Lexeme], openers: inout [Lexeme.Kind]
    ) {
        let isStandalone = stands(line, openers: &openers)
        var leading: [UInt8]? = []
        var startsLine = true
        for var lexeme in line {
            if let text = lexeme.text {
                if isStandalone {
                    leading = leading.map { $0 + text.filter { $0 != 0x0A && $0 != 0x0D } }
                    continue
                }
                lexeme.startsLine = startsLine
                startsLine = false
                leading = lexeme.isBlank ? leading.map { $0 + text } : nil
            } else {
                lexeme.leading = leading
                lexeme.isStandalone = isStandalone
                if isStandalone {
                    // Only the first tag of the line carries its indentation.
                    leading = []
                } else {
                    lexeme.startsLine = startsLine
                    switch lexeme.kind {
                    case .silent, .close: break
                    default: startsLine = false
                    }
                    leading = nil
                }
            }
            marked.append(lexeme)
        }
    }

    /// Whether a line vanishes; keeps the list of open tags, so that a closing tag's kind is known.
    private static func stands(_ line: ArraySlice<Lexeme>, openers: inout [Lexeme.Kind]) -> Bool {
        var tags = 0
        var inherits = true
        var hasText = false
        var prints = false
        var openedHere = 0
        var closesBlockOpenedHere = false
        for lexeme in line {
            switch lexeme.kind {
            case .text:
                if !lexeme.isBlank { hasText = true }
                continue
            case .variable, .raw: prints = true
            case .silent, .partial: inherits = false
            case .section, .inverted:
                openers.append(lexeme.kind)
                openedHere += 1
                inherits = false
            case .parent, .block:
                openers.append(lexeme.kind)
                openedHere += 1
            case .close:
                switch openers.popLast() {
                case .block: if openedHere > 0 { closesBlockOpenedHere = true }
                case .parent: break
                default: inherits = false
                }
                openedHere -= 1
            }
            tags += 1
        }
        guard !hasText, !prints else { return false }
        return tags == 1 || (tags > 1 && inherits && !closesBlockOpenedHere)
    }
}
