// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Shipping
public import Values

/// What a letter or a page tells: a parcel of a shop, to one person.
public struct ShippingLetter: Sendable {
    /// The shop.
    public var shop: ShopProfile
    /// The parcel.
    public var shipment: Shipment
    /// What is told; nil for a page, which tells where the parcel is now.
    public var milestone: Milestone?
    /// Whom it is for (SEMANTICS D1).
    public var audience: Audience
    /// The language it is written in.
    public var language: Language
    /// The customer's tracking page.
    public var trackingPage: WebURL?
    /// The link that stops these letters.
    public var unsubscribe: WebURL?

    /// Makes a letter.
    public init(
        shop: ShopProfile, shipment: Shipment, milestone: Milestone? = nil, audience: Audience = .orderer,
        language: Language = .korean, trackingPage: WebURL? = nil, unsubscribe: WebURL? = nil
    ) {
        self.shop = shop
        self.shipment = shipment
        self.milestone = milestone
        self.audience = audience
        self.language = language
        self.trackingPage = trackingPage
        self.unsubscribe = unsubscribe
    }
}

/// A letter in words: a subject and both parts.
public struct RenderedLetter: Hashable, Sendable {
    /// The subject.
    public let subject: Line
    /// The HTML part.
    public let html: String
    /// The plain-text part.
    public let text: String
}
