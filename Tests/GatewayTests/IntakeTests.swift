// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Mail
import Notices
import ServiceLifecycle
import Shipping
import Synchronization
import TestSupport
import Testing
import Values

/// What the web server is promised: an answer in time, never before the commit, and no commit that dies with its caller.
@Suite(.timeLimit(.minutes(1))) struct IntakeTests {
    /// Takes an event and says what came of it.
    private func take(
        _ works: Works, _ event: TrackingEvent = Samples.event(.pickedUp), telling answered: Tally = Tally()
    ) async -> Result<Plan.Disposition?, IntakeRefusal> {
        defer { answered.add() }
        do {
            return .success(try await works.intake.take([event]).first?.disposition)
        } catch {
            return .failure(error)
        }
    }

    private func isKept(_ works: Works, _ number: String = "686530129012") async throws -> Bool {
        try await works.trace(number).contains { $0.entry.kind == .parked || $0.entry.kind == .decided }
    }

    @Test("Promise 1: the caller is answered after the commit, never before")
    func answersAfterTheCommit() async throws {
        let works = Works()
        let gate = Tally()
        let answered = Tally()
        works.store.before(.record) { try await gate.reach() }
        try await works.run { _ in
            async let answer = take(works, telling: answered)
            try await works.store.began(.record).reach()
            for _ in 0..<1_000 { await Task.yield() }
            #expect(answered.count == 0, "the caller was answered while the commit was under way")
            gate.add()
            #expect(await answer == .success(.parked))
            #expect(works.store.ended(.record).count == 1)
            #expect(try await isKept(works))
        }
    }

    @Test("Nothing to take is taken at once, without the store")
    func takesNothing() async throws {
        let works = Works()
        #expect(try await works.intake.take([]).isEmpty)
        #expect(works.store.began(.record).count == 0)
    }

    @Test(
        "E2: a store that never answers makes the caller come again in time, and the events become durable all the same"
    )
    func aSlowStoreIsLate() async throws {
        let works = Works()
        let gate = Tally()
        works.store.before(.record) { try await gate.reach() }
        try await works.run { _ in
            async let answer = take(works)
            try await works.store.began(.record).reach()
            try await works.running.asleep.reach()
            works.running.advance(by: .milliseconds(2_750))
            #expect(await answer == .failure(.late))
            #expect(works.store.ended(.record).count == 0)
            gate.add()
            try await works.store.ended(.record).reach()
            #expect(try await isKept(works))
        }
    }

    @Test("E2: nobody is sent away before their patience is over")
    func patienceIsKept() async throws {
        let works = Works()
        let gate = Tally()
        works.store.before(.record) { try await gate.reach() }
        try await works.run { _ in
            async let answer = take(works)
            try await works.store.began(.record).reach()
            try await works.running.asleep.reach()
            // The watch looks, finds nobody late, and goes to sleep again.
            works.running.advance(by: .milliseconds(2_400))
            try await works.running.asleep.reach(2)
            gate.add()
            #expect(await answer == .success(.parked))
        }
    }

    @Test("E2: a request that waited in vain before its turn is not carried out when nobody waits for it any more")
    func theLateAreNotCarriedOut() async throws {
        let works = Works(limits: Limits(requestsUnderWay: 1))
        let gate = Tally()
        works.store.before(.record) { try await gate.reach() }
        try await works.run { _ in
            async let first = take(works)
            try await works.store.began(.record).reach()
            async let second = take(works, Samples.event(.pickedUp, key: Samples.key("111111111111")))
            for _ in 0..<1_000 { await Task.yield() }
            try await works.running.asleep.reach()
            works.running.advance(by: .seconds(3))
            #expect(await first == .failure(.late))
            #expect(await second == .failure(.late))
            gate.add()
        }
        #expect(try await isKept(works))
        #expect(try await isKept(works, "111111111111") == false)
    }

    @Test("B2: a caller that hangs up does not cancel the commit")
    func aCancelledCallerCancelsNothing() async throws {
        let works = Works()
        let gate = Tally()
        let wasCancelled = Mutex(true)
        works.store.before(.record) {
            try await gate.reach()
            wasCancelled.withLock { $0 = Task.isCancelled }
        }
        try await works.run { _ in
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { _ = await take(works) }
                try await works.store.began(.record).reach()
                tasks.cancelAll()
                gate.add()
                try await tasks.waitForAll()
            }
            try await works.store.ended(.record).reach()
            #expect(wasCancelled.withLock { $0 } == false)
            #expect(try await isKept(works))
        }
    }

    @Test("Promise 5: a full room says so at once, and drops nothing it took")
    func aFullRoomRefuses() async throws {
        let works = Works(limits: Limits(requestsWaiting: 1, requestsUnderWay: 1))
        let gate = Tally()
        works.store.before(.record) { try await gate.reach() }
        try await works.run { _ in
            async let underWay = take(works)
            try await works.store.began(.record).reach()
            // Of two more, one finds the only place there is.
            let answers = await withTaskGroup { tasks in
                for number in ["100000000001", "100000000002"] {
                    tasks.addTask { await take(works, Samples.event(.pickedUp, key: Samples.key(number))) }
                }
                let first = await tasks.next()
                gate.add()
                return [first, await tasks.next()]
            }
            #expect(answers == [.failure(.full), .success(.parked)])
            #expect(await underWay == .success(.parked))
        }
        #expect(works.store.ended(.record).count == 2)
    }

    @Test("A store that cannot write is told to the caller, and the next event is kept")
    func aFailingStoreIsTold() async throws {
        let works = Works()
        works.store.fail(.record, times: 1)
        try await works.run { _ in
            #expect(await take(works) == .failure(.storeFailed))
            #expect(await take(works) == .success(.parked))
        }
        #expect(works.log.text.contains("the disk is full"))
    }

    @Test("Events that share a request see each other")
    func eventsOfOneRequest() async throws {
        let works = Works()
        try await works.register()
        try await works.run { _ in
            let recorded = try await works.intake.take([Samples.event(.outForDelivery), Samples.event(.outForDelivery)])
            #expect(recorded.map(\.disposition) == [.planned, .nothing])
        }
        #expect(works.transport.letters.count == 1)
    }

    @Test("A shop's own milestones decide what its events mean")
    func theShopsPolicyCounts() async throws {
        var shop = Works.shop
        shop.policy = ShopPolicy(milestones: [.delivered])
        let works = Works(shops: [shop])
        try await works.register()
        try await works.run { _ in
            let recorded = try await works.intake.take([Samples.event(.pickedUp), Samples.event(.delivered)])
            #expect(recorded.map(\.disposition) == [.nothing, .planned])
            try await works.store.settled.reach()
        }
        #expect(works.transport.letters.map(\.subject.text) == ["delivered"])
    }

    @Test("Stopping finishes what was taken, then takes no more")
    func stoppingFinishesWhatWasTaken() async throws {
        let works = Works()
        let gate = Tally()
        works.store.before(.record) { try await gate.reach() }
        try await works.run { services in
            async let answer = take(works)
            try await works.store.began(.record).reach()
            await services.triggerGracefulShutdown()
            gate.add()
            #expect(await answer == .success(.parked))
        }
        #expect(await take(works) == .failure(.full))
    }
}
