// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Notices
import Shipping
import TestSupport
import Testing
import Values
import Webhooks

/// Which webhooks are believed, and whose they are.
@Suite(.timeLimit(.minutes(1))) struct SignatureTests {
    static let roads = ["/webhooks/delivery", "/webhook/delivery", "/webhooks/default/delivery"]

    /// What a sender may do, and what comes of it: status, and the counter that rises.
    static let verdicts: [(name: String, webhook: Webhook, status: Int, counter: String?)] = [
        ("signed well", Webhook.polled(Webhook.item()).signed(), 200, nil),
        ("signed 300 s ago", Webhook.polled(Webhook.item()).signed(ageSeconds: 300), 200, nil),
        ("signed with another secret", Webhook.polled(Webhook.item()).signed("whsec_b3RoZXI="), 401, "wrong-signature"),
        ("signed 301 s ago", Webhook.polled(Webhook.item()).signed(ageSeconds: 301), 401, "stale-timestamp"),
        ("signed 301 s ahead", Webhook.polled(Webhook.item()).signed(ageSeconds: -301), 401, "stale-timestamp"),
        (
            "signed without its timestamp",
            Webhook.polled(Webhook.item()).with(["X-Webhook-Signature": "sha256=" + String(repeating: "0", count: 64)]),
            401, "malformed"
        ),
        ("unsigned news", Webhook.polled(Webhook.item()), 401, "unsigned"),
        ("unsigned, not JSON", Webhook("hello"), 401, "unsigned"),
        ("an unsigned probe", Webhook(#"{"event":"webhook.test"}"#), 200, nil),
        ("an empty object", Webhook("{}"), 200, nil),
        ("a signed probe", Webhook("{}").signed(), 200, nil),
    ]

    @Test("E1: valid, wrong, stale, unsigned, probe on each road", arguments: roads)
    func verdictTable(_ road: String) async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            var counted = 0
            for (name, webhook, status, counter) in Self.verdicts {
                let before = try await desk.store.inner.counters()
                let answer = try await window.send(webhook, to: road)
                #expect(answer.code == status, "\(name): \(answer.text)")
                var expected = before
                if let counter {
                    // Nobody waits for a count, so the answer may be there first.
                    counted += 1
                    try await desk.store.ended(.count).reach(counted)
                    expected["webhooks.refused." + counter, default: 0] += 1
                }
                #expect(try await desk.store.inner.counters() == expected, "\(name)")
                if status == 200 { #expect(answer.text == #"{"received":true}"#, "\(name)") }
                if status == 401 {
                    #expect(answer.rule == "wrong-signature", "\(name)")
                    #expect(
                        !answer.text.contains(counter ?? "?") || counter == "wrong-signature", "the caller learns why")
                }
            }
        }
        // Two of all those were news that could be believed; both speak of one parcel.
        #expect(try await desk.trace().count == 2)
    }

    @Test("E1: a body that was changed on its way is refused, whatever it says")
    func changedBodies() async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            var webhook = Webhook.polled(Webhook.item()).signed()
            webhook.body.append(0x20)
            #expect(try await window.send(webhook).code == 401)
            // Not even a body that is a probe passes under a wrong signature.
            var probe = Webhook("{}").signed()
            probe.body = Array(#"{"event":"webhook.test"}"#.utf8)
            #expect(try await window.send(probe).code == 401)
        }
        #expect(try await desk.trace().isEmpty)
    }

    @Test("A signature that another implementation made is believed")
    func knownAnswer() async throws {
        // Python: hmac.new(secret, b"1795309200." + body, hashlib.sha256).hexdigest()
        let body =
            #"{"event":"tracking.polled","items":[{"courierCode":"cj","trackingNumber":"686530129012","#
            + #""currentStatus":"DELIVERED"}]}"#
        let desk = try Desk()
        try await desk.open { window async throws in
            let webhook = Webhook(body).with([
                "X-Webhook-Timestamp": "1795309200",
                "X-Webhook-Signature": "sha256=940e22201c1b3342baae8232b216005efe11b453b13059e799f3437370c3a9eb",
            ])
            #expect(try await window.send(webhook).code == 200)
        }
        #expect(try await desk.trace().count == 1)
    }

    @Test("E4: on a shop's own road only its own secrets count, and a shop nobody knows is 404")
    func shopsOfTheirOwn() async throws {
        let desk = try Desk()
        let news = Webhook.polled(Webhook.item())
        try await desk.open { window async throws in
            #expect(try await window.send(news.signed(Desk.secret), to: "/webhooks/moon/delivery").code == 401)
            #expect(try await desk.trace(shop: Desk.moon).isEmpty)
            #expect(try await window.send(news.signed(Desk.moonSecret), to: "/webhooks/default/delivery").code == 401)
            #expect(try await desk.trace().isEmpty)
            #expect(try await window.send(news.signed(Desk.moonSecret), to: "/webhooks/moon/delivery").code == 200)
            #expect(try await desk.trace(shop: Desk.moon).count == 1)
            for shop in ["sun", "Moon", "moon%20", "..%2Fdefault"] {
                let answer = try await window.send(news.signed(), to: "/webhooks/\(shop)/delivery")
                #expect(answer.code == 404, "\(shop): \(answer.text)")
            }
        }
        #expect(try await desk.trace().isEmpty)
    }

    @Test("E4: on the road without a name a signature proves whose webhook it is")
    func signaturesProveAShop() async throws {
        let desk = try Desk()
        let news = Webhook.polled(Webhook.item())
        try await desk.open { window async throws in
            #expect(try await window.send(news.signed(Desk.moonSecret)).code == 200)
            #expect(try await desk.trace(shop: Desk.moon).count == 1)
            #expect(try await desk.trace().isEmpty)
            #expect(try await window.send(news.signed(Desk.secret)).code == 200)
            #expect(try await desk.trace().count == 1)
        }
        #expect(try await desk.counter("webhooks.refused.wrong-signature") == 0)
    }

    @Test("Standard Webhooks and body-only signatures are believed where they are allowed, and the trace says by which")
    func otherSchemes() async throws {
        let signed: [(SignatureScheme, Webhook)] = [
            (.standardWebhooks, Webhook.polled(Webhook.item()).signedStandard()),
            (.bodyOnly, Webhook.polled(Webhook.item()).signedBodyOnly()),
        ]
        for (scheme, webhook) in signed {
            let strict = try Desk()
            try await strict.open { window async throws in
                #expect(try await window.send(webhook).code == 401, "\(scheme)")
            }
            try await strict.store.ended(.count).reach()
            #expect(try await strict.counter("webhooks.refused.scheme-not-allowed") == 1)
            #expect(try await strict.trace().isEmpty)
            let lax = try Desk(schemes: [.deliveryAPI, scheme])
            try await lax.open { window async throws in #expect(try await window.send(webhook).code == 200, "\(scheme)")
            }
            let facts = try await lax.trace().flatMap(\.entry.facts)
            #expect(facts.contains(.init("proof", scheme.proof)))
        }
    }
}
