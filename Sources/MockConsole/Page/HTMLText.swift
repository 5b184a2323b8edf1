// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Text on its way into HTML.
enum HTMLText {
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

    /// A moment to the second, in Korea.
    static func moment(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offsetSeconds: CivilTime.kst)
        return "<time datetime=\"\(moment.rfc3339)\" class=\"number\">\(time.date) \(time.time)</time>"
    }

    /// A number with a comma before each three digits.
    static func grouped(_ number: Int) -> String {
        var text = ""
        let digits = String(number.magnitude)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + text
    }

    /// `1 link`, `2 links`.
    static func count(_ number: Int, _ word: String) -> String {
        grouped(number) + " " + word + (number == 1 ? "" : "s")
    }

    /// How long something took or lies apart: `340 ms`, `12 s`, `3 min`, `9 h`.
    static func span(milliseconds: Int64) -> String {
        let (sign, span) = (milliseconds < 0 ? "\u{2212}" : "", milliseconds.magnitude)
        switch span {
        case ..<1_000: return sign + "\(span) ms"
        case ..<60_000: return sign + "\(span / 1_000).\(span % 1_000 / 100) s"
        case ..<3_600_000: return sign + "\(span / 60_000) min \(span % 60_000 / 1_000) s"
        default: return sign + "\(span / 3_600_000) h \(span % 3_600_000 / 60_000) min"
        }
    }

    /// A time as Korean phones write it: `오후 3:20`.
    static func phoneTime(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offsetSeconds: CivilTime.kst)
        let minute = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
        return (time.hour < 12 ? "오전 " : "오후 ") + "\((time.hour + 11) % 12 + 1):" + minute
    }

    /// A day as Korean phones write it: `11월 22일 일요일`.
    static func phoneDay(_ moment: Timestamp) -> String {
        let time = CivilTime(moment, offsetSeconds: CivilTime.kst)
        let days = ["일", "월", "화", "수", "목", "금", "토"]
        return "\(time.month)월 \(time.day)일 \(days[abs(time.weekday) % 7])요일"
    }
}
