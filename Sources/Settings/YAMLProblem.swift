// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values
import Yams

/// Words for what the YAML parser refuses.
enum YAMLProblem {
    static func translate(_ error: any Error, text: String, file: String) -> Problem {
        guard let error = error as? YamlError else {
            return Problem(file: file, rule: "bad-yaml", message: "the file is not YAML.")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return refused(problem, line: mark.line, text: text, file: file)
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 }
            return Problem(
                file: file, line: line, rule: "bad-yaml", message: "YAML refuses a character: \(problem).",
                wayOut: "Remove the control character.")
        case .duplicatedKeysInMapping(let keys, let context):
            return duplicate(keys.sorted().first ?? "?", first: context.mark, text: text, file: file)
        default:
            return Problem(file: file, rule: "bad-yaml", message: "the file is not YAML.")
        }
    }

    private static func refused(_ problem: String, line: Int, text: String, file: String) -> Problem {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The parser often points at the line after the tab it stumbled over.
        for candidate in [line, line - 1] where lines.indices.contains(candidate - 1) {
            if lines[candidate - 1].prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
                return Problem(
                    file: file, line: candidate, rule: "tab-indent", message: "the line is indented with a tab.",
                    wayOut: "YAML is indented with spaces: replace the tab.")
            }
        }
        if problem.contains("alias") {
            return Problem(
                file: file, line: line, rule: "anchor-refused",
                message: "anchors and aliases (& and *) are not read here.",
                wayOut: "Write the value out, or put a value that starts with * in quotes.")
        }
        if problem.contains("another document") {
            return Problem(
                file: file, line: line, rule: "bad-yaml", message: "a second document (---) starts here.",
                wayOut: "Keep one document in the file.")
        }
        let advice =
            problem.contains("cannot start any token") || problem.contains("mapping values")
            ? "Put a value that holds : # @ ` % & * or { in quotes."
            : "Look at the quotes, colons and indentation here."
        return Problem(
            file: file, line: line, rule: "bad-yaml", message: "this is not YAML: \(problem).", wayOut: advice)
    }

    private static func duplicate(_ key: String, first: Mark, text: String, file: String) -> Problem {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let second = lines.indices.first { index in
            guard index >= first.line else { return false }
            let indent = lines[index].prefix { $0 == " " }.count
            guard indent == first.column - 1 else { return false }
            let rest = lines[index].dropFirst(indent)
            return [key, "\"" + key + "\"", "'" + key + "'"].contains { rest.hasPrefix($0 + ":") }
        }
        return Problem(
            file: file, line: second.map { $0 + 1 } ?? first.line, field: key, rule: "duplicate-key",
            message: "this key is written twice in one section; the first is on line \(first.line).",
            wayOut: "Keep one of them.")
    }
}
