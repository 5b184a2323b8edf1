// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Settings
import Values

extension FaultRule {
    /// Reads a rule, from keys as docs/mock-faults.md tells them.
    ///
    /// - Parameters:
    ///   - section: Where it stands.
    ///   - seed: What chance begins with when the rule has no seed of its own.
    ///   - texts: The replies that `refuse` may name.
    package init(
        reading section: SettingsSection, seed: UInt64, texts: [String: FaultReply] = RefusalTexts.all
    ) {
        let name = section.string(
            "name", default: "",
            about: "What the rule is called, for people and in the answers; else rule-1, rule-2, ...")
        if name.utf8.count > 100 { section.refuse("name", rule: "too-long", "a name has 100 bytes at most.") }
        // Beside what it does, or in a section of their own.
        let match = section.has("match") ? section.section("match", about: "When it strikes.") : section
        self.name = name
        self.match = FaultMatch(reading: match, seed: seed ^ Self.hash(name))
        self.effect = FaultEffect(reading: section, texts: texts)
        // The counters that GET /api/faults shows may be sent back.
        _ = section.has("met")
        _ = section.has("struck")
    }

    /// FNV-1a, so that rules of one seed draw different numbers.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

extension FaultMatch {
    init(reading section: SettingsSection, seed: UInt64) {
        self.init()
        channels = Self.words("channel", section, "What it comes by.")
        steps = Self.words("step", section, "Where in the dialogue.")
        providers = Self.patterns(
            "provider", section, "Whose API: smtp, nhn-alimtalk, fcm, ...", of: Self.knownProviders)
        recipients = Self.patterns("recipient", section, "Who is to get it.")
        domains = Self.patterns("domain", section, "The domain of who is to get it.")
        senders = Self.patterns("sender", section, "Who sends it.")
        templates = Self.patterns("template", section, "The template's code.")
        nth = section.int("nth", in: 1...1_000_000_000, about: "Only this one of those that match, counted from 1.")
        every = section.int("every", in: 1...1_000_000_000, about: "Only each so many-th of those that match.")
        first = section.int("first", in: 1...1_000_000_000, about: "Only so many of those that match.")
        times = section.int("times", in: 1...1_000_000_000, about: "How often it strikes at most.")
        if section.has("probability") {
            probability = section.number("probability", default: 1, in: 0...1, about: "How probable it is, 0 to 1.")
        }
        let own: UInt64? = section.custom(
            "seed", type: "a whole number from 0", about: "What chance begins with: the same seed, the same faults."
        ) { text throws(ValueError) in
            guard let seed = UInt64(text) else { throw ValueError("it is not one") }
            return seed
        }
        self.seed = own ?? seed
        from = Self.moment("from", section, "Not before: a moment, or a span after the rule was put in force.")
        until = Self.moment("until", section, "Not from then on: a moment, or a span after it was put in force.")
        if nth != nil, every != nil || first != nil {
            section.refuse("nth", rule: "both", "`nth` excludes `every` and `first`.")
        }
    }

    /// Several, separated by commas.
    private static func words<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ section: SettingsSection, _ about: String
    ) -> [Choice] where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return section.custom(key, type: "one or more of " + names, about: about) { text throws(ValueError) in
            var choices: [Choice] = []
            for word in split(text) {
                guard let choice = Choice(rawValue: word) else { throw ValueError("there is another word in it") }
                choices.append(choice)
            }
            return choices
        } ?? []
    }

    /// Every API that asks for faults; a mistyped one would never strike, and a test be green for nothing.
    private static let knownProviders = [
        "smtp", "nhn-alimtalk", "nhn-sms", "solapi", "kakao-memo", "fcm", "google-oauth", "apns", "webpush",
        "deliveryapi",
    ]

    private static func patterns(
        _ key: String, _ section: SettingsSection, _ about: String, of known: [String] = []
    ) -> [FaultPattern] {
        section.custom(key, type: "names or patterns with *", about: about) { text throws(ValueError) in
            let words = split(text)
            guard !words.isEmpty, words.count <= 1_000 else { throw ValueError("there are none, or over a thousand") }
            let patterns = words.map { FaultPattern($0) }
            guard known.isEmpty || patterns.allSatisfy({ pattern in known.contains { pattern.matches($0) } }) else {
                throw ValueError("there are " + known.joined(separator: ", "))
            }
            return patterns
        } ?? []
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
            .filter { !$0.isEmpty }
    }

    private static func moment(_ key: String, _ section: SettingsSection, _ about: String) -> Moment? {
        section.custom(key, type: "a moment or a span", about: about) { text throws(ValueError) in
            if let span = TimeSpan.read(text[...]) { return .after(span) }
            guard let moment = Timestamp(text, zonelessOffsetSeconds: 32_400) else {
                throw ValueError("write 30m, or 2026-11-23T08:00:00+09:00")
            }
            return .at(moment)
        }
    }
}
