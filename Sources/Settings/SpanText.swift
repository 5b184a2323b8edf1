// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// The written form of durations and sizes: `10s`, `1h30m`, `7d`, `64KiB`.
enum SpanText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    private static let sizes: [(name: String, bytes: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("GB", 1_000_000_000), ("MB", 1_000_000),
        ("kB", 1_000), ("KB", 1_000), ("B", 1),
    ]

    /// Reads `500ms`, `10s`, `5m`, `24h`, `7d` or several of them from large to small.
    static func duration(_ text: String) throws(ValueError) -> Duration {
        var rest = text[...]
        var total: Int64 = 0
        var lastUnit = Int64.max
        repeat {
            let (number, unit) = try split(&rest, "a duration is a number and a unit: 500ms, 10s, 5m, 24h or 7d")
            guard let unit = units.first(where: { $0.name == unit }) else {
                throw ValueError("a duration ends in ms, s, m, h or d, as in 10s or 24h")
            }
            guard unit.milliseconds < lastUnit else {
                throw ValueError("the units of a duration stand from large to small, as in 1h30m")
            }
            lastUnit = unit.milliseconds
            let (span, overflow) = Int64(number).multipliedReportingOverflow(by: unit.milliseconds)
            let (sum, overflow2) = total.addingReportingOverflow(span)
            guard !overflow, !overflow2, sum <= 366_000 * 86_400_000 else {
                throw ValueError("a duration is at most a thousand years")
            }
            total = sum
        } while !rest.isEmpty
        return .milliseconds(total)
    }

    /// The shortest written form.
    static func text(_ span: Duration) -> String {
        var rest = span.wholeMilliseconds
        var text = ""
        for unit in units where rest >= unit.milliseconds {
            text += String(rest / unit.milliseconds) + unit.name
            rest %= unit.milliseconds
        }
        return text.isEmpty ? "0s" : text
    }

    /// Reads `1MiB`, `64KiB`, `10MB`, `512B` or a bare number of bytes.
    static func bytes(_ text: String) throws(ValueError) -> Int {
        if let plain = Int(text), plain >= 0 { return plain }
        var rest = text[...]
        let (number, unit) = try split(&rest, "a size is a number and a unit: 512B, 64KiB or 1MiB")
        guard let size = sizes.first(where: { $0.name == unit }), rest.isEmpty else {
            throw ValueError("a size ends in B, KiB, MiB or GiB (or kB, MB, GB), as in 1MiB")
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: size.bytes)
        guard !overflow else { throw ValueError("the size is too large") }
        return product
    }

    /// The shortest written form.
    static func text(bytes: Int) -> String {
        for size in sizes.prefix(3) where bytes >= size.bytes && bytes.isMultiple(of: size.bytes) {
            return String(bytes / size.bytes) + size.name
        }
        return String(bytes) + "B"
    }

    private static func split(_ text: inout Substring, _ reason: String) throws(ValueError) -> (Int, Substring) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, let number = Int(digits) else { throw ValueError(reason) }
        let unit = text.dropFirst(digits.count).prefix { $0.isASCII && $0.isLetter }
        text = text.dropFirst(digits.count + unit.count)
        guard !unit.isEmpty else { throw ValueError(reason) }
        return (number, unit)
    }
}
