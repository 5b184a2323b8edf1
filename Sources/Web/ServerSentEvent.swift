// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One event of a `text/event-stream` (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Hashable, Sendable {
    /// The event's name, what the page listens for; nil for `message`.
    public let name: String?
    /// The data; several lines are allowed.
    public let data: String
    /// What a reconnecting page sends back as `Last-Event-ID`.
    public let id: String?

    /// Makes an event; line breaks in its name and id are left out.
    public init(name: String? = nil, data: String, id: String? = nil) {
        self.name = name.map(Self.single)
        self.data = data
        self.id = id.map(Self.single)
    }

    /// The event as it goes over the wire.
    public var text: String {
        var text = ""
        if let name { text += "event: " + name + "\n" }
        if let id { text += "id: " + id + "\n" }
        // CRLF is one Character; each kind of line break starts another data field.
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: { "\n\r\r\n".contains($0) }) {
            text += "data: " + line + "\n"
        }
        return text + "\n"
    }

    private static func single(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && $0 != "\0" }))
    }
}
