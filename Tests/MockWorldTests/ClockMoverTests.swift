// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockTestSupport
import MockWorld
import Synchronization
import Testing
import Values
import Web

/// Moving the clock with those who follow it.
struct ClockMoverTests {
    /// A follower made of what it is told.
    private struct Follower: Sendable {
        let followers: ClockFollowers
        let events: AsyncStream<ServerSentEvent>

        init(_ followers: ClockFollowers, _ name: String) throws {
            self.followers = followers
            self.events = try followers.join(name: name)
        }

        /// Acknowledges each event with what the closure makes of it; its connection ends where that is nil.
        func run(
            _ each: @escaping @Sendable (_ name: String, _ data: JSON) async -> (now: Timestamp?, next: Timestamp?)?
        ) async {
            for await event in events {
                guard let data = try? JSON(parsing: Array(event.data.utf8)), let id = data["follower"]?.string,
                    let sequence = data["sequence"]?.integer
                else { return }
                guard let told = await each(event.name ?? "", data) else {
                    // As when a connection ends: whoever reads the events is cancelled.
                    withUnsafeCurrentTask { $0?.cancel() }
                    continue
                }
                try? followers.acknowledge(id, sequence: Int(sequence), now: told.now, next: told.next)
            }
        }

        /// Acknowledges everything at once.
        func runIdle() async {
            await run { _, _ in (nil, nil) }
        }
    }

