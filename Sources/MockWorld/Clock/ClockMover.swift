// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// Moves the mock's clock for people and tests: step by step, telling the followers, one move at a time.
package final class ClockMover: Sendable {
    /// What is asked.
    package struct Order: Sendable {
        /// How far to go.
        package enum Goal: Hashable, Sendable {
            /// Nowhere.
            case stay
            /// So far from what the clock shows when it begins.
            case by(Duration)
            /// Until it shows this.
            case to(Timestamp)
        }

        /// How far.
        package var goal: Goal
        /// Whether to wait until everybody is idle.
        package var settles: Bool
        /// How much real time it may take.
        package var timeout: Duration

        /// Makes an order.
        package init(_ goal: Goal, settles: Bool = false, timeout: Duration = .seconds(10)) {
            self.goal = goal
            self.settles = settles
            self.timeout = timeout
        }
    }

    /// What came of it.
    package struct Report: Sendable {
        /// How far the clock was moved.
        package var moved = Duration.zero
        /// How many stops there were.
        package var steps = 0
        /// How many things the mock began to do.
        package var done = 0
        /// Whether all is as asked; false when the time was not enough.
        package var isComplete = false
        /// Whether it came to its turn at all.
        package var hasBegun = false
        /// Followers that left on the way.
        package var lost: [ClockFollowers.Follower] = []
    }

    /// Who follows.
    package let followers: ClockFollowers
    private let bench: Bench
    private let turnstile = Turnstile()

    /// Makes it for a bench.
    package init(bench: Bench) {
        self.bench = bench
        self.followers = ClockFollowers(clock: bench.clock)
    }

    /// Moves the clock as asked; when the time is not enough or the task is cancelled, it stays where it got to.
    package func move(_ order: Order) async -> Report {
        await withTaskGroup(of: Report?.self) { group in
            group.addTask { await self.turnstile.pass { await self.perform(order) } }
            group.addTask {
                try? await ContinuousClock().sleep(for: order.timeout)
                return nil
            }
            // Whichever is first; the move itself answers even when it is cut off.
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            for await report in group { if let report { return report } }
            return Report()
        }
    }

    private func perform(_ order: Order) async -> Report {
        var report = Report()
        report.hasBegun = true
        let start = bench.clock.now
        let begun = bench.agenda.standing.begun
        let left = followers.comings.left
        let target =
            switch order.goal {
            case .stay: start
            case .by(let span): start + span
            case .to(let moment): moment
            }
        // What is under way belongs to the time before the move.
        if order.settles { await settle() }
        let stride = (target - start) / 1_000
        while bench.clock.now < target, !Task.isCancelled {
            bench.clock.advance(to: stop(before: target, stride: stride))
            report.steps += 1
            followers.tellTime()
            await followers.settle()
            if order.settles { await settle() } else { await linger() }
        }
        report.isComplete = !Task.isCancelled
        report.moved = bench.clock.now - start
        report.done = bench.agenda.standing.begun - begun
        report.lost = followers.left(since: left)
        return report
    }

    /// Where to stop next: at what is due first, at the mock or at a follower.
    private func stop(before target: Timestamp, stride: Duration) -> Timestamp {
        let now = bench.clock.now
        let timers = followers.list.compactMap(\.next).filter { $0 > now }.min().map { max($0, now + stride) }
        let next = bench.agenda.next.flatMap { $0 > now ? $0 : nil }
        return [timers, next, target].compactMap { $0 }.min() ?? target
    }

    /// Waits until everybody is idle, and has been since it was asked.
    private func settle() async {
        while !Task.isCancelled {
            let before = activity
            await bench.agenda.settle()
            followers.askToSettle()
            await followers.settle()
            if activity == before, bench.agenda.isIdle { return }
        }
    }

    /// Lets what is due be done, but does not wait long for a receiver that does not answer.
    private func linger() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.bench.agenda.settle() }
            group.addTask { try? await ContinuousClock().sleep(for: .seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// What has happened so far: equal means that nothing has, in between.
    private var activity: [Int] {
        let standing = bench.agenda.standing
        let last = bench.inbox.horizon.last.map { Int(truncatingIfNeeded: $0.value) } ?? 0
        return [standing.entered, standing.ended, standing.cancelled, followers.comings.joined, last]
    }
}
