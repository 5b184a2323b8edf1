// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension SettingsSection {
    /// One of a few words, or the default.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of choices: Choice.Type = Choice.self, default fallback: Choice, about: String
    ) -> Choice where Choice.RawValue == String {
        oneOf(key, choices, default: fallback, required: false, about: about) ?? fallback
    }

    /// One of a few words, if the key stands in the file.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of choices: Choice.Type = Choice.self, about: String
    ) -> Choice? where Choice.RawValue == String {
        oneOf(key, choices, default: nil, required: false, about: about)
    }

    /// One of a few words that must be there; nil only beside a recorded problem.
    public func requiredChoice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of choices: Choice.Type = Choice.self, about: String
    ) -> Choice? where Choice.RawValue == String {
        oneOf(key, choices, default: nil, required: true, about: about)
    }

    /// Several of a few words, each once, or the default.
    public func choices<Choice: RawRepresentable & CaseIterable & Equatable>(
        _ key: String, of choices: Choice.Type = Choice.self, default fallback: [Choice] = [], about: String
    ) -> [Choice] where Choice.RawValue == String {
        let request = Request(
            key: key, type: "a list of " + Self.names(choices),
            defaultText: "[" + fallback.map(\.rawValue).joined(separator: ", ") + "]", about: about)
        return list(request) { text throws(Refusal) in try Self.match(text, choices) } ?? fallback
    }

    private func oneOf<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ choices: Choice.Type, default fallback: Choice?, required: Bool, about: String
    ) -> Choice? where Choice.RawValue == String {
        let request = Request(
            key: key, type: Self.names(choices), defaultText: fallback?.rawValue, isRequired: required, about: about)
        return value(request) { text throws(Refusal) in try Self.match(text, choices) }
    }

    private static func names<Choice: RawRepresentable & CaseIterable>(_ choices: Choice.Type) -> String
    where Choice.RawValue == String {
        "one of " + choices.allCases.map(\.rawValue).joined(separator: ", ")
    }

    private static func match<Choice: RawRepresentable & CaseIterable>(
        _ text: String, _ choices: Choice.Type
    ) throws(Refusal) -> Choice where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        let near = Suggestion.nearest(to: text, in: choices.allCases.map(\.rawValue))
        throw Refusal("bad-value", "it is none of them", wayOut: near.map { "Did you mean `\($0)`?" })
    }
}
