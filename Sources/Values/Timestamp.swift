// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A moment of calendar time, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Whole milliseconds, because due times are stored and compared in SQL, where a floating-point second is a trap.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// Makes a moment from milliseconds since 1970.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Makes a moment from whole seconds since 1970.
    public init(seconds: Int64) {
        self.milliseconds = seconds * 1000
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000 }

    /// The earlier moment first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment so much later; fractions of a millisecond are dropped.
    public static func + (moment: Timestamp, span: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + span.wholeMilliseconds)
    }

    /// The moment so much earlier; fractions of a millisecond are dropped.
    public static func - (moment: Timestamp, span: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds - span.wholeMilliseconds)
    }

    /// The time from the right moment to the left one.
    public static func - (left: Timestamp, right: Timestamp) -> Duration {
        .milliseconds(left.milliseconds - right.milliseconds)
    }
}

extension Duration {
    /// The span in whole milliseconds, fractions dropped.
    public var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds: `2026-11-22T08:15:00.000Z`.
    public var description: String { rfc3339 }

    /// RFC 3339 in UTC with milliseconds: `2026-11-22T08:15:00.000Z`.
    public var rfc3339: String {
        let parts = CivilTime(self, offsetSeconds: 0)
        let fraction = milliseconds - seconds * 1000
        return parts.date + "T" + parts.time + "." + pad(Int(fraction), 3) + "Z"
    }

    /// Reads RFC 3339 / ISO 8601 (`2026-11-22T17:15:00+09:00`, `2026-11-22 17:15:00`, seconds and fraction optional).
    ///
    /// - Parameters:
    ///   - text: The written time.
    ///   - zonelessOffsetSeconds: The offset meant when none is written; tracking times are KST, 32,400.
    /// - Returns: nil when the text is no such time or names a day or hour that does not exist.
    public init?(_ text: String, zonelessOffsetSeconds: Int) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), scanner.skip("-/."), let month = scanner.number(2), scanner.skip("-/."),
            let day = scanner.number(2), (1...12).contains(month), day >= 1,
            day <= CivilTime.days(inMonth: month, of: year)
        else { return nil }
        var second = 0
        var fraction = 0
        var offset = zonelessOffsetSeconds
        var hour = 0
        var minute = 0
        if scanner.skip("Tt ") {
            guard let writtenHour = scanner.number(2), scanner.skip(":"), let writtenMinute = scanner.number(2),
                writtenHour < 24, writtenMinute < 60
            else { return nil }
            hour = writtenHour
            minute = writtenMinute
            if scanner.skip(":") {
                guard let writtenSecond = scanner.number(2), writtenSecond <= 60 else { return nil }
                second = min(writtenSecond, 59)
                if scanner.skip(".,") { fraction = scanner.milliseconds() }
            }
            if scanner.skip("Zz") {
                offset = 0
            } else if let sign = scanner.sign() {
                guard let hours = scanner.number(2) else { return nil }
                _ = scanner.skip(":")
                let minutes = scanner.number(2) ?? 0
                guard hours < 24, minutes < 60 else { return nil }
                offset = sign * (hours * 3600 + minutes * 60)
            }
        }
        guard scanner.isAtEnd else { return nil }
        let days = CivilTime.daysSince1970(year: year, month: month, day: day)
        let total = days * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        self.milliseconds = total * 1000 + Int64(fraction)
    }
}

/// Reads a written time from left to right.
private struct DigitScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { index == bytes.count }

    mutating func number(_ digits: Int) -> Int? {
        guard index + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + digits] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        index += digits
        return value
    }

    mutating func milliseconds() -> Int {
        var value = 0
        var scale = 100
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            value += Int(bytes[index] - 0x30) * scale
            scale /= 10
            index += 1
        }
        return value
    }

    mutating func skip(_ choices: String) -> Bool {
        guard index < bytes.count, choices.utf8.contains(bytes[index]) else { return false }
        index += 1
        return true
    }

    mutating func sign() -> Int? {
        if skip("+") { return 1 }
        return skip("-") ? -1 : nil
    }
}
