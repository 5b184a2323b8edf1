// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Markup
import Testing

/// Deriving the text of a template and then filling it in gives what deriving the filled-in letter gives.
struct TextSectionTests {
    @Test("sections shown never, once or twice leave the same text as the HTML that they leave")
    func sections() {
        for seed in 0..<800 {
            var letter = SectionedLetter(seed: UInt64(seed))
            let html = letter.body()
            let template = derived(html)
            for round in 0..<3 {
                let times = (0..<letter.sections).map { _ in round == 0 ? 0 : letter.random.below(3) }
                let fromTemplate = layout(
                    SectionedLetter.filled(template, times: times) { "pp\($0 ? "o" : "c")\($1)x" })
                let filled = SectionedLetter.filled(html, times: times) { "<!--pp\($0 ? "o" : "c")\($1)x-->" }
                let fromHTML = layout(derived(filled))
                #expect(fromTemplate == fromHTML, "seed \(seed), \(times): \(html)")
                if fromTemplate != fromHTML { return }
            }
        }
    }

    private func derived(_ html: String) -> String {
        TextPart.derive(HTMLDocument(parsing: Array("<!DOCTYPE html><html><body>\(html)</body></html>".utf8)).root) {
            $0.hasPrefix("pp") && $0.hasSuffix("x")
        }
    }

    private func layout(_ text: String) -> String {
        String(decoding: TextLayout.layout(Array(text.utf8)), as: UTF8.self)
    }
}

/// A letter of random blocks, with sections around blocks, words, rows and cells.
struct SectionedLetter {
    var random: Scramble
    private(set) var sections = 0

    init(seed: UInt64) {
        random = Scramble(seed: seed)
        _ = random.below(2)
    }

    /// The text with what stands in each section so many times.
    static func filled(_ text: String, times: [Int], mark: (Bool, Int) -> String) -> String {
        var text = text
        for (section, count) in times.enumerated() {
            while let start = text.range(of: mark(true, section)),
                let end = text.range(of: mark(false, section), range: start.upperBound..<text.endIndex)
            {
                let inner = String(text[start.upperBound..<end.lowerBound])
                text.replaceSubrange(
                    start.lowerBound..<end.upperBound, with: String(repeating: inner, count: count))
            }
        }
        return text
    }

    /// Blocks with white space between them.
    mutating func body(depth: Int = 0) -> String {
        (0...random.below(4)).reduce(into: "") { text, _ in
            text += gap() + section { $0.block(depth: depth) } + gap()
        }
    }

    private mutating func block(depth: Int) -> String {
        switch random.below(depth < 2 ? 11 : 5) {
        case 0: return "<p>\(words())</p>"
        case 1: return "<h2>a\(words())</h2>"
        case 2: return words()
        case 3: return "<hr>"
        case 4: return "<div>\(words())<br>\(words())</div>"
        case 5: return "<div>\(body(depth: depth + 1))</div>"
        case 6: return "<ul>\(gap())\(section { "<li>a\($0.words())</li>" })\(gap())</ul>"
        case 7: return "<table>\(gap())\(rows { "<tr>\($0.cells())</tr>" })</table>"
        case 8: return "<table role=\"presentation\">\(rows { "<tr>\($0.cells())</tr>" })</table>"
        case 9:
            return "<table role=\"none\">\(rows { "<tr><td><p>y</p>\($0.body(depth: depth + 1))</td></tr>" })</table>"
        default: return "<table><caption>b\(words())</caption>\(rows { "<tr><td>c</td>\($0.cells())</tr>" })</table>"
        }
    }

    private mutating func rows(_ row: (inout SectionedLetter) -> String) -> String {
        (0...random.below(2)).reduce(into: "") { text, _ in text += section(row) + gap() }
    }

    private mutating func cells() -> String {
        (0...random.below(2)).reduce(into: "<td>x\(words())</td>") { text, _ in
            text += section { "<td>\($0.words())</td>" } + gap()
        }
    }

    private mutating func words() -> String {
        (0..<random.below(4)).reduce(into: random.below(5) == 0 ? "" : "w") { text, _ in
            let choices = [
                "가", " b ", "c", " ", "<b> d</b>", "q<a href=\"https://e.example\">e </a>", "f<i> </i>", "·",
            ]
            let word = choices[random.below(choices.count)]
            text += section { _ in word } + gap()
        }
    }

    private mutating func gap() -> String { random.below(2) == 0 ? "" : "\n " }

    private mutating func section(_ inner: (inout SectionedLetter) -> String) -> String {
        guard random.below(3) == 0 else { return inner(&self) }
        let number = sections
        sections += 1
        let space = (gap(), gap())
        return "<!--ppo\(number)x-->\(space.0)\(inner(&self))\(space.1)<!--ppc\(number)x-->"
    }
}
