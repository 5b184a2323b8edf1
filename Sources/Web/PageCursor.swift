// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import Hummingbird
public import Values

/// Where a list goes on: the sort key of the last thing sent, as an opaque word.
public struct PageCursor: Hashable, Sendable {
    /// The parts of the sort key, such as a time and an id.
    public let parts: [String]

    /// Makes a cursor behind a thing.
    public init(after parts: [String]) {
        self.parts = parts
    }

    /// Reads a cursor that a client sends back.
    ///
    /// - Throws: `ValueError` when we did not make it.
    public init(_ word: String) throws(ValueError) {
        let padding = String(repeating: "=", count: (4 - word.utf8.count % 4) % 4)
        let plain = word.replacing("-", with: "+").replacing("_", with: "/") + padding
        guard word.utf8.count <= 1_000, let bytes = Base64.decode(plain), let json = try? JSON(parsing: bytes),
            let elements = json.array
        else { throw ValueError("it is not a cursor of this list; start again without one") }
        let parts = elements.compactMap(\.string)
        guard parts.count == elements.count, !parts.isEmpty else {
            throw ValueError("it is not a cursor of this list; start again without one")
        }
        self.parts = parts
    }

    /// The word a client sends back.
    public var word: String { Base64.encodeURL(JSON.array(parts.map { .string($0) }).bytes) }
}

/// Which page of a list a request asks for: `?limit=50&cursor=...`.
public struct PageRequest: Hashable, Sendable {
    /// How many things are wanted, within the bounds.
    public let limit: Int
    /// Where to go on; nil for the start.
    public let cursor: PageCursor?

    /// Reads the query.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - defaultLimit: How many when `limit` is left out.
    ///   - maxLimit: The most one may ask for.
    ///   - cursorParts: How many parts this list's cursors have.
    /// - Throws: `Problems` naming the parameter.
    public init(
        _ request: Request, defaultLimit: Int = 50, maxLimit: Int = 500, cursorParts: Int = 1
    ) throws(Problems) {
        var problems = [Problem]()
        let query = request.uri.queryParameters
        var limit = defaultLimit
        if let text = query["limit"] {
            if let number = Int(text), (1...maxLimit).contains(number) {
                limit = number
            } else {
                problems.append(
                    Problem(
                        field: "?limit", rule: "out-of-range",
                        message: "expected a whole number from 1 to \(maxLimit)."))
            }
        }
        var cursor: PageCursor?
        if let text = query["cursor"], !text.isEmpty {
            let read = try? PageCursor(String(text))
            if let read, read.parts.count == cursorParts {
                cursor = read
            } else {
                problems.append(
                    Problem(
                        field: "?cursor", rule: "bad-value", message: "this is not a cursor of this list.",
                        wayOut: "Send the nextCursor of the last page unchanged, or start without one."))
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        self.limit = limit
        self.cursor = cursor
    }

    /// A page of a list as our lists answer: `{"messages":[...],"nextCursor":"..."}`, null on the last page.
    public static func json(_ name: String, _ items: [JSON], next: PageCursor?) -> JSON {
        .object([.init(name, .array(items)), .init("nextCursor", next.map { .string($0.word) } ?? .null)])
    }
}
