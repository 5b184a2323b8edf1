// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One event of a `text/event-stream`.
struct ServerEvent: Hashable, Sendable {
    /// Its name; `message` when none was said.
    var name: String
    /// Its data, lines joined by line feeds.
    var data: String
}

/// Reads a `text/event-stream` piece by piece (WHATWG HTML, section 9.2.6 "Interpreting an event stream").
struct EventStreamParser: Sendable {
    private var line: [UInt8] = []
    private var endedWithReturn = false
    private var isAtStart = true
    private var name = ""
    private var data: [String] = []
    private var dataBytes = 0

    /// The longest line and the most data of one event.
    static let limit = 65_536

    /// Takes bytes and returns the events that they complete; nil when a line or an event is longer than allowed.
    mutating func take(_ bytes: [UInt8]) -> [ServerEvent]? {
        var events: [ServerEvent] = []
        for byte in bytes {
            let follows = endedWithReturn
            endedWithReturn = byte == 0x0D
            if byte == 0x0A, follows { continue }
            if byte == 0x0A || byte == 0x0D {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
            }
            guard line.count <= Self.limit, dataBytes <= Self.limit else { return nil }
        }
        return events
    }

    private mutating func endLine() -> ServerEvent? {
        var text = String(decoding: line, as: UTF8.self)
        line.removeAll(keepingCapacity: true)
        if isAtStart, text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        isAtStart = false
        guard !text.isEmpty else { return dispatch() }
        let field = text.prefix { $0 != ":" }
        var value = text.dropFirst(field.count + 1)
        if value.first == " " { value.removeFirst() }
        switch field {
        case "event": name = String(value)
        case "data":
            data.append(String(value))
            dataBytes += value.utf8.count + 1
        default: break  // Comments, `id` and `retry` mean nothing here.
        }
        return nil
    }

    private mutating func dispatch() -> ServerEvent? {
        defer {
            name = ""
            data = []
            dataBytes = 0
        }
        guard !data.isEmpty else { return nil }
        return ServerEvent(name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"))
    }
}
