// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

@Suite("A11: staff is told of failed and returned parcels") struct StaffAlertTests {
    private let planner = Planner(policy: ShopPolicy(), tellsStaff: true)

    private func plan(
        _ event: TrackingEvent, on shipment: Shipment? = Samples.shipment(), decided: [DecidedNotice] = [],
        planner: Planner? = nil
    ) -> Plan {
        (planner ?? self.planner).plan(
            Situation(event: event, shipment: shipment, decided: decided, now: Samples.now))
    }

    private func decided(_ plan: Plan) -> [DecidedNotice] {
        plan.notices.map { DecidedNotice(key: $0.key, enteredAt: $0.enteredAt) }
    }

    private func failed(_ time: String) -> TrackingEvent {
        Samples.event(.failed, scans: [Samples.scan(time, "미배달", .failed)])
    }

    @Test(
        "Both are told, each by a notice of its own",
        arguments: [(Stage.failed, Milestone.failed), (.returned, .returned)])
    func both(stage: Stage, milestone: Milestone) throws {
        let plan = plan(Samples.event(stage))
        #expect(plan.disposition == .planned)
        #expect(plan.notices.map(\.key.milestone) == [milestone, milestone])
        #expect(plan.notices.map(\.key.isForStaff) == [false, true])
        let alert = try #require(plan.notices.last)
        #expect(alert.deliveries.map(\.audience) == [.staff] && alert.deliveries.map(\.channel) == [.email])
        #expect(alert.deliveries.map(\.dueAt) == [Samples.now])
        #expect(plan.trace.map(\.rule) == ["A2", "A11"] && plan.trace.map(\.isAboutStaff) == [false, true])
    }

    @Test("Nothing else is told to staff, and nothing at all where nobody is named", arguments: Stage.allCases)
    func others(stage: Stage) {
        let quiet = plan(Samples.event(stage), planner: Planner(policy: ShopPolicy()))
        #expect(quiet.notices.allSatisfy { !$0.key.isForStaff })
        guard stage != .failed, stage != .returned else { return }
        #expect(plan(Samples.event(stage)) == quiet)
    }

