// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Notices
import Testing
import Transports

/// One real refusal, where it came, and what it means.
struct Refusal: Sendable, CustomTestStringConvertible {
    let stage: SMTPStage
    let line: String
    let expected: Outcome.Class
    let blame: Outcome.Blame

    init(_ stage: SMTPStage, _ line: String, _ expected: Outcome.Class, _ blame: Outcome.Blame) {
        self.stage = stage
        self.line = line
        self.expected = expected
        self.blame = blame
    }

    var testDescription: String { "\(stage): \(line)" }
}

/// SEMANTICS C1: every failure is laid at the right door.
struct JudgementTests {
    /// Wordings of servers in the field.
    static let refusals: [Refusal] = [
        // Connecting: the relay's, or ours when it is for good.
        Refusal(.connect, "421 4.7.0 Try again later, closing connection.", .temporary, .relay),
        Refusal(
            .connect, "421 4.3.2 Your IP(192.0.2.1) is filtered and this connection will be closed", .temporary, .relay),
        Refusal(.connect, "421 Too many connections", .temporary, .relay),
        Refusal(.connect, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked", .ourConfiguration, .us),
        Refusal(.connect, "554 No SMTP service here", .ourConfiguration, .us),
        Refusal(.hello, "501 5.5.4 HELO requires domain address", .ourConfiguration, .us),
        Refusal(.startTLS, "454 4.7.0 TLS not available due to local problem", .temporary, .relay),
        // Logging in.
        Refusal(.login, "421 4.7.0 Temporary System Problem.", .temporary, .relay),
        Refusal(.login, "454 4.7.0 Too many login attempts, please try again later.", .temporary, .relay),
        Refusal(.login, "454 4.7.0 Temporary authentication failure", .temporary, .relay),
        Refusal(.login, "535 5.7.8 Username and Password not accepted.", .ourConfiguration, .us),
        Refusal(.login, "535-5.7.3 Authentication unsuccessful", .ourConfiguration, .us),
        Refusal(.login, "534 5.7.9 Application-specific password required.", .ourConfiguration, .us),
        Refusal(.login, "535 Authentication Credentials Invalid", .ourConfiguration, .us),
        Refusal(.login, "538 5.7.11 Encryption required", .ourConfiguration, .us),
        // Quota of the account.
        Refusal(.ending, "550 5.4.5 Daily user sending limit exceeded.", .temporary, .account),
        Refusal(.sender, "550 5.4.5 Daily SMTP relay sending quota exceeded.", .temporary, .account),
        Refusal(.data, "454 Throttling failure: Daily message quota exceeded.", .temporary, .account),
        Refusal(.data, "454 Throttling failure: Maximum sending rate exceeded.", .temporary, .account),
        Refusal(.sender, "421 4.3.1 You send too many messages", .temporary, .account),
        Refusal(
            .sender, "421 4.4.2 Message submission rate for this client has exceeded the configured limit", .temporary,
            .account),
        // The sender's address and our right to send.
        Refusal(.sender, "530 5.7.0 Authentication Required.", .ourConfiguration, .us),
        Refusal(.sender, "530 5.7.0 Must issue a STARTTLS command first.", .ourConfiguration, .us),
        Refusal(
            .sender, "550 5.7.60 SMTP; Client does not have permissions to send as this sender", .ourConfiguration, .us),
        Refusal(
            .sender, "553 5.7.1 <shop@example.com>: Sender address rejected: not owned by user", .ourConfiguration, .us),
        Refusal(.sender, "550 5.1.8 Access denied, bad outbound sender", .ourConfiguration, .us),
        Refusal(.sender, "550 5.1.0 <shop@example.com> sender rejected", .ourConfiguration, .us),
        Refusal(.sender, "550 5.1.1 unknown", .ourConfiguration, .us),
        Refusal(.sender, "550 sender refused", .ourConfiguration, .us),
        Refusal(.sender, "552 5.3.4 Message size exceeds fixed limit", .permanentContent, .us),
        Refusal(.sender, "552 message too large", .permanentContent, .us),
        Refusal(.sender, "452 4.3.1 Insufficient system storage", .temporary, .relay),
        Refusal(.sender, "451 4.1.8 Domain of sender address does not resolve", .temporary, .us),
        Refusal(.sender, "554 5.2.252 SendAsDenied; shop@example.com not allowed to send as", .ourConfiguration, .us),
        // The recipient: only 5.1.x and 5.2.1 say that an address is dead.
        Refusal(
            .recipient, "550 5.1.1 The email account that you tried to reach does not exist.", .permanentAddress,
            .recipient),
        Refusal(
            .recipient, "550 5.1.1 <x@example.net>: Recipient address rejected: User unknown in relay recipient table",
            .permanentAddress, .recipient),
        Refusal(.recipient, "550 5.1.2 Bad destination system", .permanentAddress, .recipient),
        Refusal(.recipient, "553 5.1.3 The recipient address is not a valid address.", .permanentAddress, .recipient),
        Refusal(.recipient, "551 5.1.6 Recipient has moved", .permanentAddress, .recipient),
        Refusal(.recipient, "556 5.1.10 Recipient address has null MX", .permanentAddress, .recipient),
        Refusal(
            .recipient, "550 5.2.1 The email account that you tried to reach is disabled.", .permanentAddress,
            .recipient),
        Refusal(.recipient, "550 5.1.7 Invalid sender", .ourConfiguration, .us),
        Refusal(
            .recipient, "552 5.2.2 The email account that you tried to reach is over quota.", .temporary, .recipient),
        Refusal(
            .recipient, "452 4.2.2 The email account that you tried to reach is over quota.", .temporary, .recipient),
        Refusal(
            .recipient, "450 4.2.1 The user you are trying to contact is receiving mail too quickly.", .temporary,
            .recipient),
        Refusal(
            .recipient, "450 4.1.1 <x@example.net>: Recipient address rejected: unverified address", .temporary,
            .recipient),
        Refusal(.recipient, "450 4.1.2 Domain not found", .temporary, .domain),
        Refusal(.recipient, "451 4.7.1 Greylisting in action, please come back later", .temporary, .relay),
        Refusal(.recipient, "451 4.4.1 No answer from host", .temporary, .domain),
        Refusal(.recipient, "450 mailbox busy", .temporary, .recipient),
        Refusal(.recipient, "451 local error", .temporary, .relay),
        Refusal(.recipient, "452 4.5.3 Too many recipients", .temporary, .relay),
        Refusal(.recipient, "421 4.7.28 rate limit", .temporary, .relay),
        Refusal(.recipient, "550 5.4.1 Recipient address rejected: Access denied", .temporary, .domain),
        Refusal(.recipient, "550 5.4.4 Host or domain name not found", .temporary, .domain),
        Refusal(.recipient, "554 5.7.1 <x@example.net>: Relay access denied", .ourConfiguration, .us),
        Refusal(.recipient, "550 5.7.1 Unable to relay", .ourConfiguration, .us),
        Refusal(.recipient, "550 No such user here", .permanentAddress, .recipient),
        Refusal(.recipient, "550 User unknown in relay recipient table", .permanentAddress, .recipient),
        Refusal(.recipient, "550 Requested action not taken: mailbox unavailable", .permanentAddress, .recipient),
        Refusal(.recipient, "550", .permanentAddress, .recipient),
        Refusal(.recipient, "550 relay not permitted", .ourConfiguration, .us),
        Refusal(.recipient, "550 Blocked by our spam policy", .ourConfiguration, .us),
        Refusal(.recipient, "552 Requested mail action aborted: exceeded storage allocation", .temporary, .recipient),
        Refusal(.recipient, "503 5.5.1 MAIL first", .ourConfiguration, .us),
        Refusal(.recipient, "550 5.3.0 other", .temporary, .relay),
        // DATA and after the message.
        Refusal(.data, "451 4.3.0 Queue file write error", .temporary, .relay),
        Refusal(.data, "554 5.5.1 Error: no valid recipients", .ourConfiguration, .us),
        Refusal(.ending, "552 5.3.4 Message too big for system", .permanentContent, .us),
        Refusal(.message, "552 5.3.4 Message too big for system", .permanentContent, .us),
        Refusal(.ending, "550 5.6.0 Message contains bare line feeds", .permanentContent, .us),
        Refusal(.ending, "554 5.6.7 Non-ASCII addresses not supported", .permanentContent, .us),
        Refusal(
            .ending, "550 5.7.26 This mail has been blocked because the sender is unauthenticated.", .ourConfiguration,
            .us),
        Refusal(
            .ending, "550 5.7.515 Access denied, sending domain does not meet the required authentication level.",
            .ourConfiguration, .us),
        Refusal(.ending, "421 4.7.32 Your email has been rate limited: no DMARC alignment", .temporary, .relay),
        Refusal(
            .ending, "550 5.7.1 Our system has detected that this message is likely unsolicited mail.",
            .ourConfiguration, .us),
        Refusal(.ending, "554 Message rejected: Email address is not verified.", .ourConfiguration, .us),
        Refusal(.ending, "554 Transaction failed: message refused", .permanentContent, .us),
        Refusal(.ending, "550 5.1.1 No such user", .permanentAddress, .recipient),
        Refusal(.ending, "552 5.2.2 Mailbox full", .temporary, .recipient),
        Refusal(.ending, "451 4.7.1 Try later", .temporary, .relay),
        Refusal(.ending, "554 5.0.0 Something", .permanentContent, .us),
        Refusal(.recipient, "550 5.0.0 Something", .permanentAddress, .recipient),
    ]

    @Test(arguments: refusals)
    func aRefusalIsJudged(_ refusal: Refusal) throws {
        let line = refusal.line.replacing("-5.", with: " 5.")
        let reply = try #require(SMTPReply(lines: [line]))
        let judgement = SMTPJudgement(reply, at: refusal.stage)
        #expect(judgement.class == refusal.expected)
        #expect(judgement.blame == refusal.blame)
    }

    @Test func onlyARecipientsFailureMaySuppress() {
        // Whatever a server says, an address dies only by 5.1.x, 5.2.1 or a refused RCPT without an enhanced code.
        for code in 400...599 {
            for subject in 0...7 {
                for detail in 0...12 {
                    for stage in SMTPStage.allCases {
                        let enhanced = EnhancedStatus(code / 100, subject, detail)
                        let judgement = SMTPJudgement(SMTPReply(code: code, enhanced: enhanced, text: "no"), at: stage)
                        guard judgement.class == .permanentAddress else { continue }
                        #expect(judgement.blame == .recipient)
                        #expect(code >= 500 && stage >= .recipient)
                        #expect(
                            (subject == 1 && detail != 7 && detail != 8) || (subject == 2 && detail == 1)
                                || (subject == 0 && stage == .recipient))
                    }
                }
            }
        }
    }

