// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// What to do after an attempt: state + outcome -> action, pure (SEMANTICS C1 to C4).
public struct DeliveryMachine: Sendable {
    private let retry: RetryPolicy

    /// Makes the machine.
    public init(retry: RetryPolicy = RetryPolicy()) {
        self.retry = retry
    }

    /// Decides what becomes of a delivery after one more attempt.
    ///
    /// - Parameters:
    ///   - claimed: The delivery as it was claimed.
    ///   - outcome: What the transport reported.
    ///   - identity: The Message-ID (or the channel's like) the attempt carried.
    ///   - transport: The transport's name, for the trace.
    ///   - startedAt: When the attempt began.
    ///   - now: The present moment.
    ///   - jitter: A random number from 0 up to 1.
    public func settle(
        _ claimed: ClaimedDelivery, outcome: Outcome, identity: MessageID, transport: String, startedAt: Timestamp,
        now: Timestamp, jitter: Double
    ) -> Settlement {
        let delivery = claimed.delivery
        let attempts = delivery.attempts + 1
        var settlement = Settlement(
            claimed: claimed, attempts: attempts, outcome: outcome, identity: identity, startedAt: startedAt,
            endedAt: now)
        let facts = Self.facts(outcome, attempts: attempts, transport: transport, delivery: delivery)
        let milestone = delivery.key.milestone
        func end(_ state: Delivery.State, _ kind: TraceEntry.Kind, _ rule: String, _ text: String) {
            settlement.state = state
            settlement.entry = TraceEntry(kind, rule: rule, milestone: milestone, facts: facts, text)
        }
        switch outcome.class {
        case .accepted:
            let what = delivery.channel.rawValue + (delivery.audience == .staff ? " to staff" : "")
            end(.sent, .sent, "C2", "\(what) was taken by \(transport).")
        case .permanentAddress:
            if outcome.blame == .recipient { settlement.suppress = "the address does not exist" }
            end(.dead, .ended, "C1", "The address will not work; it is not tried again.")
        case .permanentContent:
            end(.dead, .ended, "C1", "The message was refused for what it is; the address is not blamed.")
        case .temporary, .ourConfiguration, .unknown:
            let wait = max(
                retry.delay(afterAttempts: attempts, class: outcome.class, jitter: jitter),
                .seconds(outcome.retryAfterSeconds ?? 0))
            let dueAt = now + wait
            let lastMoment = min(delivery.expiresAt, delivery.createdAt + retry.maximumAge)
            if dueAt >= lastMoment {
                end(.dead, .ended, "A7", "It was given up: the next attempt would come after its life.")
            } else {
                settlement.dueAt = dueAt
                end(.queued, .retry, outcome.class == .unknown ? "C4" : "C1", Self.retryText(outcome, wait: wait))
            }
        }
        return settlement
    }

    private static func retryText(_ outcome: Outcome, wait: Duration) -> String {
        let seconds = max(1, wait.wholeMilliseconds / 1000)
        return switch outcome.class {
        case .unknown:
            "No answer came after all bytes were sent; it is sent again with the same Message-ID in \(seconds) s."
        case .ourConfiguration: "Our settings were refused; it is tried again in \(seconds) s."
        default: "It did not work now; it is tried again in \(seconds) s."
        }
    }

    private static func facts(
        _ outcome: Outcome, attempts: Int, transport: String, delivery: Delivery
    ) -> [TraceEntry.Fact] {
        var facts: [TraceEntry.Fact] = [
            .init("channel", delivery.channel.rawValue), .init("transport", transport),
            .init("attempt", String(attempts)), .init("class", outcome.class.rawValue),
            .init("blame", outcome.blame.rawValue),
        ]
        if delivery.audience == .staff { facts.append(.staff) }
        if outcome.code != 0 { facts.append(.init("code", String(outcome.code))) }
        if let enhanced = outcome.enhancedCode { facts.append(.init("enhancedCode", enhanced)) }
        if !outcome.text.isEmpty { facts.append(.init("answer", outcome.text)) }
        if let id = outcome.providerID { facts.append(.init("providerID", id)) }
        return facts
    }
}

/// What became of a delivery after an attempt; the store writes it down as it is.
public struct Settlement: Sendable {
    /// The delivery as it was claimed.
    public let claimed: ClaimedDelivery
    /// How many attempts were made, this one included.
    public let attempts: Int
    /// What the transport reported.
    public let outcome: Outcome
    /// The Message-ID (or the channel's like) the attempt carried.
    public let identity: MessageID
    /// When the attempt began.
    public let startedAt: Timestamp
    /// When its outcome was known.
    public let endedAt: Timestamp
    /// The state it goes to.
    public var state: Delivery.State
    /// When it is due again, when the state is `queued`.
    public var dueAt: Timestamp?
    /// Why its address must not be written to any more, if so.
    public var suppress: String?
    /// Why.
    public var entry: TraceEntry

    init(
        claimed: ClaimedDelivery, attempts: Int, outcome: Outcome, identity: MessageID, startedAt: Timestamp,
        endedAt: Timestamp
    ) {
        self.claimed = claimed
        self.attempts = attempts
        self.outcome = outcome
        self.identity = identity
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.state = .dead
        self.entry = TraceEntry(.ended, "")
    }
}
