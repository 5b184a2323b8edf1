// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// A mail to one recipient, ready to be written as bytes: text, or text with HTML beside it.
///
/// Whatever it is made of, `bytes()` is a well-formed mail: the types of its parts refuse control characters, the bodies are
/// encoded. The same message gives the same bytes every time, so a resend is byte-identical (DESIGN promise 3).
public struct MailMessage: Equatable, Sendable {
    /// Who it is from, as the reader sees it.
    public var from: Mailbox
    /// Who it is to, as the reader sees it.
    public var to: Mailbox
    /// Where answers go, if not to `from`.
    public var replyTo: Mailbox?
    /// The subject.
    public var subject: Line
    /// When it was written.
    public var date: Timestamp
    /// The zone `date` is shown in, in seconds east of UTC; Korea's unless said otherwise.
    public var zoneOffsetSeconds: Int
    /// Its id, derived from the delivery and the same in every resend.
    public var messageID: MessageID
    /// The id of the mail it follows in a thread.
    public var inReplyTo: MessageID?
    /// The ids of the thread, oldest first; of more than 50, the first and the newest 49 are written.
    public var references: [MessageID]
    /// The plain text, any line breaks; in a mail without HTML a final line break is added if it lacks one.
    public var text: String
    /// The HTML, any line breaks.
    public var html: String?
    /// Images that the HTML shows by `cid:`; not written without HTML, and of two with one Content-ID only the first.
    public var inlineParts: [InlinePart]
    /// The way to unsubscribe that clients show.
    public var listUnsubscribe: ListUnsubscribe?
    /// Further header fields, in their order.
    public var extraHeaders: [ExtraHeader]
    /// Who it is handed over from and to in SMTP.
    public var envelope: MailEnvelope

    /// Makes a message.
    public init(
        from: Mailbox, to: Mailbox, replyTo: Mailbox? = nil, subject: Line, date: Timestamp,
        zoneOffsetSeconds: Int = CivilTime.kst, messageID: MessageID, inReplyTo: MessageID? = nil,
        references: [MessageID] = [], text: String, html: String? = nil, inlineParts: [InlinePart] = [],
        listUnsubscribe: ListUnsubscribe? = nil, extraHeaders: [ExtraHeader] = [], envelope: MailEnvelope
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.date = date
        self.zoneOffsetSeconds = zoneOffsetSeconds
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.text = text
        self.html = html
        self.inlineParts = inlineParts
        self.listUnsubscribe = listUnsubscribe
        self.extraHeaders = extraHeaders
        self.envelope = envelope
    }

    /// True when an address in the header or the envelope is not ASCII, so the server must offer SMTPUTF8 (RFC 6531).
    public var needsSMTPUTF8: Bool {
        from.address.isInternationalized || to.address.isInternationalized
            || replyTo?.address.isInternationalized == true || envelope.sender.isInternationalized
            || envelope.recipient.isInternationalized
    }
}

extension MailMessage: CustomStringConvertible, CustomDebugStringConvertible {
    /// The id and the masked recipient; never the subject or a body (DESIGN promise 7).
    public var description: String { "mail \(messageID) to \(envelope.recipient.masked)" }
    /// The id and the masked recipient.
    public var debugDescription: String { description }
}
