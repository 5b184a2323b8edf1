// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Mail
import Notices
import Shipping
import TestSupport
import Testing
import Values

/// From an event to a letter, and what becomes of a delivery after each kind of answer.
@Suite(.timeLimit(.minutes(1))) struct DispatchTests {
    /// Answers the first letter in one way and the others with acceptance.
    private func relay(first: Outcome) -> FakeTransport {
        FakeTransport { _, number in number == 1 ? first : FakeTransport.accepted }
    }

    @Test("A parcel's event becomes exactly one letter, to the right person, with its name and links")
    func oneEventOneLetter() async throws {
        let works = Works()
        let shipment = try await works.register().shipment
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach()
        }
        let letter = try #require(works.transport.letters.first)
        #expect(works.transport.letters.count == 1, "promise 2: decided once")
        #expect(letter.envelope.recipient.address == "hong@example.com")
        #expect(letter.subject.text == "out_for_delivery")
        #expect(letter.date == Samples.now)
        #expect(letter.messageID.value.hasSuffix("@moon.example.com"))
        let links = (letter.html ?? "").split(separator: "\n")
        #expect(links.first == "https://notify.example.com/t/\(shipment.token)")
        #expect(links.last?.hasPrefix("https://notify.example.com/u/") == true)
        #expect(try await works.states() == [.sent: 1])
        #expect(works.outbox.load == 0)
        // The letter goes by the leases of the intake: nobody waited for a scan of the store.
        let sent = try #require(try await works.trace().last { $0.entry.kind == .sent })
        #expect(sent.messageID == letter.messageID.value)
        #expect(sent.entry.rule == "C2")
    }

    @Test("What was left in the outbox is found there, without an event to say so")
    func whatWasLeftIsFound() async throws {
        let works = Works()
        try await works.register()
        _ = try await works.store.inner.record(
            [Samples.event(.delivered)], lease: nil, leaseLimit: 0, now: Samples.now
        ) { Planner(policy: ShopPolicy()).plan($0) }
        try await works.run { _ in try await works.store.settled.reach() }
        #expect(works.transport.letters.map(\.subject.text) == ["delivered"])
    }

    @Test("C1, C4, C7: what did not work, or may have worked, goes again when it is due, with the same Message-ID")
    func retriesKeepTheirName() async throws {
        for (first, rule) in [(FakeTransport.busy, "C1"), (FakeTransport.silent, "C4")] {
            let works = Works(transport: relay(first: first))
            try await works.register()
            try await works.run { _ in
                _ = try await works.intake.take([Samples.event(.outForDelivery)])
                try await works.store.settled.reach(1)
                #expect(try await works.states() == [.queued: 1])
                works.clock.advance(by: .seconds(60))
                try await works.store.settled.reach(2)
            }
            let letters = works.transport.letters
            #expect(letters.count == 2)
            #expect(Set(letters.map(\.messageID)).count == 1, "\(rule): a resend has another Message-ID")
            #expect(letters.map(\.date) == [Samples.now, Samples.now + .seconds(60)])
            #expect(try await works.states() == [.sent: 1])
            let retry = try #require(try await works.trace().first { $0.entry.kind == .retry })
            #expect(retry.entry.rule == rule)
        }
    }

    @Test("A retry is not sent before it is due")
    func retriesWait() async throws {
        let works = Works(transport: relay(first: FakeTransport.busy))
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach(1)
            // The wait is at least a tenth of 15 s: a second is too early for any jitter. Two looks find nothing.
            let looks = works.store.ended(.claim).count
            works.clock.advance(by: .seconds(1))
            works.outbox.lookAgain()
            try await works.store.ended(.claim).reach(looks + 1)
            #expect(try await works.states() == [.queued: 1])
        }
        #expect(works.transport.letters.count == 1)
    }

    @Test("C1: an address that does not exist is not written to again, by this parcel or the next one")
    func addressesThatDoNotExist() async throws {
        let works = Works(transport: relay(first: FakeTransport.noSuchUser))
        try await works.register()
        try await works.register(Samples.registration(Samples.key("222222222222"), order: "ORD-2"))
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach()
            #expect(try await works.states() == [.dead: 1])
            _ = try await works.intake.take([Samples.event(.delivered, key: Samples.key("222222222222"))])
            #expect(try await works.states() == [.dead: 1, .suppressed: 1])
        }
        #expect(works.transport.letters.count == 1)
    }

    @Test("C1: a message that was refused for what it is ends, and its recipient is not blamed")
    func messagesThatAreRefused() async throws {
        let works = Works(transport: relay(first: FakeTransport.spam))
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach(1)
            _ = try await works.intake.take([Samples.event(.delivered)])
            try await works.store.settled.reach(2)
        }
        #expect(try await works.states() == [.dead: 1, .sent: 1])
    }

    @Test("A7: what fails until its life is over is given up, and the trace says so")
    func givingUp() async throws {
        let works = Works(transport: FakeTransport { _, _ in FakeTransport.busy })
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach(1)
            // Its local day ends at midnight, 14 hours from now: first a try right before that, then no more.
            works.clock.advance(by: .seconds(14 * 3_600 - 1))
            try await works.store.settled.reach(2)
        }
        #expect(try await works.states() == [.dead: 1])
        #expect(try await works.trace().last?.entry.rule == "A7")
        #expect(works.transport.letters.count == 2)
    }

    @Test("A7: a newer milestone ends the retry of an older one")
    func overtakenRetries() async throws {
        let works = Works(transport: relay(first: FakeTransport.busy))
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach(1)
            _ = try await works.intake.take([Samples.event(.delivered)])
            try await works.store.settled.reach(2)
            let looks = works.store.ended(.claim).count
            works.clock.advance(by: .seconds(60))
            try await works.store.ended(.claim).reach(looks + 1)
        }
        #expect(works.transport.letters.map(\.subject.text) == ["out_for_delivery", "delivered"])
        #expect(try await works.states() == [.superseded: 1, .sent: 1])
    }

    @Test("Promise 7: the log of a failed delivery names no address")
    func logsNameNobody() async throws {
        let works = Works(transport: relay(first: FakeTransport.noSuchUser))
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach()
        }
        let log = works.log.text
        #expect(log.contains("delivery not sent"))
        for word in ["hong@example.com", "홍길동", "1234-5678", "송파구"] { #expect(!log.contains(word)) }
    }

    @Test("A store that cannot be read for a while delays letters and loses none")
    func anUnreadableStoreDelays() async throws {
        let works = Works()
        works.store.fail(.claim, times: 2)
        try await works.register()
        _ = try await works.store.inner.record(
            [Samples.event(.delivered)], lease: nil, leaseLimit: 0, now: Samples.now
        ) { Planner(policy: ShopPolicy()).plan($0) }
        try await works.run { _ in
            for failed in 1...2 {
                try await works.store.began(.claim).reach(failed)
                works.clock.advance(by: .seconds(2))
            }
            try await works.store.settled.reach()
        }
        #expect(works.transport.letters.count == 1)
        #expect(works.log.text.contains("outbox not read"))
    }
}
