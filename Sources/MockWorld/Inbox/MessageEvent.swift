// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// What happened to a message after it came: a result, a fallback, a bounce, a receipt that was posted.
package struct MessageEvent: Hashable, Sendable {
    /// What it means for the recipient.
    package enum Verdict: String, Sendable {
        /// The recipient has it.
        case good
        /// The recipient does not get it.
        case bad
        /// Neither.
        case neutral
    }

    /// When, on the mock's clock.
    package let at: Timestamp
    /// One word: `result`, `resend`, `bounce`, `complaint`, `receipt`, `fault`.
    package let kind: String
    /// A sentence for people, with codes.
    package let text: String
    /// What it means.
    package let verdict: Verdict

    /// Makes an event.
    package init(at: Timestamp, kind: String, text: String, verdict: Verdict = .neutral) {
        self.at = at
        self.kind = kind
        self.text = text
        self.verdict = verdict
    }
}
