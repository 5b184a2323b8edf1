// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import TestSupport
import Testing
import Values

struct DeliveryMachineTests {
    private let machine = DeliveryMachine(retry: RetryPolicy(base: .seconds(10), cap: .seconds(600)))

    private func settle(
        _ outcome: Outcome, attempts: Int = 0, now: Timestamp = Samples.now, expiresAt: Timestamp? = nil,
        jitter: Double = 0.5
    ) throws -> Settlement {
        let delivery = Delivery(
            id: 7, noticeID: 3, key: NoticeKey(.shipped, enteredAt: Samples.now), channel: .email, audience: .orderer,
            state: .leased, attempts: attempts, dueAt: Samples.now,
            expiresAt: expiresAt ?? Samples.now + .seconds(3 * 86_400),
            createdAt: Samples.now)
        return machine.settle(
            ClaimedDelivery(delivery: delivery, shipment: Samples.shipment()), outcome: outcome,
            identity: try MessageID("d7.0.aa@example.com"), transport: "smtp: test", startedAt: now, now: now,
            jitter: jitter)
    }

    @Test("C2: accepted is sent") func accepted() throws {
        let settlement = try settle(Outcome(.accepted, blame: .nobody, code: 250, text: "2.0.0 queued"))
        #expect(settlement.state == .sent)
        #expect(settlement.attempts == 1)
        #expect(settlement.suppress == nil)
        #expect(settlement.entry.kind == .sent)
        #expect(settlement.entry.facts.contains(.init("code", "250")))
    }

    @Test("C1: only the recipient's own fault suppresses", arguments: Outcome.Blame.allCases)
    func blame(blame: Outcome.Blame) throws {
        let settlement = try settle(
            Outcome(.permanentAddress, blame: blame, code: 550, enhancedCode: "5.1.1", text: "no such user"))
        #expect(settlement.state == .dead)
        #expect((settlement.suppress != nil) == (blame == .recipient))
    }

    @Test("C1: refused content blames no address") func content() throws {
        let settlement = try settle(Outcome(.permanentContent, blame: .us, code: 554, text: "spam"))
        #expect(settlement.state == .dead)
        #expect(settlement.suppress == nil)
    }

    @Test("Failures that may pass are tried again", arguments: [Outcome.Class.temporary, .ourConfiguration, .unknown])
    func retried(class: Outcome.Class) throws {
        let settlement = try settle(Outcome(`class`, blame: .relay, code: 421, text: "later"))
        #expect(settlement.state == .queued)
        #expect(try #require(settlement.dueAt) > Samples.now)
        #expect(settlement.entry.kind == .retry)
        #expect(settlement.suppress == nil)
    }

    @Test("C4: an unknown outcome keeps its identity and says so") func unknown() throws {
        let settlement = try settle(Outcome(.unknown, blame: .relay, text: "no answer after the final dot"))
        #expect(settlement.entry.rule == "C4")
        #expect(settlement.identity.value == "d7.0.aa@example.com")
    }

    @Test("The wait doubles up to its cap, with full jitter", arguments: 1...12)
    func backoff(attempts: Int) {
        let policy = RetryPolicy(base: .seconds(10), cap: .seconds(600))
        let bound = min(600_000, 10_000 << (attempts - 1))
        for jitter in [0, 0.25, 0.5, 0.999] {
            let wait = policy.delay(afterAttempts: attempts, class: .temporary, jitter: jitter).wholeMilliseconds
            #expect(wait >= Int64(bound / 10) && wait <= Int64(bound))
        }
        #expect(
            policy.delay(afterAttempts: attempts, class: .temporary, jitter: 0.999)
                > .milliseconds(Int64(Double(bound) * 0.99)))
    }

    @Test("A server's own wait is respected") func retryAfter() throws {
        let settlement = try settle(Outcome(.temporary, blame: .relay, code: 421, text: "", retryAfterSeconds: 3_000))
        #expect(settlement.dueAt == Samples.now + .seconds(3_000))
    }

    @Test("A7: what would be tried after its life is given up") func life() throws {
        let settlement = try settle(
            Outcome(.temporary, blame: .relay, code: 450, text: ""), expiresAt: Samples.now + .seconds(1), jitter: 0.9)
        #expect(settlement.state == .dead)
        #expect(settlement.entry.rule == "A7")
    }

    @Test("A delivery of the highest age is given up whatever its milestone allows") func age() throws {
        let late = Samples.now + .seconds(3 * 86_400)
        let settlement = try settle(
            Outcome(.temporary, blame: .relay, code: 450, text: ""), attempts: 40, now: late,
            expiresAt: late + .seconds(86_400))
        #expect(settlement.state == .dead)
    }
}
