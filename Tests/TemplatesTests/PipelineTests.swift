// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Templates
import Testing
import Values

/// A letter's HTML is parsed, gets its styles and is written again when it loads; its tags come through whole.
@Suite struct PipelineTests {
    static let shape = Shape.record([
        Shape.Field("name", .text), Shape.Field("color", .text), Shape.Field("link", .optional(.text)),
        Shape.Field("gift", .flag), Shape.Field("items", .list(.record([Shape.Field("title", .text)]))),
    ])
    static let words = ["hi": "안녕 <{{name}}>{{#gift}} 선물{{/gift}}", "lang": "ko"]

    static func value(gift: Bool = true, link: String? = "https://a.example/?x=1&y=2") -> TemplateValue {
        .record([
            .text("A & B"), .text("#123456"), TemplateValue(link), .flag(gift),
            .list([.record([.text("하나")]), .record([.text("둘")])]),
        ])
    }

    private func letter(_ body: String, head: String = "", partials: [String: String] = [:]) throws -> LetterTemplate {
        try LetterTemplate(
            "<html lang=\"{{t.lang}}\"><head><title>x</title>\(head)</head><body>\(body)</body></html>",
            partials: partials, words: Self.words, shape: Self.shape)
    }

    private func html(_ body: String, gift: Bool = true, link: String? = "https://a.example/") throws -> String {
        let text = try letter(body).html.text(Self.value(gift: gift, link: link))
        let start = try #require(text.range(of: "<body>")?.upperBound)
        let end = try #require(text.range(of: "</body>")?.lowerBound)
        return String(text[start..<end])
    }

