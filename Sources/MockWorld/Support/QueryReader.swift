// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import Values

/// Reads the parameters of a request's query and collects what is wrong with them.
///
/// A name that nobody reads is a problem: a mistyped filter would otherwise match everything, and a test be green for
/// nothing.
package struct QueryReader {
    private var values: [String: String] = [:]
    private var known: Set<String> = []
    private var problems: [Problem] = []

    /// Takes the query apart; a plus is a space, as forms write it.
    package init(_ request: Request) {
        for pair in (request.uri.query ?? "").split(separator: "&").prefix(100) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : "") else {
                problems.append(
                    Problem(
                        field: "?", rule: "bad-value", message: "the query is not percent-encoded UTF-8.",
                        wayOut: "With curl use -G --data-urlencode."))
                continue
            }
            values[name] = value
        }
    }

    /// A word; nil when it is left out or empty.
    package mutating func text(_ name: String) -> String? {
        known.insert(name)
        return values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A whole number.
    package mutating func number(_ name: String, in range: ClosedRange<Int>, else fallback: Int) -> Int {
        guard let text = text(name) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            refuse(name, "expected a whole number from \(range.lowerBound) to \(range.upperBound).")
            return fallback
        }
        return number
    }

    /// One of a few words.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
    where Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            refuse(name, "expected one of \(words).")
            return nil
        }
        return choice
    }

    /// A span such as `10s`, `500ms` or `2m`; a bare number is seconds.
    package mutating func span(_ name: String, upTo limit: Duration, else fallback: Duration) -> Duration {
        guard let text = text(name) else { return fallback }
        guard let span = TimeSpan.read(text[...]), span <= limit else {
            refuse(name, "expected a span such as 10s or 500ms, at most \(limit.components.seconds)s.")
            return fallback
        }
        return span
    }

    /// The id of a message.
    package mutating func key(_ name: String) -> MessageKey? {
        guard let text = text(name) else { return nil }
        guard let key = MessageKey(text) else {
            refuse(name, "this is not the id of a message.")
            return nil
        }
        return key
    }

    /// Which messages are meant: `query`, `channel`, `space`, `refused`, `after`.
    ///
    /// - Parameter strict: Whether a condition that cannot be asked is a problem; for a person who is still typing it is
    ///   none.
    package mutating func filter(strict: Bool = false) -> InboxFilter {
        var filter = InboxFilter()
        if let query = text("query") { filter.query = InboxQuery(query) }
        if strict { for problem in filter.query.problems.prefix(20) { refuse("query", problem) } }
        filter.channel = choice("channel")
        filter.space = text("space").map(Space.name)
        filter.refused = choice("refused") ?? .exclude
        filter.after = key("after")
        return filter
    }

    /// Ends the reading.
    ///
    /// - Parameter others: Names that somebody else reads.
    /// - Throws: Everything that is wrong.
    package mutating func finish(others: String...) throws(Problems) {
        known.formUnion(others)
        let unknown = values.keys.filter { !known.contains($0) }.sorted()
        for name in unknown.prefix(20) {
            problems.append(
                Problem(
                    field: "?" + Line(cleaning: name, maxBytes: 50).text, rule: "unknown-parameter",
                    message: "there is no such parameter.",
                    wayOut: "There are: " + known.sorted().joined(separator: ", ") + "."))
        }
        guard problems.isEmpty else { throw Problems(problems) }
    }

    private mutating func refuse(_ name: String, _ message: String) {
        problems.append(Problem(field: "?" + name, rule: "bad-value", message: message))
    }

    /// Undoes percent-encoding; nil when it is none or not UTF-8.
    package static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            switch source[index] {
            case UInt8(ascii: "%"):
                guard index + 2 < source.count,
                    let byte = Hex.decode(String(decoding: source[(index + 1)...(index + 2)], as: UTF8.self))
                else { return nil }
                bytes += byte
                index += 3
            case UInt8(ascii: "+"):
                bytes.append(0x20)
                index += 1
            default:
                bytes.append(source[index])
                index += 1
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
