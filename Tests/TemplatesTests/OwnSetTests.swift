// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Templates
import Testing
import Values

/// What somebody gets wrong who lays a set of their own over the default one.
struct OwnSetTests {
    @Test func aBlockThatTheLayoutLacksIsAnError() throws {
        let found = try TestSet.problems([
            "moon/email/shipped.mustache": "{{<layout}}\n{{$bdoy}}<p>x</p>{{/bdoy}}\n{{/layout}}\n"
        ])
        #expect(TestSet.places(found) == ["moon/email/shipped.mustache:2 unknown-block"], "\(found)")
        #expect(found.first?.wayOut == "did you mean body?")
    }

    @Test func aMissingWordBelongsIntoTheSetOfItsTemplate() throws {
        let found = try TestSet.problems([
            "moon/email/shipped.mustache": "{{<layout}}{{$body}}<p>{{t.moonlight.greeting}}</p>{{/body}}{{/layout}}",
            "moon/locales/ko.yaml": "moonlight:\n  greeting: 안녕하세요\n  other: 다른 말\n",
        ])
        let files = found.map(\.message)
        #expect(files.contains { $0.hasSuffix("/moon/locales/en.yaml has no text moonlight.greeting") }, "\(files)")
        #expect(files.contains { $0.hasSuffix("/moon/locales/en.yaml has no text moonlight.other") }, "\(files)")
        #expect(found.count == 2)
    }

    @Test(arguments: [
        ("- a\n- b\n", "moon/locales/ko.yaml:1 words-shape"),
        ("a text\n", "moon/locales/ko.yaml:1 words-shape"),
        ("shipped:\n  headline: [a, b]\n", "moon/locales/ko.yaml:2 words-shape"),
        ("lang: ko\nshipped: 안녕\n", "moon/locales/ko.yaml:2 words-shape"),
        ("shipped:\n  headline: <b>굵게</b>\n", "moon/locales/ko.yaml:2 markup-in-words"),
    ])
    func wordsOfAnotherShapeAreToldWhereTheyStand(_ text: String, _ place: String) throws {
        let found = try TestSet.problems(["moon/locales/ko.yaml": text]).filter { $0.severity == .error }
        #expect(TestSet.places(found) == [place], "\(found)")
        #expect(found.allSatisfy { $0.wayOut != nil })
    }

    @Test func aPathThatCannotBeReadIsAnError() throws {
        let set = try TestSet(["moon/partials/foot.mustache": "<p>x</p>"])
        defer { set.remove() }
        // A link to nowhere stands for it: no permission keeps the superuser out.
        let nowhere = set.folder.appendingPathComponent("moon/email")
        try FileManager.default.createSymbolicLink(
            at: nowhere, withDestinationURL: set.folder.appendingPathComponent("gone"))
        let found = set.problems()
        #expect(TestSet.places(found) == ["moon/email:0 unreadable-file"], "\(found)")
        #expect(found.allSatisfy { $0.wayOut != nil })
    }

    @Test(arguments: ["1 < 2, 3 > 2", "<3", "<제주>", "a <- b"])
    func whatIsNoMarkupMayStandInWords(_ text: String) throws {
        let found = try TestSet.problems(["moon/locales/ko.yaml": "shipped:\n  headline: \"\(text)\"\n"])
        #expect(!found.contains { $0.severity == .error }, "\(found)")
    }
}
