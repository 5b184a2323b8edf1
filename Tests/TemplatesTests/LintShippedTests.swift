// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Markup
import Templates
import TestSupport
import Testing
import Values

struct LintShippedTests {
    private static let templates = Repository.root.path + "/templates"

    @Test("The letters that ship have nothing to mend: every letter, language and fixture, for the usual clients")
    func shipped() throws {
        let catalog = try TemplateCatalog.load(Self.templates)
        let fixtures = try LetterFixture.load(Self.templates + "/fixtures")
        let problems = TemplateLint.problems(catalog, in: Self.templates, fixtures: fixtures)
        let grave = problems.filter { $0.severity > .note }
        #expect(grave.isEmpty, "\(grave.map(\.description).joined(separator: "\n"))")
    }

    @Test("No word of advertising stands in them")
    func ads() {
        #expect(AdGuard.problems(in: Self.templates).isEmpty)
    }
}
