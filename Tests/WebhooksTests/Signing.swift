// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Values
import Webhooks

/// A request as a source would send it.
struct SignedRequest {
    var headers: [String: String] = [:]
    var body: [UInt8]

    init(_ body: String) {
        self.body = Array(body.utf8)
    }

    /// Signs as DeliveryAPI does.
    func deliveryAPI(secret: String, at seconds: Int64) -> SignedRequest {
        var request = self
        let signature = Digest.hmacSHA256(Array("\(seconds).".utf8) + body, key: Array(secret.utf8))
        request.headers["X-Webhook-Signature"] = "sha256=" + Hex.encode(signature)
        request.headers["X-Webhook-Timestamp"] = String(seconds)
        return request
    }

    /// Signs the body alone.
    func bodyOnly(secret: String) -> SignedRequest {
        var request = self
        request.headers["X-DeliveryAPI-Signature"] = Hex.encode(Digest.hmacSHA256(body, key: Array(secret.utf8)))
        return request
    }

    /// Signs as Standard Webhooks does, with the key's bytes.
    func standard(key: [UInt8], id: String, at seconds: Int64) -> SignedRequest {
        var request = self
        let signature = Digest.hmacSHA256(Array("\(id).\(seconds).".utf8) + body, key: key)
        request.headers["webhook-id"] = id
        request.headers["webhook-timestamp"] = String(seconds)
        request.headers["webhook-signature"] = "v1," + Base64.encode(signature)
        return request
    }

    func verdict(of verifier: WebhookVerifier, now: Timestamp) -> SignatureVerdict {
        verifier.verify(body: body, now: now) { name in headers.first { $0.key.lowercased() == name }?.value }
    }
}
