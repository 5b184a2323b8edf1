// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Markup
import Testing

struct CSSSelectorTests {
    private func selector(_ text: String) throws -> CSSSelector {
        let rule = try #require(CSSStylesheet(parsing: text + "{a:b}").rules.first)
        return try #require(rule.selectors.first)
    }

    /// The examples of Selectors 4, section 17, and what else mails hold.
    @Test(arguments: [
        ("*", 0, 0, 0), ("li", 0, 0, 1), ("ul li", 0, 0, 2), ("ul ol+li", 0, 0, 3), ("h1 + *[rel=up]", 0, 1, 1),
        ("ul ol li.red", 0, 1, 3), ("li.red.level", 0, 2, 1), ("#x34y", 1, 0, 0), ("#s12:not(foo)", 1, 0, 1),
        (".foo :not(.x, #a)", 1, 1, 0), ("a:hover", 0, 1, 1), ("p::before", 0, 0, 2), ("p:first-line", 0, 0, 2),
        ("tr:nth-child(2n+1)", 0, 1, 1), (":where(.a)", 0, 0, 0), (":root", 0, 1, 0),
    ])
    func strengthIsThatOfCSS(text: String, ids: Int, classes: Int, types: Int) throws {
        let found = try selector(text).specificity
        #expect(found.ids == ids && found.classes == classes && found.types == types, "\(found)")
    }

    @Test(arguments: [
        ("a:hover", false), ("a:visited b", false), (":root .x", false), ("p::before", false),
        ("td:not(:hover)", false),
        (":is(.a,.b)", false), ("td:nth-child(2n + 1)", true), ("a[href]", true), ("p > .x ~ b", true),
        ("::-webkit-x", false),
        ("td:not(.a)", true), ("a:nth-child(x)", false),
    ])
    func whatOnlyAClientKnowsIsNotStatic(text: String, expected: Bool) throws {
        #expect(try selector(text).isStatic == expected)
    }

    @Test(arguments: [
        (" A  >  .b ~ c + d   e ", "A>.b~c+d e"), ("a [ href ^= \"x y\" i ] /**/ b", "a [href^=\"x y\" i] b"),
        ("td:nth-child( 2n + 1 )", "td:nth-child(2n + 1)"), (".sm\\:x", ".sm\\:x"),
        ("a:NOT( .b , #c )", "a:not(.b,#c)"),
    ])
    func textIsCompact(text: String, expected: String) throws {
        #expect(try selector(text).text == expected)
    }

    @Test func escapedNamesMatch() throws {
        let root = parsed("<p class='sm:x'>a</p><p class='가'>b</p>").root
        #expect(root.elements(matching: try selector(".sm\\:x")).map(\.textContent) == ["a"])
        #expect(root.elements(matching: try selector(".\\AC00")).map(\.textContent) == ["b"])
    }

    @Test(arguments: try Oracles.read().selectors)
    func elementsAreThoseThatSoupsieveFinds(page: Oracles.Page) throws {
        let document = parsed("<html><body>\(page.html)</body></html>")
        #expect(document.faults == [])
        for asked in page.asked {
            let found = document.root.elements(matching: try selector(asked.selector)).compactMap { $0["data-n"] }
            #expect(found == asked.matches.map(String.init), "\(asked.selector) in \(page.html)")
        }
    }
}

/// What `Tests/Support/markup_oracles.py` recorded.
struct Oracles: Decodable {
    struct Page: Decodable {
        struct Asked: Decodable {
            let selector: String
            let matches: [Int]
        }

        let html: String
        let asked: [Asked]
    }

    struct Inlined: Decodable {
        let html: String
        let styles: [String: [String: String]]
    }

    let selectors: [Page]
    let inlining: [Inlined]

    static func read() throws -> Oracles {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Support/markup_oracles.json")
        return try JSONDecoder().decode(Oracles.self, from: Data(contentsOf: file))
    }
}
