// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Synchronization
import Values

/// A journey while it is played: its webhooks go out when the agenda says so, and each answer is kept.
///
/// Only the next moment is on the agenda, so that 100,000 parcels make one entry. The agenda is busy exactly while a
/// webhook is under way.
package final class JourneyRun: Sendable {
    /// One webhook that was sent, and what came back.
    struct Sent: Sendable {
        let event: String
        let id: String
        let trackingNumber: String
        let status: String
        let scannedAt: Timestamp
        let fault: JourneyPlan.Fault?
        let outcome: WebhookPost.Outcome
    }

    struct State {
        var next = 0
        /// When the next one is due.
        var dueAt: Timestamp
        var tally = JourneyTally()
        /// The last ones that were sent.
        var sent: [Sent] = []
        var isOver = false
        var isCancelled = false
    }

    /// So many of the sent ones are kept.
    static let keptSent = 10_000

    /// The run's id.
    package let id: String
    let space: String
    let startedAt: Timestamp
    let order: JourneyOrder
    let total: Int
    let state: Mutex<State>
    private let bench: Bench
    private let log: WebhookLog
    private let journey: Mutex<Journey?>
    private let changes = Signal()

    /// Makes one that does not play yet.
    init(id: String, space: String, order: JourneyOrder, bench: Bench, log: WebhookLog) {
        let journey = Journey(order.plan)
        self.id = id
        self.space = space
        self.order = order
        self.bench = bench
        self.log = log
        self.startedAt = bench.clock.now
        self.total = journey.count
        self.state = Mutex(State(dueAt: bench.clock.now))
        self.journey = Mutex(journey)
    }

    /// Enters the first webhook into the agenda.
    func start() {
        guard let journey = journey.withLock({ $0 }), total > 0 else { return end() }
        let first = due(0, in: journey, after: startedAt)
        state.withLock { $0.dueAt = first }
        enter(first)
    }

    /// Ends it before its time; what is under way is still answered.
    package func cancel() {
        state.withLock { $0.isCancelled = !$0.isOver || $0.isCancelled }
        end()
    }

    /// Waits until it has ended.
    package func wait() async {
        while !Task.isCancelled {
            let version = changes.version
            if state.withLock({ $0.isOver }) { return }
            await changes.wait(past: version)
        }
    }

    /// How many webhooks are answered by now, and how many there are.
    package var progress: (done: Int, of: Int, isOver: Bool) {
        state.withLock { ($0.tally.total, total, $0.isOver) }
    }

    /// When the last webhook is due at the latest if answers take no time.
    var nominalEnd: Timestamp {
        guard let journey = journey.withLock({ $0 }), total > 0 else { return startedAt }
        let last = due(total - 1, in: journey, after: startedAt)
        let pauses = Int64(total - 1) * order.pause.wholeMilliseconds
        return last + .milliseconds(pauses)
    }

    private func end() {
        state.withLock { $0.isOver = true }
        journey.withLock { $0 = nil }
        changes.raise()
    }

    private func enter(_ moment: Timestamp) {
        bench.agenda.at(moment, space: space, "the next webhooks of a journey") { await self.step() }
    }

    /// When a webhook is due that follows another.
    private func due(_ index: Int, in journey: Journey, after previous: Timestamp) -> Timestamp {
        if order.plan.beginsAfter != nil { return journey.moment(index) }
        var moment = index > 0 ? previous + order.pause : startedAt
        if let speed = order.speed {
            let travelled = Double((journey.moment(index) - journey.moment(0)).wholeMilliseconds)
            moment = max(moment, startedAt + .milliseconds(Int64(travelled / speed)))
        }
        return moment
    }

    /// Sends all that is due and enters the next one.
    private func step() async {
        while let journey = journey.withLock({ $0 }) {
            let now = bench.clock.now
            let (range, next) = state.withLock { state -> (Range<Int>, Timestamp?) in
                guard !state.isOver else { return (0..<0, nil) }
                let first = state.next
                // A pause is reckoned from the answer, so that one is taken at a time.
                let most = min(total, first + (order.pause > .zero ? 1 : 1_024))
                while state.next < most, state.dueAt <= now {
                    state.next += 1
                    if state.next < total { state.dueAt = due(state.next, in: journey, after: state.dueAt) }
                }
                return (first..<state.next, state.dueAt)
            }
            guard let next else { return }
            if range.isEmpty { return enter(next) }
            await send(range, of: journey)
            if range.upperBound == total { return end() }
            if order.pause > .zero {
                let now = bench.clock.now
                state.withLock { $0.dueAt = max($0.dueAt, due($0.next, in: journey, after: now)) }
            }
        }
    }

    /// Sends them: one after the other, or the registrations side by side and each in its order.
    private func send(_ range: Range<Int>, of journey: Journey) async {
        guard order.concurrency > 1 else {
            for index in range where !state.withLock({ $0.isCancelled }) { await send(index, of: journey) }
            return
        }
        let lanes = Dictionary(grouping: range) { journey.registration($0) % order.concurrency }
        await withDiscardingTaskGroup { group in
            for (_, lane) in lanes.sorted(by: { $0.key < $1.key }) {
                group.addTask {
                    for index in lane where !self.state.withLock({ $0.isCancelled }) {
                        await self.send(index, of: journey)
                    }
                }
            }
        }
    }

    private func send(_ index: Int, of journey: Journey) async {
        let webhook = journey.webhook(index)
        let number = log.add(
            WebhookDelivery(
                webhookID: webhook.id, space: space, source: id, event: webhook.event, fault: webhook.fault))
        let at = bench.clock.now
        let secret = webhook.fault == .wrongSign ? Secret("whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhpcyBzaG9w") : order.secret
        let headers = WebhookSigner(scheme: order.scheme, secret: secret).headers(
            body: webhook.body, id: webhook.id, timestamp: at.seconds - (webhook.fault == .stale ? 600 : 0))
        let outcome = await WebhookPost(loop: bench.loop, answerWithin: order.answerWithin).send(
            webhook.body, to: order.target, headers: headers)
        log.change(number) { delivery in
            delivery.status = outcome.isAccepted ? .delivered : .failed
            delivery.attempts = [WebhookDelivery.Attempt(at: at, outcome: outcome)]
        }
        let sent = Sent(
            event: webhook.event, id: webhook.id, trackingNumber: webhook.trackingNumber, status: webhook.status,
            scannedAt: webhook.scannedAt, fault: webhook.fault, outcome: outcome)
        state.withLock { state in
            state.tally.add(outcome)
            state.sent.append(sent)
            // In one go: a list that loses its first at each step would be moved as often.
            if state.sent.count >= 2 * Self.keptSent { state.sent.removeFirst(Self.keptSent) }
        }
        changes.raise()
    }
}
