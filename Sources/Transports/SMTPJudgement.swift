// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Curl
public import Notices

/// What an SMTP result means for what we do next: reply and stage in, class and blame out (SEMANTICS C1).
///
/// libcurl's codes and the three digits say too little: the same 550 is a dead address at RCPT, a full daily quota at Gmail
/// and a spam filter after the message. The enhanced code (RFC 3463) leads, then the stage, then well-known words.
public struct SMTPJudgement: Hashable, Sendable {
    /// What it means.
    public let `class`: Outcome.Class
    /// Whose fault it is.
    public let blame: Outcome.Blame
    /// How long to wait at least, in seconds, where the reply implies it.
    public let retryAfterSeconds: Int?

    init(_ class: Outcome.Class, _ blame: Outcome.Blame, retryAfterSeconds: Int? = nil) {
        self.class = `class`
        self.blame = blame
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// Judges a refusal.
    ///
    /// - Parameters:
    ///   - reply: What the server said.
    ///   - stage: What it refused.
    public init(_ reply: SMTPReply, at stage: SMTPStage) {
        if let quota = SMTPJudgement.quota(reply) {
            self = quota
        } else if stage <= .login {
            self = SMTPJudgement.beforeMail(reply, at: stage)
        } else if reply.isTransient {
            self = SMTPJudgement.transient(reply, at: stage)
        } else if let enhanced = reply.enhanced, let judgement = SMTPJudgement.permanent(enhanced, reply, at: stage) {
            self = judgement
        } else {
            self = SMTPJudgement.permanent(reply, at: stage)
        }
    }

    /// Judges a failure without a reply, before the server can have taken the mail.
    ///
    /// - Parameters:
    ///   - failure: What failed.
    ///   - isRecipientInternational: Whether it is the recipient's address that is not ASCII, rather than the shop's.
    public init(_ failure: TransferFailure, isRecipientInternational: Bool = false) {
        switch failure.kind {
        case .queueFull, .shuttingDown, .cancelled: self.init(.temporary, .us)
        case .invalid, .needs8BitMIME, .messageTooLarge: self.init(.permanentContent, .us)
        case .invalidSender: self.init(.ourConfiguration, .us)
        case .invalidRecipient: self.init(.permanentAddress, .recipient)
        case .needsSMTPUTF8:
            // The address may well exist: another relay could reach it. So it is not suppressed.
            self = isRecipientInternational ? .init(.permanentAddress, .relay) : .init(.ourConfiguration, .us)
        case .certificate, .certificateFile, .tlsUnavailable, .login: self.init(.ourConfiguration, .us)
        case .resolve, .connect, .tls, .timeout, .disconnected, .responseTooLarge, .protocolViolation, .other:
            self.init(.temporary, .relay)
        }
    }

    // MARK: The account

    private static let hour = 3_600
    private static let minute = 60

    /// A limit of our account at the relay: not the address's fault, and not to be hammered.
    private static func quota(_ reply: SMTPReply) -> SMTPJudgement? {
        let text = reply.text.lowercased()
        // Gmail: 550 5.4.5 Daily user sending limit exceeded.
        if let enhanced = reply.enhanced, enhanced.subject == 4, enhanced.detail == 5, says(text, ["limit", "quota"]) {
            return SMTPJudgement(.temporary, .account, retryAfterSeconds: hour)
        }
        let isMailbox = reply.enhanced?.subject == 2 || says(text, ["mailbox", "storage", "inbox", "user is over"])
        guard !isMailbox else { return nil }
        // SES: 454 Throttling failure: Daily message quota exceeded. Naver: 421 4.3.1 You send too many messages.
        if says(
            text,
            [
                "daily message quota", "daily sending", "daily user sending", "sending limit", "sending quota",
                "message quota", "you send too many",
            ])
        {
            return SMTPJudgement(.temporary, .account, retryAfterSeconds: hour)
        }
        // SES: Maximum sending rate exceeded. Microsoft: 421 4.4.2 Message submission rate for this client has exceeded.
        if says(text, ["sending rate", "submission rate", "throttling failure"]) {
            return SMTPJudgement(.temporary, .account, retryAfterSeconds: minute)
        }
        return nil
    }

    // MARK: Connecting and logging in

    private static func beforeMail(_ reply: SMTPReply, at stage: SMTPStage) -> SMTPJudgement {
        // A 421 at connect or AUTH is the relay's (SEMANTICS C1), as is every other "not now".
        if reply.isTransient { return SMTPJudgement(.temporary, .relay) }
        return SMTPJudgement(.ourConfiguration, .us)
    }

    // MARK: 4yz

    private static func transient(_ reply: SMTPReply, at stage: SMTPStage) -> SMTPJudgement {
        if reply.code == 421 { return SMTPJudgement(.temporary, .relay) }
        switch (reply.enhanced?.subject, reply.enhanced?.detail) {
        case (1, 2), (1, 10), (4, _): return SMTPJudgement(.temporary, .domain)
        case (1, 7), (1, 8): return SMTPJudgement(.temporary, .us)
        case (1, _), (2, _): return SMTPJudgement(.temporary, .recipient)
        case (.some, _): return SMTPJudgement(.temporary, .relay)
        case (nil, _):
            // RFC 5321 section 4.2.3: 450 is about the mailbox, 451 and 452 are about the server.
            return SMTPJudgement(.temporary, reply.code == 450 && stage == .recipient ? .recipient : .relay)
        }
    }

    // MARK: 5yz with an enhanced code

    private static func permanent(
        _ enhanced: EnhancedStatus, _ reply: SMTPReply, at stage: SMTPStage
    ) -> SMTPJudgement? {
        switch (enhanced.subject, enhanced.detail) {
        case (1, 7), (1, 8): return SMTPJudgement(.ourConfiguration, .us)
        case (1, 0) where stage != .recipient, (0, _): return nil
        // At MAIL the server has not heard of the recipient yet: a bad address there is ours.
        case (1, _), (2, 1):
            return stage == .sender ? .init(.ourConfiguration, .us) : .init(.permanentAddress, .recipient)
        case (2, 2): return SMTPJudgement(.temporary, .recipient)
        case (2, 3), (3, 4), (6, _): return SMTPJudgement(.permanentContent, .us)
        case (2, _):
            // Microsoft: 554 5.2.252 SendAsDenied.
            return says(reply.text.lowercased(), ["sendasdenied", "send as"])
                ? .init(.ourConfiguration, .us) : .init(.temporary, .recipient)
        case (3, _): return SMTPJudgement(.temporary, .relay)
        case (4, _): return SMTPJudgement(.temporary, .domain)
        case (5, _), (7, _): return SMTPJudgement(.ourConfiguration, .us)
        default: return nil
        }
    }

    // MARK: 5yz without one

    private static func permanent(_ reply: SMTPReply, at stage: SMTPStage) -> SMTPJudgement {
        let text = reply.text.lowercased()
        switch stage {
        case .recipient:
            if says(text, unknownUser) { return SMTPJudgement(.permanentAddress, .recipient) }
            switch reply.code {
            case 552: return SMTPJudgement(.temporary, .recipient)
            case 550, 551, 553, 556, 501:
                return says(text, policy) ? .init(.ourConfiguration, .us) : .init(.permanentAddress, .recipient)
            default: return SMTPJudgement(.ourConfiguration, .us)
            }
        case .message, .ending:
            // SES: 554 Message rejected: Email address is not verified.
            if says(text, ["not verified", "authenticat", "not authorized", "not permitted", "relay"]) {
                return SMTPJudgement(.ourConfiguration, .us)
            }
            return SMTPJudgement(.permanentContent, .us)
        default:
            return reply.code == 552 ? .init(.permanentContent, .us) : .init(.ourConfiguration, .us)
        }
    }

    private static let unknownUser = [
        "user unknown", "unknown user", "no such user", "no such recipient", "does not exist", "no mailbox",
        "unknown recipient", "recipient unknown", "mailbox not found", "user not found", "invalid recipient",
    ]

    private static let policy = [
        "relay", "spam", "block", "denylist", "blacklist", "policy", "authenticat", "spf", "dkim", "dmarc",
        "reputation", "not permitted", "prohibit", "sender", "ptr", "reverse dns",
    ]

    private static func says(_ text: String, _ phrases: [String]) -> Bool {
        phrases.contains { text.contains($0) }
    }
}
