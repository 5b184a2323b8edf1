// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings
import Values

extension FaultEffect {
    /// A way to break a connection.
    private enum Break: String, CaseIterable {
        case disconnect, reset, garbage, truncate

        var action: Action {
            switch self {
            case .disconnect: .disconnect
            case .reset: .reset
            case .garbage: .garbage
            case .truncate: .truncate
            }
        }
    }

    /// The keys of which a rule has one at most; `reply` may stand beside the two limits.
    private static let exclusive = ["reply", "refuse", "action", "bounce", "complaint", "result", "rateLimit", "quota"]

    init(reading section: SettingsSection, texts: [String: FaultReply]) {
        self.init()
        let reply = section.optionalSection("reply", about: "What is answered.") { Self.reply($0) }
        let refusal: Action? = section.custom(
            "refuse", type: "the name of a provider's reply", about: "A reply of a large provider, by its name."
        ) { text throws(ValueError) in
            guard let reply = texts[text] else {
                throw ValueError("there is none of this name; docs/mock-faults.md lists them")
            }
            return .refusal(name: text, reply)
        }
        let broken: Break? = section.choice("action", about: "How the connection is broken.")
        let bounce = section.optionalSection("bounce", about: "Accepted, and a bounce comes later.") { Self.bounce($0) }
        let complaint: Action? = section.optionalSection("complaint", about: "Accepted, and a complaint comes later.") {
            .complaint(after: $0.duration("after", default: .seconds(60), in: Self.spans, about: "How much later."))
        }
        let result: Action? = section.optionalSection("result", about: "Accepted, and the later result is this.") {
            .result(
                code: $0.requiredString("code", about: "The provider's code."),
                text: $0.string("text", default: "", about: "What the code means."))
        }
        let limit = section.optionalSection("rateLimit", about: "How many are taken in a time.") { Self.limit($0) }
        let quota = section.optionalSection("quota", about: "How many are taken in a day.") { Self.quota($0) }
        delay = Self.delay(section)
        if section.has("bytesPerSecond") {
            bytesPerSecond = section.int(
                "bytesPerSecond", default: 1, in: 1...1_000_000_000, about: "How fast the answer is written.")
        }
        if let limit { action = .rateLimit(limit, reply) }
        if let quota { action = .quota(perDay: quota.0, quota.1, reply) }
        if action == nil { action = reply.map { .reply($0) } }
        action = action ?? refusal ?? broken?.action ?? bounce ?? complaint ?? result
        check(section)
    }

    private func check(_ section: SettingsSection) {
        let written = Self.exclusive.filter { section.has($0) }
        let isLimitWithReply = written == ["reply", "rateLimit"] || written == ["reply", "quota"]
        if written.count > 1, !isLimitWithReply {
            section.refuse(
                written[1], rule: "both",
                "a rule does one thing: `\(written[0])` and `\(written[1])` exclude each other.",
                wayOut: "Write two rules; the first that strikes counts.")
        }
        if written.isEmpty, !section.has("delay"), !section.has("bytesPerSecond") {
            section.refuse(
                rule: "does-nothing", "the rule does nothing.",
                wayOut: "Give it one of \((Self.exclusive + ["delay", "bytesPerSecond"]).joined(separator: ", ")).")
        }
    }

    private static let spans = Duration.zero...Duration.seconds(366 * 86_400)

    private static func reply(_ section: SettingsSection) -> FaultReply {
        var reply = FaultReply(
            section.requiredInt("code", in: 200...599, about: "The code of SMTP, or the status of HTTP."),
            status: section.string("status", about: "The enhanced status (5.1.1), or the provider's own code."),
            text: section.string("text", default: "", about: "The text."))
        reply.retryAfter = section.duration("retryAfter", in: spans, about: "When to come back.")
        if reply.text.isEmpty { reply.text = reply.code < 500 ? "Try again later" : "Refused" }
        return reply
    }

    private static func bounce(_ section: SettingsSection) -> Action {
        let status = section.custom("status", type: "a status such as 5.1.1", about: "The status of the DSN.") {
            text throws(ValueError) in
            guard MagicRecipient.isStatus(text) else { throw ValueError("it is three numbers that begin with 4 or 5") }
            return text
        }
        let known = status ?? "5.1.1"
        return .bounce(
            status: known, text: section.string("text", default: MagicRecipient.words(for: known), about: "The text."),
            after: section.duration("after", default: .seconds(5), in: spans, about: "How much later."))
    }

    private static func limit(_ section: SettingsSection) -> FaultRateLimit? {
        let rate = section.custom("rate", type: "a rate such as 10/s", required: true, about: "How many in a time.") {
            text throws(ValueError) in
            guard let rate = FaultRateLimit.Rate(text) else { throw ValueError("write 10/s, 600/m, 1000/h or 500/d") }
            return rate
        }
        let burst = section.int("burst", in: 1...1_000_000, about: "How many at once after a pause.")
        let scope = section.choice("per", default: FaultRateLimit.Scope.all, about: "What shares one bucket.")
        let time = section.choice("clock", default: FaultRateLimit.Time.monotonic, about: "Whose time fills it.")
        return rate.map { FaultRateLimit(rate: $0, burst: burst, scope: scope, time: time) }
    }

    private static func quota(_ section: SettingsSection) -> (Int, FaultRateLimit.Scope) {
        (
            section.requiredInt("perDay", in: 0...1_000_000_000, about: "How many."),
            section.choice("per", default: FaultRateLimit.Scope.all, about: "What is counted together.")
        )
    }

    private static func delay(_ section: SettingsSection) -> FaultDelay? {
        let spans = Duration.zero...FaultDelay.limit
        guard section.isSection("delay") else {
            return section.duration("delay", in: spans, about: "How long the answer waits.").map { .fixed($0) }
        }
        return section.optionalSection("delay", about: "How long the answer waits.") { section in
            let low = section.duration("from", in: spans, about: "At least; with `to`.")
            let high = section.duration("to", in: spans, about: "At most; with `from`.")
            let median = section.duration("median", in: spans, about: "Half take longer; with `p99`.")
            let p99 = section.duration("p99", in: spans, about: "One in a hundred takes longer; with `median`.")
            if let low, let high, median == nil, p99 == nil, low <= high { return .uniform(low, high) }
            if let median, let p99, low == nil, high == nil, .zero < median, median <= p99 {
                return .lognormal(median: median, p99: p99)
            }
            section.refuse(
                rule: "bad-delay", "a delay has `from` and `to`, or `median` and `p99`, the lesser first.",
                wayOut: "Write `delay: 5s` for one that is always the same.")
            return nil
        }
    }
}
