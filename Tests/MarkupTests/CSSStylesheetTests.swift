// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct CSSStylesheetTests {
    /// A stylesheet as one line a thing.
    private func listing(_ text: String) -> [String] {
        CSSStylesheet(parsing: text).items.map { item in
            switch item {
            case .rule(let rule):
                (rule.context + [rule.selectors.map(\.text).joined(separator: ",")]).joined(separator: " ")
                    + " " + rule.declarations.map(\.text).joined(separator: ";")
            case .whole(let whole): (whole.context + [whole.text]).joined(separator: " ")
            }
        }
    }

    @Test(arguments: [
        ("a{color:red}", ["a color:red"]), (" A , .B > i{ COLOR : Red ; ; width:1px }", ["A,.B>i color:Red;width:1px"]),
        ("a{b:c !important;d:e! IMPORTANT}", ["a b:c!important;d:e!important"]),
        ("/*x*/a/*y*/{/*z*/b/*:*/:/*;*/c/*}*/d}", ["a b:c d"]),
        (
            "a{background:url(x;}.png) , url( 'y{}' );content:\"};{\"}",
            ["a background:url(x;}.png),url('y{}');content:\"};{\""]
        ),
        (
            "@media (max-width : 600px) and (x){a{b:c}d{e:f}}g{h:i}",
            [
                "@media (max-width:600px) and (x) a b:c", "@media (max-width:600px) and (x) d e:f", "g h:i",
            ]
        ),
        ("@media a{@supports (b:c){d{e:f}}}", ["@media a @supports (b:c) d e:f"]),
        ("@font-face { font-family : X ; src : url(a) ; }", ["@font-face{font-family:X;src:url(a)}"]),
        ("@import url( x ) screen;a{b:c}", ["@import url( x ) screen;", "a b:c"]),
        ("@keyframes x { 0% { a : b } to { c:d } }", ["@keyframes x{0%{a:b}to{c:d}}"]),
        ("<!-- a{b:c} -->", ["a b:c"]),
        ("a{b:ppv1x ppv2xpx 3ppv4x #ppv5x -ppv6x ppv7x%}", ["a b:ppv1x ppv2xpx 3ppv4x #ppv5x -ppv6x ppv7x%"]),
        ("a{--X: {y} ;b:c}", ["a --X:{y};b:c"]), ("a{font:1px / 2 'A  B' , c}", ["a font:1px / 2 'A  B',c"]),
        ("a{width:calc( 100% - ( 2px + 3px ) )}", ["a width:calc(100% - (2px + 3px))"]),
        ("a{mso-hide:all;-webkit-x:y;color:#FFF}", ["a mso-hide:all;-webkit-x:y;color:#FFF"]), ("", []),
    ])
    func thingsAreRead(source: String, expected: [String]) {
        #expect(listing(source) == expected)
        #expect(CSSStylesheet(parsing: source).faults == [])
    }

    /// What is broken is told by its place, and what follows is read (CSS Syntax 3, 2.2).
    @Test(arguments: [
        ("a{b;c:d}", 2, ["a c:d"]), ("a{b:;c:d}", 2, ["a c:d"]), ("a{b:c", 1, ["a b:c"]),
        ("a{b:'c\n;d:e}f{g:h}", 4, ["a d:e", "f g:h"]),
        ("a{b:c}}d{e:f}", 6, ["a b:c", "d e:f"]), ("a..b{c:d}e{f:g}", 0, ["e f:g"]), ("a,,b{c:d}e{f:g}", 0, ["e f:g"]),
        ("{c:d}e{f:g}", 0, ["e f:g"]), ("a", 0, []), ("@media x{a{b:c}", 8, ["@media x a b:c"]),
        ("a{b:c}/* d", 6, ["a b:c"]),
        ("a{b{c:d}e:f}", 2, ["a e:f"]), ("a{b:url(c", 1, ["a "]), ("a{b:c)d;e:f}", 2, ["a e:f"]), ("a[b{c:d}", 0, []),
        ("@media x{a b}c{d:e}", 9, ["c d:e"]), ("a > {b:c}d{e:f}", 0, ["d e:f"]), ("a{1b:c;d:e}", 2, ["a d:e"]),
    ])
    func whatIsBrokenIsToldAndPassed(source: String, offset: Int, expected: [String]) {
        let faults = CSSStylesheet(parsing: source).faults
        #expect(faults.first?.offset == offset, "\(faults)")
        #expect(listing(source) == expected)
    }

    @Test func placesCountBytesFromTheGivenOffset() throws {
        let text = "/* 한글 */\n.x {\n  color: red; 폭: 2 }\n@font-face { a:b }"
        let sheet = CSSStylesheet(parsing: text, offset: 1000)
        let bytes = Array(text.utf8)
        let rule = try #require(sheet.rules.first)
        #expect(bytes[(rule.offset - 1000)...].starts(with: Array(".x".utf8)))
        #expect(bytes[(rule.declarations[0].offset - 1000)...].starts(with: Array("color".utf8)))
        #expect(bytes[(rule.declarations[1].offset - 1000)...].starts(with: Array("폭".utf8)))
        guard case .whole(let face) = try #require(sheet.items.last) else {
            Issue.record("no @font-face")
            return
        }
        #expect(bytes[(face.offset - 1000)...].starts(with: Array("@font-face".utf8)))
    }

    @Test func aStyleAttributeIsRead() {
        let (declarations, faults) = CSSStylesheet.declarations(
            parsing: " color : red ; WIDTH:ppv1x% !important;", offset: 5)
        #expect(declarations.map(\.text) == ["color:red", "width:ppv1x%!important"])
        #expect(declarations.map(\.offset) == [6, 20])
        #expect(faults == [])
        #expect(CSSStylesheet.declarations(parsing: "color red").faults.map(\.offset) == [0])
    }

    @Test(.timeLimit(.minutes(1))) func bracketsWithoutEndEndQuickly() {
        for piece in ["{", "(", "[", "a{", "@media x{", "/*", "\"", "url(", "a,", "\\", ":not("] {
            let sheet = CSSStylesheet(parsing: String(repeating: piece, count: 20_000))
            #expect(!sheet.faults.isEmpty)
        }
    }
}
