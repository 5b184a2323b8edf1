// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// One thing in a finished mail that a reader would trip over.
public struct Finding: Hashable, Sendable {
    /// The rule's name (`img-without-alt`).
    public let rule: String
    /// How grave it is.
    public let severity: Problem.Severity
    /// What is wrong, in one sentence that names the thing.
    public let message: String
    /// What to do about it.
    public let wayOut: String
    /// What it is about where many places can have it: a feature's name in the table of clients.
    public let subject: String?
    /// Where in the mail's HTML, in bytes: in or right behind the start tag of the element it is about.
    public let offset: Int

    /// Makes a finding of a rule.
    public init(_ rule: LintRule, _ message: String, wayOut: String? = nil, subject: String? = nil, offset: Int) {
        self.rule = rule.name
        self.severity = rule.severity
        self.message = message
        self.wayOut = wayOut ?? rule.wayOut
        self.subject = subject
        self.offset = offset
    }
}