    @Test func quotasAreNotHammered() throws {
        let daily = try #require(SMTPReply(lines: ["550 5.4.5 Daily user sending limit exceeded."]))
        #expect(SMTPJudgement(daily, at: .sender).retryAfterSeconds == 3_600)
        let rate = try #require(SMTPReply(lines: ["454 Throttling failure: Maximum sending rate exceeded."]))
        #expect(SMTPJudgement(rate, at: .data).retryAfterSeconds == 60)
    }

    /// What failures without a reply mean; none of them may lead to a second mail elsewhere as if the first were lost.
    static let failures: [(TransferFailure.Kind, Outcome.Class, Outcome.Blame)] = [
        (.queueFull, .temporary, .us), (.shuttingDown, .temporary, .us), (.cancelled, .temporary, .us),
        (.invalid, .permanentContent, .us), (.resolve, .temporary, .relay), (.connect, .temporary, .relay),
        (.certificate, .ourConfiguration, .us), (.certificateFile, .ourConfiguration, .us), (.tls, .temporary, .relay),
        (.tlsUnavailable, .ourConfiguration, .us), (.login, .ourConfiguration, .us), (.timeout, .temporary, .relay),
        (.disconnected, .temporary, .relay), (.responseTooLarge, .temporary, .relay),
        (.needsSMTPUTF8, .permanentAddress, .relay), (.invalidRecipient, .permanentAddress, .recipient),
        (.invalidSender, .ourConfiguration, .us), (.needs8BitMIME, .permanentContent, .us),
        (.messageTooLarge, .permanentContent, .us), (.protocolViolation, .temporary, .relay),
        (.other, .temporary, .relay),
    ]

    @Test(arguments: failures)
    func aFailureIsJudged(kind: TransferFailure.Kind, expected: Outcome.Class, blame: Outcome.Blame) {
        let judgement = SMTPJudgement(.of(kind), isRecipientInternational: true)
        #expect(judgement.class == expected)
        #expect(judgement.blame == blame)
        let outcome = Outcome(SMTPResult(.unknown(.of(kind)), stage: .ending), hiding: [])
        #expect(outcome.class == .unknown)
    }

    @Test func everyFailureIsInTheTable() {
        #expect(Set(JudgementTests.failures.map(\.0)) == Set(TransferFailure.Kind.allCases))
        // The shop's own address outside ASCII is ours to change.
        #expect(SMTPJudgement(.of(.needsSMTPUTF8)).class == .ourConfiguration)
    }
}
