// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Templates
import Testing
import Values

/// What is wrong in a template is told when it loads: all of it, each with file, line, rule and way out.
@Suite struct CompilerTests {
    static let shape = Shape.record([
        Shape.Field("name", .text), Shape.Field("gift", .flag),
        Shape.Field("courier", .record([Shape.Field("name", .text), Shape.Field("phone", .optional(.text))])),
        Shape.Field("items", .list(.record([Shape.Field("title", .text)]))),
    ])

    private func problems(
        _ source: String, partials: [String: String] = [:], words: [String: String] = [:], dialect: Dialect = .html
    ) -> [Problem] {
        do {
            _ = try Template(source, partials: partials, words: words, dialect: dialect, shape: Self.shape)
            return []
        } catch {
            return error.list
        }
    }

    struct Mistake: CustomTestStringConvertible, Sendable {
        let source: String
        let rule: String
        let line: Int
        var partials: [String: String] = [:]
        var testDescription: String { rule + ": " + source.replacing("\n", with: "⏎") }
    }

    @Test(arguments: [
        Mistake(source: "one\n{{nmae}}", rule: "unknown-name", line: 2),
        Mistake(source: "{{courier.nmae}}", rule: "unknown-name", line: 1),
        Mistake(source: "{{#items}}\n{{titel}}\n{{/items}}", rule: "unknown-name", line: 2),
        Mistake(source: "\n\n{{#recipient}}x{{/recipient}}", rule: "unknown-name", line: 3),
        Mistake(source: "{{^recipient}}x{{/recipient}}", rule: "unknown-name", line: 1),
        Mistake(source: "a\n{{courier.phone}}", rule: "may-be-missing", line: 2),
        Mistake(source: "{{^courier.phone}}{{courier.phone}}{{/courier.phone}}", rule: "may-be-missing", line: 1),
        Mistake(source: "{{gift}}", rule: "not-text", line: 1),
        Mistake(source: "{{courier}}", rule: "not-text", line: 1),
        Mistake(source: "{{items}}", rule: "not-text", line: 1),
        Mistake(source: "{{{name}}}", rule: "raw-value", line: 1),
        Mistake(source: "{{&name}}", rule: "raw-value", line: 1),
        Mistake(source: "\n{{>haeder}}", rule: "unknown-partial", line: 2, partials: ["header": "x"]),
        Mistake(source: "{{>*name}}", rule: "dynamic-partial", line: 1),
        Mistake(source: "{{<lay}}{{/lay}}", rule: "unknown-partial", line: 1),
        Mistake(source: "{{>a}}", rule: "partial-cycle", line: 2, partials: ["a": "x\n{{>a}}"]),
        Mistake(source: "{{>a}}", rule: "partial-cycle", line: 1, partials: ["a": "{{>b}}", "b": "{{>a}}"]),
        Mistake(source: "{{<a}}{{/a}}", rule: "partial-cycle", line: 1, partials: ["a": "{{$x}}{{<a}}{{/a}}{{/x}}"]),
        Mistake(source: "x\n{{#items}}", rule: "unclosed-section", line: 2),
        Mistake(source: "{{$block}}", rule: "unclosed-section", line: 1),
        Mistake(source: "a\nb{{/items}}", rule: "unpaired-tag", line: 2),
        Mistake(source: "{{#items}}{{/gift}}", rule: "unpaired-tag", line: 1),
        Mistake(source: "a\n{{name", rule: "unclosed-tag", line: 2),
        Mistake(source: "{{ }}", rule: "empty-tag", line: 1),
        Mistake(source: "{{a b}}", rule: "bad-name", line: 1),
        Mistake(source: "{{name.}}", rule: "bad-name", line: 1),
        Mistake(source: "{{=abc=}}", rule: "bad-delimiters", line: 1),
        Mistake(source: "{{t.button}}", rule: "missing-words", line: 1),
        Mistake(source: "{{<p}}{{name}}{{/p}}", rule: "outside-block", line: 1, partials: ["p": "x"]),
        Mistake(source: "{{<p}}{{$a}}1{{/a}}{{$a}}2{{/a}}{{/p}}", rule: "block-twice", line: 1, partials: ["p": "x"]),
        Mistake(source: "<{{name}}>", rule: "value-in-tag-name", line: 1),
        Mistake(source: "<b{{name}}>", rule: "value-in-tag-name", line: 1),
        Mistake(source: "<p {{name}}=\"1\">", rule: "value-in-attribute-name", line: 1),
        Mistake(source: "<p title={{name}}>", rule: "value-unquoted", line: 1),
        Mistake(source: "<p onclick=\"{{name}}\">", rule: "value-in-handler", line: 1),
        Mistake(source: "\n<script>\nlet x = {{name}}</script>", rule: "script", line: 2),
        Mistake(source: "<script src=\"https://a.example/\"></script>", rule: "script", line: 1),
        Mistake(
            source: "<script type=\"application/ld+json\">\n{\"a\": {{name}}}</script>", rule: "value-in-json", line: 2),
        Mistake(source: "<p{{#gift}} title=\"x\"{{/gift}}>", rule: "section-in-tag", line: 1),
        Mistake(source: "<p {{#gift}}title=\"x\"{{/gift}}>", rule: "section-in-tag", line: 1),
        Mistake(source: "<p title={{#gift}}x{{/gift}}>", rule: "section-in-tag", line: 1),
        Mistake(source: "<p class=\"a {{name}}\">", rule: "class-value", line: 1),
        Mistake(source: "<p\nclass=\"a{{#gift}} b{{/gift}}\">", rule: "class-value", line: 2),
        Mistake(
            source: "<style>a{color:red}\n{{#gift}}b{color:red}{{/gift}}</style>", rule: "section-in-style", line: 2),
        Mistake(source: "<!-- {{#gift}}x{{/gift}} -->", rule: "value-in-comment", line: 1),
        Mistake(source: "{{#gift}}<!--[if mso]>{{/gift}}<![endif]-->", rule: "section-crosses-markup", line: 1),
        Mistake(source: "<!-- {{name}} -->", rule: "value-in-comment", line: 1),
        Mistake(
            source: "<a href=\"{{#gift}}x{{/gift}}{{name}}\">a</a>", rule: "link-in-pieces", line: 1),
        Mistake(source: "<p title=\"{{#gift}}a\">{{/gift}}x", rule: "section-crosses-markup", line: 1),
        Mistake(source: "<p style=\"a:b\" style=\"c:d\">", rule: "attribute-twice", line: 1),
        Mistake(source: "<p title=\"x", rule: "unfinished-markup", line: 1),
    ])
    func mistakes(_ mistake: Mistake) throws {
        let found = problems(mistake.source, partials: mistake.partials)
        let problem = try #require(found.first { $0.rule == mistake.rule }, "\(found)")
        #expect(problem.line == mistake.line)
        #expect(problem.file != nil)
        #expect(problem.wayOut != nil)
    }

