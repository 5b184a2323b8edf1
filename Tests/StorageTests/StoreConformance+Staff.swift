// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

extension StoreConformance {
    private static let alerting: @Sendable (Situation) -> Plan = {
        Planner(policy: ShopPolicy(), tellsStaff: true).plan($0)
    }
    private static let quietAlerting: @Sendable (Situation) -> Plan = {
        Planner(policy: ShopPolicy(milestones: [.shipped, .outForDelivery]), tellsStaff: true).plan($0)
    }

    @Test(
        "A11: customer and staff are told of a failed parcel, each once, at the same time",
        arguments: StoreKind.allCases)
    func tellsStaff(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let recorded = try await road.record(
                Samples.event(.failed), Samples.event(.failed), deciding: Self.alerting)
            #expect(recorded.map(\.disposition) == [.planned, .nothing])
            let leased = recorded[0].leased
            #expect(leased.map(\.delivery.audience) == [.orderer, .staff])
            #expect(leased.map(\.delivery.key.description) == ["failed@2026-11-22", "staff/failed@2026-11-22"])
            #expect(leased[0].delivery.noticeID != leased[1].delivery.noticeID)
            let decided = try await road.trace().filter { $0.entry.kind == .decided }
            #expect(decided.map(\.deliveryID) == leased.map(\.delivery.id))
            #expect(decided.map(\.entry.isAboutStaff) == [false, true])
            try await road.settle(leased)
            #expect(try await road.states() == [.sent: 2])
            let sent = try await road.trace().filter { $0.entry.kind == .sent }
            #expect(sent.map(\.entry.text).last?.contains("to staff") == true)
            #expect(try await road.record(Samples.event(.failed), deciding: Self.alerting)[0].leased.isEmpty)
        }
    }

    @Test("A11: a letter to staff begins no thread and stands in none", arguments: StoreKind.allCases)
    func staffBeginsNoThread(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            let leased = try await road.record(Samples.event(.failed), deciding: Self.alerting)[0].leased
            try await road.settle(leased.filter { $0.delivery.audience == .staff })
            #expect(try await store.shipment(Samples.key())?.threadRoot == nil)
            let customer = leased.filter { $0.delivery.audience == .orderer }
            try await road.settle(customer)
            #expect(
                try await store.shipment(Samples.key())?.threadRoot
                    == Road.messageID(try #require(customer.first).delivery))
        }
    }

    @Test(
        "A11: what staff is told overtakes nothing of the customer's, and the other way about",
        arguments: StoreKind.allCases)
    func staffOvertakesNobody(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            func leave(_ event: TrackingEvent) async throws {
                _ = try await store.record(
                    [event], lease: nil, leaseLimit: 0, now: Samples.now, deciding: Self.quietAlerting)
            }
            try await leave(Samples.event(.outForDelivery))
            try await leave(Samples.event(.failed))
            let claimed = try await road.claim()
            #expect(claimed.deliveries.map(\.delivery.audience) == [.orderer, .staff])
            #expect(claimed.ended == 0)
            try await road.settle(claimed.deliveries, Road.busy)
            // The customer is told something newer, staff is not: only the customer's older one ends.
            let scans = [Samples.scan("2026-11-23 09:00:00", "배송출발", .outForDelivery)]
            let later = Samples.now + .days(1)
            let next = try await store.record(
                [Samples.event(.outForDelivery, scans: scans)], lease: nil, leaseLimit: 0, now: later,
                deciding: Self.quietAlerting)
            #expect(next.map(\.queued) == [1])
            let second = try await road.claim(now: later)
            #expect(
                second.deliveries.map(\.delivery.key.description) == [
                    "staff/failed@2026-11-22", "out_for_delivery@2026-11-23",
                ])
            #expect(try await road.states()[.superseded] == 1)
        }
    }

    @Test("A11: of two that wait for staff the newer is told", arguments: StoreKind.allCases)
    func staffIsToldTheNewest(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            try await road.register(Samples.registration())
            for stage in [Stage.failed, .returned] {
                _ = try await store.record(
                    [Samples.event(stage)], lease: nil, leaseLimit: 0, now: Samples.now, deciding: Self.quietAlerting)
            }
            let claimed = try await road.claim()
            #expect(claimed.deliveries.map(\.delivery.key.description) == ["staff/returned"])
            #expect(claimed.ended == 1)
        }
    }

    @Test("A11: a customer's opt-out does not silence staff", arguments: StoreKind.allCases)
    func optOutSparesStaff(kind: StoreKind) async throws {
        try await kind.run { store in
            let road = Road(store: store)
            let shipment = try await road.register(Samples.registration()).shipment
            let token = UnsubscribeToken(
                shop: .default, shipmentID: shipment.id, audience: .orderer, channel: .email)
            #expect(try await store.suppress(token, reason: "opt-out", now: Samples.now))
            let recorded = try await road.record(Samples.event(.failed), deciding: Self.alerting)
            #expect(recorded.flatMap(\.leased).map(\.delivery.audience) == [.staff])
            // A refused staff address is nobody's opt-out: the next alert is tried again.
            try await road.settle(recorded.flatMap(\.leased), Road.noSuchUser)
            let returned = try await road.record(Samples.event(.returned), deciding: Self.alerting)
            #expect(returned.flatMap(\.leased).map(\.delivery.audience) == [.staff])
        }
    }
}
