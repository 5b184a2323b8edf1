// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
public import Values

extension ProblemReport {
    /// The report as SARIF 2.1.0 (OASIS standard), which code hosts and editors read.
    ///
    /// - Parameter version: The program's version.
    public func sarif(version: String) -> JSON {
        let rules = sarifRules
        let places = Dictionary(rules.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
        let driver = JSON.object([
            JSON.Member("name", .string("parcelpost")), JSON.Member("version", .string(version)),
            JSON.Member("rules", .array(rules.map { Self.descriptor($0) })),
        ])
        let run = JSON.object([
            JSON.Member("tool", .object([JSON.Member("driver", driver)])),
            JSON.Member("results", .array(problems.map { Self.result($0, rule: places[$0.rule]) })),
        ])
        return .object([
            JSON.Member("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            JSON.Member("version", .string("2.1.0")), JSON.Member("runs", .array([run])),
        ])
    }

    /// The rules that were broken, with their words where they have any.
    private var sarifRules: [LintRule] {
        let known = Dictionary(Self.rules.map { ($0.name, $0) }) { first, _ in first }
        var seen = Set<String>()
        return problems.compactMap { problem in
            guard seen.insert(problem.rule).inserted else { return nil }
            return known[problem.rule]
                ?? LintRule(problem.rule, problem.severity, problem.message, wayOut: problem.wayOut ?? problem.message)
        }
    }

    private static func text(_ text: String) -> JSON { .object([JSON.Member("text", .string(text))]) }

    private static func descriptor(_ rule: LintRule) -> JSON {
        .object([
            JSON.Member("id", .string(rule.name)), JSON.Member("shortDescription", text(rule.about)),
            JSON.Member("help", text(rule.wayOut)),
            JSON.Member(
                "defaultConfiguration", .object([JSON.Member("level", .string(word(rule.severity)))])),
        ])
    }

    private static func result(_ problem: Problem, rule: Int?) -> JSON {
        var words = problem.message
        if let field = problem.field { words = "\(field): \(words)" }
        if let wayOut = problem.wayOut { words += ". " + wayOut }
        var members = [JSON.Member("ruleId", .string(problem.rule))]
        if let rule { members.append(JSON.Member("ruleIndex", .integer(Int64(rule)))) }
        members.append(JSON.Member("level", .string(word(problem.severity))))
        members.append(JSON.Member("message", text(words)))
        if let location = location(problem) { members.append(JSON.Member("locations", .array([location]))) }
        return .object(members)
    }

    private static func location(_ problem: Problem) -> JSON? {
        var members = [JSON.Member]()
        if let file = problem.file {
            var place = [JSON.Member("artifactLocation", .object([JSON.Member("uri", .string(uri(file)))]))]
            if let line = problem.line, line > 0 {
                place.append(JSON.Member("region", .object([JSON.Member("startLine", .integer(Int64(line)))])))
            }
            members.append(JSON.Member("physicalLocation", .object(place)))
        }
        if let field = problem.field {
            members.append(
                JSON.Member(
                    "logicalLocations", .array([.object([JSON.Member("fullyQualifiedName", .string(field))])])))
        }
        return members.isEmpty ? nil : .object(members)
    }

    /// A path as a URI reference (RFC 3986): relative ones stay so.
    private static func uri(_ path: String) -> String {
        var uri = path.hasPrefix("/") ? "file://" : ""
        var plain = path[...]
        while plain.hasPrefix("./") { plain = plain.dropFirst(2) }
        for byte in plain.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                uri.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                uri += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return uri
    }
}
