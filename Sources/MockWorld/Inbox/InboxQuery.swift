// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a person or a test searches for: conditions that must all hold.
///
/// `배송 to:hong -subject:"오늘 도착" is:refused`: words are looked for in subject, people and text; `to:`, `from:`,
/// `subject:`, `text:` and `id:` (the Message-ID) look in one place; `channel:`, `provider:`, `template:`, `tag:`,
/// `event:`, `has:` and `is:` ask for facts; quotes keep words together; a hyphen in front turns a condition round. Case,
/// width and the way Hangul is composed do not matter; how words and numbers are found is told at `SearchPattern`.
package struct InboxQuery: Sendable {
    private let terms: [QueryTerm]
    /// What cannot be asked, in sentences; such a condition never holds.
    package let problems: [String]

    /// Whether it asks for nothing, so that everything matches.
    package var isEmpty: Bool { terms.isEmpty }

    /// Whether it asks for refused messages by name.
    package var asksForRefused: Bool {
        terms.contains { !$0.isNegated && $0.condition.isRefused }
    }

    /// Whether what happens to a message later can change the answer.
    var dependsOnChanges: Bool { terms.contains { $0.condition.dependsOnChanges } }

    /// Reads a query; there is no wrong one.
    package init(_ text: String) {
        var reader = Reader()
        for character in text.prefix(1_000) { reader.take(character) }
        reader.finish()
        self.terms = reader.terms
        self.problems = reader.problems
    }

    /// Whether the message has all that is asked for.
    func matches(_ message: InboxMessage) -> Bool {
        terms.allSatisfy { $0.condition.holds(for: message) != $0.isNegated }
    }

    /// Takes a query apart, character by character.
    private struct Reader {
        var terms: [QueryTerm] = []
        var problems: [String] = []
        private var word = ""
        private var place: QueryTerm.Place?
        private var isQuoted = false
        private var isNegated = false

        mutating func take(_ character: Character) {
            switch character {
            case "\"":
                if isQuoted { finish() }
                isQuoted.toggle()
            case "-" where !isQuoted && !isNegated && word.isEmpty && place == nil: isNegated = true
            case ":" where !isQuoted && place == nil:
                place = QueryTerm.Place(rawValue: word.lowercased())
                if place == nil { word.append(character) } else { word = "" }
            case _ where character.isWhitespace && !isQuoted: finish()
            default: word.append(character)
            }
        }

        mutating func finish() {
            // A hyphen alone is a word.
            if isNegated, word.isEmpty, place == nil, !isQuoted { (word, isNegated) = ("-", false) }
            if !word.isEmpty {
                let condition = QueryTerm.Condition(place, word)
                if case .never(let problem) = condition { problems.append(problem) }
                terms.append(QueryTerm(condition: condition, isNegated: isNegated))
            }
            (word, place, isNegated) = ("", nil, false)
        }
    }
}