    @Test("What customers are told is the same with and without staff, in every order of stages")
    func customersAlike() {
        let events = [
            Samples.event(.pickedUp), failed("2026-11-22 08:00:00"), Samples.event(.outForDelivery),
            failed("2026-11-22 09:40:00"),
            Samples.event(.returned, scans: [Samples.scan("2026-11-22 09:50:00", "반송", .returned)]),
            Samples.event(.delivered),
        ]
        for milestones in [Milestone.toldByDefault, [.shipped, .outForDelivery, .delivered, .correction]] {
            for rotation in events.indices {
                for order in [events, events.reversed()] {
                    let order = Array(order[rotation...] + order[..<rotation])
                    #expect(
                        told(order, tellsStaff: true, milestones).filter { !$0.isForStaff }
                            == told(order, tellsStaff: false, milestones))
                }
            }
        }
    }

    private func told(_ events: [TrackingEvent], tellsStaff: Bool, _ milestones: Set<Milestone>) -> [NoticeKey] {
        let planner = Planner(policy: ShopPolicy(milestones: milestones), tellsStaff: tellsStaff)
        var shipment = Samples.shipment()
        var told = [DecidedNotice]()
        for event in events {
            let plan = plan(event, on: shipment, decided: told, planner: planner)
            shipment = plan.shipment ?? shipment
            told += decided(plan)
        }
        return told.map(\.key)
    }

    @Test("A failed day that arrives after a later one is not told, and so overtakes nothing")
    func olderDay() throws {
        let first = plan(failed("2026-11-22 08:00:00"))
        let alert = try #require(first.notices.last)
        #expect(alert.key.description == "staff/failed@2026-11-22")
        let late = plan(failed("2026-11-21 16:00:00"), on: first.shipment, decided: decided(first))
        #expect(late.notices.isEmpty)
    }

    @Test("Staff is told also of what the shop does not tell customers")
    func switchedOff() {
        let planner = Planner(policy: ShopPolicy(milestones: [.delivered]), tellsStaff: true)
        let plan = plan(Samples.event(.failed), planner: planner)
        #expect(plan.disposition == .planned)
        #expect(plan.notices.map(\.key.description) == ["staff/failed@2026-11-22"])
        #expect(plan.trace.map(\.kind) == [.nothing, .decided])
    }

    @Test("A2: each is told once; another day's attempt is another")
    func once() {
        let first = plan(failed("2026-11-21 15:00:00"))
        let again = plan(failed("2026-11-21 15:00:00"), decided: decided(first))
        #expect(again.notices.isEmpty && again.disposition == .nothing)
        let next = plan(failed("2026-11-22 09:00:00"), decided: decided(first))
        #expect(next.notices.map(\.key.description) == ["failed@2026-11-22", "staff/failed@2026-11-22"])
    }

    @Test("A6: DELIVERED then RETURNED corrects what the customer was told, and is told to staff as what it is")
    func correction() {
        let planner = Planner(policy: ShopPolicy(milestones: [.delivered, .correction]), tellsStaff: true)
        let delivered = plan(Samples.event(.delivered), planner: planner)
        let plan = plan(
            Samples.event(.returned, scans: []), on: delivered.shipment, decided: decided(delivered), planner: planner)
        #expect(plan.notices.map(\.key.milestone) == [.correction, .returned])
        #expect(plan.notices.map(\.key.isForStaff) == [false, true])
    }

    @Test("A6: a failed attempt on the way back is for staff only")
    func wayBack() {
        let returned = plan(
            Samples.event(.returned, scans: [Samples.scan("2026-11-22 08:00:00", "반송", .returned)]))
        let plan = plan(failed("2026-11-22 09:00:00"), on: returned.shipment, decided: decided(returned))
        #expect(plan.notices.map(\.key.description) == ["staff/failed@2026-11-22"])
    }

    @Test("Promise 4: a failed attempt that is over is told to nobody", arguments: [Stage.outForDelivery, .delivered])
    func past(stage: Stage) {
        let newer = plan(Samples.event(stage))
        let plan = plan(failed("2026-11-21 15:00:00"), on: newer.shipment, decided: decided(newer))
        #expect(plan.notices.isEmpty)
    }

    @Test("D1: a return parcel is silent to staff too; D3: so is one nobody registered; A2: and one closed a week ago")
    func silent() {
        #expect(plan(Samples.event(.failed), on: nil).notices.isEmpty)
        #expect(plan(Samples.event(.failed), on: Samples.shipment(Samples.registration(kind: .return))).notices.isEmpty)
        var old = Samples.shipment()
        old.closedAt = Samples.now - .seconds(7 * 86_400 + 1)
        #expect(plan(Samples.event(.returned), on: old).notices.isEmpty)
    }

    @Test("A shop's planner tells staff where one is named")
    func byProfile() throws {
        var shop = ShopProfile(
            id: .default, name: try Line("달빛상점"), from: try EmailAddress("shop@example.com"),
            policy: ShopPolicy(milestones: [.failed]))
        let event = Samples.event(.failed)
        #expect(plan(event, planner: Planner(shop)).notices.count == 1)
        shop.staff = try EmailAddress("staff@example.com")
        #expect(plan(event, planner: Planner(shop)).notices.count == 2)
        #expect(plan(event, planner: Planner(nil)).notices.count == 1)
    }

    // MARK: The last check

    private func decide(
        _ milestone: Milestone = .failed, stage: Stage = .failed, isOvertaken: Bool = false, suppression: String? = nil,
        hasStaff: Bool = true, email: String? = nil
    ) -> ClaimDecision {
        var shipment = Samples.shipment(Samples.registration(email: email))
        shipment.stage = stage
        let delivery = Delivery(
            id: 1, noticeID: 1, key: NoticeKey(milestone, enteredAt: Samples.now, forStaff: true), channel: .email,
            audience: .staff, state: .queued, attempts: 0, dueAt: Samples.now, expiresAt: Samples.now + .seconds(60),
            createdAt: Samples.now)
        let situation = ClaimSituation(
            delivery: delivery, shipment: shipment, isOvertaken: isOvertaken, suppression: suppression,
            now: Samples.now)
        return ClaimRule.decide(situation, hasStaff: hasStaff)
    }

    private func state(_ decision: ClaimDecision) -> Delivery.State? {
        if case .end(let state, let entry) = decision, entry.isAboutStaff { state } else { nil }
    }

    @Test("D4: no customer's address and no customer's opt-out counts for staff")
    func noOptOut() {
        #expect(decide() == .send)
        #expect(decide(suppression: "opt-out", email: "hong@example.com") == .send)
        #expect(decide(.returned, stage: .returned) == .send)
    }

    @Test(
        "It ends when the parcel arrived meanwhile, when staff was told something newer, or when nobody is named any more"
    )
    func ends() {
        #expect(state(decide(stage: .delivered)) == .superseded)
        #expect(state(decide(isOvertaken: true)) == .superseded)
        #expect(state(decide(hasStaff: false)) == .unreachable)
        #expect(decide(.returned, stage: .delivered) == .send)
    }
}
