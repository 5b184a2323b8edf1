// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What became of one attempt, as the transport understood the other side's answer.
public struct Outcome: Hashable, Sendable {
    /// What it means for what we do next.
    public enum Class: String, CaseIterable, Sendable {
        /// The other side took responsibility.
        case accepted
        /// It may work later.
        case temporary
        /// This address will never work.
        case permanentAddress
        /// This message will never be taken.
        case permanentContent
        /// Our settings or credentials are wrong; every message would fail alike.
        case ourConfiguration
        /// All bytes were sent and no answer came: it may have been taken (SEMANTICS C4).
        case unknown
    }

    /// Whose fault a failure is (SEMANTICS C1); only `recipient` may suppress an address or lead to another channel.
    public enum Blame: String, CaseIterable, Sendable {
        /// Nobody's: it worked.
        case nobody
        /// The recipient's address.
        case recipient
        /// The recipient's whole domain.
        case domain
        /// The relay we hand mail to.
        case relay
        /// Our account or its quota at the relay.
        case account
        /// Ourselves.
        case us
    }

    /// What it means.
    public let `class`: Class
    /// Whose fault it is.
    public let blame: Blame
    /// The other side's code (an SMTP reply code, an HTTP status, a provider's result), 0 when there was none.
    public let code: Int
    /// The enhanced status code (RFC 3463), for example `5.1.1`.
    public let enhancedCode: String?
    /// What the other side said, one line, addresses masked.
    public let text: String
    /// The provider's id for the message, if it gave one.
    public let providerID: String?
    /// How long the other side asked us to wait, in seconds.
    public let retryAfterSeconds: Int?

    /// Makes an outcome.
    public init(
        _ class: Class, blame: Blame, code: Int = 0, enhancedCode: String? = nil, text: String,
        providerID: String? = nil, retryAfterSeconds: Int? = nil
    ) {
        self.class = `class`
        self.blame = blame
        self.code = code
        self.enhancedCode = enhancedCode
        self.text = text
        self.providerID = providerID
        self.retryAfterSeconds = retryAfterSeconds
    }
}
