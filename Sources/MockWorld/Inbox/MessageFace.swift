// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Mail

/// What a list shows of a message and a search looks at.
///
/// It is kept beside the message once somebody has asked, so it is small: of the text only the beginning.
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

    private let searchSubject: SearchText
    private let searchFrom: SearchText
    private let searchTo: SearchText
    private let searchStart: SearchText
    private let isTextCut: Bool

    /// How much of the text is kept for searches.
    private static let keptText = 2_048

    /// Reads a message's bytes.
    private init(mail message: InboxMessage) {
        let mail = ParsedMail(message.raw)
        let sender = mail.from.first
        self.from = sender.map(\.address) ?? message.envelope.sender
        self.fromName = sender?.name ?? ""
        self.to = message.envelope.recipients
        self.subject = mail.subject
        self.attachments = MailParts(mail).list.count(where: \.isAttachment)
        self.hasHTML = mail.html != nil
        let named = (mail.to + mail.cc).map { $0.name + " " + $0.address }
        self.searchSubject = SearchText(subject)
        self.searchFrom = SearchText(fromName + " " + from + " " + message.envelope.sender)
        self.searchTo = SearchText((to + named).joined(separator: " "))
        let text = MessageText.of(mail)
        self.isTextCut = text.utf8.count > Self.keptText
        self.searchStart = SearchText(MessageText.cut(text, Self.keptText))
    }

    /// Reads what a list shows of a message.
    static func of(_ message: InboxMessage) -> MessageFace {
        message.card.map(MessageFace.init(card:)) ?? MessageFace(mail: message)
    }

    private init(card: MessageCard) {
        self.from = card.from
        self.fromName = ""
        self.to = [card.to]
        self.subject = card.title
        self.attachments = 0
        self.hasHTML = false
        self.searchSubject = SearchText(card.title)
        self.searchFrom = SearchText(card.from)
        self.searchTo = SearchText(card.to)
        self.searchStart = SearchText(
            card.text + " " + card.buttons.map { $0.name + " " + $0.link }.joined(separator: " "))
        self.isTextCut = false
    }

    /// Whether the subject holds a text.
    func subjectHolds(_ text: SearchText) -> Bool { searchSubject.contains(text) }

    /// Whether the senders, by name and by address, hold a text.
    func senderHolds(_ text: SearchText) -> Bool { searchFrom.contains(text) }

    /// Whether the recipients, by name and by address, hold a text.
    func recipientsHold(_ text: SearchText) -> Bool { searchTo.contains(text) }

    /// Whether the words to read hold a text; a long message is read again for it.
    func textHolds(_ text: SearchText, of message: InboxMessage) -> Bool {
        if searchStart.contains(text) { return true }
        return isTextCut && SearchText(MessageText.of(ParsedMail(message.raw))).contains(text)
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
