// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
public import Values

/// Verifies webhooks over their raw bytes, in constant time, with several live secrets at once.
///
/// Verify before parsing. While a secret is rotated, both the old and the new one are live.
public struct WebhookVerifier: Sendable {
    /// The schemes a source may use here, strongest first.
    public let schemes: [SignatureScheme]
    /// How far a signed timestamp may be from now, in seconds, either way.
    public let toleranceSeconds: Int

    /// The key of each secret as text (DeliveryAPI signs with the characters of `whsec_...`).
    private let textKeys: [Secret<[UInt8]>]
    /// The key of each secret as Standard Webhooks has it: `whsec_` and base64.
    private let standardKeys: [Secret<[UInt8]>]

    /// Makes a verifier.
    ///
    /// - Parameters:
    ///   - schemes: The schemes a source may use here.
    ///   - secrets: The live secrets. Empty ones are left out: anybody could sign with them. Without any, nothing verifies.
    ///   - toleranceSeconds: How far a signed timestamp may be from now, either way.
    public init(schemes: [SignatureScheme], secrets: [Secret<String>], toleranceSeconds: Int = 300) {
        self.schemes = SignatureScheme.allCases.filter(schemes.contains)
        self.toleranceSeconds = toleranceSeconds
        let texts = secrets.map { $0.reveal() }.filter { !$0.allSatisfy(\.isWhitespace) && $0 != "whsec_" }
        self.textKeys = texts.map { Secret(Array($0.utf8)) }
        self.standardKeys = texts.map { text in
            let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
            guard let key = Base64.decode(encoded), !key.isEmpty else { return Secret(Array(text.utf8)) }
            return Secret(key)
        }
    }

    /// Says what a webhook's signature proves.
    ///
    /// When a request carries signatures of several allowed schemes, one that proves it is enough.
    ///
    /// - Parameters:
    ///   - body: The bytes as received, not parsed and written again.
    ///   - now: The present moment.
    ///   - header: Looks up a header's first value; the name is given in lower case.
    public func verify(body: [UInt8], now: Timestamp, header: (String) -> String?) -> SignatureVerdict {
        var refusal: SignatureVerdict.Refusal?
        for scheme in schemes {
            guard let signature = header(scheme.signatureHeader) else { continue }
            let problem =
                switch scheme {
                case .deliveryAPI: deliveryAPI(signature, header("x-webhook-timestamp"), body: body, now: now)
                case .standardWebhooks:
                    standardWebhooks(
                        signature, id: header("webhook-id"), timestamp: header("webhook-timestamp"), body: body,
                        now: now)
                case .bodyOnly: bodyOnly(signature, body: body)
                }
            guard let problem else { return .verified(scheme) }
            // The strongest scheme's reason is the one worth a log line.
            if refusal == nil { refusal = problem }
        }
        if let refusal { return .refused(refusal) }
        let isSigned = SignatureScheme.allCases.contains { header($0.signatureHeader) != nil }
        return isSigned ? .refused(.schemeNotAllowed) : .unsigned
    }

    private func deliveryAPI(
        _ signature: String, _ timestamp: String?, body: [UInt8], now: Timestamp
    ) -> SignatureVerdict.Refusal? {
        guard let claimed = hexSignature(signature), let timestamp, let seconds = wholeSeconds(timestamp) else {
            return .malformed
        }
        let message = Array(timestamp.utf8) + [0x2E] + body
        guard isSigned(message, by: textKeys, as: [claimed]) else { return .wrongSignature }
        return isFresh(seconds, now: now) ? nil : .staleTimestamp
    }

    private func bodyOnly(_ signature: String, body: [UInt8]) -> SignatureVerdict.Refusal? {
        guard let claimed = hexSignature(signature) else { return .malformed }
        return isSigned(body, by: textKeys, as: [claimed]) ? nil : .wrongSignature
    }

    private func standardWebhooks(
        _ signatures: String, id: String?, timestamp: String?, body: [UInt8], now: Timestamp
    ) -> SignatureVerdict.Refusal? {
        guard let id, !id.isEmpty, let timestamp, let seconds = wholeSeconds(timestamp) else { return .malformed }
        let claimed = signatures.split(separator: " ").prefix(16).compactMap { entry -> [UInt8]? in
            guard entry.hasPrefix("v1,") else { return nil }
            return Base64.decode(String(entry.dropFirst(3)))
        }
        guard !claimed.isEmpty else { return .malformed }
        let message = Array(id.utf8) + [0x2E] + Array(timestamp.utf8) + [0x2E] + body
        guard isSigned(message, by: standardKeys, as: claimed) else { return .wrongSignature }
        return isFresh(seconds, now: now) ? nil : .staleTimestamp
    }

    /// Tries every key, also after one has matched, so that the time tells nothing about which one did.
    private func isSigned(_ message: [UInt8], by keys: [Secret<[UInt8]>], as claimed: [[UInt8]]) -> Bool {
        var matched = false
        for key in keys {
            let expected = Digest.hmacSHA256(message, key: key.reveal())
            for signature in claimed where Digest.equalInConstantTime(expected, signature) { matched = true }
        }
        return matched
    }

    /// The 32 bytes of `sha256=<hex>` or `<hex>`.
    private func hexSignature(_ text: String) -> [UInt8]? {
        guard let bytes = Hex.decode(text.hasPrefix("sha256=") ? String(text.dropFirst(7)) : text), bytes.count == 32
        else { return nil }
        return bytes
    }

    private func wholeSeconds(_ text: String) -> Int64? {
        guard (1...11).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }

    private func isFresh(_ seconds: Int64, now: Timestamp) -> Bool {
        abs(now.seconds - seconds) <= Int64(toleranceSeconds)
    }
}
