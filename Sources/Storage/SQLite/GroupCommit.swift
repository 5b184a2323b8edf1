// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Notices
import Synchronization

/// Lets concurrent calls share a transaction: one wait for the disk serves them all (SEMANTICS B1, B2).
///
/// Whoever comes while a commit waits for the disk is in the next one. Each call runs in its own savepoint and fails alone; nobody
/// hears of success before the commit is durable. A caller that is cancelled changes nothing: its call is carried out.
final class GroupCommit: Sendable {
    /// A call that waits for the writer.
    private struct Job: Sendable {
        /// Runs the call and hands back what tells the caller, once the fate of the commit is known.
        let run: @Sendable (Database) -> Result<Finish, StoreFailure>
        /// Tells the caller that nothing was kept.
        let fail: @Sendable (StoreFailure) -> Void
    }

    private typealias Finish = @Sendable () -> Void

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
        var finished = [(job: Job, finish: Finish)]()
        finished.reserveCapacity(jobs.count)
        var failed = [(job: Job, failure: StoreFailure)]()
        var failure: StoreFailure?
        do {
            try database.beginTransaction(.immediate)
            for job in jobs {
                try database.run("SAVEPOINT job")
                switch job.run(database) {
                case .success(let finish):
                    finished.append((job, finish))
                case .failure(let reason):
                    failed.append((job, reason))
                    // A full disk or the like rolls the whole transaction back, and everybody with it.
                    guard database.isInsideTransaction else { throw reason }
                    try database.run("ROLLBACK TO job")
                }
                try database.run("RELEASE job")
            }
            try database.commit()
        } catch {
            failure = StoreFailure(error)
            if database.isInsideTransaction { try? database.rollback() }
        }
        if let failure {
            for job in jobs { job.fail(failure) }
        } else {
            state.withLock { $0.commits += 1 }
            for (_, finish) in finished { finish() }
            for (job, reason) in failed { job.fail(reason) }
        }
    }
}
