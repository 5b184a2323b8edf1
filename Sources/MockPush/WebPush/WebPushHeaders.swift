// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld

/// The fields of RFC 8030 in a push's header.
struct WebPushHeaders: Sendable {
    /// How long to keep it, in seconds; 0 for now or never.
    let ttl: Int
    let urgency: String
    let topic: String?

    /// Reads them.
    init(_ call: ProviderCall) throws(VAPID.Refusal) {
        guard let text = call.header("TTL") else {
            throw VAPID.Refusal(
                status: 400, text: "The field TTL is missing: how many seconds the push is worth keeping.")
        }
        guard let ttl = Int(text), ttl >= 0 else {
            throw VAPID.Refusal(status: 400, text: "The field TTL must be a whole number of seconds, 0 or more.")
        }
        self.ttl = ttl
        self.urgency = call.header("Urgency") ?? "normal"
        guard ["very-low", "low", "normal", "high"].contains(urgency) else {
            throw VAPID.Refusal(status: 400, text: "The field Urgency must be very-low, low, normal or high.")
        }
        self.topic = call.header("Topic")
        if let topic {
            let isTopic =
                (1...32).contains(topic.utf8.count)
                && topic.utf8.allSatisfy {
                    switch $0 {
                    case 0x2D, 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
                    default: false
                    }
                }
            guard isTopic else {
                throw VAPID.Refusal(status: 400, text: "The field Topic must be at most 32 characters of base64url.")
            }
        }
    }
}
