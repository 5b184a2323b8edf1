// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
package import Values

/// The faults that are in force, and what they have done so far.
///
/// Rules are in force in one space or, under the empty name, in all. Those of the space are asked first, each in the order
/// it was given; the first that strikes with more than a delay decides, and after the rules the magic recipients do.
package final class FaultBook: Sendable {
    /// How many rules one space may have.
    package static let limit = 1_000

    private struct Folder {
        var rules: [FaultRuleState] = []
        var scenario: String?
        var magic: Bool?
    }

    private let clock: any WallClock
    private let monotonic: MonotonicClock
    /// The replies of large providers by name.
    package let texts: [String: FaultReply]
    private let folders = Mutex<[String: Folder]>([:])
    /// What needs to be known without waiting for anybody.
    private let ruleCount = Atomic<Int>(0)
    private let magicSettings = Atomic<Int>(0)

    /// Makes one without faults, where the magic recipients are at work.
    ///
    /// - Parameters:
    ///   - clock: The mock's calendar time, for moments and quotas.
    ///   - monotonic: The running time, for rate limits.
    ///   - texts: The replies that rules and magic recipients may name.
    package init(
        clock: any WallClock = SystemWallClock(), monotonic: MonotonicClock = .system,
        texts: [String: FaultReply] = RefusalTexts.all
    ) {
        self.clock = clock
        self.monotonic = monotonic
        self.texts = texts
    }

    /// Whether nothing can go wrong for now, so that nobody needs to ask.
    package var isEmpty: Bool {
        ruleCount.load(ordering: .relaxed) == 0 && !isMagic(space: "") && magicSettings.load(ordering: .relaxed) <= 1
    }

    /// Decides what happens at this moment; counts it, and draws chance from the rule's seed.
    package func decide(_ moment: FaultMoment) -> FaultDecision {
        var decision = FaultDecision()
        if ruleCount.load(ordering: .relaxed) > 0 {
            let now = clock.now
            let running = monotonic.now
            folders.withLock { folders in
                if !moment.space.isEmpty {
                    folders[moment.space]?.rules.strike(moment, now: now, running: running, &decision)
                }
                if decision.action == nil { folders[""]?.rules.strike(moment, now: now, running: running, &decision) }
            }
        }
        if decision.action == nil { addMagic(moment, &decision) }
        return decision
    }

    /// What a magic recipient brings upon itself at a step, for calls that bring several.
    package func magic(
        for recipient: String, channel: MessageChannel?, step: FaultStep = .request, space: String
    ) -> FaultDecision? {
        guard let decision = MagicRecipient.decision(for: recipient, channel: channel, step: step, texts: texts),
            isMagic(space: space)
        else { return nil }
        return decision
    }

    private func addMagic(_ moment: FaultMoment, _ decision: inout FaultDecision) {
        // A call for several phones has a result for each of them: see `magic(for:)`.
        if moment.step == .request, moment.recipients.count > 1 { return }
        for recipient in moment.asked {
            guard
                let found = magic(
                    for: recipient, channel: moment.channel, step: moment.step, space: moment.space)
            else { continue }
            decision.delay += found.delay
            decision.action = found.action
            decision.rule = found.rule
            return
        }
    }

    private func isMagic(space: String) -> Bool {
        guard magicSettings.load(ordering: .relaxed) > 0 else { return true }
        return folders.withLock { $0[space]?.magic ?? $0[""]?.magic ?? true }
    }

    // MARK: Rules

    /// Puts rules in force in place of those of the space; their counters begin anew.
    package func replace(_ rules: [FaultRule], scenario: String? = nil, space: String) {
        let now = clock.now
        change { folders in
            folders[space, default: Folder()].rules = Self.named(rules).map { FaultRuleState($0, since: now) }
            folders[space]?.scenario = scenario
        }
    }

    /// Puts rules in force behind those of the space.
    ///
    /// - Throws: When a name is taken, or there are too many; then none is added.
    package func add(_ rules: [FaultRule], space: String) throws(ValueError) {
        let now = clock.now
        let error: ValueError? = change { folders in
            let known = folders[space]?.rules ?? []
            guard known.count + rules.count <= Self.limit else {
                return ValueError("There are \(Self.limit) rules at most.")
            }
            let names = Set(known.map(\.rule.name))
            let rules = Self.named(rules, besides: names)
            guard !rules.contains(where: { names.contains($0.name) }) else {
                return ValueError("A rule of this name is in force already; DELETE /api/faults?name= takes it out.")
            }
            folders[space, default: Folder()].rules += rules.map { FaultRuleState($0, since: now) }
            return nil
        }
        if let error { throw error }
    }

    /// The rules, those without a name called `rule-1` and so on.
    private static func named(_ rules: [FaultRule], besides known: Set<String> = []) -> [FaultRule] {
        var names = known.union(rules.map(\.name))
        var number = 0
        return rules.map { rule in
            var rule = rule
            while rule.name.isEmpty {
                number += 1
                if names.insert("rule-\(number)").inserted { rule.name = "rule-\(number)" }
            }
            return rule
        }
    }

    /// Takes one rule out.
    ///
    /// - Returns: Whether there was one of this name.
    package func remove(rule name: String, space: String) -> Bool {
        change { folders in
            guard let index = folders[space]?.rules.firstIndex(where: { $0.rule.name == name }) else { return false }
            folders[space]?.rules.remove(at: index)
            return true
        }
    }

    /// Takes out all rules of a space and what was said of its magic recipients.
    ///
    /// - Returns: How many rules there were.
    @discardableResult
    package func remove(space: String) -> Int {
        change { $0.removeValue(forKey: space)?.rules.count ?? 0 }
    }

    /// Switches the magic recipients of a space on or off; under the empty name, of all that do not say otherwise.
    package func setMagic(_ isOn: Bool, space: String) {
        change { $0[space, default: Folder()].magic = isOn }
    }

    /// How many rules the spaces have.
    package var ruleCounts: [(space: String, count: Int)] {
        folders.withLock { folders in folders.map { ($0.key, $0.value.rules.count) }.filter { $0.1 > 0 } }
    }

    /// A rule in force, for people to look at.
    package struct Line: Hashable, Sendable {
        /// The space; empty for all.
        package let space: String
        /// The rule's name.
        package let name: String
        /// What it is, as JSON that can be sent again.
        package let rule: String
        /// How often it was met.
        package let met: Int
        /// How often it struck.
        package let struck: Int
    }

    /// All rules in force, by space.
    package var lines: [Line] {
        folders.withLock { folders in
            folders.sorted { $0.key < $1.key }.flatMap { space, folder in
                folder.rules.map {
                    Line(space: space, name: $0.rule.name, rule: $0.rule.json.text, met: $0.met, struck: $0.struck)
                }
            }
        }
    }

    /// What is in force in a space and what it has done, as `GET /api/faults` shows it.
    package func json(space: String) -> JSON {
        let magic = isMagic(space: space)
        return folders.withLock { folders in
            let folder = folders[space] ?? Folder()
            var members: [JSON.Member] = [.init("space", .string(space)), .init("magic", .bool(magic))]
            if let scenario = folder.scenario { members.append(.init("scenario", .string(scenario))) }
            members.append(.init("rules", .array(folder.rules.map(\.json))))
            if !space.isEmpty, let all = folders[""], !all.rules.isEmpty {
                members.append(.init("rulesOfAllSpaces", .array(all.rules.map(\.json))))
            }
            return .object(members)
        }
    }

    @discardableResult
    private func change<Value>(_ change: (inout [String: Folder]) -> Value) -> Value {
        folders.withLock { folders in
            let value = change(&folders)
            ruleCount.store(folders.values.reduce(0) { $0 + $1.rules.count }, ordering: .relaxed)
            magicSettings.store(folders.values.count { $0.magic != nil }, ordering: .relaxed)
            return value
        }
    }
}
