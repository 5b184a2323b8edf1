// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

extension FaultRule {
    /// The rule as it can be sent again.
    package var json: JSON { .object(members) }

    var members: [JSON.Member] {
        var members: [JSON.Member] = [.init("name", .string(name)), .init("match", match.json)]
        members += effect.members
        return members
    }
}

extension FaultMatch {
    var json: JSON {
        var members: [JSON.Member] = []
        func add(_ name: String, _ words: [String]) {
            if !words.isEmpty { members.append(.init(name, .string(words.joined(separator: ", ")))) }
        }
        func add(_ name: String, _ number: Int?) {
            if let number { members.append(.init(name, .integer(Int64(number)))) }
        }
        func add(_ name: String, _ moment: Moment?) {
            switch moment {
            case nil: break
            case .at(let moment): members.append(.init(name, .string(moment.rfc3339)))
            case .after(let span): members.append(.init(name, .string(span.written)))
            }
        }
        add("channel", channels.map(\.rawValue))
        add("provider", providers.map(\.text))
        add("recipient", recipients.map(\.text))
        add("domain", domains.map(\.text))
        add("sender", senders.map(\.text))
        add("template", templates.map(\.text))
        add("step", steps.map(\.rawValue))
        add("nth", nth)
        add("every", every)
        add("first", first)
        if let probability {
            members.append(.init("probability", .number(probability)))
            // As text: a number of JSON that large loses its last digits in many readers.
            members.append(.init("seed", .string(String(seed))))
        }
        add("times", times)
        add("from", from)
        add("until", until)
        return .object(members)
    }
}

extension FaultEffect {
    var members: [JSON.Member] {
        var members: [JSON.Member] = []
        switch action {
        case nil: break
        case .reply(let reply): members.append(.init("reply", reply.json))
        case .refusal(let name, _): members.append(.init("refuse", .string(name)))
        case .disconnect: members.append(.init("action", "disconnect"))
        case .reset: members.append(.init("action", "reset"))
        case .garbage: members.append(.init("action", "garbage"))
        case .truncate: members.append(.init("action", "truncate"))
        case .bounce(let status, let text, let after):
            members.append(
                .init(
                    "bounce",
                    ["status": .string(status), "text": .string(text), "after": .string(after.written)]))
        case .complaint(let after): members.append(.init("complaint", ["after": .string(after.written)]))
        case .result(let code, let text):
            var inner: [JSON.Member] = [.init("code", .string(code))]
            if !text.isEmpty { inner.append(.init("text", .string(text))) }
            members.append(.init("result", .object(inner)))
        case .rateLimit(let limit, let reply):
            members.append(
                .init(
                    "rateLimit",
                    [
                        "rate": .string(limit.rate.text), "burst": .integer(Int64(limit.burst)),
                        "per": .string(limit.scope.rawValue), "clock": .string(limit.time.rawValue),
                    ]))
            if let reply { members.append(.init("reply", reply.json)) }
        case .quota(let count, let scope, let reply):
            members.append(
                .init("quota", ["perDay": .integer(Int64(count)), "per": .string(scope.rawValue)]))
            if let reply { members.append(.init("reply", reply.json)) }
        }
        switch delay {
        case nil: break
        case .fixed(let span): members.append(.init("delay", .string(span.written)))
        case .uniform(let low, let high):
            members.append(.init("delay", ["from": .string(low.written), "to": .string(high.written)]))
        case .lognormal(let median, let p99):
            members.append(.init("delay", ["median": .string(median.written), "p99": .string(p99.written)]))
        }
        if let bytesPerSecond { members.append(.init("bytesPerSecond", .integer(Int64(bytesPerSecond)))) }
        return members
    }
}

extension FaultReply {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [.init("code", .integer(Int64(code)))]
        if let status { members.append(.init("status", .string(status))) }
        members.append(.init("text", .string(text)))
        if let retryAfter { members.append(.init("retryAfter", .string(retryAfter.written))) }
        return .object(members)
    }
}

extension Duration {
    /// As both readers of spans take it: the largest unit that is whole.
    fileprivate var written: String {
        let milliseconds = wholeMilliseconds
        let units: [(String, Int64)] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)]
        for (unit, length) in units where milliseconds >= length && milliseconds.isMultiple(of: length) {
            return "\(milliseconds / length)\(unit)"
        }
        return "\(milliseconds)ms"
    }
}
