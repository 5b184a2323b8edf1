// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

extension StoreConformance {
    @Test("Claims take the oldest due first and tell when the next is due", arguments: StoreKind.allCases)
    func claimsOldestFirst(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let dues: [String: Int] = [
                "100000000001": 30, "100000000002": 10, "100000000003": 20, "100000000004": 3_600,
            ]
            for (number, wait) in dues.sorted(by: { $0.key < $1.key }) {
                try await road.register(number)
                try await road.record(Samples.event(.inTransit, key: Samples.key(number))) { situation in
                    var plan = Road.planner(situation)
                    plan.notices[0].deliveries[0].dueAt = situation.now + .seconds(wait)
                    return plan
                }
            }
            let early = try await road.claim()
            #expect(early.deliveries.isEmpty && early.nextDueAt == Samples.now + .seconds(10))
            let now = Samples.now + .minutes(1)
            let two = try await road.claim(2, now: now)
            #expect(two.deliveries.map(\.shipment.key.trackingNumber.value) == ["100000000002", "100000000003"])
            #expect(two.nextDueAt == Samples.now + .seconds(30))
            let rest = try await road.claim(now: now)
            #expect(rest.deliveries.map(\.shipment.key.trackingNumber.value) == ["100000000001"])
            #expect(rest.nextDueAt == Samples.now + .seconds(3_600))
            let numbers = try await store.statistics(now: now)
            #expect(numbers.byState == [.leased: 3, .queued: 1] && numbers.due == 0 && numbers.oldestDueAt == nil)
        }
    }

    @Test("A7: the past is superseded, the late expires, each with its trace", arguments: StoreKind.allCases)
    func checksAgain(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register("100000000001", "100000000002")
            try await road.park(
                Samples.event(.inTransit, key: Samples.key("100000000001")),
                Samples.event(.outForDelivery, key: Samples.key("100000000001")),
                Samples.event(.outForDelivery, key: Samples.key("100000000002")))
            let claimed = try await road.claim(now: Samples.now + .days(1))
            #expect(claimed.deliveries.isEmpty && claimed.ended == 3 && claimed.nextDueAt == nil)
            #expect(try await road.states() == [.superseded: 1, .expired: 2])
            let trace = try await road.trace("100000000001").suffix(2)
            #expect(trace.map(\.entry.rule) == ["A7", "A7"])
            #expect(trace.allSatisfy { $0.deliveryID != nil && $0.at == Samples.now + .days(1) })
        }
    }

    @Test("A settled letter is sent, starts the thread and names its Message-ID", arguments: StoreKind.allCases)
    func settles(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let claimed = try await road.record(Samples.event(.inTransit))[0].leased
            #expect(try await road.settle(claimed, now: Samples.now + .seconds(1)) == 0)
            let id = try Road.messageID(claimed[0].delivery)
            #expect(try await road.states() == [.sent: 1])
            #expect(try await store.shipment(Samples.key())?.threadRoot == id)
            let last = try #require(try await road.trace().last)
            #expect(last.entry.kind == .sent && last.messageID == id.value && last.at == Samples.now + .seconds(1))
            let entry = try await store.deliveries(.sent, shop: .default, before: nil, limit: 9).first
            #expect(entry?.lastAnswer == "250 2.0.0 OK" && entry?.delivery.attempts == 1)
            // The next letter knows the thread, and does not begin another.
            let next = try await road.record(Samples.event(.outForDelivery))[0].leased
            #expect(next.first?.shipment.threadRoot == id)
            try await road.settle(next)
            #expect(try await store.shipment(Samples.key())?.threadRoot == id)
        }
    }

    @Test("A refusal for now makes it due later, with its attempts counted", arguments: StoreKind.allCases)
    func retriesLater(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let claimed = try await road.record(Samples.event(.inTransit))[0].leased
            let settlement = try road.settlement(claimed[0], Road.busy)
            #expect(try await store.settle([settlement], owner: road.owner) == 0)
            let dueAt = try #require(settlement.dueAt)
            #expect(try await road.claim().nextDueAt == dueAt)
            let again = try await road.claim(now: dueAt)
            #expect(again.deliveries.map(\.delivery.id) == claimed.map(\.delivery.id))
            #expect(again.deliveries.first?.delivery.attempts == 1)
            #expect(again.deliveries.first?.mayBeDuplicate == false)
            #expect(try await road.trace().last?.entry.kind == .retry)
        }
    }

    @Test("D4: a dead address is not written to again, in any spelling, for any parcel", arguments: StoreKind.allCases)
    func suppressesDeadAddresses(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration(Samples.key("100000000001"), email: "Gone@example.com"))
            try await road.register(Samples.registration(Samples.key("100000000002"), email: "gone@example.com"))
            try await road.register("100000000003")
            var elsewhere = Samples.registration(Samples.key("100000000002", shop: "other"), email: "gone@example.com")
            elsewhere.key = Samples.key("100000000002", shop: "other")
            try await road.register(elsewhere)
            let first = try await road.record(Samples.event(.inTransit, key: Samples.key("100000000001")))
            try await road.settle(first[0].leased, Road.noSuchUser)
            #expect(try await road.states() == [.dead: 1])
            let others = try await road.record(
                Samples.event(.inTransit, key: Samples.key("100000000002")),
                Samples.event(.inTransit, key: Samples.key("100000000003")),
                Samples.event(.inTransit, key: Samples.key("100000000002", shop: "other")))
            #expect(others.map(\.leased.count) == [0, 1, 1])
            #expect(try await road.trace("100000000002").last?.entry.rule == "D4")
            #expect(try await road.states() == [.dead: 1, .suppressed: 1, .leased: 2])
        }
    }

    @Test("B3: what another process settles is not its word to give", arguments: StoreKind.allCases)
    func settlesOnlyItsOwn(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let other = Road(store: store, owner: "two")
            try await road.register(Samples.registration())
            let claimed = try await road.record(Samples.event(.inTransit))[0].leased
            let count = try await road.trace().count
            #expect(try await other.settle(claimed, Road.noSuchUser) == 0)
            try await store.release(claimed.map(\.delivery.id), owner: "two")
            #expect(try await road.states() == [.leased: 1])
            #expect(try await road.trace().count == count)
            try await road.settle(claimed)
            // Settled twice, it counts once.
            try await road.settle(claimed, Road.noSuchUser)
            #expect(try await road.states() == [.sent: 1])
        }
    }

    @Test("B3: a lease that ran out is taken over as a possible duplicate", arguments: StoreKind.allCases)
    func takesOverLapsedLeases(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let other = Road(store: store, owner: "two")
            try await road.register(Samples.registration())
            let claimed = try await road.record(Samples.event(.inTransit))[0].leased
            let end = Samples.now + Lease.span
            #expect(try await other.claim(now: end - .milliseconds(1)).deliveries.isEmpty)
            let taken = try await other.claim(now: end)
            #expect(taken.deliveries.map(\.delivery.id) == claimed.map(\.delivery.id))
            #expect(taken.deliveries.first?.mayBeDuplicate == true)
            #expect(try await road.trace().last?.entry.kind == .recovered)
            #expect(try await road.settle(claimed) == 0)
            #expect(try await road.states() == [.leased: 1])
            try await other.settle(taken.deliveries)
            #expect(try await road.states() == [.sent: 1])
        }
    }

    @Test("B3: what processes that are gone held is claimed again at once", arguments: StoreKind.allCases)
    func recovers(kind: StoreKind) async throws {
        try await kind.run { store in
            let gone = Road(store: store, owner: "gone")
            let road = Road(store: store)
            try await road.register("100000000001", "100000000002")
            try await gone.record(Samples.event(.inTransit, key: Samples.key("100000000001")))
            let own = try await road.record(Samples.event(.inTransit, key: Samples.key("100000000002")))
            #expect(try await store.recover(owner: "one", now: Samples.now) == 1)
            #expect(try await store.recover(owner: "one", now: Samples.now) == 0)
            let record = try #require(try await road.trace("100000000001").last)
            #expect(record.entry.kind == .recovered && record.entry.rule == "B3")
            let claimed = try await road.claim()
            #expect(claimed.deliveries.map(\.shipment.key.trackingNumber.value) == ["100000000001"])
            #expect(claimed.deliveries.first?.mayBeDuplicate == true)
            #expect(try await road.settle(own[0].leased + claimed.deliveries) == 0)
            #expect(try await road.states() == [.sent: 2])
        }
    }

    @Test("What was leased and not begun can be given back", arguments: StoreKind.allCases)
    func releases(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let claimed = try await road.record(Samples.event(.inTransit))[0].leased
            try await store.release(claimed.map(\.delivery.id) + [999], owner: road.owner)
            #expect(try await road.states() == [.queued: 1])
            let again = try await road.claim()
            #expect(again.deliveries.first?.mayBeDuplicate == false)
            #expect(again.deliveries.map(\.delivery.id) == claimed.map(\.delivery.id))
        }
    }

    @Test("A7: preferences and address are read at the claim, not at the decision", arguments: StoreKind.allCases)
    func readsContactsLate(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            try await road.park(Samples.event(.inTransit))
            try await road.register(Samples.registration(email: "moved@example.com"))
            let claimed = try await road.claim()
            #expect(claimed.deliveries.first?.party?.email?.address == "moved@example.com")
        }
    }
}