    @Test func tellsAllAtOnceAndEachOnce() {
        let found = problems(
            "{{nope}}\n{{>p}}{{>p}}\n{{#items}}{{wrong}}{{/items}}\n<p title={{name}}>", partials: ["p": "{{gone}}"])
        #expect(found.map(\.rule) == ["unknown-name", "unknown-name", "unknown-name", "value-unquoted"])
        #expect(found.map(\.file) == ["template.mustache", "p.mustache", "template.mustache", "template.mustache"])
        #expect(found.map(\.line) == [1, 1, 3, 4])
    }

    @Test func oneSlipIsOneProblem() {
        #expect(problems("{{#itmes}}{{title}} {{anything.at.all}}{{#more}}{{.}}{{/more}}{{/itmes}}").count == 1)
    }

    @Test func guessesWhatWasMeant() {
        #expect(problems("{{nmae}}").first?.wayOut == "did you mean name?")
        #expect(problems("{{courier.nmae}}").first?.wayOut == "did you mean name?")
        #expect(problems("{{>haeder}}", partials: ["header": ""]).first?.wayOut == "did you mean header?")
        #expect(problems("{{t.buton}}", words: ["button": "x"]).first?.wayOut == "did you mean button?")
    }

    @Test func whatMayBeMissingIsPrintedInsideASectionOnItself() throws {
        let template = try Template(
            "{{#courier.phone}}{{courier.phone}} {{.}}{{/courier.phone}}{{^courier.phone}}-{{/courier.phone}}"
                + "{{#courier}}{{#phone}}/{{.}}{{/phone}}{{/courier}}", shape: Self.shape)
        func value(_ phone: String?) -> TemplateValue {
            .record([
                .text("n"), .flag(false), .record([.text("CJ"), phone.map { .text($0) } ?? .none]), .list([]),
            ])
        }
        #expect(template.render(value("1588")) == "1588 1588/1588")
        #expect(template.render(value(nil)) == "-")
    }

