// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// A message's bytes as they came: a mail's source, the body of a request.
struct SourceView {
    let message: InboxMessage

    /// A source longer than this is shown in part; the whole is behind the raw link.
    private static let longest = 256 * 1024

    /// The HTML.
    var html: String {
        let shown = message.raw.prefix(Self.longest)
        let rest = message.raw.count - shown.count
        let more = rest > 0 ? "<p class=\"quiet\">\(HTMLText.size(rest)) more in the raw message.</p>" : ""
        if message.card != nil, rest == 0, let json = try? JSON(parsing: message.raw) {
            return Self.block(Self.pretty(json))
                + "<p class=\"quiet small\">Indented for reading; Raw has the bytes.</p>"
        }
        return Self.block(String(decoding: shown, as: UTF8.self)) + more
    }

    private static func block(_ text: String) -> String {
        "<pre class=\"source\" tabindex=\"0\">\(HTMLText.lines(text))</pre>"
    }

    /// JSON with two spaces for each step in.
    static func pretty(_ json: JSON, indent: String = "", depth: Int = 0) -> String {
        let inner = indent + "  "
        if depth < 50, let members = json.members, !members.isEmpty {
            let lines = members.map {
                inner + JSON.string($0.name).text + ": " + pretty($0.value, indent: inner, depth: depth + 1)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
        }
        if depth < 50, let elements = json.array, !elements.isEmpty {
            let lines = elements.map { inner + pretty($0, indent: inner, depth: depth + 1) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
        }
        return json.text
    }
}
