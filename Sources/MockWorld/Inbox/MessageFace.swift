// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Mail

/// What a list shows of a message and a search looks at.
///
/// It is kept beside the message once somebody has asked, so it is small: of the text only the beginning, and all that is
/// searched as one piece of memory.
package struct MessageFace: Sendable {
    /// The address it says it is from; of the envelope when the header has none.
    package let from: String
    /// The name beside that address.
    package let fromName: String
    /// The addresses it was sent to: of the envelope, which is who really gets it.
    package let to: [String]
    /// The subject, decoded.
    package let subject: String
    /// How many attachments there are.
    package let attachments: Int
    /// Whether there is an HTML part.
    package let hasHTML: Bool
    /// What may be tracking numbers in it, without hyphens: what tells of one parcel has one in common.
    package let numbers: [String]

    /// Subject, senders, recipients and text, folded, one behind the other.
    private let folded: [UInt8]
    private let subjectEnd: Int32
    private let fromEnd: Int32
    private let toEnd: Int32
    private let isTextCut: Bool

    /// How much of the text is kept for searches.
    private static let keptText = 2_048

    /// Reads what a list shows of a message.
    static func of(_ message: InboxMessage) -> MessageFace {
        message.card.map(MessageFace.init(card:)) ?? MessageFace(mail: message)
    }

    private init(mail message: InboxMessage) {
        let mail = ParsedMail(message.raw)
        let sender = mail.from.first
        let from = sender.map(\.address) ?? message.envelope.sender
        let text = MessageText.of(mail)
        let named = (mail.to + mail.cc).map { $0.name + " " + $0.address }
        self.init(
            from: from, fromName: sender?.name ?? "", to: message.envelope.recipients, subject: mail.subject,
            attachments: MailParts(mail).list.count(where: \.isAttachment), hasHTML: mail.html != nil,
            numbers: NumberTokens.find(in: [mail.subject, text]),
            senders: (sender?.name ?? "") + " " + from + " " + message.envelope.sender,
            recipients: (message.envelope.recipients + named).joined(separator: " "), text: text, isWhole: false)
    }

    private init(card: MessageCard) {
        let buttons = card.buttons.map { $0.name + " " + $0.link }
        self.init(
            from: card.from, fromName: "", to: [card.to], subject: card.title, attachments: 0, hasHTML: false,
            numbers: NumberTokens.find(
                in: [card.title, card.text] + card.buttons.map(\.link) + card.facts.map(\.value)),
            senders: card.from, recipients: card.to, text: ([card.text] + buttons).joined(separator: " "), isWhole: true
        )
    }

    private init(
        from: String, fromName: String, to: [String], subject: String, attachments: Int, hasHTML: Bool,
        numbers: [String], senders: String, recipients: String, text: String, isWhole: Bool
    ) {
        self.from = from
        self.fromName = fromName
        self.to = to
        self.subject = subject
        self.attachments = attachments
        self.hasHTML = hasHTML
        self.numbers = numbers
        self.isTextCut = !isWhole && text.utf8.count > Self.keptText
        var folded = SearchText(MessageText.cut(subject, 4_096)).bytes
        self.subjectEnd = Int32(folded.count)
        folded += SearchText(MessageText.cut(senders, 4_096)).bytes
        self.fromEnd = Int32(folded.count)
        folded += SearchText(MessageText.cut(recipients, 16_384)).bytes
        self.toEnd = Int32(folded.count)
        folded += SearchText(isWhole ? text : MessageText.cut(text, Self.keptText)).bytes
        // Growing has reserved more than is needed, and there are a hundred thousand of these.
        self.folded = Array(folded[...])
    }

    /// Whether a place of it, or any of them, holds what is searched for; a long text is read again for it.
    func holds(_ pattern: SearchPattern, in place: QueryTerm.Place?, of message: InboxMessage) -> Bool {
        let (subjectEnd, fromEnd, toEnd) = (Int(subjectEnd), Int(fromEnd), Int(toEnd))
        let isHeld = folded.withUnsafeBytes { bytes in
            func holds(_ range: Range<Int>) -> Bool {
                pattern.isFound(in: UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
            return switch place {
            case .subject: holds(0..<subjectEnd)
            case .from: holds(subjectEnd..<fromEnd)
            case .to: holds(fromEnd..<toEnd)
            case .text: holds(toEnd..<bytes.count)
            case .id: pattern.isFound(in: SearchText(message.messageID ?? ""))
            default:
                holds(0..<subjectEnd) || holds(fromEnd..<toEnd) || holds(subjectEnd..<fromEnd)
                    || holds(toEnd..<bytes.count)
            }
        }
        if isHeld || !isTextCut { return isHeld }
        guard place == nil || place == .text else { return false }
        return pattern.isFound(in: SearchText(MessageText.of(ParsedMail(message.raw))))
    }
}

/// The words of a message that a person reads.
package enum MessageText {
    /// How much of it a list shows, in bytes.
    package static let listed = 16 * 1024

    /// The words of a message, whatever it came by.
    package static func of(_ message: InboxMessage) -> String {
        message.card?.text ?? of(ParsedMail(message.raw))
    }

    /// The text part, else what the HTML says.
    package static func of(_ mail: ParsedMail) -> String {
        mail.text ?? mail.html.map(PlainText.init(html:))?.text ?? ""
    }

    /// At most so many bytes, never half a character.
    package static func cut(_ text: String, _ bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        return String(text[..<text.utf8.index(text.startIndex, offsetBy: bytes)])
    }
}
