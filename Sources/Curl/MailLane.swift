// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The mails and connections of one relay.
final class MailLane {
    let relay: SMTPRelay
    private(set) var connections: [SMTPConnection] = []
    /// When something is to be looked at although no socket is ready.
    private(set) var wakeAt = UInt64.max

    private unowned let engine: LoopEngine
    private var waiting = Waiting<(job: MailJob, ticket: LoopTicket)>()
    private var isStopping = false

    /// How long no new connection is tried when the server refuses more beside those that work.
    private static let pause = Duration.seconds(5)

    init(relay: SMTPRelay, engine: LoopEngine) {
        self.relay = relay
        self.engine = engine
    }

    /// Whether nothing waits and nothing is open.
    var isEmpty: Bool { waiting.isEmpty && connections.isEmpty }

    func append(_ job: MailJob, ticket: LoopTicket) {
        waiting.append((job, ticket))
    }

    /// Gives waiting mails to idle connections, then opens as many as are useful and allowed.
    func pump() {
        if wakeAt <= engine.now { wakeAt = .max }
        guard !waiting.isEmpty else { return }
        // The one used last is tried first, so that those too many become old.
        for connection in connections.reversed() {
            while connection.isIdle, let next = waiting.popFirst() { connection.begin(next.job) }
            if waiting.isEmpty { return }
        }
        var connecting = connections.count { $0.isConnecting }
        while connecting < waiting.count, connections.count < relay.maxConnections,
            wakeAt == .max || connections.isEmpty
        {
            guard engine.connectionCount < engine.limits.connections || connections.isEmpty,
                let connection = SMTPConnection(relay: relay, lane: self, engine: engine)
            else {
                if connections.isEmpty { fail(.failed(.of(.other)), at: .waiting) }
                return
            }
            connections.append(connection)
            connecting += 1
        }
    }

    /// Puts a mail back that was begun on a connection the server had already left.
    func restart(_ job: MailJob) {
        var job = job
        job.isRestarted = true
        // Its ticket is not needed again: what has begun runs to its end.
        waiting.prepend((job, LoopTicket()))
        for connection in connections where connection.isIdle { connection.close() }
    }

    /// Forgets a closed connection.
    func closed(_ connection: SMTPConnection) {
        connections.removeAll { $0 === connection }
    }

    /// Deals with a connection that could not be set up.
    ///
    /// While others work the mails wait for them: the server may only refuse more connections. Otherwise the relay is out of
    /// reach for every mail that waits, and saying so at once beats trying each in turn.
    func connectionFailed(_ verdict: SMTPResult.Verdict, at stage: SMTPStage) {
        if connections.contains(where: { !$0.isQuitting }) {
            wakeAt = MonotonicTime.after(MailLane.pause, from: engine.now)
        } else {
            fail(verdict, at: stage)
        }
    }

    func withdrawCancelled() {
        for entry in waiting.removeAll(where: { $0.ticket.isCancelled }) {
            engine.answer(entry.job, SMTPResult(.failed(.of(.cancelled)), stage: .waiting))
        }
    }

    /// Refuses what waits and lets go of connections that are not busy.
    func stop() {
        isStopping = true
        fail(.failed(.of(.shuttingDown)), at: .waiting)
        for connection in connections { connection.retire() }
    }

    /// Ends everything now.
    func abort() {
        for connection in connections { connection.abort() }
    }

    func expire() {
        let now = engine.now
        for connection in connections where connection.deadline <= now { connection.expire() }
    }

    /// Whether a connection that has become free is still wanted.
    var keepsConnections: Bool { !isStopping }

    private func fail(_ verdict: SMTPResult.Verdict, at stage: SMTPStage) {
        while let next = waiting.popFirst() { engine.answer(next.job, SMTPResult(verdict, stage: stage)) }
    }
}
