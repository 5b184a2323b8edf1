// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// A rule in force: what it has met and done.
struct FaultRuleState {
    let rule: FaultRule
    private let since: Timestamp
    private var generator: SeededGenerator
    private(set) var met = 0
    private(set) var struck = 0
    private var buckets: [String: FaultBucket] = [:]
    private var days: [String: (day: String, count: Int)] = [:]

    /// How many domains, connections or senders are told apart.
    private static let limit = 10_000

    init(_ rule: FaultRule, since: Timestamp) {
        self.rule = rule
        self.since = since
        self.generator = SeededGenerator(seed: rule.match.seed)
    }

    var json: JSON {
        .object(rule.members + [.init("met", .integer(Int64(met))), .init("struck", .integer(Int64(struck)))])
    }

    /// Whether it strikes; then it adds what it does.
    mutating func strikes(
        _ moment: FaultMoment, now: Timestamp, running: Duration, _ decision: inout FaultDecision
    ) -> Bool {
        let match = rule.match
        if let from = match.from, now < from.timestamp(since: since) { return false }
        if let until = match.until, now >= until.timestamp(since: since) { return false }
        guard match.holds(for: moment, usualSteps: rule.effect.usualSteps) else { return false }
        met += 1
        guard match.takes(met) else { return false }
        // Drawn whether it counts or not, so that `times` does not move the later numbers.
        if let probability = match.probability, generator.fraction() >= probability { return false }
        if let times = match.times, struck >= times { return false }
        guard let action = action(for: moment, now: now, running: running) else { return false }
        struck += 1
        decision.action = action.value
        decision.rule = rule.name
        if let delay = rule.effect.delay { decision.delay += delay.draw(from: &generator) }
        if let pace = rule.effect.bytesPerSecond {
            decision.bytesPerSecond = min(pace, decision.bytesPerSecond ?? pace)
        }
        return true
    }

    /// What a strike does; `value` is nil when it is only slow.
    private struct Strike {
        var value: FaultDecision.Action?
    }

    /// nil when it does not strike after all.
    private mutating func action(for moment: FaultMoment, now: Timestamp, running: Duration) -> Strike? {
        let isMail = moment.channel == .email
        switch rule.effect.action {
        case nil: return Strike()
        case .reply(let reply), .refusal(_, let reply): return Strike(value: .reply(reply))
        case .disconnect: return Strike(value: .disconnect)
        case .reset: return Strike(value: .reset)
        case .garbage: return Strike(value: .garbage)
        case .truncate: return Strike(value: .truncate)
        case .bounce(let status, let text, let after):
            return Strike(value: .bounce(status: status, text: text, after: after))
        case .complaint(let after): return Strike(value: .complaint(after: after))
        case .result(let code, let text): return Strike(value: .result(code: code, text: text))
        case .rateLimit(let limit, let reply):
            let usual =
                isMail
                ? FaultReply(421, status: "4.7.0", text: "Too many messages; come back later")
                : FaultReply(429, text: "Too many requests")
            return excess(of: limit, moment, now, running).map { wait in
                Strike(value: .reply(Self.reply(reply ?? usual, retryAfter: wait)))
            }
        case .quota(let count, let scope, let reply):
            let usual =
                isMail
                ? FaultReply(451, status: "4.7.1", text: "The quota of this day is used up; come back tomorrow")
                : FaultReply(429, text: "The quota of this day is used up")
            return excess(over: count, scope.key(of: moment), now).map { wait in
                Strike(value: .reply(Self.reply(reply ?? usual, retryAfter: wait)))
            }
        }
    }

    private static func reply(_ reply: FaultReply, retryAfter: Duration) -> FaultReply {
        var reply = reply
        reply.retryAfter = reply.retryAfter ?? retryAfter
        return reply
    }

    /// How long until there is room again; nil when there is.
    private mutating func excess(
        of limit: FaultRateLimit, _ moment: FaultMoment, _ now: Timestamp, _ running: Duration
    ) -> Duration? {
        let time = limit.time == .mock ? now - since : running
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        let key = limit.scope.key(of: moment)
        if buckets.count >= Self.limit, buckets[key] == nil {
            // A full bucket is as good as none.
            buckets = buckets.filter { !$0.value.isFull(limit, at: seconds) }
            if buckets.count >= Self.limit { buckets = [:] }
        }
        return buckets[key, default: FaultBucket(limit, at: seconds)].take(limit, at: seconds)
    }

    /// How long until the next day of Korea; nil when this one has room.
    private mutating func excess(over count: Int, _ key: String, _ now: Timestamp) -> Duration? {
        let civil = CivilTime(now, offsetSeconds: 32_400)
        if days.count >= Self.limit, days[key] == nil { days = days.filter { $0.value.day == civil.date } }
        if days.count >= Self.limit, days[key] == nil { days = [:] }
        var today = days[key] ?? (civil.date, 0)
        if today.day != civil.date { today = (civil.date, 0) }
        defer { days[key] = today }
        guard today.count >= count else {
            today.count += 1
            return nil
        }
        let elapsed = (now.milliseconds + 32_400_000) % 86_400_000
        return .milliseconds(86_400_000 - elapsed)
    }
}

extension [FaultRuleState] {
    /// Asks the rules in their order, up to the first that does more than delay.
    mutating func strike(
        _ moment: FaultMoment, now: Timestamp, running: Duration, _ decision: inout FaultDecision
    ) {
        for index in indices where decision.action == nil {
            _ = self[index].strikes(moment, now: now, running: running, &decision)
        }
    }
}
