// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Markup
import Templates
import TestSupport
import Testing
import Values

struct LintReportTests {
    private let report = ProblemReport([
        Problem(file: "b.mustache", line: 2, rule: "img-without-alt", message: "x has no alt", wayOut: "write one"),
        Problem(file: "a.mustache", line: 9, rule: "small-text", message: "small", severity: .warning),
        Problem(file: "a.mustache", line: 1, rule: "client-look", message: "look", wayOut: "see", severity: .note),
        Problem(file: "b.mustache", line: 1, rule: "unheard-of", message: "new \u{1B}[31m \"한글\"", wayOut: "mend it"),
        Problem(field: "shops.default", rule: "unknown-template-set", message: "no such set"),
    ])

    @Test("People get lines in the order of files, files apart, notes counted or shown")
    func text() {
        #expect(
            report.text(notes: false, isColored: false) == """
                error: shops.default: no such set [unknown-template-set]

                a.mustache:9: warning: small [small-text]

                b.mustache:1: error: new \u{1B}[31m "한글" [unheard-of] mend it
                b.mustache:2: error: x has no alt [img-without-alt] write one

                3 errors, 1 warning. 1 note not shown; --notes shows them.

                """)
        let all = report.text(notes: true, isColored: true)
        #expect(all.contains("a.mustache:1: \u{1B}[36mnote\u{1B}[0m: look [client-look] see\n"))
        #expect(all.hasSuffix("3 errors, 1 warning, 1 note.\n"))
        #expect(ProblemReport([]).text(notes: false, isColored: true) == "Settings and templates are fine.\n")
    }

    @Test("Machines get every field, and notes always")
    func json() throws {
        let json = try JSON(parsing: report.json.bytes)
        #expect(json["errors"]?.integer == 3 && json["warnings"]?.integer == 1 && json["notes"]?.integer == 1)
        let problems = try #require(json["problems"]?.array)
        #expect(problems.map { $0["severity"]?.string } == ["error", "note", "warning", "error", "error"])
        #expect(problems[4]["file"]?.string == "b.mustache")
        #expect(problems[4]["line"]?.integer == 2)
        #expect(problems[4]["wayOut"]?.string == "write one")
        #expect(problems[0]["field"]?.string == "shops.default" && problems[0]["file"] == nil)
    }

    /// What the SARIF 2.1.0 schema requires of the objects that are written.
    @Test("SARIF has what the standard requires, and rules are found by their index")
    func sarif() throws {
        let json = try JSON(parsing: report.sarif(version: "1.2.3").bytes)
        #expect(json["version"]?.string == "2.1.0")
        #expect(json["$schema"]?.string?.hasSuffix("sarif-2.1.0.json") == true)
        let run = try #require(json["runs"]?.array?.first)
        let driver = try #require(run["tool"]?["driver"])
        #expect(driver["name"]?.string == "parcelpost" && driver["version"]?.string == "1.2.3")
        let rules = try #require(driver["rules"]?.array)
        #expect(Set(rules.compactMap { $0["id"]?.string }).count == rules.count)
        for rule in rules {
            #expect(rule["shortDescription"]?["text"]?.string?.isEmpty == false)
            #expect(["error", "warning", "note"].contains(rule["defaultConfiguration"]?["level"]?.string))
        }
        let results = try #require(run["results"]?.array)
        #expect(results.count == 5)
        for result in results {
            let index = try #require(result["ruleIndex"]?.integer)
            #expect(rules[Int(index)]["id"]?.string == result["ruleId"]?.string)
            #expect(result["message"]?["text"]?.string?.isEmpty == false)
            #expect(["error", "warning", "note"].contains(result["level"]?.string))
        }
        let place = try #require(results[4]["locations"]?.array?.first?["physicalLocation"])
        #expect(place["artifactLocation"]?["uri"]?.string == "b.mustache")
        #expect(place["region"]?["startLine"]?.integer == 2)
        let logical = results[0]["locations"]?.array?.first?["logicalLocations"]?.array?.first
        #expect(logical?["fullyQualifiedName"]?.string == "shops.default")
    }

    @Test(
        "Paths are URI references",
        arguments: [
            ("./a b/한.mustache", "a%20b/%ED%95%9C.mustache"), ("/srv/a#1.mustache", "file:///srv/a%231.mustache"),
            ("a:b%", "a%3Ab%25"),
        ])
    func uris(path: String, uri: String) throws {
        let json = ProblemReport([Problem(file: path, rule: "a", message: "a")]).sarif(version: "1")
        let result = json["runs"]?.array?.first?["results"]?.array?.first
        let place = result?["locations"]?.array?.first?["physicalLocation"]
        #expect(place?["artifactLocation"]?["uri"]?.string == uri)
        #expect(place?["region"] == nil)
    }

    @Test("docs/check.md has every rule and every client as the program has them")
    func docs() throws {
        let page = try String(
            contentsOf: Repository.root.appendingPathComponent("docs/check.md"), encoding: .utf8)
        #expect(page.contains(ProblemReport.table), "put what `parcelpost check --rules` prints into docs/check.md")
        for client in ClientSupport.standard.clients {
            let facts = client.isTested ? "tested" : "untested"
            let row = "| `\(client.id)` | \(client.name) | \(client.isDefault ? "yes" : "no") | \(facts) |"
            #expect(page.contains(row), "\(client.id)")
        }
        #expect(Set(ProblemReport.rules.map(\.name)).count == ProblemReport.rules.count)
    }
}
