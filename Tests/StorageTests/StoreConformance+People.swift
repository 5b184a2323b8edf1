// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

extension StoreConformance {
    @Test("D4: a one-click opt-out stops one channel to one address", arguments: StoreKind.allCases)
    func optsOut(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let shipment = try await road.register(Samples.registration()).shipment
            try await road.park(Samples.event(.inTransit))
            func token(_ audience: Audience = .orderer, shop: String = "default", id: Int64? = nil) throws
                -> UnsubscribeToken
            {
                UnsubscribeToken(
                    shop: try ShopID(shop), shipmentID: id ?? shipment.id, audience: audience, channel: .email)
            }
            #expect(try await !store.suppress(token(shop: "other"), reason: "opt-out", now: Samples.now))
            #expect(try await !store.suppress(token(id: 999), reason: "opt-out", now: Samples.now))
            #expect(try await !store.suppress(token(.staff), reason: "opt-out", now: Samples.now))
            #expect(try await store.suppress(token(), reason: "opt-out", now: Samples.now))
            #expect(try await store.suppress(token(), reason: "opt-out", now: Samples.now))
            #expect(try await road.trace().filter { $0.entry.kind == .manual }.count == 1)
            let claimed = try await road.claim()
            #expect(claimed.deliveries.isEmpty && claimed.ended == 1)
            #expect(try await road.states() == [.suppressed: 1])
            #expect(try await road.trace().last?.entry.text.contains("opt-out") == true)
        }
    }

    @Test("D4: a receiver's opt-out is the receiver's; without one it is the orderer's", arguments: StoreKind.allCases)
    func optsOutTheReceiver(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            var gift = Samples.registration()
            gift.receiver = Party(email: try EmailAddress("kim@example.com"))
            let shipment = try await road.register(gift).shipment
            let token = UnsubscribeToken(
                shop: .default, shipmentID: shipment.id, audience: .receiver, channel: .email)
            #expect(try await store.suppress(token, reason: "opt-out", now: Samples.now))
            #expect(try await road.record(Samples.event(.inTransit))[0].leased.count == 1)
            let toReceiver: @Sendable (Situation) -> Plan = { situation in
                Planner(policy: ShopPolicy(audience: .receiver)).plan(situation)
            }
            try await road.record(Samples.event(.outForDelivery), deciding: toReceiver)
            #expect(try await road.states() == [.leased: 1, .suppressed: 1])
        }
    }

    @Test(
        "C7: what is told of a delivery later stands in its trace with its Message-ID, and changes nothing else",
        arguments: StoreKind.allCases)
    func notesReceipts(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let leased = try await road.record(Samples.event(.inTransit))[0].leased
            let id = try #require(leased.first?.delivery.id)
            let before = try await road.states()
            let entry = TraceEntry(.receipt, rule: "C7", facts: [.init("status", "5.1.1")], "A bounce came.")
            #expect(try await store.note(entry, on: id, of: .default, now: Samples.now))
            #expect(try await !store.note(entry, on: id, of: ShopID("other"), now: Samples.now))
            #expect(try await !store.note(entry, on: id + 999, of: .default, now: Samples.now))
            let told = try await road.trace().filter { $0.entry.kind == .receipt }
            #expect(told.count == 1)
            #expect(told.first?.deliveryID == id)
            #expect(told.first?.entry.milestone == .shipped)
            #expect(told.first?.entry.facts.map(\.name) == ["channel", "status"])
            #expect(try await road.states() == before)
        }
    }

    @Test("A shop's key is made once and is its own", arguments: StoreKind.allCases)
    func keepsKeys(kind: StoreKind) async throws {
        try await kind.run { store in
            let key = try await store.identityKey(of: .default)
            #expect(key.count == 32 && Set(key).count > 1)
            #expect(try await store.identityKey(of: .default) == key)
            #expect(try await store.identityKey(of: ShopID("other")) != key)
        }
    }

    @Test("C7: the dead are retried by hand, the queued called off", arguments: StoreKind.allCases)
    func obeysHands(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register("100000000001", "100000000002", "100000000003")
            let refused = Outcome(.permanentContent, blame: .us, code: 554, text: "554 no")
            let recorded = try await road.record(
                Samples.event(.inTransit, key: Samples.key("100000000001")),
                Samples.event(.inTransit, key: Samples.key("100000000002")))
            let ids = recorded.flatMap(\.leased).map(\.delivery.id)
            try await road.settle(recorded.flatMap(\.leased), refused)
            #expect(try await road.states() == [.dead: 2])
            #expect(try await store.cancel(ids, now: Samples.now) == 0)
            #expect(try await store.retry([ids[0], 999], now: Samples.now) == 1)
            let claimed = try await road.claim()
            #expect(claimed.deliveries.map(\.delivery.id) == [ids[0]])
            #expect(claimed.deliveries.first?.delivery.attempts == 1)
            #expect(try await store.retry(nil, now: Samples.now) == 1)
            #expect(try await store.cancel(ids, now: Samples.now) == 1)
            #expect(try await road.states() == [.leased: 1, .cancelled: 1])
            let last = try #require(try await road.trace("100000000002").last)
            #expect(last.entry.kind == .manual && last.deliveryID == ids[1])
            #expect(last.messageID == "d\(ids[1]).0.token@example.com")
            #expect(try await store.retry(nil, now: Samples.now) == 0)
        }
    }

    @Test("Lists come in pages, each shop its own", arguments: StoreKind.allCases)
    func listsInPages(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            for number in 1...5 {
                try await road.register("10000000000\(number)")
                try await road.park(Samples.event(.inTransit, key: Samples.key("10000000000\(number)")))
            }
            try await road.register(Samples.registration(Samples.key("100000000001", shop: "other")))
            let first = try await store.shipments(of: .default, before: nil, limit: 3)
            #expect(first.map(\.key.trackingNumber.value) == ["100000000005", "100000000004", "100000000003"])
            let rest = try await store.shipments(of: .default, before: first.last?.id, limit: 3)
            #expect(rest.map(\.key.trackingNumber.value) == ["100000000002", "100000000001"])
            let queue = try await store.deliveries(.queued, shop: .default, before: nil, limit: 2)
            #expect(queue.map(\.shipment.trackingNumber.value) == ["100000000005", "100000000004"])
            let next = try await store.deliveries(.queued, shop: nil, before: queue.last?.delivery.id, limit: 9)
            #expect(next.map(\.shipment.trackingNumber.value) == ["100000000003", "100000000002", "100000000001"])
            #expect(try await store.deliveries(.queued, shop: ShopID("other"), before: nil, limit: 9).isEmpty)
            let journal = try await store.journal(of: .default, after: 0, limit: 100)
            #expect(journal.count == 10 && journal.map(\.id) == journal.map(\.id).sorted())
            let page = try await store.journal(of: .default, after: journal[3].id, limit: 2)
            #expect(page == Array(journal[4...5]))
            #expect(try await store.journal(of: ShopID("other"), after: 0, limit: 9).map(\.shop) == ["other"])
            #expect(try await road.trace("100000000005", limit: 1).map(\.entry.kind) == [.decided])
        }
    }
}
