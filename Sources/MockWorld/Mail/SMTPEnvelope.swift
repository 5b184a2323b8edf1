// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Who sends a mail to whom, as said in the dialogue and not in the mail's headers.
package struct SMTPEnvelope: Hashable, Sendable {
    /// The reverse path; empty for bounces.
    package var sender: String
    /// The recipients that were accepted.
    package var recipients: [String] = []
    /// What RCPT declared, by the recipient's place in `recipients`; only for those that declared something.
    package var options: [Int: SMTPRecipientOptions] = [:]
    /// The TLS version it came through, such as `TLSv1.3`; nil for plain text.
    package var tls: String?
    /// What MAIL declared.
    package var parameters: SMTPMailParameters
    /// The user of a successful AUTH.
    package var user: String?
    /// The name in EHLO or HELO.
    package var clientName: String
    /// Breaks of the protocol, in the dialogue and in the mail.
    package var findings: [SMTPFinding] = []

    /// Makes an envelope.
    package init(
        sender: String, recipients: [String] = [], parameters: SMTPMailParameters = SMTPMailParameters(),
        user: String? = nil, clientName: String = ""
    ) {
        self.sender = sender
        self.recipients = recipients
        self.parameters = parameters
        self.user = user
        self.clientName = clientName
    }
}

/// A break of the protocol in one mail: the badge on it.
package struct SMTPFinding: Hashable, Sendable {
    /// What was broken.
    package enum Rule: String, Sendable, CaseIterable {
        case bareLF = "bare-lf"
        case bareCR = "bare-cr"
        case longLine = "long-line"
        case oddEnd = "odd-end-of-data"
        case earlyTalk = "early-talk"
        case eightBit = "undeclared-8bit"
        case beforeTLS = "talk-before-tls"

        /// The sentence for people, with where it is written.
        package var words: String {
            switch self {
            case .bareLF: "a line ends with LF alone, not CRLF (RFC 5321 section 2.3.8)"
            case .bareCR: "a CR stands alone, not before LF (RFC 5321 section 2.3.8)"
            case .longLine: "a line is longer than 1000 bytes with its CRLF (RFC 5321 section 4.5.3.1.6)"
            case .oddEnd: "the mail ends with a dot line that is not <CRLF>.<CRLF> (RFC 5321 section 4.1.1.4)"
            case .earlyTalk: "the client talked before it was its turn (RFC 2920 section 3.1)"
            case .eightBit: "8-bit bytes without BODY=8BITMIME (RFC 6152 section 3)"
            case .beforeTLS: "plain text that stood behind STARTTLS was dropped (RFC 3207 section 4.2)"
            }
        }

        /// Whether a strict server refuses the mail for it.
        package var isRefused: Bool { self != .eightBit && self != .beforeTLS }
    }

    /// What was broken.
    package let rule: Rule
    /// The line of the mail where it first shows, from 1; 0 for one outside the mail.
    package let line: Int

    /// Makes a finding.
    package init(_ rule: Rule, line: Int = 0) {
        self.rule = rule
        self.line = line
    }
}
