// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// A message that is about to be kept.
package struct InboxDraft: Sendable {
    var channel = MessageChannel.email
    /// The space it belongs to.
    package var space: String
    /// When it was complete.
    package var receivedAt: Timestamp
    /// Who sent it to whom.
    package var envelope: SMTPEnvelope
    var raw: [UInt8]
    var messageID: String?
    var refusal: String?
    var card: MessageCard?
    /// The tags it comes with.
    package var tags: [String] = []
    /// The event of the sender's that it tells of, which makes a group of what tells of the same; nil when unsaid.
    package var event: String?

    /// Makes a draft of a mail; its Message-ID, space, tags and event are read from its header.
    ///
    /// - Parameters:
    ///   - raw: The bytes as they came.
    ///   - envelope: Who sent it to whom; without a space in the header, the user's name is the space.
    ///   - receivedAt: When it was complete.
    ///   - refusal: What the client was told, if it was refused.
    package init(mail raw: [UInt8], envelope: SMTPEnvelope, receivedAt: Timestamp, refusal: String? = nil) {
        let peek = HeaderPeek(raw)
        self.space = Space.name(peek.space ?? envelope.user ?? "")
        self.messageID = peek.messageID
        self.receivedAt = receivedAt
        self.envelope = envelope
        // A body that grew while it came may have reserved twice what it needs.
        self.raw = raw.capacity > raw.count + raw.count / 4 + 256 ? Array(raw[...]) : raw
        self.refusal = refusal
        self.tags = MessageTags.of(field: peek.tags, recipients: envelope.recipients)
        self.event = peek.event.flatMap(MessageTags.event)
    }

    /// Makes a draft of what came by a provider's API.
    ///
    /// - Parameters:
    ///   - card: What the recipient sees.
    ///   - channel: What it came by.
    ///   - raw: The request's body.
    ///   - space: The space it belongs to.
    ///   - receivedAt: When it came.
    ///   - refusal: What the sender was told, if it was refused.
    ///   - headers: The request's header, for `X-Parcelpost-Tags` and `X-Parcelpost-Event`.
    package init(
        card: MessageCard, channel: MessageChannel, raw: [UInt8], space: String, receivedAt: Timestamp,
        refusal: String? = nil, headers: [(name: String, value: String)] = []
    ) {
        func field(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        self.tags = MessageTags.of(field: field("x-parcelpost-tags"), recipients: [])
        self.event = field("x-parcelpost-event").flatMap(MessageTags.event)
        self.card = card
        self.channel = channel
        self.space = space
        self.receivedAt = receivedAt
        self.envelope = SMTPEnvelope(sender: card.from, recipients: [card.to])
        self.raw = raw
        self.messageID = card.identity
        self.refusal = refusal
    }

    var copyKey: String? {
        Self.copyKey(space: space, messageID: refusal == nil ? messageID : nil, envelope: envelope)
    }

    static func copyKey(space: String, messageID: String?, envelope: SMTPEnvelope) -> String? {
        guard let messageID else { return nil }
        let recipients = envelope.recipients.map { $0.lowercased() }.sorted()
        return ([space, messageID] + recipients).joined(separator: "\0")
    }
}

/// Names that keep parallel tests apart.
package enum Space {
    /// The name as it is compared: without controls, at most 100 bytes.
    package static func name(_ text: String) -> String {
        Line(cleaning: text, maxBytes: 100).text
    }
}