    @Test func tagsComeThroughWhereverTheyStand() throws {
        #expect(
            try html("<p title=\"{{name}}{{#gift}}!{{/gift}}\">{{t.hi}} {{name}}</p>")
                == "<p title=\"A &amp; B!\">안녕 &lt;A &amp; B&gt; 선물 A &amp; B</p>")
        #expect(
            try html("<a href=\"{{#link}}{{.}}{{/link}}\">x</a>", link: "https://a.example/?x=1&y=2")
                == "<a href=\"https://a.example/?x=1&amp;y=2\">x</a>")
        #expect(
            try html("<table>{{#items}}\n<tr><td>{{title}}</td></tr>\n{{/items}}</table>")
                .replacing("\n", with: "") == "<table><tr><td>하나</td></tr><tr><td>둘</td></tr></table>")
        #expect(
            try html("<!--[if mso]><v:rect href=\"{{#link}}{{.}}{{/link}}\">{{name}}</v:rect><![endif]-->")
                == "<!--[if mso]><v:rect href=\"https://a.example/\">A &amp; B</v:rect><![endif]-->")
        #expect(
            try html("<!--[if !mso]><!-- -->{{#gift}}<p>{{name}}</p>{{/gift}}<!--<![endif]-->")
                == "<!--[if !mso]><!-- --><p>A &amp; B</p><!--<![endif]-->")
        #expect(try html("<p>{{^gift}}a{{/gift}}{{#gift}}b{{/gift}}</p>", gift: false) == "<p>a</p>")
    }

    @Test func valuesMayStandInCSS() throws {
        let made = try letter(
            "<p class=\"a\">x</p><p style=\"margin:{{color}}\">y</p>", head: "<style>\n{{>mail.css}}\n</style>",
            partials: [
                "mail.css": "/* {{! words }} */\n.a { color: {{color}} }\n@media print { .a { color: {{color}} } }"
            ])
        let text = made.html.text(Self.value())
        #expect(text.contains("<p style=\"margin:#123456\">y</p>"))
        #expect(text.contains("color: #123456") || text.contains("color:#123456"))
        #expect(!text.contains("ppv"))
    }

    @Test func theSubjectIsTheTitle() throws {
        func subject(_ title: String) throws -> String {
            try LetterTemplate(
                "<html><head><title>\n \(title)\n</title></head><body></body></html>", words: Self.words,
                shape: Self.shape
            ).subject.text(Self.value())
        }
        #expect(try subject("[{{name}}]   {{t.hi}}") == "[A & B] 안녕 <A & B> 선물")
        #expect(try subject("a &lt;b&gt; &amp; {{#gift}}c{{/gift}}") == "a <b> & c")
    }

    @Test func theTextPartIsDerivedWithItsTags() throws {
        let made = try letter(
            "<h1>{{t.hi}}</h1>{{#items}}<p>{{title}}</p>{{/items}}<p data-text=\"{{name}}!\">no</p>"
                + "<p data-text=\"\">no</p><div style=\"display:none\">no</div>")
        let text = made.text.text(Self.value())
        #expect(text.contains("안녕 <A & B> 선물"))
        #expect(text.contains("하나") && text.contains("둘"))
        #expect(text.contains("A & B!"))
        #expect(!text.contains("no"))
        let html = made.html.text(Self.value())
        #expect(!html.contains("data-text"))
        #expect(html.contains("<p>no</p>"))
    }

    @Test func commentsOfTheAuthorAreNotSent() throws {
        #expect(try html("<p>a<!-- secret -->b</p><!-- {{! note }} -->") == "<p>ab</p>")
    }

    @Test(arguments: ["ppv0x", "ppo1x PPC2X", "ppqv0x ppv1x", "<b title=\"ppv0x\">pp</b>v0x", "pppppp"])
    func textThatLooksLikeAPlaceholderIsText(_ text: String) throws {
        #expect(try html("<p>\(text) {{name}} {{#gift}}y{{/gift}}pp</p>") == "<p>\(text) A &amp; B ypp</p>")
    }

    struct Mistake: CustomTestStringConvertible, Sendable {
        let body: String
        let rule: String
        let line: Int
        var head = "<title>x</title>"
        var testDescription: String { rule + ": " + body.replacing("\n", with: "⏎") }
    }

    @Test(arguments: [
        Mistake(body: "\n{{#gift}}<p>{{/gift}}x</p>", rule: "section-crosses-markup", line: 2),
        Mistake(
            body: "<table><tr>{{#gift}}<td>{{/gift}}\n{{^gift}}<td>{{/gift}}x</td></tr></table>",
            rule: "section-crosses-markup", line: 1),
        Mistake(body: "<div>\n{{#gift}}</div><div>{{/gift}}</div>", rule: "section-crosses-markup", line: 2),
        Mistake(body: "<table>\n<tr><td>x</tr></table>\n</div>", rule: "not-well-formed", line: 3),
        Mistake(body: "<p>x\n<div>y</div></p>", rule: "not-well-formed", line: 2),
        Mistake(body: "\n\n<b><i>x</b></i>", rule: "not-well-formed", line: 3),
        Mistake(body: "<table>\n{{name}}<tr><td>x</td></tr></table>", rule: "not-well-formed", line: 2),
        Mistake(body: "<p>\n<img alt=\"\" alt=\"x\"></p>", rule: "attribute-twice", line: 2),
        Mistake(body: "x", rule: "missing-title", line: 0, head: ""),
        Mistake(body: "x", rule: "missing-title", line: 0, head: "<title> </title>"),
        Mistake(body: "<p\nclass=\"{{name}}\">x</p>", rule: "class-value", line: 2),
        Mistake(body: "\n<p{{#gift}} title=\"x\"{{/gift}}>x</p>", rule: "section-in-tag", line: 2),
        Mistake(body: "<p>x</p>\n<p title=\"x>x</p>", rule: "unfinished-markup", line: 2),
        Mistake(
            body: "x", rule: "section-in-style", line: 2,
            head: "<title>x</title>\n<style>{{#gift}}a{color:red}{{/gift}}</style>"),
        Mistake(
            body: "<script type=\"application/ld+json\">\n{\"a\": \"b\"{{#gift}},\n{{/gift}}}</script>",
            rule: "json-ld", line: 3),
        Mistake(
            body:
                "<script type=\"application/ld+json\">\n{{{#link}}\"a\":1{{/link}}\n{{#gift}}, \"b\":2{{/gift}} }</script>",
            rule: "json-ld", line: 3),
        Mistake(
            body: "<script type=\"application/ld+json\">\n[{{#items}}\n\"{{title}}\"{{/items}}]</script>",
            rule: "json-ld", line: 3),
    ])
    func mistakes(_ mistake: Mistake) throws {
        let source = "<html><head>\(mistake.head)</head><body>\(mistake.body)</body></html>"
        do {
            _ = try LetterTemplate(
                source.replacing("{{{#", with: "{ {{#"), words: Self.words, shape: Self.shape)
            Issue.record("it compiled")
        } catch {
            let found = error.list
            #expect(Set(found.map(\.rule)) == [mistake.rule], "\(found)")
            #expect(found.first?.line ?? 0 == mistake.line, "\(found)")
            #expect(found.allSatisfy { $0.file == "letter.mustache" && $0.wayOut != nil })
        }
    }

    @Test func allMistakesAreToldAtOnce() throws {
        do {
            _ = try LetterTemplate(
                "<html><head></head><body>\n<p {{name}}=\"1\">{{nope}}</p>\n<p>y</div>\n{{#gift}}<b>{{/gift}}z</b>\n{{>p}}</body></html>",
                partials: ["p": "<i>\n</u>\n{{>q}}</i>"], words: Self.words, shape: Self.shape)
            Issue.record("it compiled")
        } catch {
            let found = error.list.map { "\($0.file ?? ""):\($0.line ?? 0) \($0.rule)" }
            #expect(
                Set(found) == [
                    "p.mustache:3 unknown-partial", "letter.mustache:2 value-in-attribute-name",
                    "letter.mustache:3 not-well-formed", "p.mustache:2 not-well-formed",
                    "letter.mustache:4 section-crosses-markup", "letter.mustache:0 missing-title",
                    "letter.mustache:2 unknown-name",
                ], "\(error.list)")
            #expect(Set(error.list).count == error.list.count)
        }
    }

    @Test func everyPieceKnowsItsLine() throws {
        let made = try letter(
            "\n<table>\n{{#items}}\n<tr>\n<td class=\"a\">\n{{title}}</td>\n</tr>\n{{/items}}\n</table>\n{{>foot}}",
            head: "<style>\n{{>mail.css}}\n</style>",
            partials: [
                "mail.css": ".b { margin: 0 }\n.a { padding: 1px;\n color: {{color}} }",
                "foot": "\n<p>foot</p>\n<p>{{t.hi}}</p>",
            ])
        let traced = made.html.traced(Self.value())
        let text = String(decoding: traced.bytes, as: UTF8.self)
        func place(_ piece: String) throws -> String {
            let start = try #require(text.range(of: piece)?.lowerBound, "\(piece)")
            let position = try #require(traced.position(of: text.utf8.distance(from: text.startIndex, to: start)))
            return "\(position.file):\(position.line)"
        }
        #expect(try place("<table") == "letter.mustache:4")
        #expect(try place("<tr") == "letter.mustache:6")
        #expect(try place("<td") == "letter.mustache:7")
        #expect(try place("하나") == "letter.mustache:8")
        #expect(try place("둘") == "letter.mustache:8")
        #expect(try place("#123456") == "mail.css:3")
        #expect(try place("<p>foot") == "foot.mustache:2")
        #expect(try place("안녕") == "words.hi:1")
        #expect(traced.position(of: traced.bytes.count) == nil)
        #expect(traced.position(of: -1) == nil)
        #expect(traced.bytes == made.html.render(Self.value()))
    }
}
