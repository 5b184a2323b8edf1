// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Spans of time as requests write them.
package enum TimeSpan {
    /// Reads `10s`, `500ms`, `2m`, `9h` or `3d`; a bare number is seconds.
    package static func read(_ text: Substring) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit: Int64? =
            switch text.dropFirst(digits.count) {
            case "ms": 1
            case "s", "": 1_000
            case "m": 60_000
            case "h": 3_600_000
            case "d": 86_400_000
            default: nil
            }
        guard let unit, digits.count <= 9, let number = Int64(digits) else { return nil }
        return .milliseconds(number * unit)
    }
}
