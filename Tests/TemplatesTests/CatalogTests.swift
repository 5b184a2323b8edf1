// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// A folder of template sets: a shop's files go over the default ones, and all mistakes are told at once.
@Suite struct CatalogTests {
    /// A copy of `templates` with a shop's own set.
    private func folder(_ files: [String: String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("templates-" + UUID().uuidString)
        let templates = Repository.root.appendingPathComponent("templates").resolvingSymlinksInPath()
        try FileManager.default.copyItem(at: templates, to: folder)
        for (path, text) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return folder
    }

    private func problems(_ files: [String: String]) throws -> [Problem] {
        let folder = try folder(files)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            _ = try TemplateCatalog.load(folder.path)
            return []
        } catch {
            return error.list.map {
                Problem(
                    file: $0.file.map { String($0.dropFirst(folder.path.count + 1)) }, line: $0.line, field: $0.field,
                    rule: $0.rule, message: $0.message, wayOut: $0.wayOut)
            }
        }
    }

    @Test func aShopsSetHoldsOnlyWhatDiffers() throws {
        let folder = try folder([
            "moon/partials/brand.mustache": "<tr><td class=\"brand moon\">MOON</td></tr>\n",
            "moon/styles/moon.css": ".moon { color: {{brand.accent}}; letter-spacing: 1px; }",
            "moon/locales/ko.yaml": "shipped:\n  headline: 달에서 출발했어요\n",
        ])
        defer { try? FileManager.default.removeItem(at: folder) }
        let catalog = try TemplateCatalog.load(folder.path)
        #expect(catalog.names == ["default", "moon"])
        let fixture = try #require(try LetterFixture.load(folder.path + "/fixtures").first { $0.name == "ordinary" })
        var letter = fixture.letter(.shipped)
        #expect(try catalog.letter(letter).html.contains("상품이 출발했어요"))
        letter.shop.brand.templates = try Line("moon")
        let html = try catalog.letter(letter).html
        #expect(html.contains("달에서 출발했어요"))
        #expect(html.contains("CJ대한통운에서 배송을 시작했어요."))
        #expect(html.contains("color:#5b4bd6;letter-spacing:1px\">MOON"))
    }

    @Test func everyMistakeIsToldAtOnce() throws {
        let found = try problems([
            "moon/email/shipped.mustache": "<p>{{nope}}</p>\n{{t.shipped.haedline}}",
            "moon/email/arrived.mustache": "x",
            "moon/email/digest.mustache": "x",
            "moon/page/home.mustache": "x",
            "moon/partials/footer.mustache": "<tr>\n\n{{brand.nmae}}</tr>",
            "moon/styles/x.css": ".a { color: red",
            "moon/locales/ko.yaml": "steps:\n  ready: \"\"\nshipped:\n  sentence: \"{{courier.nmae}}\"\n",
            "moon/locales/fr.yaml": "lang: fr\n",
        ])
        func line(_ rule: String, _ file: String) -> Int?? {
            found.first { $0.rule == rule && $0.file == file }.map(\.line)
        }
        #expect(line("unknown-name", "moon/email/shipped.mustache") == 1)
        #expect(line("missing-words", "moon/email/shipped.mustache") == 2)
        #expect(line("unknown-milestone", "moon/email/arrived.mustache") != nil)
        #expect(line("missing-text", "moon/email/digest.mustache") != nil)
        #expect(line("unknown-page", "moon/page/home.mustache") != nil)
        #expect(line("unknown-name", "moon/partials/footer.mustache") == 3)
        #expect(line("css-unfinished", "moon/styles/x.css") == 1)
        #expect(line("empty-words", "moon/locales/ko.yaml") == 2)
        #expect(line("unknown-name", "moon/locales/ko.yaml") == 4)
        #expect(line("unknown-locale", "moon/locales/fr.yaml") != nil)
        #expect(Set(found).count == found.count)
    }

    @Test func aLocaleMustHaveEveryWord() throws {
        let found = try problems(["default/locales/en.yaml": "lang: en\ndir: ltr\n"])
        #expect(found.contains { $0.rule == "missing-words" && $0.message.contains("shipped.headline") })
        #expect(found.contains { $0.rule == "missing-words" && $0.field == "calendar.weekdays" })
        #expect(
            try problems(["default/locales/en.yaml": "a: [\n"]).contains { $0.rule == "not-yaml" && $0.line != nil })
    }

    @Test func brokenBytesAreNamed() throws {
        let folder = try folder([:])
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data([0x3C, 0xFF, 0xFE]).write(to: folder.appendingPathComponent("default/partials/brand.mustache"))
        #expect(throws: Problems.self) { try TemplateCatalog.load(folder.path) }
        do {
            _ = try TemplateCatalog.load(folder.path)
        } catch {
            #expect(error.list.contains { $0.rule == "not-utf8" })
        }
    }

    @Test func aFolderWithoutTemplatesSaysSo() {
        do {
            _ = try TemplateCatalog.load("/nonexistent")
            Issue.record("it loaded")
        } catch {
            #expect(error.list.map(\.rule) == ["no-templates"])
        }
    }

    @Test func cssThatIsNoClassStaysInTheHead() throws {
        let catalog = try TemplateCatalog.load(Repository.root.appendingPathComponent("templates").path)
        let fixture = try #require(
            try LetterFixture.load(Repository.root.appendingPathComponent("templates/fixtures").path).first)
        let html = try catalog.letter(fixture.letter(.shipped)).html
        let style = try #require(
            html.components(separatedBy: "<style>").last?.components(separatedBy: "</style>").first)
        #expect(style.contains("@media (prefers-color-scheme: dark)"))
        #expect(style.contains("@media (max-width: 480px)"))
        #expect(!style.contains("text-align: left"))
        #expect(style.utf8.count < 8_192)
    }
}
