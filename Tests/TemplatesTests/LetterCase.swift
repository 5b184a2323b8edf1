// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// The default set and its fixtures, loaded once for all tests of the letters.
enum LetterCase {
    static let folder = Repository.root.appendingPathComponent("templates").path
    static let catalog = Result { try TemplateCatalog.load(folder) }
    static let fixtures = (try? LetterFixture.load(folder + "/fixtures")) ?? []
    static let names = [
        "emoji-widths-rtl", "english", "gift", "hostile", "long-options", "missing-facts", "no-logo", "no-scans",
        "ordinary", "private-facts", "several-parcels", "sixty-scans", "twelve-scans", "with-logo",
    ]

    /// What a fixture tells at a milestone, to be changed by a test before it is written.
    static func telling(
        _ fixture: String, _ milestone: Milestone?, _ language: Language? = nil, audience: Audience? = nil
    ) throws -> ShippingLetter {
        let found = try #require(fixtures.first { $0.name == fixture })
        return found.letter(milestone, audience: audience, language: language)
    }

    static func letter(
        _ fixture: String, _ milestone: Milestone, _ language: Language? = nil, audience: Audience? = nil
    ) throws -> RenderedLetter {
        try catalog.get().letter(telling(fixture, milestone, language, audience: audience))
    }

    static func page(_ fixture: String, _ page: CustomerPage, _ language: Language? = nil) throws -> String {
        try catalog.get().page(page, telling(fixture, nil, language))
    }

    /// Subject and both parts of a letter, in which nothing private may stand.
    static func all(_ letter: RenderedLetter) -> String {
        letter.subject.text + "\n" + letter.html + "\n" + letter.text
    }

    /// The words of HTML as a reader sees them: tags gone, white space one blank.
    static func words(_ html: String) -> String {
        var text = html.replacing(/(?s)<style.*?<\/style>|<script.*?<\/script>|<!--.*?-->/, with: "")
        text = text.replacing(/<[^>]*>/, with: " ")
        for (entity, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.replacing(entity, with: sign)
        }
        return plain(text)
    }

    /// Text with one blank where there is white space, and without the joiners that keep a bracket on its line.
    static func plain(_ text: String) -> String {
        text.replacing("\u{2060}", with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// How many scans the journey of a text part holds.
    static func scans(in text: String) -> Int {
        text.split(separator: "\n").count { $0.wholeMatch(of: /\s\s\d\d:\d\d\s.*/) != nil }
    }

    /// The letters and pages that a fixture gives, each with what it is called.
    static func everything(_ fixture: String, _ language: Language) throws -> [(name: String, html: String)] {
        var found = [(name: String, html: String)]()
        for milestone in Milestone.allCases {
            found.append(("\(milestone) \(fixture) \(language)", try letter(fixture, milestone, language).html))
        }
        for milestone in [Milestone.failed, .returned] {
            found.append(("staff \(milestone)", try letter(fixture, milestone, language, audience: .staff).html))
        }
        for page in CustomerPage.allCases {
            found.append(("\(page) \(fixture) \(language)", try self.page(fixture, page, language)))
        }
        return found
    }
}
