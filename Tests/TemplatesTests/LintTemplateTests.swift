// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Markup
import Templates
import TestSupport
import Testing
import Values

struct LintTemplateTests {
    private static let fixtures = Result {
        try LetterFixture.load(Repository.root.appendingPathComponent("templates/fixtures").path)
    }

    /// A layout that breaks no rule.
    private static let layout = """
        <!DOCTYPE html>
        <html lang="{{t.lang}}" dir="ltr">
        <head>
        <meta charset="utf-8">
        <title>{{$subject}}{{brand.name}}{{/subject}}</title>
        </head>
        <body>
        <div role="article">
        <p>{{brand.name}}</p>
        {{$body}}{{/body}}
        </div>
        </body>
        </html>
        """

    /// What the lint tells of a small set with changes, with file names inside it.
    private func problems(
        _ changes: [String: String?], fixture: String? = "ordinary", clients: [MailClient]? = nil
    ) throws -> [Problem] {
        var files: [String: String?] = [
            "default/partials/layout.mustache": Self.layout, "default/partials/foot.mustache": nil,
            "default/styles/mail.css": nil,
        ]
        files.merge(changes) { $1 }
        let set = try TestSet(files)
        defer { set.remove() }
        let catalog = try TemplateCatalog.load(set.folder.path)
        let fixtures = try Self.fixtures.get().filter { fixture == nil || $0.name == fixture }
        return TemplateLint.problems(catalog, in: set.folder.path, fixtures: fixtures, clients: clients).map {
            Problem(
                file: $0.file.map { String($0.dropFirst(set.folder.path.count + 1)) }, line: $0.line, field: $0.field,
                rule: $0.rule, message: $0.message, wayOut: $0.wayOut, severity: $0.severity)
        }
    }

    private static func letter(_ body: String) -> String {
        "{{<layout}}\n{{$subject}}{{t.shipped.subject}}{{/subject}}\n{{$body}}\n<h1>{{t.shipped.headline}}</h1>\n\(body)\n{{/body}}\n{{/layout}}\n"
    }

    @Test("A small good set has nothing to mend, with every fixture")
    func good() throws {
        #expect(try problems([:], fixture: nil) == [])
    }

    @Test("What a reader trips over is told at the line of the template, and in which letter")
    func places() throws {
        let found = try problems([
            "default/email/shipped.mustache": Self.letter("<p style=\"color: #999999\">{{brand.name}}</p>\n{{>logo}}"),
            "default/partials/logo.mustache":
                "<p>a</p>\n<p>b</p>\n<img src=\"https://a.example/a.png\"\n width=\"9\">\n",
        ])
        #expect(
            TestSet.places(found) == [
                "default/email/shipped.mustache:5 low-contrast", "default/partials/logo.mustache:3 img-without-alt",
            ])
        let alt = try #require(found.first { $0.rule == "img-without-alt" })
        #expect(
            alt.message == "the image \"a.png\" has no alt (shipped, ko, ordinary)"
                || alt.message == "the image \"a.png\" has no alt (shipped, en, ordinary)")
        #expect(alt.severity == .error && alt.wayOut?.isEmpty == false)
    }

    @Test("One place is told once, however many letters have it")
    func once() throws {
        let found = try problems(
            [
                "default/partials/logo.mustache": "<img src=\"https://a.example/a.png\" width=\"9\">\n",
                "default/email/shipped.mustache": Self.letter("{{>logo}}"),
                "default/email/failed.mustache": Self.letter("{{>logo}}"),
                "default/email/hold.mustache": Self.letter("{{>logo}}"),
            ], fixture: nil)
        #expect(TestSet.places(found) == ["default/partials/logo.mustache:1 img-without-alt"])
        #expect(found.first?.message.hasSuffix(" and 2 other letters)") == true)
    }

    @Test("What the text part lacks is told")
    func textParts() throws {
        let left = try problems(["default/email/shipped.mustache": Self.letter("<p data-text=\"\">{{plainNumber}}</p>")]
        )
        #expect(left.map(\.rule) == ["text-missing-fact"])
        #expect(left.first?.message.hasPrefix("the text part lacks the tracking number") == true)
        #expect(
            try problems(["default/email/shipped.mustache": Self.letter("<p>{{plainNumber}} {{number}}</p>")]) == [])
        let own = try problems(["default/email/shipped.text.mustache": " \n"])
        #expect(TestSet.places(own) == ["default/email/shipped.mustache:1 text-empty"])
    }

    @Test("A letter that is too long with one fixture is told at the letter")
    func sizes() throws {
        let long = String(repeating: "a", count: 102_000)
        let found = try problems(["default/email/shipped.mustache": Self.letter("\n<p>\(long)</p>")])
        #expect(TestSet.places(found) == ["default/email/shipped.mustache:1 gmail-clips"])
    }

    @Test("Clients are chosen")
    func clients() throws {
        let change = ["default/email/shipped.mustache": Self.letter("<p style=\"display: flex\">{{brand.name}}</p>")]
        let support = ClientSupport.standard
        #expect(try problems(change).map(\.rule) == ["client-layout"])
        #expect(
            try problems(change, clients: try support.clients(named: ["outlook-windows"])).map(\.rule) == [
                "client-layout"
            ])
        #expect(try problems(change, clients: try support.clients(named: ["apple-mail"])) == [])
    }

    @Test("The catalog's own notices are among them, in the order of files")
    func notices() throws {
        let found = try problems([
            "default/partials/alone.mustache": "<p>a</p>",
            "default/email/shipped.mustache": Self.letter("<p style=\"color: #999999\">{{brand.name}}</p>"),
        ])
        #expect(found.map(\.rule) == ["low-contrast", "unused-partial"])
    }

    @Test("A shop's set is looked at in its own files; what it inherits is told once")
    func sets() throws {
        let found = try problems([
            "default/email/shipped.mustache": Self.letter("<p style=\"color: #999999\">{{brand.name}}</p>\n{{>more}}"),
            "default/partials/more.mustache": "<p>a</p>",
            "moon/partials/more.mustache": "<a href=\"http://a.example\">a</a>",
        ])
        #expect(
            TestSet.places(found) == [
                "default/email/shipped.mustache:5 low-contrast", "moon/partials/more.mustache:1 link-not-https",
            ])
    }
}
