// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct TextLayoutTests {
    /// Lays out a text in which marks are written as `{T}` `{/T}` (table), `{R}` (row), `{C}` (cell), `{P}` `{L}` `{t}`.
    private func layout(_ text: String) -> String {
        String(decoding: TextLayout.layout(Array(Marks.read(text).utf8)), as: UTF8.self)
    }

    @Test("columns are aligned by display width: Hangul takes two")
    func hangulColumns() {
        let text = layout(
            "{T}시간{C}위치{C}내용{C}{R}15:20{C}송파가락{C}배송완료{C}{R}09:04{C}옥천HUB{C}배송출발{C}{R}3:12{C}-{C}간선상차{C}{R}{/T}")
        #expect(
            text == """
                  시간   위치      내용
                  15:20  송파가락  배송완료
                  09:04  옥천HUB   배송출발
                  3:12   -         간선상차

                """)
    }

    @Test("a row without cells is a line of its own and widens no column; a group of rows has a blank line before it")
    func ownLines() {
        let text = layout(
            "[배송 과정]{t}{T}{P}11월 22일 일요일, 아주 긴 제목{R}15:20{C}송파{C}{R}{P}11월 21일 토요일{R}18:41{C}강남{C}{R}끝{R}{/T}더 보기")
        #expect(
            text == """
                [배송 과정]
                11월 22일 일요일, 아주 긴 제목
                  15:20  송파

                11월 21일 토요일
                  18:41  강남
                끝

                더 보기

                """)
    }

    @Test("a column is padded to 32 columns at most, the last one never")
    func widestColumn() {
        let text = layout(
            "{T}\(String(repeating: "가", count: 18)){C}a{C}끝 \(String(repeating: "x", count: 70)){C}{R}나{C}b{C}c{C}{R}{/T}"
        )
        #expect(
            text == """
                  \(String(repeating: "가", count: 18))  a  끝 \(String(repeating: "x", count: 70))
                  나                                b  c

                """)
    }

    @Test("an empty cell stays an empty column, a column empty in all rows is none, a row of empty cells is none")
    func emptyCells() {
        let text = layout("{T}a{C} {C}{C}b{C}{R}{C}x{C}{C}c{C}{R}{C} {C}{C}{C}{R}aa{C}{C}{C}{C}{R}{/T}")
        #expect(
            text == """
                  a      b
                      x  c
                  aa

                """)
    }

    @Test("a table without rows leaves nothing but a blank line")
    func emptyTable() {
        #expect(layout("a{T}{/T}{T}{R}{R}{/T}b") == "a\n\nb\n")
        #expect(layout("{T}{/T}") == "")
        #expect(layout("{T}{R}{/T}b") == "b\n")
    }

    @Test("paragraphs, tables and blank lines collapse to one blank line, none at the beginning")
    func blankLines() {
        #expect(layout("{P}{P}\n\na{P}{L}\n\n\n{P}b{L}{L}c{P}{T}d{C}{R}{/T}{P}{P}") == "a\n\nb\nc\n\n  d\n")
        #expect(layout("a\n{L}b") == "a\nb\n")
        #expect(layout("a\n\nb{L}") == "a\n\nb\n")
    }

    @Test("what is tight follows without a blank line, whether or not sections between were shown")
    func tight() {
        #expect(layout("[t]{t}{P}{P}a{P}b") == "[t]\na\n\nb\n")
        #expect(layout("[t]{t}{L}\n\n{T}a{C}{R}{/T}b") == "[t]\n  a\n\nb\n")
        #expect(layout("[{t} t {t} ]{t} x {P}a") == "[t]x\n\na\n")
    }

    @Test("runs of spaces that hidden sections leave become one, and none stands at an end")
    func spaces() {
        #expect(layout("{P}  a   b \t c {P} d  ") == "a b c\n\nd\n")
        #expect(layout("{T} a  a {C}\n b{L}b {C}{R}aaaa{C}c{C}{R}{/T}") == "  a a   b b\n  aaaa  c\n")
    }

    @Test("word joiners, which keep HTML from breaking a line, are not written and take no column")
    func wordJoiners() {
        #expect(layout("{P}22일\u{2060}(일)\u{2060}에 — x\u{2060}") == "22일(일)에 — x\n")
        #expect(layout("{T}a\u{2060}a…{C}x{C}{R}bbb{C}y{C}{R}{/T}") == "  aa…  x\n  bbb  y\n")
    }

    @Test("cells outside a table stand two spaces apart")
    func gaps() {
        #expect(layout("{L}a{C}{C} b{C}{L}{C}c{C}") == "a  b\nc\n")
    }

    @Test(
        "a text without marks is only tidied",
        arguments: [
            ("  a\n    b  c \t\n\n\n\n- d\n\n", "  a\n    b  c\n\n- d\n"),
            ("\n \n\na", "a\n"), ("", ""), (" \n\t\n", ""), ("a", "a\n"), ("a\r\n\r\n\r\nb\rc", "a\n\nb\nc\n"),
        ])
    func tidied(text: String, expected: String) {
        #expect(layout(text) == expected)
    }

    @Test("laying out what was laid out changes nothing, long lines and addresses stay whole")
    func stable() {
        let url = "https://shop.example/" + String(repeating: "a-b/", count: 500)
        let once = layout("{P}배송 조회 <\(url)>{P}{T}a{C}b{C}{R}{/T}")
        #expect(once == "배송 조회 <\(url)>\n\n  a  b\n")
        #expect(layout(once) == once)
    }

    @Test("any bytes with marks in any order give text without marks and without white space at an end")
    func anyOrder() {
        var random = Scramble(seed: 20_261_122)
        let pieces: [[UInt8]] =
            [
                [0x1C], [0x1D], [0x1E], [0x1F], [0x0B], [0x0C], [0x0E], [0x0A], [0x0D], [0x20], [0x09], [0x00], [0xFF],
                [0xED],
            ]
            + ["a", "송파", "·", "é", "👩‍👩‍👧", "e\u{301}", "漢字", "long word", "ᄒ\u{1161}"].map { Array($0.utf8) }
        for round in 0..<20_000 {
            var bytes = [UInt8]()
            for _ in 0..<random.below(40) { bytes += pieces[random.below(pieces.count)] }
            let text = TextLayout.layout(bytes)
            #expect(!text.contains { (0x0B...0x1F).contains($0) }, "round \(round)")
            #expect(text.filter { $0 > 0x20 } == bytes.filter { $0 > 0x20 }, "round \(round): nothing visible is lost")
            #expect(
                text.isEmpty || text.last == 0x0A && text.dropLast().last.map { $0 > 0x20 } == true, "round \(round)")
            let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
            #expect(lines.allSatisfy { $0.last.map { $0 > 0x20 } ?? true }, "round \(round): a space ends a line")
            #expect(!zip(lines, lines.dropFirst(1).dropLast()).contains { $0.isEmpty && $1.isEmpty }, "round \(round)")
        }
    }

    @Test(
        "columns of every Hangul syllable and Han character, of kana, Greek and Latin: as Python's unicodedata has it")
    func widths() throws {
        let ranges: [ClosedRange<UInt32>] = [
            0x21...0x7E, 0xC0...0x17F, 0x391...0x3A1, 0x410...0x44F, 0x1100...0x1112, 0x3041...0x3096, 0x30A1...0x30FA,
            0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF5E, 0xFF66...0xFF9D,
        ]
        let list = ranges.map { "(\($0.lowerBound),\($0.upperBound))" }.joined(separator: ",")
        let truth = try Python.output(
            of: """
                import unicodedata
                for a, b in [\(list)]:
                    print("".join("2" if unicodedata.east_asian_width(chr(c)) in "WF" else "1" for c in range(a, b + 1)))
                """
        ).split(separator: "\n")
        try #require(truth.count == ranges.count)
        for (range, expected) in zip(ranges, truth) {
            let rows = range.compactMap(Unicode.Scalar.init).map { "\($0){C}x{C}{R}" }
            let lines = layout("{T}" + rows.joined() + "{/T}").split(separator: "\n")
            try #require(lines.count == expected.count)
            let widest = expected.contains("2") ? 2 : 1
            for (line, width) in zip(lines, expected) {
                // Indent, the character, what is missing to the widest, two spaces and the x.
                let missing = widest - (width.wholeNumberValue ?? 0)
                #expect(line.utf8.count == 2 + line.dropFirst(2).prefix(1).utf8.count + missing + 3, "\(line)")
            }
        }
    }
}
