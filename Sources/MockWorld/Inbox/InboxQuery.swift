// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a person or a test searches for: words that must all be there, some of them in one place.
///
/// `배송 to:hong subject:"오늘 도착"`: words are looked for in subject, people and text; `to:`, `from:`, `subject:` and
/// `id:` (the Message-ID) look in one place; quotes keep words together. Case, width and the way Hangul is composed do
/// not matter.
package struct InboxQuery: Sendable {
    private enum Place: String, Sendable {
        case anywhere, to, from, subject, id
    }

    private struct Term: Sendable {
        let place: Place
        let text: SearchText
    }

    private let terms: [Term]

    /// Whether it asks for nothing, so that everything matches.
    package var isEmpty: Bool { terms.isEmpty }

    /// Reads a query; there is no wrong one.
    package init(_ text: String) {
        var terms: [Term] = []
        var word = ""
        var place = Place.anywhere
        var isQuoted = false
        func finish() {
            if !word.isEmpty { terms.append(Term(place: place, text: SearchText(word))) }
            word = ""
            place = .anywhere
        }
        for character in text.prefix(1_000) {
            switch character {
            case "\"":
                if isQuoted { finish() }
                isQuoted.toggle()
            case ":" where !isQuoted && place == .anywhere:
                if let named = Place(rawValue: word.lowercased()), named != .anywhere {
                    place = named
                    word = ""
                } else {
                    word.append(character)
                }
            case _ where character.isWhitespace && !isQuoted: finish()
            default: word.append(character)
            }
        }
        finish()
        self.terms = terms
    }

    /// Whether the message has all that is asked for.
    func matches(_ message: InboxMessage) -> Bool {
        guard !terms.isEmpty else { return true }
        let summary = message.summary
        return terms.allSatisfy { term in
            switch term.place {
            case .anywhere:
                summary.subjectHolds(term.text) || summary.recipientsHold(term.text) || summary.senderHolds(term.text)
                    || summary.textHolds(term.text, of: message)
            case .to: summary.recipientsHold(term.text)
            case .from: summary.senderHolds(term.text)
            case .subject: summary.subjectHolds(term.text)
            case .id: SearchText(message.messageID ?? "").contains(term.text)
            }
        }
    }
}
