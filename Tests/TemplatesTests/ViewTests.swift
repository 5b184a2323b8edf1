// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Templates
import TestSupport
import Testing

/// The manual's table of values is the code's: whoever writes templates reads no Swift.
@Suite struct ViewTests {
    private func documented() throws -> [(name: String, kind: String)] {
        let page = try String(
            contentsOf: Repository.root.appendingPathComponent("docs/templates.md"), encoding: .utf8)
        let values = try #require(page.components(separatedBy: "## The values").last)
        return values.matches(of: /\| `([A-Za-z.\[\]]+)` \| ([^|]+) \| ([^|]+) \|/).map {
            (String($0.1), String($0.2))
        }
    }

    @Test func everyValueIsInTheManual() throws {
        let documented = try documented().map(\.name)
        #expect(documented == LetterShape.names)
        #expect(Set(documented).count == documented.count)
    }

    @Test func theManualSaysWhatMayBeMissing() throws {
        for (name, kind) in try documented() { #expect(LetterShape.words(of: name) == kind, "\(name)") }
    }

    @Test func theManualsLetterIsTheRealOne() throws {
        let page = try String(
            contentsOf: Repository.root.appendingPathComponent("docs/templates.md"), encoding: .utf8)
        let letter = try String(
            contentsOf: Repository.root.appendingPathComponent("templates/default/email/delivered.mustache"),
            encoding: .utf8)
        #expect(page.contains("```mustache\n" + letter + "```"))
        let layout = try String(
            contentsOf: Repository.root.appendingPathComponent("templates/default/partials/layout.mustache"),
            encoding: .utf8)
        for block in layout.matches(of: /\{\{\$([a-z]+)\}\}/).map({ String($0.1) }) {
            #expect(page.contains("`" + block + "`"), "the block \(block)")
        }
    }
}
