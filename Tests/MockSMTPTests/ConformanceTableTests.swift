// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// docs/smtp-conformance.md against the tests that exist, both ways.
struct ConformanceTableTests {
    private struct Row: Hashable {
        let suite: String
        let section: String
        let test: String
    }

    @Test("every test of an RFC stands in the table with its section and words, and every row has its test")
    func table() throws {
        let document = try String(
            contentsOf: Repository.root.appendingPathComponent("docs/smtp-conformance.md"), encoding: .utf8)
        var rows: [Row: String] = [:]
        for line in document.split(separator: "\n") where line.hasPrefix("| ") && line.contains("`RFC") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            try #require(cells.count == 3, "\(line)")
            let name = cells[2].filter { $0 != "`" }.split(separator: ".").map(String.init)
            try #require(name.count == 2, "\(line)")
            #expect(
                rows.updateValue(cells[1], forKey: Row(suite: name[0], section: cells[0], test: name[1])) == nil,
                "twice: \(line)")
        }
        var tests: [Row: String] = [:]
        let folder = Repository.root.appendingPathComponent("Tests/MockSMTPTests/Conformance")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasPrefix("RFC") {
            let suite = String(file.dropLast(".swift".count))
            let source = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            #expect(source.contains("struct " + suite + " {"))
            for match in source.matches(
                of: /@Test\(\s*"(?<section>[0-9.]+) (?<words>(?:[^"\\]|\\.)*)"[\s\S]*?func (?<name>\w+)\(/)
            {
                tests[Row(suite: suite, section: String(match.section), test: String(match.name))] = String(match.words)
            }
            #expect(
                source.components("@Test(").count - 1 == tests.keys.filter { $0.suite == suite }.count,
                "\(suite): each test begins with its section")
        }
        #expect(Set(tests.keys).subtracting(rows.keys) == [], "these are not in docs/smtp-conformance.md")
        #expect(Set(rows.keys).subtracting(tests.keys) == [], "these are in docs/smtp-conformance.md only")
        for (row, words) in tests { #expect(rows[row] == words, "\(row.suite).\(row.test)") }
        for rfc in [5321, 3207, 4954, 1870, 6531, 3030, 2920, 3461] {
            #expect(tests.keys.contains { $0.suite == "RFC\(rfc)Tests" })
        }
    }
}
