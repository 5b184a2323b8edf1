// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct HTMLFuzzTests {
    /// Every placeholder of a text, in order of the alphabet.
    private func placeholders(_ text: String) -> [String] {
        text.matches(of: /pp[voc][0-9]+x/).map { String($0.output) }.sorted()
    }

    @Test func noPlaceholderOfALetterIsLostInventedOrChanged() {
        #expect(placeholders(again(sampleLetter)) == placeholders(sampleLetter))
        let (html, faults) = inlined(sampleLetter)
        #expect(faults == [])
        // A value in a rule comes out once for each element that the rule is for, and not where another rule wins.
        #expect(Set(placeholders(html)) == Set(placeholders(sampleLetter)))
    }

    /// Letters with placeholders in every place where one can stand, from a seed.
    @Test(arguments: 0..<60) func noPlaceholderIsLostInventedOrChanged(seed: UInt64) {
        var random = SteadyRandom(seed: seed)
        var count = 0
        func new() -> String {
            count += 1
            return "pp\(["v", "v", "o", "c"].randomElement(using: &random) ?? "v")\(count)x"
        }
        func some(_ text: String) -> String {
            (0..<Int.random(in: 1...3, using: &random)).map { _ in
                text.replacing(/@/, with: { _ in new() }) + ["", " ", "-"].randomElement(using: &random)!
            }.joined()
        }
        let values = [
            "@", "@px", "12@px", "#@", "url(@)", "url(\"@.png\")", "rgba(@,0,0,.@)", "1px solid @", "@@", "\"@\",a",
            "calc(100% - @)", "@%",
        ]
        var rules = ""
        var elements = ""
        for index in 0..<Int.random(in: 1...8, using: &random) {
            let value = (values.randomElement(using: &random) ?? "@").replacing(/@/, with: { _ in new() })
            rules += ".c\(index) { p\(index): \(value)\(Bool.random(using: &random) ? " !important" : "") }\n"
            if Bool.random(using: &random) {
                rules += "@media (min-width: \(new())) { .c\(index) { color: \(new()) } }\n"
            }
            let inner = some("가 @")
            elements += """
                <div class="c\(index)" title="\(some("@"))" id='\(new())'><!--\(new())--><a href="https://\(new()).kr/\(new())?a=\(new())&amp;b=#\(new())"
                style="color:\(new());width:\(new())px">\(inner)</a> <b>\(new())</b>\(new())</div>
                """
        }
        let source = """
            <html lang=\(new())><head><title>\(some("@"))</title><style>\(rules)</style>
            <script type="application/ld+json">{"a":"\(some("@"))"}</script></head><body data-x="\(new())">\(elements)</body></html>
            """
        #expect(placeholders(again(source)) == placeholders(source))
        let (html, faults) = inlined(source)
        #expect(faults == [], "\(source)")
        #expect(placeholders(html) == placeholders(source), "\(source)\n\(html)")
    }

    @Test func aTreeAsDeepAsAllowedIsStyledAndWritten() {
        let depth = HTMLDocument.maximumDepth - 1
        let source =
            "<style>div div>div{a:b}</style>" + String(repeating: "<div>", count: depth) + "x"
            + String(repeating: "</div>", count: depth)
        let (html, faults) = inlined(source)
        #expect(faults == [])
        #expect(html.count(of: "a:b") == depth - 2)
    }

    @Test func lettersAreReadSideBySide() async {
        let expected = again(sampleLetter)
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { again(sampleLetter) } }
            for await text in group { #expect(text == expected) }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: 0..<8) func brokenLettersEndQuicklyAndStayStill(seed: UInt64) {
        var random = SteadyRandom(seed: seed)
        let source = Array(sampleLetter.utf8)
        let pieces = [
            "<", ">", "\"", "'", "</td>", "<table>", "<!--", "-->", "{", "}", "\\", "/*", "url(", "&", "\u{0}",
            "</style>", "<style>",
        ]
        for _ in 0..<250 {
            var bytes = source
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "<").utf8), at: at)
                default: bytes.removeSubrange(at...)
                }
                if bytes.isEmpty { bytes = [0x3C] }
            }
            let document = HTMLDocument(parsing: bytes)
            let offsets = document.faults.map(\.offset)
            #expect(offsets.allSatisfy { (0...bytes.count).contains($0) })
            _ = CSSInliner.inline(document.root)
            let once = HTMLSerializer.serialize(document.root).bytes
            if document.faults.isEmpty {
                #expect(HTMLSerializer.serialize(HTMLDocument(parsing: once).root).bytes == once)
            }
        }
    }
}

extension String {
    fileprivate func count(of word: String) -> Int { ranges(of: word).count }
}
