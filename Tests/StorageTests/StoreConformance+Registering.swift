// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

extension StoreConformance {
    @Test("A registration is found by key, number and token, and reads back whole", arguments: StoreKind.allCases)
    func registers(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            var registration = Samples.registration()
            registration.gift = true
            registration.kind = .exchange
            registration.clientID = try Line("parcel-7")
            registration.expectedAt = Samples.now + .days(2)
            registration.reviewURL = try WebURL("https://shop.example.com/review?o=1")
            registration.orderer.language = .english
            registration.orderer.doorCode = try Line("#1234*")
            registration.orderer.safePlace = try Line("경비실")
            registration.receiver = Party(
                name: try Line("김선물"), email: try EmailAddress("Kim.Gift@Example.com"),
                phone: try PhoneNumber("0507-1234-5678"), address: try Line("부산 해운대구"))
            registration.orders.append(Order(id: try Line("ORD-2")))
            let registered = try await road.register(registration)
            #expect(registered.isNew && registered.planned == 0)
            let shipment = registered.shipment
            #expect(shipment.registration == registration)
            #expect(shipment.generation == 1 && shipment.stage == .pending && shipment.registeredAt == Samples.now)
            #expect(shipment.token.utf8.count >= 22)
            #expect(try await store.shipment(registration.key) == shipment)
            #expect(try await store.shipment(id: shipment.id) == shipment)
            #expect(try await store.shipment(token: shipment.token) == shipment)
            #expect(try await store.shipment(token: "guess") == nil)
            let trace = try await road.trace()
            #expect(trace.map(\.entry.kind) == [.registered])
            #expect(!"\(trace)".contains("hong"))
        }
    }

    @Test("A change keeps the shipment and its page; the same again changes nothing", arguments: StoreKind.allCases)
    func changesInPlace(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let first = try await road.register(Samples.registration()).shipment
            try await road.record(Samples.event(.inTransit))
            var changed = Samples.registration(order: "ORD-999", email: "new@example.com")
            changed.receiver = Party(email: try EmailAddress("new@example.com"))
            let second = try await road.register(changed)
            #expect(!second.isNew)
            #expect(second.shipment.id == first.id && second.shipment.token == first.token)
            #expect(second.shipment.stage == .inTransit)
            #expect(try await store.shipment(Samples.key()) == second.shipment)
            let count = try await road.trace().count
            let third = try await road.register(changed)
            #expect(third.shipment == second.shipment && !third.isNew)
            #expect(try await road.trace().count == count)
        }
    }

    @Test("A4: another order on a closed shipment opens a new generation", arguments: StoreKind.allCases)
    func opensGenerations(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let first = try await road.register(Samples.registration()).shipment
            let delivered = try await road.record(Samples.event(.delivered))
            try await road.settle(delivered.flatMap(\.leased))
            // The same order again, and a registration without orders, are not another order.
            #expect(try await road.register(Samples.registration(email: "b@example.com")).shipment.generation == 1)
            var bare = Samples.registration()
            bare.orders = []
            #expect(try await road.register(bare).shipment.generation == 1)
            let second = try await road.register(Samples.registration(order: "ORD-777"))
            #expect(second.isNew && second.shipment.generation == 2)
            #expect(second.shipment.id != first.id && second.shipment.token != first.token)
            #expect(second.shipment.stage == .pending && second.shipment.threadRoot == nil)
            #expect(try await store.shipment(Samples.key())?.id == second.shipment.id)
            #expect(try await store.shipment(token: first.token)?.stage == .delivered)
            #expect(try await road.trace().last?.entry.rule == "A4")
            // A2: its keys are its own.
            let again = try await road.record(Samples.event(.delivered))
            #expect(again[0].leased.first?.shipment.id == second.shipment.id)
        }
    }

    @Test("A8: of what was parked, the newest is told when the number is registered", arguments: StoreKind.allCases)
    func plansTheParked(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.record(Samples.event(.pickedUp), Samples.event(.inTransit))
            try await road.record(Samples.event(.outForDelivery))
            try await road.record(Samples.event(.inTransit, key: Samples.key(shop: "other")))
            let registered = try await road.register(Samples.registration())
            #expect(registered.planned == 3)
            #expect(registered.shipment.stage == .outForDelivery)
            #expect(try await store.statistics(now: Samples.now).parkedEvents == 1)
            #expect(try await road.states() == [.queued: 2])
            let claimed = try await road.claim()
            #expect(claimed.deliveries.map(\.delivery.key.milestone) == [.outForDelivery])
            #expect(claimed.ended == 1)
            #expect(try await road.states() == [.leased: 1, .superseded: 1])
            let kinds = try await road.trace().map(\.entry.kind)
            #expect(kinds == [.parked, .parked, .parked, .registered, .decided, .nothing, .decided, .ended])
            #expect(try await road.register(Samples.registration()).planned == 0)
        }
    }

    @Test("D3: parked events are found by the id the registration names, too", arguments: StoreKind.allCases)
    func plansParkedByClientID(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.record(
                Samples.event(.inTransit, key: Samples.key("999999999999"), clientID: "parcel-7"),
                Samples.event(.outForDelivery, clientID: "parcel-7"))
            var registration = Samples.registration()
            registration.clientID = try Line("parcel-7")
            let registered = try await road.register(registration)
            #expect(registered.planned == 2)
            #expect(registered.shipment.stage == .outForDelivery)
            #expect(try await store.statistics(now: Samples.now).parkedEvents == 0)
        }
    }

    @Test("Contacts that are shared stay until the last parcel lets go of them", arguments: StoreKind.allCases)
    func sharesContacts(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register("100000000001", "100000000002")
            let other = Samples.registration(Samples.key("100000000001"), email: "other@example.com")
            try await road.register(other)
            let kept = try await store.shipment(Samples.key("100000000002"))
            #expect(kept?.registration == Samples.registration(Samples.key("100000000002")))
            #expect(try await store.shipment(Samples.key("100000000001"))?.registration == other)
            // One person in two places of one parcel.
            var both = Samples.registration(Samples.key("100000000003"))
            both.receiver = both.orderer
            try await road.register(both)
            both.receiver = nil
            try await road.register(both)
            #expect(try await store.shipment(both.key)?.registration == both)
        }
    }
}
