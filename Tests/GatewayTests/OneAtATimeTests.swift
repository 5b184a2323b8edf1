// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Mail
import Notices
import Shipping
import Synchronization
import TestSupport
import Testing
import Values

/// A7: one delivery a person and a parcel is in flight at a time, whatever comes in.
@Suite(.timeLimit(.minutes(1))) struct OneAtATimeTests {
    @Test("A7: two milestones in quick succession are never on the wire together, and the second follows the first")
    func milestonesOfOneParcel() async throws {
        let gate = Tally()
        let works = Works(
            transport: FakeTransport { letter, _ in
                if letter.subject.text == "out_for_delivery" { try? await gate.reach() }
                return FakeTransport.accepted
            })
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.transport.began.reach(1)
            let second = try await works.intake.take([Samples.event(.delivered)])
            #expect(second.map(\.queued) == [1])
            // The outbox is looked through while the first is on the wire: the second must not come out.
            let looks = works.store.ended(.claim).count
            works.outbox.lookAgain()
            works.clock.advance(by: .seconds(2))
            try await works.store.ended(.claim).reach(looks + 1)
            #expect(works.transport.letters.count == 1)
            gate.add()
            // No clock moves from here on: the end of the first wakes the second.
            try await works.store.settled.reach(2)
        }
        #expect(works.transport.letters.map(\.subject.text) == ["out_for_delivery", "delivered"])
        #expect(works.transport.mostOfOneParcel == 1)
        #expect(try await works.states() == [.sent: 2])
    }

    @Test("A7: a crowd of parcels keeps the relay busy, and no parcel has two letters on the wire")
    func aCrowd() async throws {
        let works = Works(
            transport: FakeTransport(concurrency: 8) { _, _ in
                for _ in 0..<3 { await Task.yield() }
                return FakeTransport.accepted
            })
        let numbers = (1...25).map { "5000000000" + ($0 < 10 ? "0" : "") + String($0) }
        for number in numbers { try await works.register(Samples.registration(Samples.key(number), order: number)) }
        try await works.run { _ in
            try await withThrowingTaskGroup { tasks in
                for number in numbers {
                    tasks.addTask {
                        for stage in [Stage.pickedUp, .outForDelivery, .delivered] {
                            _ = try await works.intake.take([Samples.event(stage, key: Samples.key(number))])
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            var states = try await works.states()
            while (states[.queued] ?? 0) + (states[.leased] ?? 0) > 0 {
                await Task.yield()
                states = try await works.states()
            }
            #expect((states[.sent] ?? 0) + (states[.superseded] ?? 0) == 75)
        }
        #expect(works.transport.mostOfOneParcel == 1)
        #expect(works.transport.mostUnderWay <= 8)
        let told = Dictionary(grouping: works.transport.letters, by: \.text).mapValues { $0.map(\.subject.text) }
        #expect(told.count == 25)
        for (number, milestones) in told {
            #expect(milestones.last == "delivered", "\(number): \(milestones)")
            #expect(Set(milestones).count == milestones.count, "\(number) was told twice: \(milestones)")
        }
    }

    @Test("Promise 5: a full memory leaves the rest in the outbox, and all of it is sent")
    func aFullMemory() async throws {
        let works = Works(
            transport: FakeTransport(concurrency: 1), limits: Limits(deliveriesInMemory: 2))
        let numbers = (10...29).map { "6000000000\($0)" }
        for number in numbers { try await works.register(Samples.registration(Samples.key(number), order: number)) }
        try await works.run { _ in
            let recorded = try await works.intake.take(numbers.map { Samples.event(.delivered, key: Samples.key($0)) })
            #expect(recorded.reduce(0) { $0 + $1.leased.count } <= 2)
            while works.store.settled.count < 20 {
                // A full memory looks again in 50 ms of calendar time.
                works.clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
        }
        #expect(Set(works.transport.letters.map(\.text)) == Set(numbers))
        #expect(works.transport.letters.count == 20)
    }
}
