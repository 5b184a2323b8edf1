// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail

/// What a list shows of a message and a search looks at.
package struct MessageFace: Sendable {
    /// The address it says it is from; of the envelope when the header has none.
    package let from: String
    /// The name beside that address.
    package let fromName: String
    /// The addresses it was sent to: of the envelope, which is who really gets it.
    package let to: [String]
    /// The subject, decoded.
    package let subject: String
    /// The text to read, cut at 16 KiB; made from the HTML when there is no text part.
    package let text: String
    /// How many attachments there are.
    package let attachments: Int
    /// Whether there is an HTML part.
    package let hasHTML: Bool

    let searchSubject: SearchText
    let searchFrom: SearchText
    let searchTo: SearchText
    let searchText: SearchText

    private static let longestText = 16 * 1024

    /// Reads a message's bytes.
    init(reading message: InboxMessage) {
        let mail = ParsedMail(message.raw)
        let sender = mail.from.first
        self.from = sender.map(\.address) ?? message.envelope.sender
        self.fromName = sender?.name ?? ""
        self.to = message.envelope.recipients
        self.subject = mail.subject
        self.text = Self.cut(mail.text ?? mail.html.map(PlainText.init(html:))?.text ?? "")
        self.attachments = mail.attachments.count
        self.hasHTML = mail.html != nil
        let named = (mail.to + mail.cc).map { $0.name + " " + $0.address }
        self.searchSubject = SearchText(subject)
        self.searchFrom = SearchText(fromName + " " + from + " " + message.envelope.sender)
        self.searchTo = SearchText((to + named).joined(separator: " "))
        self.searchText = SearchText(text)
    }

    /// At most `longestText` bytes, never half a character.
    private static func cut(_ text: String) -> String {
        guard text.utf8.count > longestText else { return text }
        return String(text[..<text.utf8.index(text.startIndex, offsetBy: longestText)])
    }
}
