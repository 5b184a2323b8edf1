// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The words that stand in a template itself, without tags, markup and values.
struct TemplateText {
    /// The characters; U+0001 stands where markup or a tag was.
    private(set) var characters: [Character] = []
    /// The line of each, from 1.
    private(set) var lines: [Int] = []

    private var line = 1
    private let source: [Character]
    private var at = 0

    /// Attributes whose values people see or hear.
    private static let spoken: Set<String> = [
        "alt", "title", "aria-label", "data-text", "summary", "content", "placeholder",
    ]

    /// Reads a template with markup.
    init(template: String) {
        source = Array(template)
        while at < source.count { readMarkup() }
    }

    /// Reads a file of a language's texts: what stands behind the keys.
    init(locale: String) {
        source = []
        for (index, text) in locale.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            line = index + 1
            for character in Self.value(text).replacing(/\{\{[^}]*\}\}/, with: "\u{1}") { add(character) }
            add("\u{1}")
        }
    }

    private mutating func add(_ character: Character) {
        characters.append(character)
        lines.append(line)
    }

    private func starts(_ text: String) -> Bool {
        var index = at
        for character in text {
            guard index < source.count, source[index].lowercased() == String(character) else { return false }
            index += 1
        }
        return true
    }

    /// Goes behind the next `text`, or to the end.
    private mutating func skip(behind text: String) {
        while at < source.count, !starts(text) { step() }
        for _ in text where at < source.count { step() }
    }

    private mutating func step() {
        if source[at].isNewline { line += 1 }
        at += 1
    }

    private mutating func readMarkup() {
        if skipTag() { return }
        // What stands in a conditional comment is read by somebody.
        if starts("<!--[if") { return cut { $0.skip(behind: ">") } }
        if starts("<!--") { return cut { $0.skip(behind: "-->") } }
        if starts("<style") { return cut { $0.skip(behind: "</style") } }
        if starts("<script") { return cut { $0.skip(behind: "</script") } }
        if source[at] == "<", at + 1 < source.count, source[at + 1].isLetter || "/!".contains(source[at + 1]) {
            return cut { $0.readElement() }
        }
        add(source[at])
        step()
    }

    private mutating func skipTag() -> Bool {
        if starts("{{!") {
            cut { $0.skip(behind: "}}") }
        } else if starts("{{{") {
            cut { $0.skip(behind: "}}}") }
        } else if starts("{{") {
            cut { $0.skip(behind: "}}") }
        } else {
            return false
        }
        return true
    }

    private mutating func cut(_ read: (inout TemplateText) -> Void) {
        add("\u{1}")
        read(&self)
        add("\u{1}")
    }

    /// Reads `<name attribute="value">` and keeps the values that people see.
    private mutating func readElement() {
        var name = ""
        while at < source.count, source[at] != ">" {
            let character = source[at]
            if character == "\"" || character == "'" {
                step()
                let isSpoken = Self.spoken.contains(name)
                while at < source.count, source[at] != character {
                    if skipTag() { continue }
                    if isSpoken { add(source[at]) }
                    step()
                }
                add("\u{1}")
                name = ""
                if at < source.count { step() }
            } else if starts("{{") {
                _ = skipTag()
            } else {
                if character.isLetter || character == "-" {
                    name += character.lowercased()
                } else if character != "=" {
                    name = ""
                }
                step()
            }
        }
        if at < source.count { step() }
    }

    /// What stands behind `key:` in a line of YAML; keys are Latin.
    private static func value(_ line: Substring) -> Substring {
        var rest = line.drop { $0 == " " || $0 == "-" }
        if rest.hasPrefix("#") { return "" }
        let key = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-\"'".contains($0)) }
        if !key.isEmpty, rest.dropFirst(key.count).hasPrefix(":") { rest = rest.dropFirst(key.count + 1) }
        if let comment = rest.firstRange(of: " #"), !rest.contains("\"") { rest = rest[..<comment.lowerBound] }
        return rest
    }
}
