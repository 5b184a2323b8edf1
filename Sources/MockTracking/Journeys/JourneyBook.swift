// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
package import MockWorld
import Synchronization
import Values
package import Web

/// The journeys that play or have played: a hundred, the oldest that has ended is dropped.
package final class JourneyBook: Sendable {
    private struct State {
        var number = 0
        var runs: [JourneyRun] = []
    }

    private static let most = 100

    private let bench: Bench
    private let log: WebhookLog
    private let state = Mutex(State())

    /// Makes an empty one.
    package convenience init(bench: Bench) {
        self.init(bench: bench, log: WebhookLog())
    }

    init(bench: Bench, log: WebhookLog) {
        self.bench = bench
        self.log = log
    }

    /// Plays an order.
    ///
    /// - Parameters:
    ///   - order: What to play.
    ///   - space: Whose it is.
    ///   - longest: What it may take at most on the mock's clock; nil for any time.
    /// - Throws: `ProblemDetails` when it would take longer or too many play already; then nothing is sent.
    package func start(
        _ order: JourneyOrder, space: String = "", within longest: Duration? = nil
    ) throws(ProblemDetails) -> JourneyRun {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let run = JourneyRun(
            id: "jrn_\(number)_\(order.plan.seed)", space: space, order: order, bench: bench, log: log)
        if let longest, run.nominalEnd - run.startedAt > longest {
            throw ProblemDetails(
                .badRequest, rule: "too-slow",
                detail:
                    "Played so, the journeys may take more than ten minutes. Choose a higher speed or a shorter pause, or add \"wait\": false and ask GET /api/journeys/{id}."
            )
        }
        try state.withLock { state throws(ProblemDetails) in
            if state.runs.count >= Self.most {
                guard let ended = state.runs.firstIndex(where: { $0.progress.isOver }) else {
                    throw ProblemDetails(
                        .tooManyRequests, rule: "too-many-journeys",
                        detail: "A hundred journeys play already. End one with DELETE /api/journeys/{id}.")
                }
                state.runs.remove(at: ended)
            }
            state.runs.append(run)
        }
        run.start()
        return run
    }

    /// Those of a space, oldest first; of all spaces for nil.
    func runs(space: String? = nil) -> [JourneyRun] {
        state.withLock { $0.runs.filter { space == nil || $0.space == space } }
    }

    /// One of them.
    func run(_ id: String) -> JourneyRun? {
        state.withLock { $0.runs.first { $0.id == id } }
    }

    /// Ends a space's journeys and forgets them.
    func reset(space: String) {
        let gone = state.withLock { state in
            let gone = state.runs.filter { $0.space == space }
            state.runs.removeAll { $0.space == space }
            return gone
        }
        for run in gone { run.cancel() }
    }
}
