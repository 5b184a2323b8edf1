// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What a fault answers instead of the truth.
package struct FaultReply: Hashable, Sendable {
    /// The SMTP reply's code or the HTTP status.
    package var code: Int
    /// The enhanced status of SMTP (`5.1.1`), or the provider's own code (`-1005`, `UNREGISTERED`, `3018`); nil for none.
    package var status: String?
    /// The text.
    package var text: String
    /// When to come back, for rate limits.
    package var retryAfter: Duration?

    /// Makes a reply.
    package init(_ code: Int, status: String? = nil, text: String, retryAfter: Duration? = nil) {
        self.code = code
        self.status = status
        self.text = text
        self.retryAfter = retryAfter
    }
}

extension FaultReply {
    /// `retryAfter` as the field of HTTP has it: whole seconds, rounded up, so that nobody comes back too early.
    package var retryAfterSeconds: String? {
        retryAfter.map { String(max(1, ($0.wholeMilliseconds + 999) / 1_000)) }
    }
}

/// What is to happen at one moment.
package struct FaultDecision: Sendable {
    /// What happens instead of the true answer.
    package enum Action: Hashable, Sendable {
        /// This is answered.
        case reply(FaultReply)
        /// The connection is closed without an answer.
        case disconnect
        /// The connection is reset (RST) without an answer.
        case reset
        /// Bytes that are no protocol are answered, then the connection is closed.
        case garbage
        /// Half of the true answer is sent, then the connection is closed.
        case truncate
        /// The message is accepted, and a bounce with this status and text comes after a span of the mock's time.
        case bounce(status: String, text: String, after: Duration)
        /// The message is accepted, and a complaint of the recipient comes after a span of the mock's time.
        case complaint(after: Duration)
        /// The message is accepted, and the provider's later result has this code.
        case result(code: String, text: String)
    }

    /// How long to wait first, on the monotonic clock.
    package var delay = Duration.zero
    /// How fast the answer is written, in bytes a second; nil for at once.
    package var bytesPerSecond: Int?
    /// What happens instead of the true answer; nil for the true answer.
    package var action: Action?
    /// The rule that says so, by its name; nil for none.
    package var rule: String?

    /// Nothing goes wrong.
    package init() {}

    /// Whether everything takes its true course at once.
    package var isNothing: Bool { delay == .zero && bytesPerSecond == nil && action == nil }
}
