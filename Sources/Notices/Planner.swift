// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// Decides what one event means for its parcel: pure, total, and the same for every store.
public struct Planner: Sendable {
    private let policy: ShopPolicy
    private let tellsStaff: Bool

    /// Makes a planner.
    ///
    /// - Parameters:
    ///   - policy: What the shop wants told.
    ///   - tellsStaff: Whether its own people are told of failed and returned parcels.
    public init(policy: ShopPolicy, tellsStaff: Bool = false) {
        self.policy = policy
        self.tellsStaff = tellsStaff
    }

    /// Makes a planner for a shop; one that is not configured any more tells what shops tell by default.
    public init(_ shop: ShopProfile?) {
        self.init(policy: shop?.policy ?? ShopPolicy(), tellsStaff: shop?.staff != nil)
    }

    /// Decides about one event (SEMANTICS A1 to A7, A10, D1, D3), for customers and then for staff.
    public func plan(_ situation: Situation) -> Plan {
        var plan = customersPlan(situation)
        if tellsStaff, let alert = StaffAlert(situation) {
            plan.notices.append(alert.notice)
            plan.trace.append(alert.entry)
            plan.disposition = .planned
        }
        return plan
    }

    private func customersPlan(_ situation: Situation) -> Plan {
        let event = situation.event
        guard let shipment = situation.shipment else {
            let entry = TraceEntry(
                .parked, rule: "D3", facts: event.traceFacts,
                "\(event.stage.rawValue) arrived for a number that is not registered; kept until it is.")
            return Plan(.parked, trace: [entry])
        }
        let enteredAt = event.snapshot?.entered(event.stage, now: situation.now) ?? event.sentAt
        let updated = Self.updated(shipment, by: event, enteredAt: enteredAt, now: situation.now)
        guard let milestone = milestone(for: event, of: shipment, decided: situation.told) else {
            return nothing(
                updated, event, rule: "A1", "\(event.stage.rawValue) is no milestone: customers are not told of it.")
        }
        let key = NoticeKey(milestone, enteredAt: enteredAt)
        if let closedAt = shipment.closedAt, situation.now - closedAt > Self.keysKept {
            // The keys are gone by now: what was told cannot be known any more, so nothing is (SEMANTICS A2).
            return nothing(
                updated, event, milestone, rule: "A2",
                "The parcel closed more than 7 days ago; nothing more is told of it.")
        }
        if shipment.registration.kind == .return {
            return nothing(updated, event, milestone, rule: "D1", "A return parcel is silent.")
        }
        if situation.told.contains(where: { $0.key == key }) {
            return nothing(updated, event, milestone, rule: "A5", "\(key) was already decided; nothing new to tell.")
        }
        if let reason = lateness(of: key, enteredAt: enteredAt, event: event, situation) {
            let entry = TraceEntry(
                .nothing, rule: reason.rule, milestone: milestone, facts: event.traceFacts, reason.text)
            return Plan(.late, shipment: updated, trace: [entry])
        }
        guard policy.milestones.contains(milestone) else {
            return nothing(updated, event, milestone, rule: "A1", "The shop does not tell \(milestone.rawValue).")
        }
        let expiresAt = Self.expiry(of: milestone, enteredAt: enteredAt, now: situation.now)
        guard expiresAt > situation.now else {
            let entry = TraceEntry(
                .ended, rule: "A7", milestone: milestone, facts: event.traceFacts + [.init("key", key.description)],
                "\(key) is told no more: its day was over when the event arrived.")
            return Plan(
                .planned, shipment: updated, notices: [PlannedNotice(key: key, enteredAt: enteredAt, deliveries: [])],
                trace: [entry])
        }
        let deliveries = policy.channels.map {
            PlannedDelivery(channel: $0, audience: policy.audience, dueAt: situation.now, expiresAt: expiresAt)
        }
        let entry = TraceEntry(
            .decided, rule: "A2", milestone: milestone, facts: event.traceFacts + [.init("key", key.description)],
            "\(event.stage.rawValue) is told as \(milestone.rawValue).")
        let notice = PlannedNotice(key: key, enteredAt: enteredAt, deliveries: deliveries)
        return Plan(.planned, shipment: updated, notices: [notice], trace: [entry])
    }

    /// The milestone an event means for this parcel: HOLD and RETURNED after DELIVERED correct it (SEMANTICS A6).
    private func milestone(for event: TrackingEvent, of shipment: Shipment, decided: [DecidedNotice]) -> Milestone? {
        let wasDelivered = shipment.stage == .delivered || decided.contains { $0.key.milestone == .delivered }
        if wasDelivered, event.stage == .returned || event.stage == .hold { return .correction }
        return Milestone(event.stage)
    }

