// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
import Shipping
import Synchronization
public import Values

/// Writes messages: gives each its name and links, and lets the renderer write it.
public final class Scribe: Sendable {
    /// What was written.
    struct Written: Sendable {
        let messageID: MessageID
        let message: Result<ChannelMessage, RenderFailure>
    }

    private let store: any Store
    private let shops: ShopDirectory
    private let renderer: any MessageRenderer
    private let publicURL: WebURL
    private let keys = Mutex<[ShopID: [UInt8]]>([:])

    /// Makes a scribe.
    ///
    /// - Parameters:
    ///   - store: Where the shops' identity keys are.
    ///   - shops: The shops.
    ///   - renderer: What writes.
    ///   - publicURL: Where customers reach this gateway; links in letters start with it.
    public init(store: any Store, shops: ShopDirectory, renderer: any MessageRenderer, publicURL: WebURL) {
        self.store = store
        self.shops = shops
        self.renderer = renderer
        self.publicURL = publicURL
    }

    /// Whether a shop names somebody of its staff.
    func hasStaff(_ shop: ShopID) -> Bool { shops[shop]?.staff != nil }

    func write(_ claimed: ClaimedDelivery, now: Timestamp) async -> Written {
        let shopID = claimed.shipment.key.shop
        do {
            guard let shop = shops[shopID] else { throw RenderFailure("shop \(shopID) is not configured any more") }
            let key = try await identityKey(of: shopID)
            let messageID = try DeliveryIdentity.messageID(of: claimed.delivery, key: key, domain: shop.from.domain)
            return Written(
                messageID: messageID, message: render(claimed, shop: shop, messageID: messageID, key: key, now: now))
        } catch {
            // Without a key there is no name; this one is never sent.
            return Written(messageID: Self.unnamed, message: .failure(Self.failure(error)))
        }
    }

    private func render(
        _ claimed: ClaimedDelivery, shop: ShopProfile, messageID: MessageID, key: [UInt8], now: Timestamp
    ) -> Result<ChannelMessage, RenderFailure> {
        do {
            let request = RenderRequest(
                claimed: claimed.delivery.audience == .staff ? Self.outsideTheThread(claimed) : claimed, shop: shop,
                messageID: messageID,
                trackingPage: try WebURL(publicURL.appending("t", claimed.shipment.token)),
                unsubscribe: try unsubscribe(claimed, shop: shop.id, key: key), now: now)
            return .success(try renderer.render(request))
        } catch {
            return .failure(Self.failure(error))
        }
    }

    /// The link that stops letters to a customer; staff has none.
    private func unsubscribe(_ claimed: ClaimedDelivery, shop: ShopID, key: [UInt8]) throws -> WebURL? {
        guard claimed.delivery.audience != .staff else { return nil }
        let token = UnsubscribeToken(
            shop: shop, shipmentID: claimed.shipment.id, audience: claimed.delivery.audience,
            channel: claimed.delivery.channel)
        return try WebURL(publicURL.appending("u", token.text(key: key)))
    }

    /// The same delivery of a parcel without a thread: the ids of the customer's letters mean nothing to staff.
    private static func outsideTheThread(_ claimed: ClaimedDelivery) -> ClaimedDelivery {
        var shipment = claimed.shipment
        shipment.threadRoot = nil
        return ClaimedDelivery(
            delivery: claimed.delivery, shipment: shipment, mayBeDuplicate: claimed.mayBeDuplicate)
    }

    /// What may be said of an error: ours say nothing of people, others may (promise 7).
    private static func failure(_ error: any Error) -> RenderFailure {
        switch error {
        case let failure as RenderFailure: failure
        case let failure as StoreFailure: RenderFailure(failure.reason)
        case let error as ValueError: RenderFailure(error.reason)
        default: RenderFailure("the letter could not be written: \(type(of: error))")
        }
    }

    private func identityKey(of shop: ShopID) async throws -> [UInt8] {
        if let key = keys.withLock({ $0[shop] }) { return key }
        let key = try await store.identityKey(of: shop)
        keys.withLock { $0[shop] = key }
        return key
    }

    private static let unnamed: MessageID = {
        guard let id = try? MessageID("unnamed@parcelpost.invalid") else { preconditionFailure("a fixed id is valid") }
        return id
    }()
}
