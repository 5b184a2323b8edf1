// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import TestSupport
import Testing
import Values

/// SEMANTICS G: calendar time is moved forward only.
@Suite(.timeLimit(.minutes(1))) struct FollowedClockTests {
    private let base = ManualWallClock(Samples.now)

    @Test("It shows the machine's time until it is moved, and runs on with it afterwards")
    func moves() {
        let clock = FollowedClock(base)
        #expect(clock.now == Samples.now)
        #expect(clock.move(to: Samples.now + .seconds(3_600), offset: .seconds(3_600)))
        #expect(clock.now == Samples.now + .seconds(3_600))
        base.advance(by: .seconds(5))
        #expect(clock.now == Samples.now + .seconds(3_605))
        #expect(clock.offset == .seconds(3_600))
    }

    @Test("It never goes back: not when told an earlier time, not when the machine's clock is set back")
    func neverBack() {
        let machine = LooseClock(Samples.now)
        let clock = FollowedClock(machine)
        clock.move(to: Samples.now + .seconds(100), offset: .seconds(100))
        #expect(!clock.move(to: Samples.now, offset: .zero))
        #expect(!clock.move(to: Samples.now + .seconds(99), offset: .seconds(100)))
        #expect(clock.now == Samples.now + .seconds(100))
        machine.set(Samples.now - .seconds(50))
        #expect(clock.now == Samples.now + .seconds(100))
        machine.set(Samples.now + .seconds(1))
        #expect(clock.now == Samples.now + .seconds(101))
    }

    @Test("Where the other machine's time is later, it is the moment told that counts")
    func anotherMachine() {
        let clock = FollowedClock(base)
        clock.move(to: Samples.now + .seconds(30), offset: .seconds(10))
        #expect(clock.now == Samples.now + .seconds(30))
    }

    @Test("A move wakes who is due, and leaves the others asleep")
    func wakes() async throws {
        let clock = FollowedClock(base)
        let woken = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await clock.sleep(until: Samples.now + .seconds(60))
                woken.add()
            }
            let late = Task { try await clock.sleep(until: Samples.now + .seconds(7_200)) }
            while base.sleeperCount < 2 { try await pause() }
            clock.move(to: Samples.now + .seconds(3_600), offset: .seconds(3_600))
            try await group.waitForAll()
            #expect(woken.count == 1)
            // Half an hour of running time is left of it, and then a moment more.
            while base.nextWake != Samples.now + .seconds(3_600) { try await pause() }
            base.advance(by: .seconds(3_600))
            try await late.value
        }
    }

    @Test("A cancelled sleeper leaves")
    func cancels() async throws {
        let clock = FollowedClock(base)
        let sleeper = Task { try await clock.sleep(until: Samples.now + .seconds(60)) }
        while base.sleeperCount == 0 { try await pause() }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(base.sleeperCount == 0)
    }
}
