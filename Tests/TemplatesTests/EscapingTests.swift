// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Templates
import Testing
import Values

/// A value is escaped for the place it stands in.
@Suite struct EscapingTests {
    private func render(_ source: String, _ text: String, words: [String: String] = [:], dialect: Dialect = .html)
        throws -> String
    {
        let shape = Shape.record([Shape.Field("x", .text), Shape.Field("yes", .flag)])
        return try Template(source, words: words, dialect: dialect, shape: shape)
            .render(.record([.text(text), .flag(true)]))
    }

    @Test func textAndAttributes() throws {
        #expect(
            try render("<p>{{x}}</p>", "<b a='1' c=\"2\">&") == "<p>&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;</p>")
        #expect(try render("<p title='{{x}}'>", "' onclick='x") == "<p title='&#39; onclick=&#39;x'>")
        #expect(try render("<p title=\"{{x}}\">", "\"><script>") == "<p title=\"&quot;&gt;&lt;script&gt;\">")
        #expect(try render("<title>{{x}}</title>", "</title><b>") == "<title>&lt;/title&gt;&lt;b&gt;</title>")
        #expect(try render("{{x}}", "a\u{0}b\u{7}c\u{1B}d\te\nf") == "abcd\te\nf")
    }

    @Test(arguments: [
        ("https://a.example/?q=1&r=2", "https://a.example/?q=1&amp;r=2"), ("HTTP://A.example/", "HTTP://A.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"), ("tel:+8215881255", "tel:+8215881255"),
        ("https://a.example/한", "https://a.example/%ED%95%9C"),
        ("https://a.example/\"><script>", "https://a.example/%22%3E%3Cscript%3E"),
        ("https://a.example/' x", "https://a.example/%27%20x"),
        ("javascript:alert(1)", "#"), ("JaVaScRiPt:alert(1)", "#"), (" javascript:alert(1)", "#"),
        ("java\nscript:alert(1)", "#"), ("data:text/html,<script>", "#"), ("vbscript:x", "#"), ("//evil.example", "#"),
        ("/path", "#"), ("", "#"), ("https://", "#"), ("file:///etc/passwd", "#"),
    ])
    func links(_ given: String, _ expected: String) throws {
        #expect(try render("<a href=\"{{x}}\">", given) == "<a href=\"\(expected)\">")
        #expect(try render("<img alt=\"\" src='{{x}}'>", given) == "<img alt=\"\" src='\(expected)'>")
        #expect(try render("<FORM ACTION=\"{{x}}\">", given) == "<FORM ACTION=\"\(expected)\">")
    }

    @Test func partsOfLinks() throws {
        #expect(
            try render("<a href=\"https://a.example/?q={{x}}\">", "a&b=c/d e한")
                == "<a href=\"https://a.example/?q=a%26b%3Dc%2Fd%20e%ED%95%9C\">")
        #expect(try render("<a href=\"tel:{{x}}\">", "+82 1588-1255\"") == "<a href=\"tel:+82%201588-1255%22\">")
        #expect(try render("<a href=\"javascript:{{x}}\">", "alert(1)") == "<a href=\"javascript:alert%281%29\">")
    }

    @Test func colours() throws {
        #expect(try render("<p style=\"color:{{x}}\">", "#1f6feb") == "<p style=\"color:#1f6feb\">")
        #expect(try render("<p style=\"color:{{x}}\">", "red;background:url(x)") == "<p style=\"color:\">")
        #expect(try render("<style>a{color:{{x}}}</style>", "</style><script>") == "<style>a{color:}</style>")
    }

    @Test func markupForOutlookIsMarkup() throws {
        let source =
            "<!--[if mso]><v:rect href=\"{{x}}\">{{x}}</v:rect><![endif]--><!--[if !mso]><!-- --><a href=\"{{x}}\">{{x}}</a><!--<![endif]-->"
        let out = try render(source, "https://a.example/-->")
        #expect(out.contains("<v:rect href=\"https://a.example/--%3E\">https://a.example/--&gt;</v:rect>"))
        #expect(out.contains("<a href=\"https://a.example/--%3E\">https://a.example/--&gt;</a>"))
    }

    @Test func placesAfterSectionsAreKnown() throws {
        #expect(
            try render("{{#yes}}<p title=\"{{x}}\">{{/yes}}{{x}}</p>", "\"<")
                == "<p title=\"&quot;&lt;\">&quot;&lt;</p>")
        #expect(try render("<p title=\"a{{#yes}} {{x}}{{/yes}}\">", "\"") == "<p title=\"a &quot;\">")
    }

    @Test(arguments: [
        ("cid:logo@dalbit.example", "cid:logo@dalbit.example"), ("CID:a b\"<", "cid:a%20b%22%3C"), ("cid:", "#"),
        ("https://a.example/x.png", "https://a.example/x.png"), ("javascript:x", "#"),
    ])
    func partsOfTheMailAreSourcesOnly(_ given: String, _ expected: String) throws {
        #expect(try render("<img alt=\"\" src=\"{{x}}\">", given) == "<img alt=\"\" src=\"\(expected)\">")
        if given.lowercased().hasPrefix("cid:") {
            #expect(try render("<a href=\"{{x}}\">", given) == "<a href=\"#\">")
            #expect(try render("<td background=\"{{x}}\">", given) == "<td background=\"#\">")
        }
    }

    /// Whatever a value holds, JSON read back from the page is that value, and the script ends where the author ended it.
    @Test(arguments: [
        "x", "\"", "\\", "\\\"", "</script><b>", "<!--", "a\nb\tc\r", "\u{0}\u{1F}\u{7F}", "\u{2028}\u{2029}", "한글 🎁",
        "&amp;",
        "\u{2027}\u{202A}ꀨ",
    ])
    func jsonStaysJSON(_ text: String) throws {
        let out = try render(
            "<script type=\"application/ld+json\">{\"a\": \"{{x}}\", \"b\": \"-{{x}}\"}</script>", text)
        let start = try #require(out.range(of: "\">"))
        let end = try #require(out.range(of: "</script>", options: .backwards))
        let body = String(out[start.upperBound..<end.lowerBound])
        let json = try JSON(parsing: Array(body.utf8))
        #expect(json["a"] == .string(text))
        #expect(json["b"] == .string("-" + text))
        #expect(!body.contains("<") && !body.contains(">") && !body.contains("&"))
        #expect(!body.contains("\u{2028}") && !body.contains("\u{2029}"))
    }

    @Test func plainTextKeepsEverythingButControls() throws {
        #expect(
            try render("{{x}} {{{x}}}", "<a> & \"b\"\r\nTo: x", dialect: .text)
                == "<a> & \"b\"  To: x <a> & \"b\"  To: x")
    }

    @Test func wordsOfALocaleAreWords() throws {
        let words = ["hi": "<b>안녕 & {{x}}</b>"]
        #expect(try render("<p>{{t.hi}}</p>", "'", words: words) == "<p>&lt;b&gt;안녕 &amp; &#39;&lt;/b&gt;</p>")
        #expect(try render("{{t.hi}}", "'", words: words, dialect: .text) == "<b>안녕 & '</b>")
    }

    /// Whatever a value holds, the tags around it stay the author's.
    @Test(arguments: 0..<300) func noValueMakesMarkup(seed: UInt64) throws {
        var state = seed &+ 7
        let pieces = [
            "<", ">", "\"", "'", "&", "script", "=", "`", "--", "/", "javascript:", "https://", " ", "\u{0}", "{{x}}",
            "한", "]]>", "\n",
        ]
        var text = ""
        for _ in 0..<20 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text += pieces[Int(state >> 33) % pieces.count]
        }
        let out = try render("<a href=\"{{x}}\" title=\"{{x}}\">{{x}}</a>", text)
        #expect(out.count { $0 == "<" } == 2)
        #expect(out.count { $0 == ">" } == 2)
        #expect(out.count { $0 == "\"" } == 4)
    }
}
