// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

struct ClaimRuleTests {
    private func decide(
        email: String? = "hong@example.com", isOvertaken: Bool = false, suppression: String? = nil,
        channel: DeliveryChannel = .email,
        expiresAt: Timestamp = Samples.now + .seconds(60)
    ) -> ClaimDecision {
        let delivery = Delivery(
            id: 1, noticeID: 1, key: NoticeKey(.outForDelivery, enteredAt: Samples.now), channel: channel,
            audience: .orderer,
            state: .queued, attempts: 0, dueAt: Samples.now, expiresAt: expiresAt, createdAt: Samples.now)
        return ClaimRule.decide(
            ClaimSituation(
                delivery: delivery, shipment: Samples.shipment(Samples.registration(email: email)),
                isOvertaken: isOvertaken,
                suppression: suppression, now: Samples.now))
    }

    private func state(_ decision: ClaimDecision) -> Delivery.State? {
        if case .end(let state, _) = decision { state } else { nil }
    }

    @Test("A delivery that is due and wanted is sent") func send() {
        #expect(decide() == .send)
    }

    @Test("A7: overtaken ends as superseded") func superseded() {
        #expect(state(decide(isOvertaken: true)) == .superseded)
    }

    @Test("A7: past its life ends as expired, at the very moment too") func expired() {
        #expect(state(decide(expiresAt: Samples.now)) == .expired)
    }

    @Test("D4: a suppressed address ends as suppressed") func suppressed() {
        #expect(state(decide(suppression: "unsubscribed")) == .suppressed)
    }

    @Test("D2: nobody to reach ends as unreachable") func unreachable() {
        #expect(state(decide(email: nil)) == .unreachable)
        #expect(state(decide(channel: .push)) == .unreachable)
    }

    @Test(
        "D2: a safe number takes no alimtalk",
        arguments: [("0507-1234-5678", false), ("010-1234-5678", true), ("02-123-4567", false)])
    func safeNumber(number: String, reachable: Bool) throws {
        let party = Party(phone: try PhoneNumber(number))
        #expect(ClaimRule.canReach(party, .alimtalk) == reachable)
        #expect(ClaimRule.canReach(party, .sms) == reachable)
    }
}
