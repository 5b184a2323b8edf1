// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

extension StoreConformance {
    @Test("D3: an event of a number nobody registered is parked and traced", arguments: StoreKind.allCases)
    func parksUnknownNumbers(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let recorded = try await road.record(Samples.event(.inTransit))
            #expect(recorded.map(\.disposition) == [.parked])
            #expect(recorded[0].leased.isEmpty && recorded[0].queued == 0)
            #expect(try await store.statistics(now: Samples.now).parkedEvents == 1)
            let trace = try await road.trace()
            #expect(trace.map(\.entry.kind) == [.parked])
            #expect(trace.first?.courier == "cj")
            #expect(trace.first?.entry.rule == "D3")
            #expect(try await store.shipment(Samples.key()) == nil)
        }
    }

    @Test("A due delivery is leased in the transaction that makes it", arguments: StoreKind.allCases)
    func leasesAtOnce(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let registered = try await road.register(Samples.registration())
            let recorded = try await road.record(Samples.event(.inTransit))
            let claimed = try #require(recorded.first?.leased.first)
            #expect(recorded[0].disposition == .planned && recorded[0].queued == 0)
            #expect(claimed.delivery.key == NoticeKey(milestone: .shipped, occurrence: ""))
            #expect(claimed.delivery.state == .leased && claimed.delivery.attempts == 0)
            #expect(!claimed.mayBeDuplicate)
            #expect(claimed.party?.email?.address == "hong@example.com")
            #expect(claimed.shipment.stage == .inTransit)
            #expect(claimed.shipment.token == registered.shipment.token)
            #expect(claimed.shipment == (try await store.shipment(Samples.key())))
            #expect(claimed.shipment.snapshot?.scans == Samples.journey(to: .inTransit))
            let decided = try #require(try await road.trace().last)
            #expect(decided.entry.kind == .decided)
            #expect(decided.deliveryID == claimed.delivery.id && decided.noticeID == claimed.delivery.noticeID)
            #expect(try await road.claim().deliveries.isEmpty)
        }
    }

    @Test("Without a lease, or beyond its limit, deliveries wait in the outbox", arguments: StoreKind.allCases)
    func leavesTheRest(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register("100000000001", "100000000002", "100000000003")
            let parked = try await road.park(Samples.event(.inTransit, key: Samples.key("100000000001")))
            #expect(parked[0].queued == 1 && parked[0].leased.isEmpty)
            let recorded = try await road.record(
                Samples.event(.inTransit, key: Samples.key("100000000002")),
                Samples.event(.inTransit, key: Samples.key("100000000003")), limit: 1)
            #expect(recorded.map(\.leased.count) == [1, 0])
            #expect(recorded.map(\.queued) == [0, 1])
            let claimed = try await road.claim()
            #expect(claimed.deliveries.map(\.shipment.key.trackingNumber.value) == ["100000000001", "100000000003"])
        }
    }

    @Test("A2: a key is decided once, whatever the planner says", arguments: StoreKind.allCases)
    func decidesOnce(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            try await road.record(Samples.event(.inTransit))
            #expect(try await road.record(Samples.event(.inTransit)).map(\.disposition) == [.nothing])
            let stubborn: @Sendable (Situation) -> Plan = { situation in
                let key = NoticeKey(milestone: .shipped, occurrence: "")
                let delivery = PlannedDelivery(
                    channel: .email, audience: .orderer, dueAt: situation.now, expiresAt: situation.now + .days(3))
                let notice = PlannedNotice(key: key, enteredAt: situation.now, deliveries: [delivery])
                return Plan(
                    .planned, notices: [notice, notice],
                    trace: [TraceEntry(.decided, rule: "A2", milestone: .shipped, "Told again.")])
            }
            let again = try await road.record(Samples.event(.inTransit), deciding: stubborn)
            #expect(again.map(\.disposition) == [.nothing])
            #expect(again[0].leased.isEmpty && again[0].queued == 0)
            #expect(try await road.states() == [.leased: 1])
            let last = try #require(try await road.trace().last)
            #expect(last.entry.kind == .nothing && last.entry.rule == "A2")
            // In one plan, too.
            try await road.register("100000000001")
            let doubled = try await road.record(
                Samples.event(.inTransit, key: Samples.key("100000000001")), deciding: stubborn)
            #expect(doubled[0].leased.count == 1 && doubled[0].queued == 0)
        }
    }

    @Test("A3: what may happen again occurs once a day, by the courier's date", arguments: StoreKind.allCases)
    func occursByDate(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let first = Samples.scan("2026-11-22 09:12:00", "배송출발", .outForDelivery)
            let failed = Samples.scan("2026-11-22 18:00:00", "미배달", .failed)
            let second = Samples.scan("2026-11-23 09:30:00", "배송출발", .outForDelivery)
            let later = Samples.time("2026-11-23 10:00:00")
            for (stage, scans, now) in [
                (Stage.outForDelivery, [first], Samples.now), (.outForDelivery, [first], Samples.now),
                (.failed, [first, failed], Samples.time("2026-11-22 19:00:00")),
                (.outForDelivery, [first, failed, second], later),
            ] {
                let recorded = try await road.record(Samples.event(stage, scans: scans, sentAt: now), now: now)
                try await road.settle(recorded.flatMap(\.leased), now: now)
            }
            let told = try await road.trace().filter { $0.entry.kind == .decided }
            let keys = told.compactMap { record in record.entry.facts.first { $0.name == "key" }?.value }
            #expect(keys == ["out_for_delivery@2026-11-22", "failed@2026-11-22", "out_for_delivery@2026-11-23"])
        }
    }

    @Test("A5: hasChanged is recorded, never obeyed", arguments: StoreKind.allCases)
    func ignoresHasChanged(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let recorded = try await road.record(Samples.event(.inTransit, hasChanged: false))
            #expect(recorded[0].leased.count == 1)
            let facts = try await road.trace().last?.entry.facts ?? []
            #expect(facts.contains(.init("hasChanged", "false")))
        }
    }

    @Test("B1: two events of one parcel in one call see each other", arguments: StoreKind.allCases)
    func seesItself(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let recorded = try await road.record(
                Samples.event(.pickedUp), Samples.event(.inTransit), Samples.event(.outForDelivery))
            #expect(recorded.map(\.disposition) == [.planned, .nothing, .planned])
            // A7: one delivery of a target is in flight, the next waits for it.
            #expect(recorded.map(\.leased.count) == [1, 0, 0])
            #expect(recorded.map(\.queued) == [0, 0, 1])
            #expect(try await road.claim().deliveries.isEmpty)
            #expect(try await road.settle(recorded[0].leased) == 1)
            let claimed = try await road.claim()
            #expect(claimed.deliveries.map(\.delivery.key.milestone) == [.outForDelivery])
            #expect(claimed.deliveries.first?.shipment.stage == .outForDelivery)
        }
    }

    @Test("B1: a call that fails is undone as a whole, its neighbours are not", arguments: StoreKind.allCases)
    func failsAlone(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register("100000000001", "100000000002")
            let before = try await store.journal(of: .default, after: 0, limit: 100).count
            let poisoned: @Sendable (Situation) -> Plan = { situation in
                guard situation.event.stage == .outForDelivery else { return Road.planner(situation) }
                return Plan(.planned, shipment: Samples.shipment(id: 999))
            }
            let key = Samples.key("100000000001")
            await #expect(throws: StoreFailure.self) {
                try await road.record(
                    Samples.event(.inTransit, key: key), Samples.event(.outForDelivery, key: key), deciding: poisoned)
            }
            #expect(try await store.journal(of: .default, after: 0, limit: 100).count == before)
            #expect(try await store.shipment(key)?.stage == .pending)
            #expect(try await road.states() == [:])
            let good = try await road.record(Samples.event(.inTransit, key: Samples.key("100000000002")))
            #expect(good[0].leased.count == 1)
            // What was undone is decided when it comes again.
            #expect(try await road.record(Samples.event(.inTransit, key: key))[0].disposition == .planned)
        }
    }

    @Test("A notice without a parcel is refused", arguments: StoreKind.allCases)
    func refusesNoticesWithoutParcel(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let eager: @Sendable (Situation) -> Plan = { situation in
                let key = NoticeKey(milestone: .shipped, occurrence: "")
                return Plan(.planned, notices: [PlannedNotice(key: key, enteredAt: situation.now, deliveries: [])])
            }
            await #expect(throws: StoreFailure.self) {
                try await road.record(Samples.event(.inTransit), deciding: eager)
            }
            let trace = try await road.trace()
            #expect(trace.isEmpty)
        }
    }

    @Test("D2: whom no channel reaches is counted and listed", arguments: StoreKind.allCases)
    func countsTheUnreachable(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration(email: nil))
            let recorded = try await road.record(Samples.event(.inTransit))
            #expect(recorded[0].leased.isEmpty && recorded[0].queued == 0)
            #expect(try await road.states() == [.unreachable: 1])
            let last = try #require(try await road.trace().last)
            #expect(last.entry.kind == .ended && last.entry.rule == "D2" && last.deliveryID != nil)
            let listed = try await store.deliveries(.unreachable, shop: nil, before: nil, limit: 10)
            #expect(listed.map(\.shipment) == [Samples.key()])
        }
    }

    @Test("D3: an unknown number is matched by the id we gave at registration", arguments: StoreKind.allCases)
    func matchesByClientID(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            var registration = Samples.registration()
            registration.clientID = try Line("parcel-7")
            try await road.register(registration)
            let stray = Samples.event(.inTransit, key: Samples.key("999999999999"), clientID: "parcel-7")
            #expect(try await road.record(stray)[0].leased.count == 1)
            #expect(try await store.shipment(Samples.key())?.stage == .inTransit)
            let other = Samples.event(.inTransit, key: Samples.key("999999999999"), clientID: "parcel-8")
            #expect(try await road.record(other)[0].disposition == .parked)
            var elsewhere = stray
            elsewhere.key = Samples.key("999999999999", shop: "other")
            #expect(try await road.record(elsewhere)[0].disposition == .parked)
        }
    }

    @Test("D7: the driver is forgotten when the parcel closes", arguments: StoreKind.allCases)
    func forgetsDrivers(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let driver = Scan.Driver(name: try Line("김배송"), phone: try PhoneNumber("010-9999-8888"))
            let departed = Scan(
                time: Samples.time("2026-11-22 09:12:00"), location: nil, text: try Line("배송출발"),
                stage: .outForDelivery, driver: driver)
            try await road.record(Samples.event(.outForDelivery, scans: [departed]))
            #expect(try await store.shipment(Samples.key())?.snapshot?.scans.first?.driver == driver)
            let arrived = Samples.scan("2026-11-22 09:50:00", "배송완료", .delivered)
            try await road.record(Samples.event(.delivered, scans: [departed, arrived]))
            let shipment = try #require(try await store.shipment(Samples.key()))
            #expect(shipment.closedAt == Samples.now)
            #expect(shipment.snapshot?.scans.count == 2)
            #expect(shipment.snapshot?.scans.contains { $0.driver != nil } == false)
        }
    }
}
