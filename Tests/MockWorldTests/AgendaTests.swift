// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Synchronization
import Testing
import Values

/// What the mock does later, and the clock it does it on.
struct AgendaTests {
    private static let start = Timestamp("2026-11-22T09:00:00Z", zonelessOffsetSeconds: 0)!

    /// What has happened, in its order.
    private final class Diary: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func write(_ line: String) { lines.withLock { $0.append(line) } }
    }

    /// An agenda that runs on a clock which stands still, for as long as the test needs it.
    private static func running(
        _ body: @escaping @Sendable (Agenda, MockClock, ManualWallClock) async throws -> Void
    ) async throws {
        let base = ManualWallClock(start)
        let clock = MockClock(base)
        let agenda = Agenda(clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await agenda.run() }
            try await body(agenda, clock, base)
            group.cancelAll()
        }
    }

    @Test("things begin in the order of their moments, those of one moment in the order they were entered")
    func order() async throws {
        try await Self.running { agenda, clock, _ in
            let diary = Diary()
            var expected: [(at: Int, number: Int)] = []
            var generator = SeededGenerator(seed: 5)
            for number in 0..<2_000 {
                let second = generator.number(1...50)
                expected.append((second, number))
                agenda.after(.seconds(second), space: "", "a thing") { diary.write("\(second) \(number)") }
            }
            #expect(agenda.entries.map(\.at) == agenda.entries.map(\.at).sorted())
            clock.advance(by: .seconds(25))
            await agenda.settle()
            #expect(agenda.entries.count == expected.filter { $0.at > 25 }.count)
            clock.advance(by: .seconds(25))
            await agenda.settle()
            let sorted = expected.sorted { ($0.at, $0.number) < ($1.at, $1.number) }.map { "\($0.at) \($0.number)" }
            #expect(diary.all == sorted)
            let standing = agenda.standing
            #expect(standing.entered == 2_000 && standing.begun == 2_000 && standing.ended == 2_000)
        }
    }

    @Test("an earlier entry does not wait for a later one, nor for one that pauses")
    func earlierHead() async throws {
        try await Self.running { agenda, clock, _ in
            let diary = Diary()
            let gate = Signal()
            agenda.after(.seconds(10), space: "", "late") { diary.write("late") }
            agenda.after(.seconds(1), space: "", "pausing") {
                await gate.wait(past: 0)
                diary.write("paused")
            }
            agenda.after(.seconds(2), space: "", "early") { diary.write("early") }
            clock.advance(by: .seconds(2))
            while diary.all.isEmpty { await Task.yield() }
            #expect(diary.all == ["early"] && !agenda.isIdle && agenda.running.map(\.what) == ["pausing"])
            gate.raise()
            await agenda.settle()
            #expect(diary.all == ["early", "paused"])
        }
    }

    @Test("what an entry enters is waited for, too, when it is due")
    func chains() async throws {
        try await Self.running { agenda, clock, _ in
            let diary = Diary()
            agenda.after(.seconds(1), space: "", "first") {
                diary.write("first")
                agenda.after(.zero, space: "", "second") { diary.write("second") }
                agenda.after(.seconds(1), space: "", "third") { diary.write("third") }
            }
            clock.advance(by: .seconds(1))
            await agenda.settle()
            #expect(diary.all == ["first", "second"])
        }
    }

    @Test("what a space had to do is forgotten, and only that")
    func cancel() async throws {
        try await Self.running { agenda, clock, _ in
            let diary = Diary()
            for number in 0..<100 {
                agenda.after(.seconds(100 - number), space: number.isMultiple(of: 2) ? "a" : "b", "a thing") {
                    diary.write("\(number)")
                }
            }
            #expect(agenda.cancel(space: "a") == 50)
            clock.advance(by: .seconds(100))
            await agenda.settle()
            #expect(diary.all == (0..<100).reversed().filter { !$0.isMultiple(of: 2) }.map { "\($0)" })
        }
    }

    @Test("the clock shows its base's time and what it was moved, and wakes by either")
    func clock() async throws {
        let base = ManualWallClock(Self.start)
        let clock = MockClock(base)
        clock.advance(by: .seconds(60))
        clock.advance(by: .seconds(-3_600))
        clock.advance(to: Self.start)
        #expect(clock.now == Self.start + .seconds(60) && clock.offset == .seconds(60))
        clock.advance(to: Self.start + .seconds(90))
        #expect(clock.offset == .seconds(90))
        async let moved: Void = clock.sleep(until: Self.start + .seconds(100))
        async let passed: Void = clock.sleep(until: Self.start + .seconds(120))
        while base.sleeperCount < 2 { await Task.yield() }
        clock.advance(by: .seconds(10))
        try await moved
        while base.nextWake != Self.start + .seconds(20) || base.sleeperCount != 1 { await Task.yield() }
        base.advance(by: .seconds(20))
        try await passed
        #expect(clock.now == Self.start + .seconds(120))
    }

    @Test("a sleeper that is cancelled throws, before and while it sleeps")
    func cancelled() async {
        let clock = MockClock(ManualWallClock(Self.start))
        let sleeper = Task { try await clock.sleep(until: Self.start + .seconds(5)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }

    @Test("a hundred thousand entries are entered and done in seconds")
    func many() async throws {
        try await Self.running { agenda, clock, _ in
            let done = Mutex(0)
            let took = await ContinuousClock().measure {
                for number in 0..<100_000 {
                    agenda.after(.milliseconds(100_000 - number), space: "", "a thing") { done.withLock { $0 += 1 } }
                }
                clock.advance(by: .seconds(100))
                await agenda.settle()
            }
            #expect(done.withLock { $0 } == 100_000)
            // A quadratic one takes many minutes.
            #expect(took < .seconds(30))
        }
    }
}
