// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// A rule of the lint: its name never changes, because people filter by it.
public struct LintRule: Hashable, Sendable {
    /// Its name, in words with hyphens.
    public let name: String
    /// How grave it is to break it.
    public let severity: Problem.Severity
    /// What it asks for and why, in one sentence.
    public let about: String
    /// What to do when it is broken.
    public let wayOut: String

    /// Makes a rule.
    public init(_ name: String, _ severity: Problem.Severity, _ about: String, wayOut: String) {
        self.name = name
        self.severity = severity
        self.about = about
        self.wayOut = wayOut
    }
}
