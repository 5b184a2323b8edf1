// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong in what a person gave us, and the way out.
///
/// Problems are collected and reported all at once wherever a person waits for the answer.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// How grave it is; the greater is the graver.
    public enum Severity: Int, Sendable, Comparable, CaseIterable {
        /// Good to know.
        case note
        /// Better mended, but what it is about works.
        case warning
        /// What it is about is refused.
        case error

        /// The graver is the greater.
        public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    /// The file it is in, if it is in one.
    public let file: String?
    /// The line in that file, from 1.
    public let line: Int?
    /// Where in the value it is: a key path (`shops.default.from`) or a JSON pointer (`/orders/0/id`).
    public let field: String?
    /// The rule's short name, for filters and tests (`unknown-key`).
    public let rule: String
    /// What is wrong, in one sentence without the refused value.
    public let message: String
    /// What to do about it, if the message does not say it.
    public let wayOut: String?
    /// How grave it is.
    public let severity: Severity

    /// Makes a problem.
    public init(
        file: String? = nil, line: Int? = nil, field: String? = nil, rule: String, message: String,
        wayOut: String? = nil, severity: Severity = .error
    ) {
        self.file = file
        self.line = line
        self.field = field
        self.rule = rule
        self.message = message
        self.wayOut = wayOut
        self.severity = severity
    }

    /// `file:line: field: message (rule). way out`.
    public var description: String {
        var text = ""
        if let file { text += file + ":" }
        if let line { text += "\(line):" }
        if !text.isEmpty { text += " " }
        if let field { text += field + ": " }
        text += message + " [" + rule + "]"
        if let wayOut { text += " " + wayOut }
        return text
    }
}

/// Several problems at once, as an error.
public struct Problems: Error, Sendable, CustomStringConvertible {
    /// What is wrong, in the order found; never empty.
    public let list: [Problem]

    /// Makes the error.
    public init(_ list: [Problem]) {
        self.list = list
    }

    /// One problem a line.
    public var description: String { list.map(\.description).joined(separator: "\n") }
}
