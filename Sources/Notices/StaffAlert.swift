// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// The notice to a shop's own people that a parcel failed or goes back (docs/rules.md, A11).
///
/// It is a notice of its own, with its own key: decided once, in the same transaction as the customer's, and whether or not
/// the customer is told of it.
struct StaffAlert {
    let notice: PlannedNotice
    let entry: TraceEntry

    /// Makes the alert that an event calls for; nil when there is nothing to tell staff, or it was told.
    init?(_ situation: Situation) {
        let event = situation.event
        guard let shipment = situation.shipment, let milestone = Self.milestone(event.stage) else { return nil }
        // A return parcel is silent (SEMANTICS D1), and of one that closed a week ago the keys are gone (SEMANTICS A2).
        guard shipment.registration.kind != .return else { return nil }
        if let closedAt = shipment.closedAt, situation.now - closedAt > Planner.keysKept { return nil }
        let enteredAt = event.snapshot?.entered(event.stage, now: situation.now) ?? event.sentAt
        let key = NoticeKey(milestone, enteredAt: enteredAt, forStaff: true)
        guard !situation.decided.contains(where: { $0.key == key }) else { return nil }
        guard milestone == .returned || !Self.isPast(enteredAt, of: shipment, situation) else { return nil }
        let delivery = PlannedDelivery(
            channel: .email, audience: .staff, dueAt: situation.now,
            expiresAt: Planner.expiry(of: milestone, enteredAt: enteredAt, now: situation.now))
        self.notice = PlannedNotice(key: key, enteredAt: enteredAt, deliveries: [delivery])
        self.entry = TraceEntry(
            .decided, rule: "A11", milestone: milestone,
            facts: event.traceFacts + [TraceEntry.Fact.staff, .init("key", key.description)],
            "\(event.stage.rawValue) is told to the shop's staff.")
    }

    /// What staff is told of: what somebody may have to act on.
    private static func milestone(_ stage: Stage) -> Milestone? {
        switch stage {
        case .failed: .failed
        case .returned: .returned
        default: nil
        }
    }

    /// Whether a failed attempt is over by what is known of the parcel (promise 4).
    ///
    /// One on the way back is not: what happens there is for staff only (SEMANTICS A6).
    private static func isPast(_ enteredAt: Timestamp, of shipment: Shipment, _ situation: Situation) -> Bool {
        if shipment.stage == .delivered { return true }
        // Or else an older one would overtake a newer one that waits (SEMANTICS A7).
        if situation.decided.contains(where: { $0.key.isForStaff && $0.enteredAt > enteredAt }) { return true }
        guard shipment.stage != .failed, let known = shipment.stageEnteredAt else { return false }
        return enteredAt < known
    }
}

extension TraceEntry.Fact {
    /// Says that a decision was about the staff's notice, not the customer's.
    static let staff = TraceEntry.Fact("audience", Audience.staff.rawValue)
}
