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
    private static let fixture = Result {
        try LetterFixture.load(Repository.root.appendingPathComponent("templates/fixtures").path)
            .first { $0.name == "ordinary" }
    }

    private func ordinary(_ milestone: Milestone?, set: String? = nil) throws -> ShippingLetter {
        var letter = try #require(try Self.fixture.get()).letter(milestone)
        letter.shop.brand.templates = try set.map { try Line($0) }
        return letter
    }

    @Test func theSmallSetIsFine() throws {
        let set = try TestSet()
        defer { set.remove() }
        #expect(set.problems().isEmpty)
        let catalog = try TemplateCatalog.load(set.folder.path)
        #expect(catalog.notices.isEmpty)
        let letter = try catalog.letter(try ordinary(.shipped))
        #expect(letter.subject.text == "[달빛상점] 출발 & 곧")
        #expect(letter.html.contains("<title>[달빛상점] 출발 &amp; 곧</title>"))
        #expect(letter.html.contains("<h1>출발했어요</h1>"))
        #expect(letter.html.contains("style=\"color:#"))
        #expect(letter.html.contains("@media print"))
        #expect(letter.text.hasPrefix("출발했어요\n\n"))
        #expect(throws: RenderFailure.self) { try catalog.letter(try ordinary(.delivered)) }
        #expect(throws: RenderFailure.self) { try catalog.letter(try ordinary(nil)) }
    }

    @Test func aShopsSetHoldsOnlyWhatDiffers() throws {
        let set = try TestSet([
            "moon/partials/foot.mustache": "<p class=\"foot moon\">MOON</p>\n",
            "moon/styles/moon.css": ".moon { letter-spacing: 1px; }",
            "moon/partials/layout.mustache": "<html><head><title>{{$subject}}{{/subject}}</title>"
                + "<style>{{>mail.css}}{{>moon.css}}</style></head><body>{{$body}}{{/body}}{{>foot}}</body></html>",
            "moon/locales/ko.yaml": "shipped:\n  headline: 달에서 출발했어요\n",
        ])
        defer { set.remove() }
        let catalog = try TemplateCatalog.load(set.folder.path)
        #expect(catalog.names == ["default", "moon"])
        #expect(try catalog.letter(try ordinary(.shipped)).html.contains("<h1>출발했어요"))
        let letter = try catalog.letter(try ordinary(.shipped, set: "moon"))
        #expect(letter.html.contains("달에서 출발했어요"))
        #expect(letter.subject.text == "[달빛상점] 출발 & 곧")
        #expect(letter.html.contains("letter-spacing:1px\">MOON"))
        #expect(catalog.letterNames(in: "moon") == ["shipped"])
        #expect(catalog.letterNames(in: "gone") == ["shipped"])
    }

    @Test func everyMistakeIsToldAtOnce() throws {
        let found = try TestSet.problems([
            "moon/email/shipped.mustache":
                "<html><head><title>x</title></head><body><p>{{nope}}</p>\n{{t.shipped.haedline}}</body></html>",
            "moon/email/Arrived-1.mustache": "x",
            "moon/email/digest.text.mustache": "x",
            "moon/email/hold.mustache": "<html><head><title>x</title></head><body>\n<p>x</div></body></html>",
            "moon/page/home.mustache": "x",
            "moon/partials/foot.mustache": "<p>\n\n{{brand.nmae}}</p>",
            "moon/styles/mail.css": "\n\n.a { color red }",
            "moon/locales/ko.yaml": "steps:\n  ready: \"\"\nshipped:\n  headline: \"{{courier.nmae}}\"\n",
            "moon/locales/fr.yaml": "lang: fr\n",
        ])
        let errors = found.filter { $0.severity == .error }
        #expect(
            TestSet.places(errors) == [
                "moon/email/Arrived-1.mustache:0 letter-name", "moon/email/digest.text.mustache:0 missing-html",
                "moon/email/hold.mustache:2 not-well-formed",
                "moon/email/shipped.mustache:1 unknown-name",
                "moon/email/shipped.mustache:2 missing-words", "moon/email/shipped.mustache:2 missing-words",
                "moon/locales/fr.yaml:0 unknown-locale", "moon/locales/ko.yaml:2 empty-words",
                "moon/page/home.mustache:0 unknown-page", "moon/partials/foot.mustache:3 unknown-name",
                "moon/styles/mail.css:3 bad-css",
            ], "\(errors)")
        #expect(errors.allSatisfy { $0.wayOut != nil })
        #expect(Set(found).count == found.count)
    }

    @Test func aLocaleMustHaveEveryWord() throws {
        let found = try TestSet.problems(["default/locales/en.yaml": "lang: en\n"])
        #expect(found.contains { $0.rule == "missing-words" && $0.message.contains("shipped.headline") })
        #expect(found.contains { $0.rule == "missing-words" && $0.field == "calendar.weekdays" })
        #expect(!found.contains { $0.rule == "missing-translation" })
        #expect(
            try TestSet.problems(["default/locales/en.yaml": "a: [\n"]).contains {
                $0.rule == "not-yaml" && $0.line != nil
            })
        #expect(try TestSet.problems(["default/locales/en.yaml": .none]).map(\.rule).contains("missing-locale"))
        #expect(try TestSet.problems(["default/page/tracking.mustache": .none]).map(\.rule) == ["missing-page"])
    }

    @Test func whatNobodyUsesIsNoted() throws {
        let set = try TestSet([
            "default/email/shipped.html": "x", "default/notes.txt": "x", "default/partials/spare.mustache": "x",
            "default/styles/spare.css": ".x { margin: 0 }",
            "default/email/birthday.mustache": "{{<layout}}{{$body}}<p>{{t.extra}}</p>{{/body}}{{/layout}}",
            "default/locales/ko.yaml": nil, "default/locales/en.yaml": nil,
            "moon/locales/ko.yaml": "extra: 둘\nspare: 여분\nonlyHere: 여기만\n",
            "moon/locales/en.yaml": "extra: two\nspare: spare\n",
        ])
        defer { set.remove() }
        let base = try TestSet()
        defer { base.remove() }
        for name in ["ko", "en"] {
            let text = try String(
                contentsOf: base.folder.appendingPathComponent("default/locales/\(name).yaml"), encoding: .utf8)
            try set.write("default/locales/\(name).yaml", Data((text + "extra: x\n").utf8))
        }
        let found = set.problems()
        #expect(
            TestSet.places(found) == [
                "default/email/birthday.mustache:0 unsent-letter", "default/email/shipped.html:0 unknown-file",
                "default/partials/spare.mustache:0 unused-partial",
                "default/styles/spare.css:0 unused-partial", "moon/locales/en.yaml:2 unused-words",
                "moon/locales/ko.yaml:2 unused-words", "moon/locales/ko.yaml:3 missing-translation",
            ], "\(found)")
        #expect(
            found.filter { $0.severity == .warning }.map(\.rule).sorted() == [
                "missing-translation", "unknown-file", "unsent-letter",
            ])
        let catalog = try TemplateCatalog.load(set.folder.path)
        #expect(catalog.notices.count == 7)
        var letter = try ordinary(nil, set: "moon")
        letter.name = "birthday"
        #expect(try catalog.letter(letter).html.contains("<p>둘</p>"))
    }

    @Test func theLetterOfAStageGoesBeforeThatOfItsMilestone() throws {
        func letter(_ word: String) -> String { "{{<layout}}{{$body}}<h1>\(word)</h1>{{/body}}{{/layout}}" }
        let set = try TestSet([
            "default/email/picked_up.mustache": letter("collected"), "default/email/staff.mustache": letter("for us"),
            "default/email/delayed.mustache": letter("late"),
        ])
        defer { set.remove() }
        let catalog = try TemplateCatalog.load(set.folder.path)
        #expect(catalog.notices.filter { $0.severity == .warning }.isEmpty)
        #expect(catalog.letterNames() == ["delayed", "picked_up", "shipped", "staff"])
        #expect(catalog.has(.shipped) && catalog.has(.delayed) && !catalog.has(.delivered))
        var told = try ordinary(.shipped)
        told.shipment.stage = .pickedUp
        #expect(try catalog.letter(told).text.hasPrefix("collected"))
        told.shipment.stage = .inTransit
        #expect(try catalog.letter(told).text.hasPrefix("출발했어요"))
        // A letter for a milestone of our own is not one for the stage the parcel happens to be in.
        told.milestone = .delayed
        told.shipment.stage = .pickedUp
        #expect(try catalog.letter(told).text.hasPrefix("late"))
        told.audience = .staff
        #expect(try catalog.letter(told).text.hasPrefix("for us"))
        told.name = "shipped"
        #expect(try catalog.letter(told).text.hasPrefix("출발했어요"))
        told.name = "gone"
        #expect(throws: RenderFailure.self) { try catalog.letter(told) }
    }

    @Test func aTextPartOfOnesOwnIsUsed() throws {
        let set = try TestSet([
            "default/email/shipped.text.mustache": "Own  words\n\n\n\n{{t.shipped.headline}} & {{brand.name}}\n"
        ])
        defer { set.remove() }
        let letter = try TemplateCatalog.load(set.folder.path).letter(try ordinary(.shipped))
        #expect(letter.text == "Own  words\n\n출발했어요 & 달빛상점\n")
        #expect(letter.subject.text == "[달빛상점] 출발 & 곧")
        // A shop's own letter is not sent with the text of the one it replaces.
        try set.write(
            "moon/email/shipped.mustache", Data("{{<layout}}{{$body}}<h1>Moon</h1>{{/body}}{{/layout}}".utf8))
        let moon = try TemplateCatalog.load(set.folder.path).letter(try ordinary(.shipped, set: "moon"))
        #expect(moon.text.hasPrefix("Moon\n"))
    }

    @Test func aPlaceInALetterIsALineOfATemplate() throws {
        let set = try TestSet()
        defer { set.remove() }
        let catalog = try TemplateCatalog.load(set.folder.path)
        let letter = try ordinary(.shipped)
        let traced = try catalog.traced(letter)
        #expect(traced.letter == (try catalog.letter(letter)))
        func place(_ piece: String, _ text: String, _ find: (Int) -> SourcePosition?) throws -> String {
            let start = try #require(text.range(of: piece)?.lowerBound)
            let position = try #require(find(text.utf8.distance(from: text.startIndex, to: start)))
            return "\(position.file.dropFirst(set.folder.path.count + 1)):\(position.line)"
        }
        let html = traced.letter.html
        let text = traced.letter.text
        #expect(try place("<body", html, traced.position(ofHTMLOffset:)) == "default/partials/layout.mustache:9")
        #expect(try place("<h1", html, traced.position(ofHTMLOffset:)) == "default/email/shipped.mustache:3")
        #expect(try place("출발했어요", html, traced.position(ofHTMLOffset:)) == "default/locales/ko.yaml:17")
        #expect(try place("<p ", html, traced.position(ofHTMLOffset:)) == "default/partials/foot.mustache:1")
        #expect(try place("출발했어요", text, traced.position(ofTextOffset:)) == "default/locales/ko.yaml:17")
        #expect(try place("달빛상점", text, traced.position(ofTextOffset:)) == "default/partials/foot.mustache:1")
        #expect(traced.position(ofTextOffset: text.utf8.count) == nil)
    }

    @Test func brokenBytesAreNamed() throws {
        let set = try TestSet()
        defer { set.remove() }
        try set.write("default/partials/foot.mustache", Data([0x3C, 0xFF, 0xFE]))
        #expect(set.problems().contains { $0.rule == "not-utf8" && $0.file == "default/partials/foot.mustache" })
        #expect(throws: Problems.self) { try TemplateCatalog.load(set.folder.path) }
    }

    @Test func aFolderWithoutTemplatesSaysSo() {
        do {
            _ = try TemplateCatalog.load("/nonexistent")
            Issue.record("it loaded")
        } catch {
            #expect(error.list.map(\.rule) == ["no-templates"])
        }
    }

    @Test func cssThatCannotBeInlinedStaysInTheHead() throws {
        let catalog = try TemplateCatalog.load(Repository.root.appendingPathComponent("templates").path)
        let html = try catalog.letter(try ordinary(.shipped)).html
        let styles = html.components(separatedBy: "<style").dropFirst().compactMap {
            $0.components(separatedBy: "</style>").first
        }
        let all = styles.joined()
        #expect(all.contains("prefers-color-scheme"))
        #expect(all.utf8.count <= 8_192)
    }

    /// Broken files give problems, whatever is broken in them.
    @Test(arguments: 0..<60) func brokenFilesNeverCrash(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 11
        func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let base = try TestSet()
        defer { base.remove() }
        let paths = [
            "default/partials/layout.mustache", "default/partials/foot.mustache", "default/styles/mail.css",
            "default/email/shipped.mustache", "default/locales/ko.yaml",
        ]
        let path = paths[below(paths.count)]
        var bytes = Array(try Data(contentsOf: base.folder.appendingPathComponent(path)))
        let junk = [
            "{{", "}}", "{{/", "<", ">", "\"", "<!--", "-->", "}", "{{#brand}}", "</style>", "<td>", ":", "\u{0}",
            "ppv1x",
        ]
        for _ in 0..<below(6) + 1 {
            let at = below(bytes.count)
            switch below(3) {
            case 0: bytes.removeSubrange(at..<min(bytes.count, at + below(12) + 1))
            case 1: bytes.insert(contentsOf: Array(junk[below(junk.count)].utf8), at: at)
            default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + below(40))], at: below(bytes.count))
            }
        }
        try base.write(path, Data(bytes))
        for problem in base.problems() where problem.severity == .error {
            #expect(!problem.message.isEmpty && problem.file != nil)
        }
    }
}
