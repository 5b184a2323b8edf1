// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import TestSupport
import Values

/// A webhook as the source would send it.
struct Webhook: Sendable {
    var headers: [String: String] = [:]
    var body: [UInt8]

    init(_ body: String) { self.body = Array(body.utf8) }

    /// News of parcels.
    static func polled(_ items: String..., event: String = "tracking.polled") -> Webhook {
        Webhook(#"{"event":"\#(event)","requestId":"req_1","items":[\#(items.joined(separator: ","))]}"#)
    }

    /// One item.
    static func item(_ number: String = "686530129012", _ status: String = "OUT_FOR_DELIVERY") -> String {
        #"{"courierCode":"cj","trackingNumber":"\#(number)","currentStatus":"\#(status)","#
            + #""trackingData":{"deliveryStatus":"\#(status)","progresses":[{"dateTime":"2026-11-22 09:12:00","#
            + #""location":"강남직영","statusCode":"\#(status)","#
            + #""description":"고객님의 상품을 배송할 예정입니다.(배송담당:김기사 010-9999-8888)"}]}}"#
    }

    /// Signs as DeliveryAPI does.
    func signed(_ secret: String = Desk.secret, ageSeconds: Int64 = 0) -> Webhook {
        let stamp = String(Samples.now.seconds - ageSeconds)
        let signature = Digest.hmacSHA256(Array((stamp + ".").utf8) + body, key: Array(secret.utf8))
        return with(["X-Webhook-Signature": "sha256=" + Hex.encode(signature), "X-Webhook-Timestamp": stamp])
    }

    /// Signs the body alone, as DeliveryAPI's older documents have it.
    func signedBodyOnly(_ secret: String = Desk.secret) -> Webhook {
        with(["X-DeliveryAPI-Signature": Hex.encode(Digest.hmacSHA256(body, key: Array(secret.utf8)))])
    }

    /// Signs as Standard Webhooks does.
    func signedStandard(_ secret: String = Desk.secret, id: String = "msg_1") -> Webhook {
        let stamp = String(Samples.now.seconds)
        let key = Base64.decode(String(secret.dropFirst("whsec_".count))) ?? []
        let signature = Digest.hmacSHA256(Array("\(id).\(stamp).".utf8) + body, key: key)
        return with([
            "webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": "v1," + Base64.encode(signature),
        ])
    }

    func with(_ headers: [String: String]) -> Webhook {
        var webhook = self
        webhook.headers.merge(headers) { $1 }
        return webhook
    }
}
