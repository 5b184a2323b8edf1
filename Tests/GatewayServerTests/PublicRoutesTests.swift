// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Notices
import Shipping
import TestSupport
import Testing
import Values

/// The pages that letters link to.
@Suite(.timeLimit(.minutes(1))) struct PublicRoutesTests {
    private func link(
        _ desk: Desk, _ shipment: Shipment, shop: ShopID = .default, key: ShopID? = nil, audience: Audience = .orderer
    ) async throws -> String {
        let token = UnsubscribeToken(shop: shop, shipmentID: shipment.id, audience: audience, channel: .email)
        return "/u/" + token.text(key: try await desk.store.inner.identityKey(of: key ?? shop))
    }

    @Test("D7, promise 7: the tracking page shows where the parcel is, and neither driver nor address nor phone")
    func trackingPage() async throws {
        let desk = try Desk()
        let shipment = try await desk.register()
        try await desk.open { window async throws in
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
            let page = try await window.get("/t/" + shipment.token, key: nil)
            #expect(page.code == 200)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.text.filter(\.isNumber).contains("686530129012"))
            #expect(page.text.contains("강남직영"))
            #expect(page.text.contains("달빛상점"))
            for word in ["김기사", "9999", "hong@example.com", "1234-5678", "가락로"] {
                #expect(!page.text.contains(word), "the public page shows \(word)")
            }
            let policy = page.headers[HTTPField.Name("Content-Security-Policy")!] ?? ""
            #expect(policy.contains("default-src 'none'") && !policy.contains("script-src"))
            #expect(!page.text.contains("<script"))
        }
    }

    @Test("D1: the public page of a gift shows no product", arguments: [true, false])
    func gifts(_ isGift: Bool) async throws {
        let desk = try Desk()
        var registration = Samples.registration()
        registration.gift = isGift
        let shipment = try await desk.register(registration)
        try await desk.open { window async throws in
            let page = try await window.get("/t/" + shipment.token, key: nil)
            #expect(page.code == 200)
            #expect(page.text.contains("겨울 니트") == !isGift)
        }
    }

    @Test(
        "A tracking page nobody has is 404, as a page for people",
        arguments: ["/t/none", "/t/" + String(repeating: "a", count: 200)])
    func unknownPages(_ path: String) async throws {
        let desk = try Desk()
        try await desk.register()
        try await desk.open { window async throws in
            let answer = try await window.get(path, key: nil)
            #expect(answer.code == 404)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.text.contains("페이지를 찾을 수 없어요") && answer.text.contains("This page cannot be found"))
            #expect(!answer.text.contains(path.dropFirst(3)), "what was asked for is not repeated")
        }
    }

    @Test("RFC 8058: opening the link changes nothing and offers a button; pressing it stops the letters")
    func oneClick() async throws {
        let desk = try Desk()
        let shipment = try await desk.register()
        let link = try await link(desk, shipment)
        try await desk.open { window async throws in
            let question = try await window.get(link, key: nil)
            #expect(question.code == 200)
            #expect(
                question.text.contains(#"<form method="post" action="https://notify.example.com\#(link)""#),
                "the page has no button")
            #expect(question.text.contains("<button type=\"submit\""))
            #expect(desk.store.began(.suppress).count == 0, "a mail scanner that follows links has unsubscribed")
            let answer = try await window.post(link, "List-Unsubscribe=One-Click")
            #expect(answer.code == 200)
            #expect(desk.store.ended(.suppress).count == 1)
            #expect(try await window.post(link, "").code == 200, "twice is as good as once")
            for page in [question, answer] { #expect(!page.text.contains("hong@example.com")) }
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
        }
        #expect(try await desk.store.inner.statistics(now: desk.clock.now).byState[.suppressed] == 1)
        #expect(try await desk.trace().contains { $0.entry.kind == .manual && $0.entry.rule == "D4" })
    }

    @Test("D4: an opt-out holds for the shop it was given to, and for no other")
    func optOutsAreAShops() async throws {
        let desk = try Desk()
        let ours = try await desk.register()
        try await desk.register(Samples.registration(Samples.key(shop: "moon")))
        try await desk.open { window async throws in
            let link = try await link(desk, ours)
            #expect(try await window.post(link).code == 200)
            let news = Webhook.polled(Webhook.item())
            #expect(try await window.send(news.signed(Desk.moonSecret), to: "/webhooks/moon/delivery").code == 200)
        }
        let states = try await desk.store.inner.statistics(now: desk.clock.now).byState
        #expect(states[.leased] == 1)
        #expect(states[.suppressed] == nil)
    }

    @Test("D4: a link that this shop's key did not sign does nothing")
    func forgedLinks() async throws {
        let desk = try Desk()
        let shipment = try await desk.register()
        let moons = try await desk.register(Samples.registration(Samples.key(shop: "moon")))
        let good = try await link(desk, shipment)
        let forged = [
            // Another shop's key; another shop's shipment; a shop nobody knows; a token with a byte changed or cut.
            try await link(desk, shipment, key: Desk.moon), try await link(desk, moons, shop: .default),
            try await link(desk, shipment, shop: try ShopID("sun")), good + "A", String(good.dropLast()),
            good.replacing(good.dropFirst(3).prefix(4), with: "AAAA"), "/u/none",
            "/u/" + String(repeating: "a", count: 999),
        ]
        try await desk.open { window async throws in
            for link in forged {
                #expect(try await window.get(link, key: nil).code == 404, "\(link)")
                #expect(try await window.post(link).code == 404, "\(link)")
            }
        }
        #expect(desk.store.began(.suppress).count == 0)
    }

    @Test("A store that cannot write the opt-out down does not say it did")
    func aFailingStore() async throws {
        let desk = try Desk()
        let shipment = try await desk.register()
        let link = try await link(desk, shipment)
        desk.store.fail(.suppress)
        try await desk.open { window async throws in
            let answer = try await window.post(link)
            #expect(answer.code == 503)
            #expect(answer.headers[.retryAfter] == "5")
        }
    }
}
