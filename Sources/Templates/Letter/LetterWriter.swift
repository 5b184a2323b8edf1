// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
public import Notices
import Shipping
import Synchronization
import Values

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
        let letter = try catalog.letter(
            ShippingLetter(
                shop: request.shop, shipment: request.claimed.shipment, milestone: delivery.key.milestone,
                audience: delivery.audience, language: request.language, trackingPage: request.trackingPage,
                unsubscribe: request.unsubscribe))
        return .email(message(letter, request, to: recipient))
    }

    private func message(_ letter: RenderedLetter, _ request: RenderRequest, to: Mailbox) -> MailMessage {
        let root = request.claimed.shipment.threadRoot.flatMap { $0 == request.messageID ? nil : $0 }
        return MailMessage(
            from: Mailbox(name: request.shop.name, address: request.shop.from), to: to,
            replyTo: request.shop.replyTo.map { Mailbox(address: $0) }, subject: letter.subject, date: request.now,
            messageID: request.messageID, inReplyTo: root, references: root.map { [$0] } ?? [], text: letter.text,
            html: letter.html,
            // RFC 8058 wants https: where a developer's gateway speaks http only, the link in the letter remains.
            listUnsubscribe: request.unsubscribe.flatMap { try? ListUnsubscribe(url: $0.text) },
            envelope: MailEnvelope(sender: request.shop.from, recipient: to.address))
    }
}
