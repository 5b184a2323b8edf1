// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Markup
public import Values

/// What a check found, as people and machines read it.
public struct ProblemReport: Sendable {
    /// The problems, in the order of files and lines.
    public let problems: [Problem]

    /// Makes a report.
    public init(_ problems: [Problem]) {
        self.problems = problems.sorted { TemplateLint.isBefore($0, $1) }
    }

    /// How many problems are of a severity.
    public func count(_ severity: Problem.Severity) -> Int { problems.count { $0.severity == severity } }

    /// Every rule that has a page in the docs.
    public static var rules: [LintRule] { LintRule.ofMail + LintRule.ofTemplates }

    /// Lines for people: the files apart, a count at the end.
    ///
    /// - Parameters:
    ///   - notes: Whether notes are shown, too; otherwise they are counted.
    ///   - isColored: Whether severities are coloured; they are words all the same.
    public func text(notes: Bool, isColored: Bool) -> String {
        var text = ""
        var file: String??
        for problem in problems where notes || problem.severity > .note {
            if let file, file != problem.file { text += "\n" }
            file = .some(problem.file)
            text += Self.line(problem, isColored: isColored) + "\n"
        }
        if !text.isEmpty { text += "\n" }
        return text + summary(notes: notes) + "\n"
    }

    /// `file:line: severity: field: message [rule] way out`.
    private static func line(_ problem: Problem, isColored: Bool) -> String {
        var text = ""
        if let file = problem.file { text += file + ":" }
        if let line = problem.line { text += "\(line):" }
        if !text.isEmpty { text += " " }
        let word = word(problem.severity)
        text += isColored ? "\u{1B}[\(color(problem.severity))m\(word)\u{1B}[0m: " : word + ": "
        if let field = problem.field { text += field + ": " }
        text += "\(problem.message) [\(problem.rule)]"
        if let wayOut = problem.wayOut { text += " " + wayOut }
        return text
    }

    private func summary(notes: Bool) -> String {
        func words(_ severity: Problem.Severity) -> String? {
            let count = count(severity)
            return count == 0 ? nil : "\(count) \(Self.word(severity))\(count == 1 ? "" : "s")"
        }
        let grave = [words(.error), words(.warning), notes ? words(.note) : nil].compactMap { $0 }
        var text = grave.isEmpty ? "Settings and templates are fine." : grave.joined(separator: ", ") + "."
        if !notes, let hidden = words(.note) { text += " \(hidden) not shown; --notes shows them." }
        return text
    }

    private static func color(_ severity: Problem.Severity) -> String {
        switch severity {
        case .error: "31"
        case .warning: "33"
        case .note: "36"
        }
    }

    /// The severity's name, which is SARIF's as well.
    static func word(_ severity: Problem.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .note: "note"
        }
    }

    /// One JSON object: `problems`, and how many there are of each severity.
    public var json: JSON {
        .object([
            JSON.Member("errors", .integer(Int64(count(.error)))),
            JSON.Member("warnings", .integer(Int64(count(.warning)))),
            JSON.Member("notes", .integer(Int64(count(.note)))),
            JSON.Member("problems", .array(problems.map { Self.json(of: $0) })),
        ])
    }

    private static func json(of problem: Problem) -> JSON {
        var members = [JSON.Member]()
        if let file = problem.file { members.append(JSON.Member("file", .string(file))) }
        if let line = problem.line { members.append(JSON.Member("line", .integer(Int64(line)))) }
        if let field = problem.field { members.append(JSON.Member("field", .string(field))) }
        members.append(JSON.Member("severity", .string(word(problem.severity))))
        members.append(JSON.Member("rule", .string(problem.rule)))
        members.append(JSON.Member("message", .string(problem.message)))
        if let wayOut = problem.wayOut { members.append(JSON.Member("wayOut", .string(wayOut))) }
        return .object(members)
    }

    /// The rules as the table of `docs/check.md`.
    public static var table: String {
        var text = "| rule | severity | what it asks for, and why |\n|---|---|---|\n"
        for rule in rules { text += "| `\(rule.name)` | \(word(rule.severity)) | \(rule.about) |\n" }
        return text
    }
}