    @Test func positionsNameTheFileEachInstructionCameFrom() throws {
        let template = try Template(
            "<p>\n{{name}}\n{{>foot}}", partials: ["foot": "\n  <b>{{courier.name}}</b>"], shape: Self.shape)
        let values = template.program.positions.filter { $0.column > 1 || $0.line > 1 }
        #expect(values.contains { $0.file == "template.mustache" && $0.line == 2 })
        #expect(values.contains { $0.file == "foot.mustache" && $0.line == 2 && $0.column == 6 })
    }

    @Test func aTextIncludesWordsOnly() throws {
        let made = try Template(
            "<p>{{t.a}}</p>", partials: ["p": "& {{t.b}}\n"], words: ["a": "x{{>p}}y", "b": "{{name}}"],
            shape: .record([Shape.Field("name", .text)]))
        #expect(made.render(.record([.text("<N>")])) == "<p>x&amp; &lt;N&gt;y</p>")
        func rules(_ words: [String: String], _ partials: [String: String] = [:]) -> [String] {
            problems("{{t.a}}", partials: partials, words: words).map(\.rule)
        }
        #expect(rules(["a": "{{>p}}"], ["p": "<b>"]) == ["markup-in-words"])
        #expect(rules(["a": "{{>p}}"]) == ["unknown-partial"])
        #expect(rules(["a": "{{>p}}"], ["p": "{{t.a}}"]) == ["partial-cycle"])
        #expect(rules(["a": "{{<p}}{{/p}}"], ["p": "x"]) == ["parent-in-words"])
        #expect(rules(["a": "{{t.b}}", "b": "{{t.a}}"]) == ["partial-cycle"])
    }

    @Test func sectionsWithoutEndOrBottomAreProblemsAndNoCrash() {
        #expect(problems(String(repeating: "{{#gift}}", count: 50_000)).map(\.rule).contains("too-deep"))
        let deep = String(repeating: "{{#gift}}", count: 50) + "{{>p1}}" + String(repeating: "{{/gift}}", count: 50)
        var partials = [String: String]()
        for index in 0..<40 { partials["p\(index)"] = deep.replacing("p1", with: "p\(index + 1)") }
        partials["p40"] = "end"
        #expect(problems("{{>p0}}", partials: partials).map(\.rule).contains("too-large"))
        for index in 0..<60 { partials["p\(index)"] = "x{{>p\(index + 1)}}{{>p\(index + 1)}}" }
        partials["p60"] = "end"
        #expect(problems("{{>p0}}", partials: partials).map(\.rule).contains("too-large"))
    }

    @Test func deepNestingIsAProblemAndNoCrash() {
        var partials = [String: String]()
        for index in 0..<200 { partials["p\(index)"] = "{{>p\(index + 1)}}" }
        partials["p200"] = "end"
        #expect(problems("{{>p0}}", partials: partials).map(\.rule) == ["partial-cycle"])
    }

    @Test(arguments: ["{{#", "{{/", "{{{", "{{{}", "{{=", "{{= =}}", "{{!", "}}", "{{", "{", "<!--[if", "<a href=\"{{"])
    func brokenPiecesNeverCrash(_ source: String) {
        _ = problems(source)
        _ = problems("<p>" + source + "</p>\n" + source, partials: ["x": source])
    }
}