    /// Why an undecided notice would speak of the past, if it would (promise 4, SEMANTICS A6).
    private func lateness(
        of key: NoticeKey, enteredAt: Timestamp, event: TrackingEvent, _ situation: Situation
    ) -> (rule: String, text: String)? {
        guard let shipment = situation.shipment else { return nil }
        let told = Set(situation.told.map(\.key.milestone))
        let word = event.stage.rawValue
        if shipment.stage == .returned || told.contains(.returned) {
            return ("A6", "The parcel is on its way back: \(word) of the return leg goes to staff only.")
        }
        if key.milestone == .returned || key.milestone == .correction { return nil }
        if shipment.stage == .cancelled || told.contains(.cancelled) {
            return ("A6", "The shipment was called off: \(word) goes to staff only.")
        }
        if key.milestone == .delivered || key.milestone == .cancelled { return nil }
        if shipment.stage == .delivered || told.contains(.delivered) {
            return ("promise 4", "\(word) arrived after DELIVERED; the past is not told.")
        }
        if key.milestone == .shipped, let later = situation.told.last {
            return ("promise 4", "\(word) arrived after \(later.key); the past is not told.")
        }
        if let newest = situation.told.map(\.enteredAt).max(), enteredAt < newest {
            return ("promise 4", "\(word) is older than what was told last; the past is not told.")
        }
        if let stageEnteredAt = shipment.stageEnteredAt, enteredAt < stageEnteredAt, shipment.stage != event.stage {
            return (
                "promise 4", "\(word) is older than \(shipment.stage.rawValue), which we know; the past is not told."
            )
        }
        return nil
    }

    private func nothing(
        _ shipment: Shipment?, _ event: TrackingEvent, _ milestone: Milestone? = nil, rule: String, _ text: String
    ) -> Plan {
        let entry = TraceEntry(.nothing, rule: rule, milestone: milestone, facts: event.traceFacts, text)
        return Plan(.nothing, shipment: shipment, trace: [entry])
    }

    /// The shipment after the event: the snapshot moves forward only (SEMANTICS A6: RETURNED is one-way).
    private static func updated(
        _ shipment: Shipment, by event: TrackingEvent, enteredAt: Timestamp, now: Timestamp
    ) -> Shipment? {
        var updated = shipment
        let isNewer = shipment.stageEnteredAt.map { enteredAt >= $0 } ?? true
        let isFinal = shipment.stage == .returned || shipment.stage == .cancelled
        let undoesArrival = shipment.stage == .delivered && event.stage != .returned && event.stage != .hold
        let advances = event.stage == .returned || event.stage == .delivered || isNewer
        if advances, !isFinal, !undoesArrival || event.stage == .delivered, event.stage != .unknown {
            if updated.stage != event.stage { updated.stageEnteredAt = enteredAt }
            updated.stage = event.stage
            if event.stage.isClosed, updated.closedAt == nil { updated.closedAt = now }
        }
        if let snapshot = event.snapshot, (shipment.snapshot?.scans.count ?? 0) <= snapshot.scans.count || advances {
            updated.snapshot = snapshot
        }
        updated.snapshot?.stage = updated.stage
        return updated == shipment ? nil : updated
    }

    /// How long a closed parcel's notice keys are kept (SEMANTICS A2).
    static let keysKept: Duration = .seconds(7 * 86_400)

    /// When a milestone is no longer worth telling (SEMANTICS A7): out_for_delivery with its local day, others after 3 days.
    static func expiry(of milestone: Milestone, enteredAt: Timestamp, now: Timestamp) -> Timestamp {
        guard milestone == .outForDelivery else { return now + .seconds(3 * 86_400) }
        let local = CivilTime(enteredAt, offsetSeconds: CivilTime.kst)
        let sinceMidnight = local.hour * 3600 + local.minute * 60 + local.second
        return Timestamp(seconds: enteredAt.seconds - Int64(sinceMidnight) + 86_400)
    }
}

extension TrackingEvent {
    /// What the trace says of the event a decision was made about.
    var traceFacts: [TraceEntry.Fact] {
        var facts = [
            TraceEntry.Fact("event", kind.rawValue), .init("stage", stage.rawValue), .init("proof", proof),
        ]
        if let hasChanged { facts.append(.init("hasChanged", String(hasChanged))) }
        return facts
    }
}
