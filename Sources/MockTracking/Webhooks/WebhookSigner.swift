// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
public import Values

/// Signs webhooks the ways DeliveryAPI and Standard Webhooks do.
public struct WebhookSigner: Sendable {
    /// Where the signature stands and what it covers.
    public enum Scheme: String, Sendable, CaseIterable {
        /// `X-Webhook-Signature: sha256=<hex>` over `{timestamp}.{body}`, with `X-Webhook-Timestamp`.
        case deliveryAPI = "deliveryapi"
        /// `X-DeliveryAPI-Signature: <hex>` over the body alone.
        case bodyOnly = "body-only"
        /// Standard Webhooks 1.0: `webhook-signature: v1,<base64>` over `{id}.{timestamp}.{body}`.
        case standard
    }

    /// How it signs.
    public let scheme: Scheme
    private let secret: Secret<String>

    /// Makes a signer.
    ///
    /// - Parameters:
    ///   - scheme: How to sign.
    ///   - secret: The shared secret as the shop got it (`whsec_...`). Standard Webhooks decodes what stands behind the
    ///     prefix from base64; the other schemes use the whole text as the key.
    public init(scheme: Scheme, secret: Secret<String>) {
        self.scheme = scheme
        self.secret = secret
    }

    /// The header fields of one delivery, in the order they are sent.
    ///
    /// - Parameters:
    ///   - body: The exact bytes of the body.
    ///   - id: The event's id, the same for each attempt.
    ///   - timestamp: Seconds since 1970.
    public func headers(body: [UInt8], id: String, timestamp: Int64) -> [(name: String, value: String)] {
        switch scheme {
        case .deliveryAPI:
            let signed = Digest.hmacSHA256(Array("\(timestamp).".utf8), body, key: Array(secret.reveal().utf8))
            return [
                ("X-Webhook-Id", id), ("X-Webhook-Timestamp", String(timestamp)),
                ("X-Webhook-Signature", "sha256=" + Hex.encode(signed)),
            ]
        case .bodyOnly:
            let signed = Digest.hmacSHA256(body, key: Array(secret.reveal().utf8))
            return [("X-DeliveryAPI-Signature", Hex.encode(signed))]
        case .standard:
            let signed = Digest.hmacSHA256(Array("\(id).\(timestamp).".utf8), body, key: standardKey)
            return [
                ("webhook-id", id), ("webhook-timestamp", String(timestamp)),
                ("webhook-signature", "v1," + Base64.encode(signed)),
            ]
        }
    }

    private var standardKey: [UInt8] {
        let text = secret.reveal()
        let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        return Base64.decode(encoded) ?? Array(text.utf8)
    }
}
