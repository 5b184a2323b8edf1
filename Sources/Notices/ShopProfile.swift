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
    /// How much of the recipient its letters and pages tell.
    public var privacy: Privacy
    /// Who is told of failed and returned parcels; nobody when nil.
    public var staff: EmailAddress?

    /// Makes a profile.
    public init(
        id: ShopID, name: Line, from: EmailAddress, replyTo: EmailAddress? = nil, policy: ShopPolicy = ShopPolicy(),
        brand: Brand = Brand(), reviewURL: WebURL? = nil, privacy: Privacy = Privacy(), staff: EmailAddress? = nil
    ) {
        self.id = id
        self.name = name
        self.from = from
        self.replyTo = replyTo
        self.policy = policy
        self.brand = brand
        self.reviewURL = reviewURL
        self.privacy = privacy
        self.staff = staff
    }
}
