// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Mail
import Notices
import ServiceLifecycle
import Shipping
import TestSupport
import Testing
import Values

/// Stopping and starting: what is in flight is finished, the rest is given back, what was left behind is taken over.
@Suite(.timeLimit(.minutes(1))) struct StoppingTests {
    private let numbers = (10...14).map { "7000000000\($0)" }

    private func register(_ works: Works) async throws {
        for number in numbers { try await works.register(Samples.registration(Samples.key(number), order: number)) }
    }

    private var events: [TrackingEvent] { numbers.map { Samples.event(.delivered, key: Samples.key($0)) } }

    @Test("Stopping sends what is held in memory and writes it down")
    func sendsWhatIsHeld() async throws {
        let gate = Tally()
        let works = Works(
            transport: FakeTransport(concurrency: 1) { _, _ in
                try? await gate.reach()
                return FakeTransport.accepted
            })
        try await register(works)
        try await works.run { services in
            _ = try await works.intake.take(events)
            try await works.transport.began.reach()
            await services.triggerGracefulShutdown()
            gate.add()
        }
        #expect(works.transport.letters.count == 5)
        #expect(try await works.states() == [.sent: 5])
        #expect(works.outbox.load == 0)
    }

    @Test("When the time to say farewell is over, what is on the wire is finished and the rest given back")
    func givesTheRestBack() async throws {
        let gate = Tally()
        let works = Works(
            transport: FakeTransport(concurrency: 1) { _, _ in
                try? await gate.reach()
                return FakeTransport.accepted
            }, limits: Limits(farewell: .seconds(20)))
        try await register(works)
        try await works.run { services in
            _ = try await works.intake.take(events)
            try await works.transport.began.reach()
            while works.clock.sleeperCount == 0 { await Task.yield() }
            await services.triggerGracefulShutdown()
            // The outbox is looked through no more once the dispatcher knows that it is to stop.
            while works.clock.sleeperCount > 0 { await Task.yield() }
            works.running.advance(by: .seconds(21))
            gate.add()
        }
        #expect(works.transport.letters.count == 1)
        #expect(try await works.states() == [.sent: 1, .queued: 4])
        #expect(works.outbox.load == 0)
        // Given back, not lost and not blamed: the next incarnation sends each once, and none as a possible duplicate.
        let next = Works(store: works.store, owner: "two")
        try await next.run { _ in try await works.store.settled.reach(5) }
        #expect(next.transport.letters.count == 4)
        #expect(try await next.states() == [.sent: 5])
        #expect(
            try await next.store.inner.journal(of: .default, after: 0, limit: 1_000).allSatisfy {
                $0.entry.kind != .recovered
            })
    }

    @Test("What a claim brings while the gateway stops is given back, not kept under a dead lease")
    func aLateClaimIsGivenBack() async throws {
        let gate = Tally()
        let works = Works()
        try await register(works)
        works.store.before(.claim) { try await gate.reach() }
        try await works.run { services in
            try await works.store.began(.claim).reach()
            _ = try await works.store.inner.record(events, lease: nil, leaseLimit: 0, now: Samples.now) {
                Planner(policy: ShopPolicy()).plan($0)
            }
            await services.triggerGracefulShutdown()
            while (try? await works.intake.take([Samples.event(.pickedUp, key: Samples.key("799999999999"))])) != nil {
                await Task.yield()
            }
            for _ in 0..<1_000 { await Task.yield() }
            gate.add()
        }
        let states = try await works.states()
        #expect(states[.leased] == nil, "the deliveries wait for the end of a lease that nobody holds")
        #expect((states[.sent] ?? 0) + (states[.queued] ?? 0) == 5)
    }

    @Test("B3: the deliveries of an incarnation that died are sent by the next one, as possible duplicates of one name")
    func takesOver() async throws {
        let dead = Works()
        try await dead.register()
        // It leased the delivery, perhaps sent it, and was gone before it wrote that down.
        let leased = try await dead.store.inner.record(
            [Samples.event(.delivered)], lease: Lease(owner: "dead", until: Samples.now + Lease.span), leaseLimit: 1,
            now: Samples.now
        ) { Planner(policy: ShopPolicy()).plan($0) }
        let delivery = try #require(leased.first?.leased.first?.delivery)
        let works = Works(store: dead.store, owner: "next")
        try await works.run { _ in try await works.store.settled.reach() }
        let key = try await works.store.inner.identityKey(of: .default)
        #expect(
            works.transport.letters.map(\.messageID)
                == [try DeliveryIdentity.messageID(of: delivery, key: key, domain: "moon.example.com")])
        let recovered = try #require(try await works.trace().first { $0.entry.kind == .recovered })
        #expect(recovered.entry.rule == "B3")
        #expect(recovered.deliveryID == delivery.id)
        #expect(try await works.states() == [.sent: 1])
        #expect(works.log.text.contains("took over deliveries"))
    }

    @Test("A result outlives a store that cannot be written for a while")
    func resultsAreKept() async throws {
        let works = Works()
        try await works.register()
        works.store.fail(.settle, times: 3)
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.delivered)])
            for failed in 1...3 {
                try await works.store.began(.settle).reach(failed)
                while works.store.began(.settle).count == failed {
                    works.running.advance(by: .milliseconds(100))
                    await Task.yield()
                }
            }
            try await works.store.settled.reach()
        }
        #expect(works.transport.letters.count == 1, "it was sent again although its result was known")
        #expect(try await works.states() == [.sent: 1])
    }

    @Test("A service that fails ends the others: nothing hangs")
    func oneFailureEndsAll() async throws {
        let works = Works()
        works.store.fail(.recover, times: 1)
        await #expect(throws: StoreFailure.self) {
            try await works.run { _ in }
        }
    }
}
