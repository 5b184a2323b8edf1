// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Mail
public import Notices
import Shipping
import Synchronization
public import Values

/// Turns a notice into a mail: the renderer the gateway is given.
///
/// The catalog can be replaced while it runs; each letter is written with one catalog from beginning to end.
public final class LetterWriter: MessageRenderer {
    private let current: Mutex<TemplateCatalog>

    /// Makes a writer.
    public init(_ catalog: TemplateCatalog) {
        self.current = Mutex(catalog)
    }

    /// The catalog that letters are written with.
    public var catalog: TemplateCatalog { current.withLock { $0 } }

    /// Writes the letters to come with another catalog.
    public func replace(with catalog: TemplateCatalog) {
        current.withLock { $0 = catalog }
    }

    /// Writes the mail of a delivery.
    public func render(_ request: RenderRequest) throws -> ChannelMessage {
        let delivery = request.claimed.delivery
        guard delivery.channel == .email else {
            throw RenderFailure("there are no templates for \(delivery.channel.rawValue)")
        }
        guard let recipient = request.recipient else {
            throw RenderFailure("the \(delivery.audience.rawValue) has no mail address")
        }
        let letter = ShippingLetter(
            shop: request.shop, shipment: request.claimed.shipment, milestone: delivery.key.milestone,
            audience: delivery.audience, language: request.language, trackingPage: request.trackingPage,
            unsubscribe: request.unsubscribe, now: request.now)
        return .email(try mail(letter, to: recipient, messageID: request.messageID, date: request.now))
    }

    /// Writes a letter as a mail.
    ///
    /// - Parameters:
    ///   - letter: What is told; its shipment's first letter is what the mail follows in the thread.
    ///   - recipient: Whom it goes to.
    ///   - messageID: The name it bears.
    ///   - date: When it is written.
    public func mail(
        _ letter: ShippingLetter, to recipient: Mailbox, messageID: MessageID, date: Timestamp
    ) throws(RenderFailure) -> MailMessage {
        let rendered = try catalog.letter(letter)
        let shop = letter.shop
        let root = letter.shipment.threadRoot.flatMap { $0 == messageID ? nil : $0 }
        return MailMessage(
            from: Mailbox(name: shop.name, address: shop.from), to: recipient,
            replyTo: shop.replyTo.map { Mailbox(address: $0) }, subject: rendered.subject, date: date,
            messageID: messageID, inReplyTo: root, references: root.map { [$0] } ?? [], text: rendered.text,
            html: rendered.html, inlineParts: shop.brand.logoImage.map { [$0] } ?? [],
            // RFC 8058 wants https: where a developer's gateway speaks http only, the link in the letter remains.
            listUnsubscribe: letter.unsubscribe.flatMap { try? ListUnsubscribe(url: $0.text) },
            envelope: MailEnvelope(sender: shop.from, recipient: recipient.address))
    }
}
