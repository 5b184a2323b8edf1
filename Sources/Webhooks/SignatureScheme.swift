// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A way in which a source proves that a webhook is its own.
///
/// The raw value is the word for it in settings.
public enum SignatureScheme: String, CaseIterable, Hashable, Sendable {
    /// DeliveryAPI: `X-Webhook-Signature: sha256=<hex>` over `"{timestamp}.{body}"`, and `X-Webhook-Timestamp`.
    case deliveryAPI = "deliveryapi"
    /// Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature` with `v1,<base64>` entries.
    case standardWebhooks = "standard-webhooks"
    /// `X-DeliveryAPI-Signature: <hex>` over the body alone, as DeliveryAPI's older documents have it.
    case bodyOnly = "body-only"

    /// How much it proves, for the trace.
    public var strength: String {
        switch self {
        case .deliveryAPI: "timestamped HMAC"
        case .standardWebhooks: "timestamped HMAC with a message id"
        case .bodyOnly: "body HMAC without timestamp: replays are possible"
        }
    }

    /// The line that a trace carries (`deliveryapi: timestamped HMAC`).
    public var proof: String { rawValue + ": " + strength }

    /// The header that carries the signature, in lower case.
    public var signatureHeader: String {
        switch self {
        case .deliveryAPI: "x-webhook-signature"
        case .standardWebhooks: "webhook-signature"
        case .bodyOnly: "x-deliveryapi-signature"
        }
    }

    /// The headers in which the source's id of a delivery may stand, in lower case.
    public static let deliveryIDHeaders = ["x-webhook-id", "webhook-id"]
}
