// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Values

/// `parcelpost check` as a template's author and a build server call it.
struct CheckTests {
    /// Runs `check` on a copy of the templates that ship, with one file changed.
    private func check(
        _ arguments: [String], changing path: String, _ change: (String) -> String
    ) async throws -> Binary.Result {
        try await withTemporaryFolder { folder in
            let templates = folder.appendingPathComponent("templates")
            try FileManager.default.copyItem(
                at: Repository.root.appendingPathComponent("templates"), to: templates)
            // One fixture is enough here, and quicker.
            for entry in try FileManager.default.contentsOfDirectory(atPath: templates.path + "/fixtures")
            where entry != "ordinary.json" {
                try FileManager.default.removeItem(atPath: templates.path + "/fixtures/" + entry)
            }
            let file = templates.appendingPathComponent(path)
            let text = try String(contentsOf: file, encoding: .utf8)
            try change(text).write(to: file, atomically: true, encoding: .utf8)
            return try Binary.run(["check", "--templates", "templates"] + arguments, in: folder)
        }
    }

    @Test("Templates that are fine need no settings")
    func fine() async throws {
        let result = try await check(["--strict"], changing: "default/partials/help.mustache") { $0 }
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasPrefix("Settings and templates are fine."))
    }

    @Test("A mistake is told at its line, and ends with 1")
    func mistakes() async throws {
        let result = try await check([], changing: "default/partials/footer.mustache") { "<tr><td>할인</td></tr>\n" + $0 }
        #expect(result.status == 1)
        #expect(result.output.contains("templates/default/partials/footer.mustache:1: error: \"할인\""))
        #expect(result.output.contains("[ad-words]"))
        #expect(!result.output.contains("\u{1B}"), "colours are for a terminal")
    }

    @Test("Warnings end with 0, and with --strict with 1")
    func strict() async throws {
        let change = { (text: String) in
            "<tr><td><a href=\"http://shop.example/a\">a</a></td></tr>\n" + text
        }
        let path = "default/partials/footer.mustache"
        let mild = try await check([], changing: path, change)
        #expect(mild.status == 0)
        #expect(mild.output.contains("footer.mustache:1: warning: the link \"a\" uses http"))
        #expect(try await check(["--strict"], changing: path, change).status == 1)
    }

    @Test("JSON and SARIF are one document each")
    func machines() async throws {
        let path = "default/partials/footer.mustache"
        let json = try await check(["--format", "json"], changing: path) { "<tr><td>쿠폰</td></tr>\n" + $0 }
        #expect(json.status == 1)
        #expect(try JSON(parsing: Array(json.output.utf8))["errors"]?.integer == 1)
        let sarif = try await check(["--format", "sarif"], changing: path) { "<tr><td>쿠폰</td></tr>\n" + $0 }
        let results = try JSON(parsing: Array(sarif.output.utf8))["runs"]?.array?.first?["results"]?.array
        #expect(results?.contains { $0["ruleId"]?.string == "ad-words" } == true)
    }

    @Test("A template that does not load is told with its line, beside words of advertising")
    func broken() async throws {
        let result = try await check([], changing: "default/email/shipped.mustache") { $0 + "\n{{nope}} 할인\n" }
        #expect(result.status == 1)
        #expect(result.output.contains("default/email/shipped.mustache:"))
        #expect(result.output.contains("[ad-words]"))
    }

    @Test("Words of advertising in the footer's settings are told with their key")
    func settings() async throws {
        try await withTemporaryFolder { folder in
            #expect(try Binary.run(["init", "."], in: folder).status == 0)
            let settings = folder.appendingPathComponent("parcelpost.yaml")
            let text = try String(contentsOf: settings, encoding: .utf8)
            let brand = """
                    brand:
                      legal: 지금 가입하면 할인
                      links: [{label: 주문 내역, url: "https://shop.example/o"}, {label: 쿠폰 받기, url: "https://shop.example/c"}]

                """
            try Data(text.replacing("    brand:\n", with: brand).utf8).write(to: settings)
            let result = try Binary.run(["check"], in: folder)
            #expect(result.status == 1)
            for field in ["legal", "links[1].label"] {
                #expect(
                    result.output.contains("parcelpost.yaml: error: shops.default.brand.\(field): "), "\(result.output)"
                )
            }
            #expect(!result.output.contains("links[0]"))
        }
    }

    @Test("Unknown clients are named beside the known ones")
    func clients() async throws {
        try await withTemporaryFolder { folder in
            let result = try Binary.run(["check", "--clients", "gmail,hotmail"], in: folder)
            #expect(result.status == 64)
            #expect(result.errors.contains("\"hotmail\"") && result.errors.contains("outlook-windows"))
        }
    }

    @Test("The rules are listed")
    func rules() async throws {
        try await withTemporaryFolder { folder in
            let result = try Binary.run(["check", "--rules"], in: folder)
            #expect(result.status == 0)
            #expect(result.output.contains("| `img-without-alt` | error |"))
        }
    }

    @Test("Without settings and without --templates, check says how to make some")
    func nothing() async throws {
        try await withTemporaryFolder { folder in
            let result = try Binary.run(["check"], in: folder)
            #expect(result.status == 1)
            #expect(result.output.contains("parcelpost init"))
        }
    }
}
