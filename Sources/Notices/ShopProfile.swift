// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// What a shop looks like to its customers: name, sender, brand.
public struct ShopProfile: Hashable, Sendable {
    /// The shop.
    public var id: ShopID
    /// The name customers know (`달빛상점`).
    public var name: Line
    /// The address letters come from.
    public var from: EmailAddress
    /// The address answers go to, if another.
    public var replyTo: EmailAddress?
    /// What it wants told.
    public var policy: ShopPolicy
    /// Its look.
    public var brand: Brand
    /// Where a review is written when the shipment names no place of its own.
    public var reviewURL: WebURL?

    /// Makes a profile.
    public init(
        id: ShopID, name: Line, from: EmailAddress, replyTo: EmailAddress? = nil, policy: ShopPolicy = ShopPolicy(),
        brand: Brand = Brand(), reviewURL: WebURL? = nil
    ) {
        self.id = id
        self.name = name
        self.from = from
        self.replyTo = replyTo
        self.policy = policy
        self.brand = brand
        self.reviewURL = reviewURL
    }

    /// A shop's look and the facts of its footer.
    public struct Brand: Hashable, Sendable {
        /// The one colour, six hexadecimal digits without `#`.
        public var color: String
        /// The logo; the name is set in type when there is none.
        public var logoURL: WebURL?
        /// The shop's own site.
        public var siteURL: WebURL?
        /// The customer centre's phone number.
        public var phone: PhoneNumber?
        /// The business address.
        public var address: Line?
        /// One more line of the footer (business number, e-commerce registration).
        public var legal: Line?
        /// The template set, when the shop has its own.
        public var templates: Line?

        /// Makes a look.
        public init(
            color: String = "1f6feb", logoURL: WebURL? = nil, siteURL: WebURL? = nil, phone: PhoneNumber? = nil,
            address: Line? = nil, legal: Line? = nil, templates: Line? = nil
        ) {
            self.color = color
            self.logoURL = logoURL
            self.siteURL = siteURL
            self.phone = phone
            self.address = address
            self.legal = legal
            self.templates = templates
        }
    }
}
