// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Synchronization

/// Lets concurrent calls share a transaction: one wait for the disk serves them all (SEMANTICS B1, B2).
///
/// Whoever comes while a commit waits for the disk is in the next one. Each call fails alone, and nobody hears of success before the
/// commit is durable. A caller that is cancelled changes nothing: its call is carried out. A call whose neighbour failed is run
/// again, so what it asks must be pure, as the port says.
final class GroupCommit: Sendable {
    /// A call that waits for the writer.
    private struct Job: Sendable {
        /// Runs the call and hands back what tells the caller, once the fate of the commit is known.
        let run: @Sendable (Database) -> Outcome
        /// Tells the caller that nothing was kept.
        let fail: @Sendable (StoreFailure) -> Void
    }

    private typealias Finish = @Sendable () -> Void
    private typealias Outcome = Result<Finish, StoreFailure>

    private struct State {
        var waiting: [Job] = []
        var isScheduled = false
        var commits = 0
    }

    /// How many calls share a commit at most: a bound on how long the first of them waits.
    static let limit = 512

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// How many commits were made.
    var commits: Int { state.withLock { $0.commits } }

    /// How many calls wait for the writer.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Runs a call in a shared transaction; returns when it is durable.
    func perform<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                run: { database in
                    do {
                        let value = try body(database)
                        return .success { continuation.resume(returning: value) }
                    } catch {
                        return .failure(StoreFailure(error))
                    }
                },
                fail: { continuation.resume(throwing: $0) })
            let mustSchedule = state.withLock { state in
                state.waiting.append(job)
                defer { state.isScheduled = true }
                return !state.isScheduled
            }
            if mustSchedule { schedule() }
        }
    }

    private func schedule() {
        pool.asyncWriteWithoutTransaction { database in
            self.commit(on: database)
            let isDone = self.state.withLock { state in
                if state.waiting.isEmpty { state.isScheduled = false }
                return state.waiting.isEmpty
            }
            // Not in a loop: other work of the writer gets its turn between two commits.
            if !isDone { self.schedule() }
        }
    }

    /// Carries out what waits, as far as it fits into one transaction.
    private func commit(on database: Database) {
        let jobs = state.withLock { state in
            let jobs = Array(state.waiting.prefix(Self.limit))
            state.waiting.removeFirst(jobs.count)
            return jobs
        }
        guard !jobs.isEmpty else { return }
        do {
            // Savepoints copy every page they touch, and hardly any call ever fails: so they are taken when one did.
            let outcomes =
                try transaction(on: database) { try runAll(jobs, on: database) }
                ?? transaction(on: database) { try runEachAlone(jobs, on: database) } ?? []
            state.withLock { $0.commits += 1 }
            for (job, outcome) in zip(jobs, outcomes) {
                switch outcome {
                case .success(let finish): finish()
                case .failure(let failure): job.fail(failure)
                }
            }
        } catch {
            let failure = StoreFailure(error)
            for job in jobs { job.fail(failure) }
        }
    }

    /// Runs a transaction; commits what a body hands back, and takes back everything when that is nothing or it throws.
    private func transaction(
        on database: Database, _ body: () throws -> [Outcome]?
    ) throws -> [Outcome]? {
        try database.beginTransaction(.immediate)
        do {
            guard let outcomes = try body() else {
                try database.rollback()
                return nil
            }
            try database.commit()
            return outcomes
        } catch {
            if database.isInsideTransaction { try? database.rollback() }
            throw error
        }
    }

    /// Runs calls one after the other; hands back nothing when one of several failed, since its neighbours must not suffer.
    private func runAll(_ jobs: [Job], on database: Database) throws -> [Outcome]? {
        var outcomes = [Outcome]()
        outcomes.reserveCapacity(jobs.count)
        for job in jobs {
            let outcome = job.run(database)
            if case .failure = outcome { return nil }
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// Runs each call in its own savepoint, so that it fails alone (SEMANTICS B1); what they decide is decided again.
    private func runEachAlone(_ jobs: [Job], on database: Database) throws -> [Outcome] {
        var outcomes = [Outcome]()
        for job in jobs {
            try database.run("SAVEPOINT call")
            let outcome = job.run(database)
            if case .failure(let failure) = outcome {
                // A full disk or the like takes the whole transaction back, and everybody with it.
                guard database.isInsideTransaction else { throw failure }
                try database.run("ROLLBACK TO call")
            }
            try database.run("RELEASE call")
            outcomes.append(outcome)
        }
        return outcomes
    }
}
