// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Shipping
public import Values

/// What the last check before sending may know: read in the transaction that claims (SEMANTICS A7).
public struct ClaimSituation: Sendable {
    /// The delivery that is due.
    public let delivery: Delivery
    /// Its shipment with contacts, as they are now.
    public let shipment: Shipment
    /// True when a later notice of the same generation is decided.
    public let isOvertaken: Bool
    /// Why its address must not be written to on this channel, if so (SEMANTICS D4).
    public let suppression: String?
    /// The present moment.
    public let now: Timestamp

    /// Makes a situation.
    public init(delivery: Delivery, shipment: Shipment, isOvertaken: Bool, suppression: String?, now: Timestamp) {
        self.delivery = delivery
        self.shipment = shipment
        self.isOvertaken = isOvertaken
        self.suppression = suppression
        self.now = now
    }
}

/// What the last check decided.
public enum ClaimDecision: Hashable, Sendable {
    /// Lease it and send it.
    case send
    /// End it in this state, for this reason.
    case end(Delivery.State, TraceEntry)
}

/// The last check before a delivery is sent: never the past, never the unwanted (SEMANTICS A7, D2, D4).
public enum ClaimRule {
    /// Decides about one delivery that is due.
    ///
    /// - Parameters:
    ///   - situation: What is known in the claiming transaction.
    ///   - hasStaff: Whether the shop still names somebody of its staff.
    public static func decide(_ situation: ClaimSituation, hasStaff: Bool = true) -> ClaimDecision {
        let delivery = situation.delivery
        let milestone = delivery.key.milestone
        let isForStaff = delivery.audience == .staff
        func end(_ state: Delivery.State, _ rule: String, _ text: String) -> ClaimDecision {
            var facts = [TraceEntry.Fact("channel", delivery.channel.rawValue), .init("state", state.rawValue)]
            if isForStaff { facts.append(.staff) }
            return .end(state, TraceEntry(.ended, rule: rule, milestone: milestone, facts: facts, text))
        }
        if situation.isOvertaken {
            return end(.superseded, "A7", "A newer milestone was decided before \(delivery.key) was sent.")
        }
        if isForStaff, milestone == .failed, situation.shipment.stage == .delivered {
            return end(.superseded, "A11", "The parcel was delivered before \(delivery.key) was sent.")
        }
        if delivery.expiresAt <= situation.now {
            return end(.expired, "A7", "\(delivery.key) was not sent in time and is no longer worth telling.")
        }
        if isForStaff {
            // Staff is no recipient of the parcel: no opt-out of a customer's counts here.
            guard hasStaff else { return end(.unreachable, "A11", "The shop names nobody of its staff any more.") }
            return .send
        }
        let claimed = ClaimedDelivery(delivery: delivery, shipment: situation.shipment)
        if !canReach(claimed.party, delivery.channel) {
            return end(
                .unreachable, "D2", "The \(delivery.audience.rawValue) has no address for \(delivery.channel.rawValue)."
            )
        }
        if let reason = situation.suppression {
            return end(.suppressed, "D4", "The address is not written to on \(delivery.channel.rawValue): \(reason).")
        }
        return .send
    }

    /// Whether a channel can reach a person (SEMANTICS D2).
    public static func canReach(_ party: Party?, _ channel: DeliveryChannel) -> Bool {
        switch channel {
        case .email: party?.email != nil
        case .alimtalk, .sms: party?.phone?.isMobile ?? false
        case .push: false
        }
    }
}
