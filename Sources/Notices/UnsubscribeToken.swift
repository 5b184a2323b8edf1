// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
public import Shipping
import Values

/// The unguessable end of a one-click unsubscribe link: which shipment's audience, which channel, signed by the shop's key.
///
/// The link alone must identify recipient and channel (RFC 8058 section 3.1), and a look into our logs must not reveal an
/// address: so it names the shipment's number and audience, never the address.
public struct UnsubscribeToken: Hashable, Sendable {
    /// The shop.
    public let shop: ShopID
    /// The store's number of the shipment.
    public let shipmentID: Int64
    /// Who of the shipment.
    public let audience: Audience
    /// The channel to be silent on.
    public let channel: DeliveryChannel

    /// Makes a token's content.
    public init(shop: ShopID, shipmentID: Int64, audience: Audience, channel: DeliveryChannel) {
        self.shop = shop
        self.shipmentID = shipmentID
        self.audience = audience
        self.channel = channel
    }

    /// The token as it stands in the URL.
    public func text(key: [UInt8]) -> String {
        Base64.encodeURL(Array(content.utf8) + mac(key: key))
    }

    /// Reads a token before its key is known; check it with `isSigned(_:key:)` once the shop's key is at hand.
    public init?(_ text: String) {
        guard text.utf8.count <= 300, let bytes = Base64.decode(text), bytes.count > Self.macBytes else { return nil }
        let parts = String(decoding: bytes.dropLast(Self.macBytes), as: UTF8.self).split(separator: "|")
        guard parts.count == 4, let shop = try? ShopID(String(parts[0])), let shipmentID = Int64(parts[1]),
            let audience = Audience(rawValue: String(parts[2])),
            let channel = DeliveryChannel(rawValue: String(parts[3]))
        else { return nil }
        self.init(shop: shop, shipmentID: shipmentID, audience: audience, channel: channel)
    }

    /// Whether `text` is this token signed with `key`, in constant time.
    public func isSigned(_ text: String, key: [UInt8]) -> Bool {
        Digest.equalInConstantTime(Array(text.utf8), Array(self.text(key: key).utf8))
    }

    private static let macBytes = 12

    private var content: String { "\(shop)|\(shipmentID)|\(audience.rawValue)|\(channel.rawValue)" }

    private func mac(key: [UInt8]) -> [UInt8] {
        Array(Digest.hmacSHA256(Array("unsubscribe ".utf8), Array(content.utf8), key: key).prefix(Self.macBytes))
    }
}
