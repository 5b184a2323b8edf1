// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What the large mailbox providers answer when they refuse a mail, each by a name that faults can use.
///
/// A line feed in a text divides the lines of the reply. `{ip}`, `{recipient}` and `{host}` stand for the client's address,
/// the recipient and the server's name; `fill` puts them in. Where each text is from is said beside it: providers change
/// their words without notice, so a client must judge by the codes.
package enum RefusalTexts {
    /// Where a text is known from.
    package enum Origin: String, Sendable, CaseIterable {
        /// The provider's own public page.
        case documented
        /// A reply that somebody published, in a bug report or in a list of replies.
        case published
        /// Nobody's page: made from the codes the provider is known to use, in its manner. Do not rely on the words.
        case remembered
    }

    /// One reply with its name.
    package struct Entry: Sendable {
        /// The name that faults use, provider first: `gmail-rate`.
        package let name: String
        /// What is answered.
        package let reply: FaultReply
        /// Where it is from.
        package let origin: Origin
    }

    /// All replies by name.
    package static let all: [String: FaultReply] = Dictionary(
        entries.map { ($0.name, $0.reply) }, uniquingKeysWith: { first, _ in first })

    /// All replies, by provider.
    package static let entries: [Entry] = gmail + naver + daum + outlook

    /// The text with what its marks stand for; a value's controls are taken out.
    package static func fill(_ text: String, ip: String, recipient: String, host: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var filled = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            let marks = [("{ip}", ip), ("{recipient}", recipient), ("{host}", host)]
            if let (mark, value) = marks.first(where: { rest.hasPrefix($0.0) }) {
                filled += value
                rest = rest.dropFirst(mark.count)
            } else {
                filled.append(rest.removeFirst())
            }
        }
        return filled + rest
    }

    private static func entry(
        _ name: String, _ origin: Origin, _ code: Int, _ status: String, _ lines: String...
    ) -> Entry {
        Entry(
            name: name, reply: FaultReply(code, status: status, text: lines.joined(separator: "\n")), origin: origin)
    }

    // support.google.com/a/answer/3726730 has the words of all but the last two; the division into lines and the mark
    // "gsmtp" at the end are as published in bug reports.
    private static let gmail = [
        entry(
            "gmail-rate", .published, 421, "4.7.28",
            "[{ip}] Our system has detected an unusual rate of",
            "unsolicited mail originating from your IP address. To",
            "protect our users from spam, mail sent from your IP address has been",
            "temporarily rate limited. Please visit",
            " https://support.google.com/mail/?p=UnsolicitedRateLimitError to review",
            "our Bulk Email Senders Guidelines. mock - gsmtp"),
        entry("gmail-busy", .documented, 421, "4.4.5", "Server busy, try again later. mock - gsmtp"),
        entry(
            "gmail-recipient-rate", .documented, 450, "4.2.1",
            "The user you are trying to contact is receiving mail at a",
            "rate that prevents additional messages from being delivered. Please",
            "resend your message at a later time. If the user is able to receive",
            "mail at that time, your message will be delivered. mock - gsmtp"),
        entry(
            "gmail-full", .published, 452, "4.2.2", "The recipient's inbox is out of storage space. Please direct the",
            "recipient to", " https://support.google.com/mail/?p=OverQuotaTemp mock - gsmtp"),
        entry(
            "gmail-full-long", .documented, 552, "5.2.2", "The email account that you tried to reach is over quota.",
            "mock - gsmtp"),
        entry(
            "gmail-mailbox", .documented, 550, "5.1.1",
            "The email account that you tried to reach does not exist. Please",
            "try double-checking the recipient's email address for typos or",
            "unnecessary spaces. For more information, go to",
            " https://support.google.com/mail/?p=NoSuchUser mock - gsmtp"),
        entry(
            "gmail-disabled", .documented, 550, "5.2.1", "The email account that you tried to reach is inactive.",
            "mock - gsmtp"),
        entry(
            "gmail-spam", .published, 550, "5.7.1", "[{ip}      12] Our system has detected that this message is",
            "likely unsolicited mail. To reduce the amount of spam sent to Gmail,",
            "this message has been blocked. Please visit",
            " https://support.google.com/mail/answer/188131 for more information. mock - gsmtp"),
        entry(
            "gmail-reputation", .published, 421, "4.7.0", "[{ip}] Our system has detected that this message is",
            "suspicious due to the very low reputation of the sending domain. To",
            "best protect our users from spam, the message has been blocked. Please", "visit",
            " https://support.google.com/mail/answer/188131 for more information. mock - gsmtp"),
        entry(
            "gmail-unauthenticated", .remembered, 550, "5.7.26",
            "This mail has been blocked because the sender is unauthenticated.",
            "Gmail requires all senders to authenticate with either SPF or DKIM.", "mock - gsmtp"),
        entry(
            "gmail-tls", .remembered, 550, "5.7.29", "This mail has been blocked because the sender did not use TLS.",
            "mock - gsmtp"),
    ]

    // Naver publishes no list. The first is from a bug report of 2025, the next two from old lists of replies.
    private static let naver = [
        entry(
            "naver-mailbox", .published, 550, "5.1.1",
            "No such user. For more information, go to https://help.naver.com/alias/mail/newmail10.naver mock - nsmtp"),
        entry(
            "naver-filtered", .published, 421, "4.3.2", "Your IP({ip}) is filtered and this connection will be closed."),
        entry("naver-rate", .published, 421, "4.3.1", "You send too many messages."),
        entry("naver-full", .remembered, 552, "5.2.2", "Mailbox is full. mock - nsmtp"),
        entry("naver-spam", .remembered, 550, "5.7.1", "Message was blocked as spam. mock - nsmtp"),
        entry(
            "naver-unauthenticated", .remembered, 550, "5.7.26",
            "Sender authentication (SPF, DKIM, DMARC) failed. mock - nsmtp"
        ),
    ]

    // Daum and Hanmail are one service. Its four-letter marks (CHIC, CCRT, RUSR, RACT, DAS51) stand in published replies.
    private static let daum = [
        entry("daum-busy", .published, 421, "4.4.1", "CHIC {ip}: Network is busy."),
        entry("daum-rate", .published, 421, "4.4.5", "CCRT {ip}: Connection refused. Server is busy(RT)"),
        entry("daum-mailbox", .published, 550, "5.1.1", "RUSR {ip}: No such user: <{recipient}>"),
        entry("daum-inactive", .published, 550, "5.2.1", "RACT {ip}: Mailbox is inactive: <{recipient}>"),
        entry(
            "daum-spam", .published, 554, "5.7.1",
            "DAS51 {ip}: Your mail is blocked automatically by anti-spam system. (E06)"),
        entry("daum-full", .remembered, 552, "5.2.2", "{ip}: Mailbox is full: <{recipient}>"),
    ]

    // From published replies of outlook.com; Microsoft documents the codes, not these words.
    private static let outlook = [
        entry(
            "outlook-blocked", .published, 550, "5.7.1",
            "Unfortunately, messages from [{ip}] weren't sent. Please contact your Internet service provider since part of "
                + "their network is on our block list (S3140). You can also refer your provider to "
                + "http://mail.live.com/mail/troubleshooting.aspx#errors. [{host}]"),
        entry(
            "outlook-mailbox", .published, 550, "5.5.0",
            "Requested action not taken: mailbox unavailable (S2017062302)."),
        entry(
            "outlook-unknown", .published, 550, "5.1.10",
            "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
        entry("outlook-denied", .published, 550, "5.4.1", "Recipient address rejected: Access denied. [{host}]"),
        entry(
            "outlook-unauthenticated", .remembered, 550, "5.7.515",
            "Access denied, sending domain does not meet the required authentication level. [{host}]"),
        entry(
            "outlook-rate", .remembered, 451, "4.7.650",
            "The mail server [{ip}] has been temporarily rate limited due to IP reputation. (S775) [{host}]"),
        entry("outlook-full", .remembered, 552, "5.2.2", "The recipient's mailbox is full. [{host}]"),
    ]
}
