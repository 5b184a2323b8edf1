// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Templates
import TestSupport
import Testing
import Values

/// Parsing, styling and writing a template loses no tag, invents none, and keeps their order.
@Suite struct RoundTripTests {
    /// White space between tags may differ, and classes go that no style asks for.
    private func squeezed(_ html: String) -> String {
        html.replacing(/\sclass="[^"]*"/, with: "").replacing(/\s+/, with: " ").replacing(/\s*([<>])\s*/) {
            String($0.output.1)
        }
    }

    private func tags(_ program: Program) -> [String] {
        program.tagPositions.filter { !$0.file.hasSuffix(".css") }.map { "\($0.file):\($0.line):\($0.column)" }
    }

    @Test(arguments: 0..<250) func generatedTemplates(seed: UInt64) throws {
        var maker = LetterMaker(seed: seed)
        let source = maker.letter(style: "")
        let plain = try Template(source, words: PipelineTests.words, shape: PipelineTests.shape)
        let made = try LetterTemplate(
            source, words: PipelineTests.words, shape: PipelineTests.shape, file: "template.mustache")
        #expect(tags(made.html) == tags(plain.program), "\(source)")
        for gift in [true, false] {
            let value = PipelineTests.value(gift: gift, link: gift ? "https://a.example/" : nil)
            #expect(squeezed(made.html.text(value)) == squeezed(plain.render(value)), "\(source)")
        }
    }

    @Test(arguments: 0..<150) func generatedTemplatesWithStyles(seed: UInt64) throws {
        var maker = LetterMaker(seed: seed &+ 10_000)
        let source = maker.letter(style: "<style>\n{{>mail.css}}</style>")
        let partials = ["mail.css": maker.stylesheet()]
        let plain = try Template(
            source, partials: partials, words: PipelineTests.words, shape: PipelineTests.shape)
        let made = try LetterTemplate(
            source, partials: partials, words: PipelineTests.words, shape: PipelineTests.shape,
            file: "template.mustache")
        #expect(tags(made.html) == tags(plain.program), "\(source)")
        let text = made.html.text(PipelineTests.value())
        #expect(!text.contains("ppv") && !text.contains("ppo") && !text.contains("ppc"))
        #expect(!text.contains("{{"))
    }

    private static let folder = Repository.root.appendingPathComponent("templates/default")

    private static func files(_ name: String, _ suffix: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(name).path)) ?? []
        return all.filter { $0.hasSuffix(suffix) && !$0.hasSuffix(".text.mustache") }.sorted()
    }

    private static let letters = files("email", ".mustache")

    /// Hints for the text part are no part of the HTML; blanks keep the columns of the rest.
    private func withoutHints(_ source: String) -> String {
        source.replacing(/data-text="[^"]*"/) { String(repeating: " ", count: $0.output.utf8.count) }
    }

    @Test(arguments: letters) func lettersThatShip(file: String) throws {
        var partials = [String: String]()
        var keys = Set<String>()
        func read(_ path: String) throws -> String {
            let text = try String(contentsOf: Self.folder.appendingPathComponent(path), encoding: .utf8)
            for match in text.matches(of: /\{\{t\.([A-Za-z0-9_.-]+)\}\}/) { keys.insert(String(match.output.1)) }
            return text
        }
        for name in Self.files("partials", ".mustache") {
            partials[String(name.dropLast(9))] = try read("partials/" + name)
        }
        for name in Self.files("styles", ".css") { partials[name] = try read("styles/" + name) }
        let source = try read("email/" + file)
        let words = Dictionary(uniqueKeysWithValues: keys.map { ($0, "말") })
        let plain = try Template(
            withoutHints(source), partials: partials.mapValues(withoutHints), words: words,
            shape: TemplateCatalog.shape, file: file)
        let made = try LetterTemplate(
            source, partials: partials, words: words, shape: TemplateCatalog.shape, file: file)
        #expect(tags(made.html) == tags(plain.program))
        #expect(made.html.count > 50)
    }
}

