// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

struct PlannerTests {
    private let planner = Planner(policy: ShopPolicy())

    private func plan(
        _ event: TrackingEvent, on shipment: Shipment? = Samples.shipment(), decided: [DecidedNotice] = [],
        planner: Planner? = nil
    ) -> Plan {
        (planner ?? self.planner).plan(
            Situation(event: event, shipment: shipment, decided: decided, now: Samples.now))
    }

    private func decided(_ milestone: Milestone, _ time: String) -> DecidedNotice {
        let at = Samples.time(time)
        return DecidedNotice(key: NoticeKey(milestone, enteredAt: at), enteredAt: at)
    }

    /// The shipment as it is after an event was planned.
    private func shipment(after events: TrackingEvent...) -> Shipment {
        events.reduce(Samples.shipment()) { shipment, event in plan(event, on: shipment).shipment ?? shipment }
    }

    @Test(
        "A1: a stage tells its milestone by mail to the orderer",
        arguments: [
            (Stage.pickedUp, Milestone.shipped), (.inTransit, .shipped), (.outForDelivery, .outForDelivery),
            (.delivered, .delivered), (.failed, .failed), (.returned, .returned),
        ])
    func a1Told(stage: Stage, milestone: Milestone) throws {
        let plan = plan(Samples.event(stage))
        #expect(plan.disposition == .planned)
        let notice = try #require(plan.notices.first)
        #expect(notice.key.milestone == milestone)
        #expect(notice.deliveries.map(\.channel) == [.email])
        #expect(notice.deliveries.map(\.audience) == [.orderer])
        #expect(plan.trace.map(\.kind) == [.decided])
    }

    @Test(
        "A1: what customers are not told of is only kept",
        arguments: [
            Stage.pending, .registered, .pickupReady, .unknown, .hold, .cancelled,
        ])
    func a1Silent(stage: Stage) {
        let plan = plan(Samples.event(stage))
        #expect(plan.disposition == .nothing)
        #expect(plan.notices.isEmpty)
        #expect(plan.trace.first?.rule == "A1")
    }

    @Test("A1: a shop turns a milestone on") func a1TurnedOn() {
        let planner = Planner(policy: ShopPolicy(milestones: [.hold]))
        #expect(plan(Samples.event(.hold), planner: planner).notices.map(\.key.milestone) == [.hold])
        #expect(plan(Samples.event(.delivered), planner: planner).notices.isEmpty)
    }

    @Test("A1: PICKED_UP and IN_TRANSIT are one milestone") func a1OneMilestone() {
        let told = [decided(.shipped, "2026-11-21 18:40:00")]
        let plan = plan(Samples.event(.inTransit), on: shipment(after: Samples.event(.pickedUp)), decided: told)
        #expect(plan.disposition == .nothing)
        #expect(plan.trace.first?.rule == "A5")
    }

    @Test("A2: seven days after a parcel closed its keys are gone, so a webhook that comes again tells nothing")
    func a2Forgotten() {
        var shipment = shipment(after: Samples.event(.delivered))
        shipment.closedAt = Samples.now - .seconds(7 * 86_400 + 1)
        let plan = plan(Samples.event(.delivered), on: shipment)
        #expect(plan.notices.isEmpty)
        #expect(plan.trace.first?.rule == "A2")
    }

    @Test("A3: the occurrence is the Korean date of the scan that entered the stage, not of arrival")
    func a3ScanDate() {
        // 23:50 in Korea is still the day before in UTC plus nine hours: the date must be the courier's.
        let scans = [
            Samples.scan("2026-11-20 23:50:00", "배송출발", .outForDelivery),
            Samples.scan("2026-11-21 00:10:00", "배송출발", .outForDelivery),
        ]
        let event = Samples.event(.outForDelivery, scans: scans, sentAt: Samples.time("2026-11-21 00:30:00"))
        #expect(plan(event).notices.first?.key.occurrence == "2026-11-20")
    }

    @Test("A3: without a scan time the envelope's date counts") func a3EnvelopeDate() {
        let event = Samples.event(.failed, scans: [Samples.scan(nil, "미배달", .failed)])
        #expect(plan(event).notices.first?.key.occurrence == "2026-11-22")
    }

    @Test("A3: shipped, delivered and returned occur once", arguments: [Milestone.shipped, .delivered, .returned])
    func a3Once(milestone: Milestone) {
        #expect(NoticeKey(milestone, enteredAt: Samples.now).occurrence.isEmpty)
    }

    @Test("A3: a second attempt on another day is told again") func a3SecondDay() {
        let told = [decided(.outForDelivery, "2026-11-21 09:00:00"), decided(.failed, "2026-11-21 15:00:00")]
        let scans = [
            Samples.scan("2026-11-21 09:00:00", "배송출발", .outForDelivery),
            Samples.scan("2026-11-21 15:00:00", "미배달", .failed),
            Samples.scan("2026-11-22 09:00:00", "배송출발", .outForDelivery),
        ]
        let notices = plan(Samples.event(.outForDelivery, scans: scans), decided: told).notices
        #expect(notices.map(\.key.description) == ["out_for_delivery@2026-11-22"])
    }

    @Test("A5: hasChanged is not obeyed", arguments: [true, false, nil] as [Bool?])
    func a5(hasChanged: Bool?) {
        #expect(plan(Samples.event(.outForDelivery, hasChanged: hasChanged)).notices.count == 1)
        let told = [decided(.outForDelivery, "2026-11-22 09:12:00")]
        #expect(plan(Samples.event(.outForDelivery, hasChanged: hasChanged), decided: told).notices.isEmpty)
    }

