// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Mail
public import Shipping
public import Values

/// All that is needed to write one message.
public struct RenderRequest: Sendable {
    /// The delivery with its shipment and contacts.
    public let claimed: ClaimedDelivery
    /// The shop.
    public let shop: ShopProfile
    /// The id the letter will bear.
    public let messageID: MessageID
    /// The customer's tracking page.
    public let trackingPage: WebURL
    /// The one-click unsubscribe link; nil for staff, who cannot opt out of their own shop's parcels.
    public let unsubscribe: WebURL?
    /// The present moment, for the letter's Date.
    public let now: Timestamp

    /// Makes a request.
    public init(
        claimed: ClaimedDelivery, shop: ShopProfile, messageID: MessageID, trackingPage: WebURL, unsubscribe: WebURL?,
        now: Timestamp
    ) {
        self.claimed = claimed
        self.shop = shop
        self.messageID = messageID
        self.trackingPage = trackingPage
        self.unsubscribe = unsubscribe
        self.now = now
    }

    /// Whom the letter goes to; nil when nobody can be reached by mail.
    public var recipient: Mailbox? {
        if claimed.delivery.audience == .staff { return shop.staff.map { Mailbox(address: $0) } }
        guard let party = claimed.party, let address = party.email else { return nil }
        return Mailbox(name: party.name, address: address)
    }

    /// The language it is written in; Korean for staff.
    public var language: Language { claimed.party?.language ?? .korean }
}

/// The port to what turns a notice into a message: `Templates`.
public protocol MessageRenderer: Sendable {
    /// Writes the message; throws `RenderFailure` when the shop's templates cannot.
    func render(_ request: RenderRequest) throws -> ChannelMessage
}

/// Why a message could not be written: ours to mend, never the recipient's fault.
public struct RenderFailure: Error, Sendable, CustomStringConvertible {
    /// What is wrong and where, without personal data.
    public let reason: String

    /// Makes a failure.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