/// Makes letters that are well-formed, with tags wherever tags may stand.
private struct LetterMaker {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x51ED
    }

    private mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    private mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }

    mutating func letter(style: String) -> String {
        "<!DOCTYPE html>\n<html lang=\"{{t.lang}}\">\n<head>\n<title>\(words(depth: 2))x</title>\n\(style)</head>\n<body>\n"
            + blocks(depth: 4) + "</body>\n</html>\n"
    }

    mutating func stylesheet() -> String {
        var text = ""
        for _ in 0..<below(6) + 1 {
            let selector = pick([".a", ".b", "p", "td", ".a .b", "div > p", "h1, .c", "a:hover"])
            let rule =
                "\(selector) { \(pick(["color", "background-color", "border-color"])): \(pick(["red", "{{color}}", "#fff"])); margin: 0 }\n"
            text += below(4) == 0 ? "@media (max-width: 480px) {\n\(rule)}\n" : rule
        }
        return text
    }

    private mutating func blocks(depth: Int) -> String {
        var output = ""
        for _ in 0..<below(4) + 1 {
            switch below(depth > 0 ? 9 : 2) {
            case 0, 1: output += "<p\(attributes())>\(words(depth: 2))</p>\n"
            case 2: output += "<div\(attributes())>\n\(blocks(depth: depth - 1))</div>\n"
            case 3: output += section(blocks(depth: depth - 1))
            case 4: output += table(depth: depth - 1)
            case 5:
                output +=
                    "<!--[if mso]><p title=\"{{name}}\">\(words(depth: 1))</p><![endif]-->\n"
            case 6: output += "<!--[if !mso]><!-- -->\(section("<h1>{{name}}</h1>\n"))<!--<![endif]-->\n"
            case 7:
                output +=
                    "{{#link}}<a href=\"\(pick(["{{.}}", "https://b.example/?q={{name}}", "{{link}}"]))\">\(words(depth: 1))</a>{{/link}}\n"
            default: output += "<ul>\(section("<li>\(words(depth: 1))</li>"))</ul>\n"
            }
        }
        return output
    }

    private mutating func table(depth: Int) -> String {
        let row = "<tr\(attributes())>\(section("<td\(attributes())>\(words(depth: 1))</td>"))</tr>\n"
        return "<table\(attributes())>\n\(section(row))<tr><td>\n\(blocks(depth: depth))</td></tr></table>\n"
    }

    private mutating func section(_ content: String) -> String {
        let line = below(2) == 0 ? "\n" : ""
        switch below(4) {
        case 0: return "{{#gift}}\(line)\(content){{/gift}}\n"
        case 1: return "{{^gift}}\(line)\(content){{/gift}}\n"
        case 2: return "{{#items}}\(line)\(content){{/items}}\n"
        default: return "{{#link}}\(line)\(content){{/link}}\n"
        }
    }

    private mutating func attributes() -> String {
        var output = ""
        if below(2) == 0 { output += " class=\"\(pick(["a", "b", "a b", "c"]))\"" }
        if below(3) == 0 { output += " title=\"\(words(depth: 1))\"" }
        if below(4) == 0 { output += " style=\"color:{{color}};padding:0\"" }
        return output
    }

    private mutating func words(depth: Int) -> String {
        var output = ""
        for _ in 0..<below(3) + 1 {
            switch below(depth > 0 ? 7 : 5) {
            case 0: output += pick(["글", "plain ", "a &amp; b", "&lt;", " ", "1 "])
            case 1: output += "{{name}}"
            case 2: output += "{{t.hi}}"
            case 3: output += "x{{! nothing }}y"
            case 4: output += "{{#items}}{{title}}, {{/items}}"
            case 5: output += "{{#gift}}" + words(depth: depth - 1) + "{{/gift}}"
            default: output += "{{^gift}}" + words(depth: depth - 1) + "{{/gift}}"
            }
        }
        return output
    }
}
