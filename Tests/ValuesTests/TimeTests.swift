// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Values

@Suite("Moments and the calendar")
struct TimestampTests {
    @Test(
        "RFC 3339 and its relatives",
        arguments: [
            ("1970-01-01T00:00:00Z", 0 as Int64), ("2026-11-22T08:15:00Z", 1_795_335_300_000),
            ("2026-11-22T17:15:00+09:00", 1_795_335_300_000), ("2026-11-22 17:15:00", 1_795_335_300_000),
            ("2026-11-22T17:15", 1_795_335_300_000), ("2026/11/22 17:15:00", 1_795_335_300_000),
            ("2026.11.22 17:15", 1_795_335_300_000), ("2026-11-22T17:15:00.5", 1_795_335_300_500),
            ("2026-11-22T08:15:00.123456Z", 1_795_335_300_123), ("2026-11-22T08:15:00,04z", 1_795_335_300_040),
            ("2026-11-22t03:15:00-0500", 1_795_335_300_000), ("2026-11-22T03:15:00-05", 1_795_335_300_000),
            ("2026-11-22", 1_795_273_200_000), ("1969-12-31T23:59:59.999Z", -1),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2016-12-31T23:59:60Z", 1_483_228_799_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ])
    func parse(text: String, milliseconds: Int64) {
        #expect(Timestamp(text, zonelessOffsetSeconds: CivilTime.kst)?.milliseconds == milliseconds)
    }

    @Test(
        "a time or day that does not exist is nil",
        arguments: [
            "", "2026", "2026-11", "2026-13-01", "2026-00-01", "2026-02-29", "2100-02-29", "2026-04-31", "2026-01-00",
            "2026-01-32",
            "2026-01-01T", "2026-01-01T24:00", "2026-01-01T12:60", "2026-01-01T12:00:61", "2026-01-01T12", "2026-1-1",
            "2026-01-01T12:00:00+25:00", "2026-01-01T12:00:00+09:60", "2026-01-01T12:00:00Zx", " 2026-01-01",
            "2026-01-01T12:00:00 ",
            "２０２６-01-01", "+026-01-01", "-001-01-01", "2026-01-01T-1:00", "어제",
        ])
    func noTime(_ text: String) {
        #expect(Timestamp(text, zonelessOffsetSeconds: 0) == nil)
    }

    @Test("seconds are rounded down, also before 1970; sums keep milliseconds")
    func arithmetic() {
        #expect(Timestamp(milliseconds: -1).seconds == -1 && Timestamp(milliseconds: -1_000).seconds == -1)
        #expect(Timestamp(milliseconds: 1_999).seconds == 1 && Timestamp(seconds: 5).milliseconds == 5_000)
        let moment = Timestamp(milliseconds: 1_500)
        #expect((moment + .milliseconds(250)).milliseconds == 1_750 && (moment - .seconds(2)).milliseconds == -500)
        #expect(moment - Timestamp(milliseconds: 500) == .seconds(1))
        #expect((moment + .nanoseconds(999_999)) == moment, "fractions of a millisecond are dropped")
        #expect(Timestamp(milliseconds: -1).rfc3339 == "1969-12-31T23:59:59.999Z")
    }

    @Test("what is written is read back, on random moments")
    func roundTrip() {
        var random = Random(seed: 5)
        for _ in 0..<2_000 {
            let moment = Timestamp(milliseconds: Int64(random.next(300_000_000_000_000)) - 60_000_000_000_000)
            #expect(Timestamp(moment.rfc3339, zonelessOffsetSeconds: 0) == moment)
        }
    }

    @Test("the civil calendar agrees with Foundation's, year 1600 to 9999")
    func civil() throws {
        var random = Random(seed: 6)
        for offset in [0, CivilTime.kst, -5 * 3600, 20_700] {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = try #require(TimeZone(secondsFromGMT: offset))
            for _ in 0..<500 {
                let moment = Timestamp(seconds: Int64(random.next(264_000_000_000)) - 11_000_000_000)
                let date = Date(timeIntervalSince1970: Double(moment.seconds))
                let parts = calendar.dateComponents(
                    [.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
                let civil = CivilTime(moment, offsetSeconds: offset)
                #expect(
                    [civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second, civil.weekday + 1]
                        == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second, parts.weekday],
                    "\(moment)")
            }
        }
        let sunday = CivilTime(Timestamp(milliseconds: 1_795_335_300_000), offsetSeconds: CivilTime.kst)
        #expect(sunday.date == "2026-11-22" && sunday.time == "17:15:00" && sunday.weekday == 0)
    }
}

@Suite("Clocks")
struct WallClockTests {
    @Test(
        "a manual clock stands still, goes forward only, and wakes sleepers in the order of their moments",
        .timeLimit(.minutes(1)))
    func order() async throws {
        let start = Timestamp(seconds: 1_000)
        let clock = ManualWallClock(start)
        let (woken, report) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seconds in [30, 10, 20, 10] {
                group.addTask {
                    try await clock.sleep(until: start + .seconds(seconds))
                    report.yield(seconds)
                }
            }
            await sleepers(4, of: clock, at: [10, 10, 20, 30].map { start + .seconds($0) })
            #expect(clock.now == start && clock.nextWake == start + .seconds(10))
            clock.advance(to: start - .seconds(5))
            #expect(clock.now == start, "it never goes back")
            clock.advance(by: .seconds(9))
            #expect(clock.nextWake == start + .seconds(10), "nobody is due yet")
            var iterator = woken.makeAsyncIterator()
            clock.advance(by: .seconds(1))
            #expect(await iterator.next() == 10)
            #expect(await iterator.next() == 10)
            #expect(clock.nextWake == start + .seconds(20))
            clock.advance(by: .seconds(60))
            #expect(Set([await iterator.next(), await iterator.next()]) == [20, 30])
            #expect(clock.nextWake == nil)
            try await group.waitForAll()
        }
        // What is past is not waited for.
        try await clock.sleep(until: start)
    }

    @Test("a cancelled sleeper throws, before and while it sleeps", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        let clock = ManualWallClock(Timestamp(seconds: 0))
        let sleeping = Task { try await clock.sleep(until: Timestamp(seconds: 10)) }
        await sleepers(1, of: clock, at: [Timestamp(seconds: 10)])
        sleeping.cancel()
        await #expect(throws: CancellationError.self) { try await sleeping.value }
        #expect(clock.nextWake == nil, "nobody is left behind")
        let gate = ManualWallClock(Timestamp(seconds: 0))
        let early = Task {
            try? await gate.sleep(until: Timestamp(seconds: 1))
            try await clock.sleep(until: Timestamp(seconds: 10))
        }
        early.cancel()
        await #expect(throws: CancellationError.self) { try await early.value }
    }

    @Test("the system's clock agrees with Foundation's", .timeLimit(.minutes(1)))
    func system() async throws {
        let before = Date().timeIntervalSince1970
        let now = SystemWallClock().now
        let after = Date().timeIntervalSince1970
        #expect(Double(now.milliseconds) / 1_000 >= before - 0.002 && Double(now.milliseconds) / 1_000 <= after + 0.002)
        try await SystemWallClock().sleep(until: now - .seconds(1))
    }

    /// Waits until so many sleep, by letting others run; the earliest of them is all that a clock tells.
    private func sleepers(_ count: Int, of clock: ManualWallClock, at moments: [Timestamp]) async {
        while clock.sleeperCount < count { await Task.yield() }
        #expect(clock.nextWake == moments.min())
    }
}
