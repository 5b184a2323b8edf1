// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values
public import Webhooks

/// Whose secret signed a webhook: a signature proves one shop (SEMANTICS E4).
public struct WebhookGate: Sendable {
    private let shared: WebhookVerifier
    private let own: [ShopID: WebhookVerifier]
    private let sharedShop: ShopID

    /// Makes a gate.
    ///
    /// - Parameters:
    ///   - shared: Verifies with the secrets that shops without their own inherit.
    ///   - own: Verifiers of the shops that have secrets of their own.
    ///   - sharedShop: Whose webhooks come on the road without a shop's name when the shared secrets prove them.
    public init(shared: WebhookVerifier, own: [ShopID: WebhookVerifier] = [:], sharedShop: ShopID = .default) {
        self.shared = shared
        self.own = own
        self.sharedShop = sharedShop
    }

    /// Says whose webhook this is, and how it is proven.
    ///
    /// - Parameters:
    ///   - shop: The shop named in the path, whose secrets alone count, or nil.
    ///   - body: The bytes as received.
    ///   - now: The present moment.
    ///   - header: Looks up a header's first value by its lower-case name.
    public func verify(
        shop: ShopID?, body: [UInt8], now: Timestamp, header: (String) -> String?
    ) -> (shop: ShopID, verdict: SignatureVerdict) {
        if let shop { return (shop, (own[shop] ?? shared).verify(body: body, now: now, header: header)) }
        let verdict = shared.verify(body: body, now: now, header: header)
        if case .refused = verdict {
            for (shop, verifier) in own.sorted(by: { $0.key.value < $1.key.value }) {
                let ownVerdict = verifier.verify(body: body, now: now, header: header)
                if case .verified = ownVerdict { return (shop, ownVerdict) }
            }
        }
        return (sharedShop, verdict)
    }
}
