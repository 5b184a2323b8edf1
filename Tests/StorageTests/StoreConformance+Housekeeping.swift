// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

extension StoreConformance {
    @Test("Counters add up", arguments: StoreKind.allCases)
    func counts(kind: StoreKind) async throws {
        try await kind.run { store in
            try await store.count("webhooks.refused.wrongSignature", by: 2)
            try await store.count("webhooks.refused.wrongSignature", by: 3)
            try await store.count("other", by: 1)
            #expect(try await store.counters() == ["webhooks.refused.wrongSignature": 5, "other": 1])
            try await store.probe()
            #expect(try await store.counters().count == 2)
        }
    }

    @Test("A sweep takes what is too old, in small steps, and nothing else", arguments: StoreKind.allCases)
    func sweeps(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let sent = try await road.record(Samples.event(.delivered))
            try await road.settle(sent[0].leased)
            try await store.keep([
                UnusableItem(
                    shop: .default, reason: .rejected, text: "no stage", body: Array("{}".utf8),
                    receivedAt: Samples.now)
            ])
            for number in 1...3 {
                try await road.record(Samples.event(.inTransit, key: Samples.key("10000000000\(number)")))
            }
            let later = Samples.now + .days(15)
            try await road.register("200000000001", now: later)
            try await road.record(
                Samples.event(.inTransit, key: Samples.key("200000000001"), sentAt: later), now: later)
            let retention = Retention(events: .days(10), traces: .days(20), personalData: .days(30))
            func sweep(_ days: Int, limit: Int = 100) async throws -> Int {
                try await store.sweep(retention, now: Samples.now + .days(days), limit: limit)
            }
            #expect(try await sweep(5) == 0)
            #expect(try await sweep(8) == 1)  // the notice's key (A2)
            #expect(try await sweep(10) == 0)
            // Five events: the delivered one, the unusable one and three that were parked.
            #expect(try await sweep(11, limit: 3) == 3)
            #expect(try await sweep(11, limit: 3) == 2)
            #expect(try await store.statistics(now: Samples.now).parkedEvents == 0)
            // Registered, decided, sent, three parked; a delivery; and, when that is gone, its notice.
            #expect(try await sweep(21) == 8)
            #expect(try await road.trace().isEmpty)
            #expect(try await road.states() == [.leased: 1])
            #expect(try await store.shipment(Samples.key())?.registration == Samples.registration())
            #expect(try await sweep(31) == 1)
            // The newest row of a kind stays, so that its number is not given again.
            let last = try #require(try await store.journal(of: .default, after: 0, limit: 99).last)
            #expect(try await sweep(400) == 1)
            #expect(try await sweep(400) == 0)
            #expect(try await store.journal(of: .default, after: 0, limit: 99) == [last])
            try await road.register("200000000002")
            let next = try await store.journal(of: .default, after: last.id, limit: 99)
            #expect(next.map(\.id) == [last.id + 1])
        }
    }

    @Test("Personal data of closed parcels is forgotten; an opt-out is not", arguments: StoreKind.allCases)
    func forgetsPeople(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let shipment = try await road.register(Samples.registration()).shipment
            let token = UnsubscribeToken(
                shop: .default, shipmentID: shipment.id, audience: .orderer, channel: .email)
            #expect(try await store.suppress(token, reason: "opt-out", now: Samples.now))
            try await road.record(Samples.event(.delivered))
            try await road.register("100000000001")
            let retention = Retention(events: .days(900), traces: .days(900), personalData: .days(30))
            let later = Samples.now + .days(31)
            #expect(try await store.sweep(retention, now: later, limit: 100) == 2)
            let forgotten = try #require(try await store.shipment(Samples.key()))
            #expect(forgotten.registration.orderer == Party())
            #expect(forgotten.registration.orders == Samples.registration().orders)
            // An open parcel's contacts stay, and the opt-out meets them.
            let open = try #require(try await store.shipment(Samples.key("100000000001")))
            #expect(open.registration.orderer == Samples.registration().orderer)
            let event = Samples.event(.inTransit, key: Samples.key("100000000001"))
            #expect(try await road.record(event)[0].leased.isEmpty)
            #expect(try await road.states() == [.suppressed: 2])
            #expect(try await !store.suppress(token, reason: "again", now: later))
        }
    }

    @Test("A2: a key lives until seven days after the parcel closed", arguments: StoreKind.allCases)
    func keepsKeysForAWeek(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            try await road.record(Samples.event(.delivered))
            try await road.register("100000000001")
            try await road.record(Samples.event(.inTransit, key: Samples.key("100000000001")))
            func decided(_ number: String, now: Timestamp) async throws -> Int {
                let seen = Seen()
                _ = try await store.record(
                    [Samples.event(.unknown, key: Samples.key(number))], lease: nil, leaseLimit: 0, now: now
                ) { situation in
                    seen.count = situation.decided.count
                    return Plan(.nothing)
                }
                return seen.count
            }
            _ = try await store.sweep(Retention(), now: Samples.now + .days(7), limit: 100)
            #expect(try await decided("686530129012", now: Samples.now + .days(7)) == 1)
            _ = try await store.sweep(Retention(), now: Samples.now + .days(7) + .milliseconds(1), limit: 100)
            #expect(try await decided("686530129012", now: Samples.now + .days(8)) == 0)
            _ = try await store.sweep(Retention(), now: Samples.now + .days(300), limit: 100)
            #expect(try await decided("100000000001", now: Samples.now + .days(300)) == 1)
        }
    }
}