    @Test(
        "Promise 4: what is older than what was told is late",
        arguments: [
            (Stage.pickedUp, Milestone.outForDelivery), (.inTransit, .delivered), (.outForDelivery, .delivered),
            (.failed, .delivered),
        ])
    func promise4(late: Stage, told: Milestone) {
        let plan = plan(Samples.event(late), decided: [decided(told, "2026-11-22 09:30:00")])
        #expect(plan.disposition == .late)
        #expect(plan.notices.isEmpty)
    }

    @Test("Promise 4: a late event does not turn the shipment back") func promise4Shipment() {
        let delivered = shipment(after: Samples.event(.delivered))
        let after = plan(Samples.event(.outForDelivery), on: delivered).shipment ?? delivered
        #expect(after.stage == .delivered)
        #expect(after.snapshot?.scans.count == 4)
    }

    @Test("Promise 4: two stages in either order tell each at most once and never the past")
    func promise4Orders() {
        let stages: [Stage] = [.pickedUp, .inTransit, .outForDelivery, .delivered]
        for order in permutations(stages) {
            var shipment = Samples.shipment()
            var told = [DecidedNotice]()
            for stage in order {
                let plan = plan(Samples.event(stage), on: shipment, decided: told)
                shipment = plan.shipment ?? shipment
                told += plan.notices.map { DecidedNotice(key: $0.key, enteredAt: $0.enteredAt) }
            }
            let ranks = told.map { [.shipped: 1, .outForDelivery: 2, .delivered: 3][$0.key.milestone] ?? 0 }
            #expect(ranks == ranks.sorted(), "\(order) told \(told.map(\.key))")
            #expect(Set(told.map(\.key)).count == told.count)
            #expect(told.contains { $0.key.milestone == .delivered })
            #expect(shipment.stage == .delivered)
        }
    }

    @Test("A6: a scan more than an hour ahead orders nothing") func a6Future() {
        let scans = [
            Samples.scan("2026-11-22 09:12:00", "배송출발", .outForDelivery),
            Samples.scan("2027-01-01 09:00:00", "배송출발", .outForDelivery),
        ]
        #expect(plan(Samples.event(.outForDelivery, scans: scans)).notices.first?.key.occurrence == "2026-11-22")
    }

    @Test("A6: RETURNED is one-way", arguments: [Stage.inTransit, .outForDelivery, .delivered])
    func a6OneWay(stage: Stage) {
        let returned = shipment(
            after: Samples.event(.returned, scans: [Samples.scan("2026-11-22 09:00:00", "반송", .returned)]))
        let plan = plan(Samples.event(stage), on: returned, decided: [decided(.returned, "2026-11-22 09:00:00")])
        #expect(plan.disposition == .late)
        #expect(plan.trace.first?.rule == "A6")
        #expect((plan.shipment ?? returned).stage == .returned)
    }

    @Test("A6: DELIVERED then RETURNED or HOLD is a correction", arguments: [Stage.returned, .hold])
    func a6Correction(stage: Stage) {
        let planner = Planner(policy: ShopPolicy(milestones: [.delivered, .returned, .hold, .correction]))
        let delivered = shipment(after: Samples.event(.delivered))
        let plan = plan(
            Samples.event(stage, scans: []), on: delivered, decided: [decided(.delivered, "2026-11-22 14:31:00")],
            planner: planner)
        #expect(plan.notices.map(\.key.milestone) == [.correction])
        #expect(plan.shipment?.stage == stage)
    }

    @Test("A7: out_for_delivery lives until the local day ends, others three days") func a7Lives() throws {
        let today = try #require(plan(Samples.event(.outForDelivery)).notices.first?.deliveries.first)
        #expect(today.expiresAt == Samples.time("2026-11-23 00:00:00"))
        let delivered = try #require(plan(Samples.event(.delivered)).notices.first?.deliveries.first)
        #expect(delivered.expiresAt == Samples.now + .seconds(3 * 86_400))
    }

    @Test("A7: out_for_delivery of a day that is over is decided and not sent") func a7Over() {
        let scans = [Samples.scan("2026-11-20 09:00:00", "배송출발", .outForDelivery)]
        let plan = plan(Samples.event(.outForDelivery, scans: scans))
        #expect(plan.notices.map(\.deliveries.count) == [0])
        #expect(plan.trace.map(\.rule) == ["A7"])
    }

    @Test("A10: tracking.completed adds nothing to a parcel already told") func a10() {
        let told = [decided(.delivered, "2026-11-22 14:31:00")]
        let plan = plan(
            Samples.event(.delivered, kind: .completed), on: shipment(after: Samples.event(.delivered)), decided: told)
        #expect(plan.notices.isEmpty)
    }

    @Test("D1: a return parcel is silent") func d1Return() {
        let shipment = Samples.shipment(Samples.registration(kind: .return))
        let plan = plan(Samples.event(.delivered), on: shipment)
        #expect(plan.notices.isEmpty)
        #expect(plan.trace.first?.rule == "D1")
        #expect(plan.shipment?.stage == .delivered)
    }

    @Test("D3: an unknown number is parked") func d3() {
        let plan = plan(Samples.event(.pickedUp), on: nil)
        #expect(plan.disposition == .parked)
        #expect(plan.shipment == nil)
        #expect(plan.trace.map(\.kind) == [.parked])
    }

    @Test("Every plan says why, without an address in it") func saysWhy() {
        for stage in Stage.allCases {
            for shipment in [Samples.shipment(), nil] {
                let plan = plan(Samples.event(stage), on: shipment)
                #expect(!plan.trace.isEmpty)
                for entry in plan.trace {
                    #expect(!entry.text.contains("hong") && !entry.text.contains("홍길동"))
                }
            }
        }
    }

    private func permutations(_ stages: [Stage]) -> [[Stage]] {
        guard stages.count > 1 else { return [stages] }
        return stages.indices.flatMap { index in
            var rest = stages
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}
