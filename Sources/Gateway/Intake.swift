// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import DequeModule
public import Logging
public import Notices
public import ServiceLifecycle
public import Shipping
import Synchronization
public import Values

/// Takes verified events from the web server to the store, and answers within its patience whatever happens (SEMANTICS E2).
///
/// The store's work runs in the service's own tasks, never in the request's: a caller that hangs up, or one that was told to
/// come again, does not cancel a commit (SEMANTICS B2).
public struct Intake: Service {
    private typealias Answer = Result<[Recorded], IntakeRefusal>

    private enum Work: Sendable {
        case record([TrackingEvent])
        case keep([UnusableItem])
        case count(String)

        /// What it is, for the log.
        var name: String {
            switch self {
            case .record(let events): "\(events.count) events"
            case .keep(let items): "\(items.count) unusable items"
            case .count: "a count"
            }
        }
    }

    private struct Job: Sendable {
        let work: Work
        let ticket: Ticket<Answer>
    }

    private let store: any Store
    private let shops: ShopDirectory
    private let outbox: Outbox
    private let limits: Limits
    private let wallClock: any WallClock
    private let clock: MonotonicClock
    private let logger: Logger
    private let jobs: Mailroom<Job>
    private let waiting: WaitingList
    private let open = Count()

    /// Makes the service.
    public init(
        store: any Store, shops: ShopDirectory, outbox: Outbox, limits: Limits = Limits(), wallClock: any WallClock,
        clock: MonotonicClock = .system, logger: Logger
    ) {
        self.store = store
        self.shops = shops
        self.outbox = outbox
        self.limits = limits
        self.wallClock = wallClock
        self.clock = clock
        self.logger = logger
        self.jobs = Mailroom(capacity: limits.requestsWaiting)
        self.waiting = WaitingList()
    }

    /// How many requests wait or are under way to the store, those included whose callers were told to come again.
    public var load: Int { open.value.withLock { $0 } }

    private final class Count: Sendable {
        let value = Mutex(0)
    }

    private func fill(_ job: Job) {
        open.value.withLock { $0 += 1 }
        jobs.fill([job], reserved: 1)
    }

    /// Writes events down and plans them; when it returns, they are durable (promise 1).
    ///
    /// - Throws: `IntakeRefusal` when there is no room, or no commit in time; the events may then still become durable, and
    ///   sending them again does no harm (promise 2).
    public func take(_ events: [TrackingEvent]) async throws(IntakeRefusal) -> [Recorded] {
        events.isEmpty ? [] : try await perform(.record(events))
    }

    /// Keeps what came with a valid signature but is no usable event; when it returns, that is durable (SEMANTICS E1).
    ///
    /// - Throws: `IntakeRefusal` as `take(_:)` does.
    public func keep(_ items: [UnusableItem]) async throws(IntakeRefusal) {
        if !items.isEmpty { _ = try await perform(.keep(items)) }
    }

    /// Counts one more, without making anybody wait; a count that finds no room is only in the log.
    public func count(_ counter: String) {
        guard jobs.reserve(1) == 1 else { return }
        fill(Job(work: .count(counter), ticket: Ticket()))
    }

    private func perform(_ work: Work) async throws(IntakeRefusal) -> [Recorded] {
        guard jobs.reserve(1) == 1 else { throw .full }
        let job = Job(work: work, ticket: Ticket())
        waiting.add(job.ticket, deadline: clock.now + limits.patience)
        fill(job)
        return try await job.ticket.answer().get()
    }

    /// Works until a graceful shutdown, then finishes what was taken.
    public func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await self.watch() }
                for _ in 0..<limits.requestsUnderWay {
                    group.addTask {
                        while let job = await self.jobs.next() { await self.work(job) }
                    }
                }
                await group.waitForWorkers(count: limits.requestsUnderWay)
                group.cancelAll()
            }
        } onCancelOrGracefulShutdown: {
            jobs.close()
        }
    }

    private func work(_ job: Job) async {
        defer { open.value.withLock { $0 -= 1 } }
        // Nobody waits any more: the caller was told to come again and will.
        guard !job.ticket.isResolved else { return }
        do {
            switch job.work {
            case .record(let events): job.ticket.resolve(.success(try await record(events)))
            case .keep(let items):
                try await store.keep(items)
                job.ticket.resolve(.success([]))
            case .count(let counter):
                try await store.count(counter, by: 1)
                job.ticket.resolve(.success([]))
            }
        } catch {
            logger.error("not kept", metadata: ["what": "\(job.work.name)", "error": "\(error)"])
            job.ticket.resolve(.failure(.storeFailed))
        }
    }

    private func record(_ events: [TrackingEvent]) async throws -> [Recorded] {
        let places = outbox.reserve(events.count)
        do {
            let now = wallClock.now
            let recorded = try await store.record(
                events, lease: places > 0 ? outbox.lease(now: now) : nil, leaseLimit: places, now: now,
                deciding: { [shops] situation in
                    Planner(shops[situation.event.key.shop]).plan(situation)
                })
            outbox.fill(recorded.flatMap(\.leased), reserved: places)
            if recorded.contains(where: { $0.queued > 0 }) { outbox.lookAgain() }
            return recorded
        } catch {
            outbox.fill([], reserved: places)
            throw error
        }
    }

    /// Tells callers to come again when their time is up, four times a second.
    private func watch() async {
        while !Task.isCancelled {
            guard (try? await clock.sleep(for: .milliseconds(250))) != nil else { return }
            let late = waiting.expire(now: clock.now)
            if late > 0 { logger.warning("callers were told to come again", metadata: ["callers": "\(late)"]) }
        }
    }

    /// The tickets that wait, oldest first, each with its deadline.
    private final class WaitingList: Sendable {
        private let entries = Mutex(Deque<(ticket: Ticket<Answer>, deadline: Duration)>())

        func add(_ ticket: Ticket<Answer>, deadline: Duration) {
            entries.withLock { entries in
                while let first = entries.first, first.ticket.isResolved { entries.removeFirst() }
                entries.append((ticket, deadline))
            }
        }

        func expire(now: Duration) -> Int {
            let due = entries.withLock { entries in
                var due = [Ticket<Answer>]()
                while let first = entries.first, first.deadline <= now || first.ticket.isResolved {
                    due.append(first.ticket)
                    entries.removeFirst()
                }
                return due
            }
            return due.count { $0.resolve(.failure(.late)) }
        }
    }
}

/// Why events were not taken; the caller should come again.
public enum IntakeRefusal: Error, Sendable {
    /// Too many requests wait already.
    case full
    /// The store did not answer in time.
    case late
    /// The store could not write.
    case storeFailed
}

extension TaskGroup<Void> {
    /// Waits until so many children ended.
    fileprivate mutating func waitForWorkers(count: Int) async {
        for _ in 0..<count { await next() }
    }
}