    private final class Diary: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func write(_ line: String) { lines.withLock { $0.append(line) } }
    }

    /// A value that tasks share.
    private final class Box<Value: Sendable>: Sendable {
        private let value: Mutex<Value>
        init(_ value: Value) { self.value = Mutex(value) }
        func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result { value.withLock { body(&$0) } }
    }

    private static func with(
        _ body: @escaping @Sendable (RunningBench, ClockMover) async throws -> Void
    ) async throws {
        try await RunningBench.with(routes: { _, _ in }) { running in
            try await body(running, ClockMover(bench: running.bench))
        }
    }

    @Test("it stops at each thing that is due, and not past it")
    func steps() async throws {
        try await Self.with { running, mover in
            let bench = running.bench
            let start = bench.clock.now
            let diary = Diary()
            for minutes in [5, 30, 120, 700] {
                bench.agenda.after(.seconds(minutes * 60), space: "", "retry") {
                    diary.write("\(minutes) at \((bench.clock.now - start).components.seconds / 60)")
                }
            }
            let report = await mover.move(ClockMover.Order(.by(.seconds(9 * 3_600)), settles: true))
            #expect(report.isComplete && report.steps == 4 && report.done == 3)
            #expect(report.moved == .seconds(9 * 3_600) && bench.clock.now == start + .seconds(9 * 3_600))
            #expect(diary.all == ["5 at 5", "30 at 30", "120 at 120"])
        }
    }

    @Test("what is entered on the way is done on the way")
    func entersOnTheWay() async throws {
        try await Self.with { running, mover in
            let bench = running.bench
            let diary = Diary()
            @Sendable func retry(_ number: Int) {
                diary.write("\(number)")
                if number < 4 { bench.agenda.after(.seconds(60), space: "", "retry") { retry(number + 1) } }
            }
            bench.agenda.after(.seconds(60), space: "", "retry") { retry(1) }
            let report = await mover.move(ClockMover.Order(.to(bench.clock.now + .seconds(3_600))))
            #expect(report.isComplete && diary.all == ["1", "2", "3", "4"])
        }
    }

    @Test("followers are told each stop, in order, and asked to settle; the answer waits for all of them")
    func followers() async throws {
        try await Self.with { running, mover in
            let bench = running.bench
            let start = bench.clock.now
            let diary = Diary()
            bench.agenda.after(.seconds(60), space: "", "thing") {}
            let one = try Follower(mover.followers, "one")
            let two = try Follower(mover.followers, "two")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await one.run { name, data in
                        let now = data["now"]?.string.flatMap { Timestamp($0, zonelessOffsetSeconds: 0) } ?? start
                        diary.write("\(name) \((now - start).components.seconds)")
                        return (now, nil)
                    }
                }
                group.addTask { await two.runIdle() }
                let report = await mover.move(ClockMover.Order(.by(.seconds(100)), settles: true))
                #expect(report.isComplete && report.steps == 2 && report.lost.isEmpty)
                #expect(mover.followers.list.allSatisfy { $0.isUpToDate })
                // The first tells the present; each stop is told before it is asked whether all is settled.
                #expect(diary.all.first == "time 0")
                #expect(diary.all.filter { $0.hasPrefix("time") } == ["time 0", "time 60", "time 100"])
                let last = try #require(diary.all.lastIndex(of: "time 100"))
                #expect(diary.all[last...].contains { $0.hasPrefix("settle") })
                group.cancelAll()
            }
        }
    }

    @Test("the clock stops where a follower's timer is due, so that a retry of a retry happens in its time")
    func followersTimers() async throws {
        try await Self.with { running, mover in
            let start = running.bench.clock.now
            let fired = Diary()
            // A gateway that tries again after 1, 5 and 30 minutes.
            let timers = Box([start + .seconds(60)])
            let follower = try Follower(mover.followers, "gateway")
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await follower.run { name, data in
                        let now = data["now"]?.string.flatMap { Timestamp($0, zonelessOffsetSeconds: 0) }
                        return timers.withLock { timers in
                            if name == "time", let now, let due = timers.first, due <= now {
                                timers.removeFirst()
                                let minutes = (now - start).components.seconds / 60
                                fired.write("\(minutes)")
                                if minutes < 30 { timers.append(now + .seconds(minutes < 5 ? 300 : 1_800)) }
                            }
                            return (now, timers.first)
                        }
                    }
                }
                // The first event has told it when the timer is due.
                while mover.followers.list.first?.next == nil { await Task.yield() }
                let report = await mover.move(ClockMover.Order(.by(.seconds(9 * 3_600)), settles: true))
                #expect(report.isComplete && fired.all == ["1", "6", "36"])
                #expect(report.steps == 4)
                group.cancelAll()
            }
        }
    }

    @Test("one that wakes each second does not make nine hours endless")
    func busyTimer() async throws {
        try await Self.with { running, mover in
            let follower = try Follower(mover.followers, "ticking")
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await follower.run { _, _ in (nil, running.bench.clock.now + .seconds(1)) }
                }
                let report = await mover.move(
                    ClockMover.Order(.by(.seconds(9 * 3_600)), settles: true, timeout: .seconds(60)))
                #expect(report.isComplete && report.steps <= 1_001)
                group.cancelAll()
            }
        }
    }

    @Test("a message that comes after it was asked makes it ask again")
    func asksAgain() async throws {
        try await Self.with { running, mover in
            let bench = running.bench
            let asked = Box(0)
            let follower = try Follower(mover.followers, "late sender")
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await follower.run { name, _ in
                        guard name == "settle" else { return (nil, nil) }
                        let number = asked.withLock { asked in
                            asked += 1
                            return asked
                        }
                        if number <= 3 {
                            bench.inbox.add(
                                InboxDraft(
                                    mail: Array("Subject: a\r\n\r\n".utf8),
                                    envelope: SMTPEnvelope(sender: "a@x.kr", recipients: ["b@x.kr"]),
                                    receivedAt: bench.clock.now))
                        }
                        return (nil, nil)
                    }
                }
                let report = await mover.move(ClockMover.Order(.stay, settles: true))
                #expect(report.isComplete && report.steps == 0 && bench.inbox.counts.messages == 3)
                #expect(asked.withLock { $0 } == 4)
                group.cancelAll()
            }
        }
    }

    @Test("one that does not answer is named when the time is over, and the clock stays")
    func laggard() async throws {
        try await Self.with { running, mover in
            let slow = try Follower(mover.followers, "slow")
            let start = running.bench.clock.now
            let report = await mover.move(ClockMover.Order(.by(.seconds(3_600)), timeout: .milliseconds(50)))
            #expect(!report.isComplete && report.hasBegun && report.steps == 1)
            #expect(running.bench.clock.now == start + .seconds(3_600))
            #expect(mover.followers.list.filter { !$0.isUpToDate }.map(\.name) == ["slow"])
            withExtendedLifetime(slow) {}
        }
    }

    @Test("one that leaves in the middle is no longer waited for, and told")
    func leaves() async throws {
        try await Self.with { running, mover in
            let stays = try Follower(mover.followers, "stays")
            let goes = try Follower(mover.followers, "goes")
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await stays.runIdle() }
                group.addTask {
                    // It answers to the first two events; its connection ends at the move.
                    await goes.run { _, data in data["offsetMilliseconds"]?.integer == 3_600_000 ? nil : (nil, nil) }
                }
                let report = await mover.move(
                    ClockMover.Order(.by(.seconds(3_600)), settles: true, timeout: .seconds(20)))
                #expect(report.isComplete && report.lost.map(\.name) == ["goes"])
                #expect(mover.followers.list.map(\.name) == ["stays"])
                group.cancelAll()
            }
        }
    }

    @Test("two at once go one after the other")
    func twoAtOnce() async throws {
        try await Self.with { running, mover in
            let start = running.bench.clock.now
            let reports = await withTaskGroup(of: ClockMover.Report.self) { group in
                for _ in 0..<20 {
                    group.addTask { await mover.move(ClockMover.Order(.by(.seconds(60)), settles: true)) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(reports.allSatisfy { $0.isComplete && $0.moved == .seconds(60) })
            #expect(running.bench.clock.now == start + .seconds(1_200))
        }
    }

    @Test("one that waits for its turn in vain says so, and the next still gets in")
    func turnInVain() async throws {
        try await Self.with { running, mover in
            let slow = try Follower(mover.followers, "slow")
            let first = Box<ClockMover.Report?>(nil)
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    let report = await mover.move(ClockMover.Order(.by(.seconds(1)), timeout: .seconds(20)))
                    first.withLock { $0 = report }
                }
                while running.bench.clock.offset == .zero { await Task.yield() }
                let second = await mover.move(ClockMover.Order(.by(.seconds(1)), timeout: .milliseconds(50)))
                #expect(!second.hasBegun && !second.isComplete)
                group.addTask { await slow.runIdle() }
                let third = await mover.move(ClockMover.Order(.by(.seconds(1))))
                #expect(third.isComplete && first.withLock { $0?.isComplete } == true)
                group.cancelAll()
            }
        }
    }

    @Test("acknowledgements of nobody and of what was not told are refused; late ones change nothing")
    func acknowledgements() async throws {
        let followers = ClockFollowers(clock: MockClock(ManualWallClock(Timestamp(seconds: 0))))
        let events = try followers.join(name: "a")
        followers.tellTime()
        #expect(throws: ClockFollowers.Refusal.self) { try followers.acknowledge("f9", sequence: 1) }
        #expect(throws: ClockFollowers.Refusal.self) { try followers.acknowledge("f1", sequence: 3) }
        try followers.acknowledge("f1", sequence: 2, next: Timestamp(seconds: 5))
        try followers.acknowledge("f1", sequence: 1, next: Timestamp(seconds: 9))
        #expect(followers.list.first?.acknowledged == 2 && followers.list.first?.next == Timestamp(seconds: 5))
        withExtendedLifetime(events) {}
    }
}
