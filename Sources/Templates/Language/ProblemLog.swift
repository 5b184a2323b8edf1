// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// Collects what is wrong in a template set, each thing once however many letters it spoils.
package struct ProblemLog {
    /// What was found, in the order found.
    package private(set) var problems: [Problem] = []
    private var seen: Set<Problem> = []

    /// Makes an empty log.
    package init() {}

    /// Notes one problem.
    package mutating func add(_ problem: Problem) {
        if seen.insert(problem).inserted { problems.append(problem) }
    }

    /// What stops the set from being used.
    package var errors: [Problem] { problems.filter { $0.severity == .error } }

    mutating func add(
        _ position: SourcePosition, _ rule: String, _ message: String, wayOut: String? = nil,
        severity: Problem.Severity = .error
    ) {
        add(
            Problem(
                file: position.file, line: position.line, field: "column \(position.column)", rule: rule,
                message: message, wayOut: wayOut, severity: severity))
    }

    mutating func add(_ position: SourcePosition, _ why: Misplacement) {
        add(position, why.rawValue, why.message, wayOut: why.wayOut)
    }
}
