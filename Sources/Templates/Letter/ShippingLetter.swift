// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Shipping
public import Values

/// What a letter or a page tells: a parcel of a shop, to one person.
public struct ShippingLetter: Sendable {
    /// The shop.
    public var shop: ShopProfile
    /// The parcel; the first one of a digest.
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
    /// All parcels of a digest, the first one too; empty for other letters.
    public var parcels: [Parcel]
    /// What the customer was told before, for a correction; `delivered` when left out, since that is what corrections are of
    /// (SEMANTICS A6).
    public var told: Stage?
    /// The name of a letter of the set, for tools; by default the milestone, stage and audience choose.
    public var name: String?
    /// The present moment, for how long nothing was heard; the tracking service's last look when left out.
    public var now: Timestamp?

    /// One of the parcels of a digest.
    public struct Parcel: Sendable {
        /// The parcel.
        public var shipment: Shipment
        /// Its tracking page.
        public var trackingPage: WebURL?

        /// Makes a parcel of a digest.
        public init(shipment: Shipment, trackingPage: WebURL? = nil) {
            self.shipment = shipment
            self.trackingPage = trackingPage
        }
    }

    /// Makes a letter.
    public init(
        shop: ShopProfile, shipment: Shipment, milestone: Milestone? = nil, audience: Audience = .orderer,
        language: Language = .korean, trackingPage: WebURL? = nil, unsubscribe: WebURL? = nil, parcels: [Parcel] = [],
        told: Stage? = nil, now: Timestamp? = nil
    ) {
        self.shop = shop
        self.shipment = shipment
        self.milestone = milestone
        self.audience = audience
        self.language = language
        self.trackingPage = trackingPage
        self.unsubscribe = unsubscribe
        self.parcels = parcels
        self.told = told
        self.now = now
    }

    /// Whether it is a page, which anybody may see who has its address.
    var isPage: Bool { milestone == nil && name == nil }

    /// Whether a parcel that it tells of is a gift to its reader, who sees no products and prices (SEMANTICS D1).
    func hidesItems(of shipment: Shipment) -> Bool { shipment.registration.gift && audience == .receiver }
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
