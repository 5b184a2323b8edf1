// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Which parcel of which shop is meant, whatever its generation.
public struct ShipmentKey: Hashable, Sendable {
    /// The shop.
    public let shop: ShopID
    /// The courier.
    public let courier: CourierCode
    /// The courier's number.
    public let trackingNumber: TrackingNumber

    /// Makes a key.
    public init(shop: ShopID, courier: CourierCode, trackingNumber: TrackingNumber) {
        self.shop = shop
        self.courier = courier
        self.trackingNumber = trackingNumber
    }
}

/// What a shop says about a parcel when it registers it.
public struct Registration: Hashable, Sendable {
    /// Which parcel.
    public var key: ShipmentKey
    /// What kind of journey it is.
    public var kind: Shipment.Kind
    /// True when the receiver must see neither product nor price (SEMANTICS D1).
    public var gift: Bool
    /// The orders inside.
    public var orders: [Order]
    /// Who ordered; letters go here by default.
    public var orderer: Party
    /// Who receives it, when that is somebody else.
    public var receiver: Party?
    /// Our shipment id as the tracking service knows it (SEMANTICS D3).
    public var clientID: Line?
    /// The day the shop promised.
    public var expectedAt: Timestamp?
    /// Where a review is written, for the delivered letter.
    public var reviewURL: WebURL?

    /// Makes a registration.
    public init(
        key: ShipmentKey, kind: Shipment.Kind = .outbound, gift: Bool = false, orders: [Order] = [], orderer: Party,
        receiver: Party? = nil, clientID: Line? = nil, expectedAt: Timestamp? = nil, reviewURL: WebURL? = nil
    ) {
        self.key = key
        self.kind = kind
        self.gift = gift
        self.orders = orders
        self.orderer = orderer
        self.receiver = receiver
        self.clientID = clientID
        self.expectedAt = expectedAt
        self.reviewURL = reviewURL
    }
}
