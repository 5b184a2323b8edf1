// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Values

/// Words that people and tests put on messages.
package enum MessageTags {
    /// The most tags of a message.
    package static let most = 20
    /// The longest tag, in bytes.
    package static let longest = 100

    /// Each tag once, without controls and white space around it, in their order; case does not tell two apart.
    package static func clean(_ tags: [String]) -> [String] {
        var seen: Set<String> = []
        var clean: [String] = []
        for tag in tags {
            let words = Line(cleaning: tag, maxBytes: longest).text.split(separator: " ").joined(separator: " ")
            guard clean.count < most, !words.isEmpty, seen.insert(key(words)).inserted else { continue }
            clean.append(words)
        }
        return clean
    }

    /// What two spellings of one tag have in common.
    static func key(_ tag: String) -> String {
        String(decoding: SearchText(tag).bytes, as: UTF8.self)
    }

    /// The tags of the field `X-Parcelpost-Tags` (divided by commas) and of recipients such as `hong+tag@example.com`.
    static func of(field: String?, recipients: [String]) -> [String] {
        var tags: [String] = []
        if let field { tags += decoded(field).split(separator: ",").map(String.init) }
        for recipient in recipients.prefix(100) {
            let local = recipient.prefix { $0 != "@" }
            if let plus = local.firstIndex(of: "+") { tags.append(String(local[local.index(after: plus)...])) }
        }
        return tags.isEmpty ? [] : clean(tags)
    }

    /// The name of an event as it is compared.
    static func event(_ text: String) -> String? {
        let name = Line(cleaning: decoded(text), maxBytes: 200).text
        return name.isEmpty ? nil : name
    }

    /// Words of a header may be encoded (RFC 2047).
    private static func decoded(_ field: String) -> String {
        guard field.contains("=?") else { return field }
        return ParsedMail(Array("X: \(field)\r\n\r\n".utf8)).header("X") ?? field
    }
}
