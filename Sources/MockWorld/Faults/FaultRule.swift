// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a rule does when it strikes.
package struct FaultEffect: Hashable, Sendable {
    /// What happens instead of the truth, or after it.
    package enum Action: Hashable, Sendable {
        /// This is answered.
        case reply(FaultReply)
        /// A reply of a large provider is answered, by its name.
        case refusal(name: String, FaultReply)
        /// The connection is closed without an answer.
        case disconnect
        /// The connection is reset without an answer.
        case reset
        /// Bytes that are no protocol are answered.
        case garbage
        /// Half of the answer is sent.
        case truncate
        /// It is accepted, and a bounce comes.
        case bounce(status: String, text: String, after: Duration)
        /// It is accepted, and a complaint comes.
        case complaint(after: Duration)
        /// It is accepted, and the later result is this.
        case result(code: String, text: String)
        /// What is too much in a time is refused; with the reply, if there is one.
        case rateLimit(FaultRateLimit, FaultReply?)
        /// What is too much in a day (of Korea) is refused; with the reply, if there is one.
        case quota(perDay: Int, FaultRateLimit.Scope, FaultReply?)
    }

    /// What happens; nil when it is only slow.
    package var action: Action?
    /// How long it takes.
    package var delay: FaultDelay?
    /// How fast the answer is written.
    package var bytesPerSecond: Int?

    /// Makes one that does nothing.
    package init() {}

    /// Where it strikes when the rule does not say it.
    package var usualSteps: [FaultStep] {
        switch action {
        case .reply, .refusal, .bounce, .complaint, .result, .rateLimit, .quota: [.rcpt, .request]
        case .truncate: [.accepted]
        case nil, .disconnect, .reset, .garbage: [.endOfData, .request]
        }
    }
}

/// A rule of what goes wrong when.
package struct FaultRule: Hashable, Sendable {
    /// Its name, which nothing else in its space has.
    package var name: String
    /// When.
    package var match: FaultMatch
    /// What.
    package var effect: FaultEffect

    /// Makes a rule.
    package init(name: String, match: FaultMatch = FaultMatch(), effect: FaultEffect) {
        self.name = name
        self.match = match
        self.effect = effect
    }
}
