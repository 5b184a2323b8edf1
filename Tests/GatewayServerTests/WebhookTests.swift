// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import GatewayServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Notices
import Shipping
import TestSupport
import Testing
import Values

/// What a believed webhook is answered with, and what is kept of it.
@Suite(.timeLimit(.minutes(1))) struct WebhookTests {
    @Test("Promise 1: 200 means that the event is planned and its letter is in the outbox")
    func newsIsKept() async throws {
        let desk = try Desk()
        let shipment = try await desk.register()
        try await desk.open { window async throws in
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
            #expect(try await desk.store.inner.statistics(now: desk.clock.now).byState[.leased] == 1)
            #expect(desk.outbox.load == 1)
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
            #expect(desk.outbox.load == 1, "promise 2: a doubled webhook made a second letter")
        }
        #expect(try await desk.shipment()?.stage == .outForDelivery)
        #expect(try await desk.shipment()?.id == shipment.id)
    }

    @Test("E1: an event of an unknown name is kept and accepted, or refused where the settings say so")
    func unknownEvents() async throws {
        let webhook = Webhook.polled(Webhook.item(), event: "tracking.teleported").signed()
        let lax = try Desk()
        try await lax.open { window async throws in #expect(try await window.send(webhook).code == 200) }
        #expect(lax.store.ended(.keep).count == 1)
        let strict = try Desk(unknownEvents: .refuse)
        try await strict.open { window async throws in
            let answer = try await window.send(webhook)
            #expect(answer.code == 400)
            #expect(answer.problems == ["/event unknown-event"])
        }
        #expect(strict.store.ended(.keep).count == 1)
        #expect(try await strict.trace().isEmpty)
    }

    @Test(
        "E1: what cannot be used at all is 400, with a pointer to each mistake",
        arguments: [
            ("[1,2", [" not-json"]), (#"["a"]"#, [" wrong-type"]),
            (#"{"items":[{"courierCode":"cj","trackingNumber":"1","currentStatus":"DELIVERED"}]}"#, ["/event missing"]),
            (
                #"{"event":"tracking.polled","items":[{},{"courierCode":{}}]}"#,
                [
                    "/items/0/courierCode missing", "/items/0/trackingNumber missing", "/items/0/currentStatus missing",
                    "/items/1/courierCode wrong-type", "/items/1/trackingNumber missing",
                    "/items/1/currentStatus missing",
                ]
            ),
        ])
    func unusableBodies(_ body: String, _ expected: [String]) async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            let answer = try await window.send(Webhook(body).signed())
            #expect(answer.code == 400)
            #expect(answer.headers[.contentType] == "application/problem+json")
            for problem in expected {
                #expect(answer.problems.contains { $0.hasPrefix(problem) }, "\(problem) is not in \(answer.problems)")
            }
        }
    }

    @Test("E1: one bad item takes none of its neighbours with it, and is kept for staff")
    func oneBadItem() async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            let webhook = Webhook.polled(
                Webhook.item("111111111111"), #"{"courierCode":"cj"}"#, Webhook.item("222222222222")
            ).signed()
            #expect(try await window.send(webhook).code == 200)
        }
        #expect(try await desk.trace("111111111111").count == 1)
        #expect(try await desk.trace("222222222222").count == 1)
        #expect(desk.store.ended(.keep).count == 1)
        #expect(desk.log.text.contains("webhook items rejected"))
    }

    @Test("E2: a store that cannot write is 503 with Retry-After, and nothing is acknowledged")
    func aFailingStore() async throws {
        let desk = try Desk()
        desk.store.fail(.record)
        try await desk.open { window async throws in
            let answer = try await window.send(Webhook.polled(Webhook.item()).signed())
            #expect(answer.code == 503)
            #expect(answer.headers[.retryAfter] == "10")
            #expect(!answer.text.contains("disk is full"))
            desk.store.before(.record, nil)
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
        }
    }

    @Test("E1: bad items that cannot be kept are not acknowledged either")
    func aStoreThatKeepsNothing() async throws {
        let desk = try Desk()
        desk.store.fail(.keep, times: 1)
        try await desk.open { window async throws in
            let webhook = Webhook.polled(Webhook.item(), "{}").signed()
            let answer = try await window.send(webhook)
            #expect(answer.code == 503)
            #expect(answer.headers[.retryAfter] == "10")
            #expect(try await desk.trace().isEmpty)
            #expect(try await window.send(webhook).code == 200)
        }
        #expect(try await desk.trace().count == 1)
    }

    @Test("E2: a store that does not answer is 503 with Retry-After within the patience")
    func aSlowStore() async throws {
        let desk = try Desk()
        let gate = Tally()
        desk.store.before(.record) { try await gate.reach() }
        try await desk.open { window async throws in
            async let answer = window.send(Webhook.polled(Webhook.item()).signed())
            try await desk.store.began(.record).reach()
            try await desk.running.asleep.reach()
            desk.running.advance(by: .milliseconds(2_750))
            let late = try await answer
            #expect(late.code == 503)
            #expect(late.headers[.retryAfter] == "5")
            gate.add()
        }
        #expect(try await desk.trace().count == 1)
    }

    @Test("Promise 5: more requests than may wait are 503 at once")
    func aFullRoom() async throws {
        let desk = try Desk(limits: Limits(requestsWaiting: 0))
        try await desk.open { window async throws in
            let answer = try await window.send(Webhook.polled(Webhook.item()).signed())
            #expect(answer.code == 503)
            #expect(answer.headers[.retryAfter] == "1")
        }
        #expect(desk.store.began(.record).count == 0)
    }

    @Test("Promise 7: refusals and rejections name nobody in the log")
    func theLogNamesNobody() async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            _ = try await window.send(Webhook.polled(Webhook.item()).signed("whsec_b3RoZXI="))
            _ = try await window.send(
                Webhook.polled(
                    Webhook.item(), #"{"courierCode":"cj","receiverName":"홍길동","error":"김기사 010-9999-8888"}"#
                ).signed())
        }
        let log = desk.log.text
        #expect(log.contains("webhook refused") && log.contains("webhook items rejected"))
        for word in ["홍길동", "9999", "whsec"] { #expect(!log.contains(word), "\(word) is in the log") }
    }
}
