// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Text on its way into HTML.
enum Markup {
    /// The text with `& < > " '` escaped, fit for elements and quoted attributes.
    ///
    /// Controls and the overrides that turn text around become spaces: a subject must not disguise itself.
    static func text(_ text: String, maxBytes: Int = 100_000) -> String {
        escaped(Line(cleaning: text, maxBytes: maxBytes).text)
    }

    /// Text of several lines, escaped; other controls become spaces.
    static func lines(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { escaped(Line(cleaning: String($0), maxBytes: 1 << 20).text) }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 64)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A moment as the list shows it: the time in Korea, the date before it when it is not today's.
    static func time(_ moment: Timestamp, now: Timestamp) -> String {
        let time = CivilTime(moment, offsetSeconds: CivilTime.kst)
        let today = CivilTime(now, offsetSeconds: CivilTime.kst)
        let shown = time.date == today.date ? time.time : String(time.date.dropFirst(5)) + " " + time.time.prefix(5)
        return "<time datetime=\"\(moment.rfc3339)\" title=\"\(time.date) \(time.time) KST\">\(shown)</time>"
    }

    /// A size as people read it.
    static func size(_ bytes: Int) -> String {
        if bytes < 1_000 { return "\(bytes) B" }
        let tenths = bytes < 1_000_000 ? bytes / 100 : bytes / 100_000
        return "\(tenths / 10).\(tenths % 10) " + (bytes < 1_000_000 ? "kB" : "MB")
    }
}
