// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// The HTTP requests that wait or are under way.
final class HTTPPool {
    private struct Origin {
        var waiting = Waiting<(job: HTTPJob, ticket: LoopTicket)>()
        var active = 0
    }

    private let limits: CurlLimits
    private var origins: [String: Origin] = [:]
    private var active: [HTTPExchange] = []
    private var spare: [EasyHandle] = []
    private var isStopping = false

    init(limits: CurlLimits) {
        self.limits = limits
    }

    var isEmpty: Bool { active.isEmpty && origins.isEmpty }

    func append(_ job: HTTPJob, ticket: LoopTicket) {
        origins[job.origin, default: Origin()].waiting.append((job, ticket))
    }

    /// Starts as many requests as are allowed.
    func pump(in engine: LoopEngine) {
        for name in origins.keys {
            while origins[name]?.active ?? .max < limits.requestsPerOrigin,
                let next = origins[name]?.waiting.popFirst()
            {
                guard let easy = spare.popLast() ?? EasyHandle() else {
                    engine.answer(next.job, .failure(.of(.other)))
                    continue
                }
                let exchange = HTTPExchange(easy: easy, job: next.job, ticket: next.ticket, pool: self, engine: engine)
                guard engine.add(exchange) else {
                    engine.answer(next.job, .failure(.of(.other)))
                    continue
                }
                origins[name]?.active += 1
                active.append(exchange)
            }
        }
    }

    /// Forgets a request that has ended and keeps its handle.
    func ended(_ exchange: HTTPExchange) {
        active.removeAll { $0 === exchange }
        if spare.count < 64 { spare.append(exchange.easy) }
        let name = exchange.job.origin
        origins[name]?.active -= 1
        if let origin = origins[name], origin.active == 0, origin.waiting.isEmpty { origins[name] = nil }
    }

    func withdrawCancelled(in engine: LoopEngine) {
        withdraw(.cancelled, in: engine) { $0.isCancelled }
        for exchange in active where exchange.ticket.isCancelled { exchange.abort(.cancelled) }
    }

    /// Lets streams go on that stood still and have room again.
    func resume(in engine: LoopEngine) {
        for exchange in active where exchange.job.flow?.takesMore == true { exchange.resume() }
    }

    /// Refuses what waits, and ends streams, which would never end by themselves.
    func stop(in engine: LoopEngine) {
        withdraw(.shuttingDown, in: engine) { _ in true }
        for exchange in active where exchange.job.flow != nil { exchange.abort(.shuttingDown) }
    }

    /// Ends everything now.
    func abort(in engine: LoopEngine) {
        for exchange in active { exchange.abort(.shuttingDown) }
    }

    private func withdraw(
        _ kind: TransferFailure.Kind, in engine: LoopEngine, where matches: (LoopTicket) -> Bool
    ) {
        for name in Array(origins.keys) {
            for entry in origins[name]?.waiting.removeAll(where: { matches($0.ticket) }) ?? [] {
                engine.answer(entry.job, .failure(.of(kind)))
            }
            if let origin = origins[name], origin.active == 0, origin.waiting.isEmpty { origins[name] = nil }
        }
    }
}
