// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension SettingsSection {
    /// True or false, or the default.
    public func bool(_ key: String, default fallback: Bool, about: String) -> Bool {
        let request = Request(key: key, type: "true or false", defaultText: fallback ? "true" : "false", about: about)
        return value(request) { text throws(Refusal) in
            switch text {
            case "true": true
            case "false": false
            default:
                throw Refusal(
                    "wrong-type", "it is neither", wayOut: "Write true or false; yes, no, on and off are not read.")
            }
        } ?? fallback
    }

    /// A whole number, or the default.
    public func int(
        _ key: String, default fallback: Int, in range: ClosedRange<Int>? = nil, about: String
    ) -> Int {
        wholeNumber(key, default: fallback, required: false, in: range, about: about) ?? fallback
    }

    /// A whole number, if the key stands in the file.
    public func int(_ key: String, in range: ClosedRange<Int>? = nil, about: String) -> Int? {
        wholeNumber(key, default: nil, required: false, in: range, about: about)
    }

    /// A whole number that must be there; the least one allowed when it is not.
    public func requiredInt(_ key: String, in range: ClosedRange<Int>? = nil, about: String) -> Int {
        wholeNumber(key, default: nil, required: true, in: range, about: about) ?? range?.lowerBound ?? 0
    }

    private func wholeNumber(
        _ key: String, default fallback: Int?, required: Bool, in range: ClosedRange<Int>?, about: String
    ) -> Int? {
        let type = range.map { "a whole number from \($0.lowerBound) to \($0.upperBound)" } ?? "a whole number"
        let request = Request(
            key: key, type: type, defaultText: fallback.map { String($0) }, isRequired: required, about: about)
        return value(request) { text throws(Refusal) in
            guard let number = Int(text), !text.hasPrefix("+") else {
                throw Refusal("wrong-type", "it is not one")
            }
            if let range, !range.contains(number) { throw Refusal("out-of-range", "it is outside") }
            return number
        }
    }

    /// A number, or the default.
    public func number(
        _ key: String, default fallback: Double, in range: ClosedRange<Double>? = nil, about: String
    ) -> Double {
        let type = range.map { "a number from \($0.lowerBound) to \($0.upperBound)" } ?? "a number"
        let request = Request(key: key, type: type, defaultText: String(fallback), about: about)
        return value(request) { text throws(Refusal) in
            guard let number = Double(text), number.isFinite else { throw Refusal("wrong-type", "it is not one") }
            if let range, !range.contains(number) { throw Refusal("out-of-range", "it is outside") }
            return number
        } ?? fallback
    }

    /// A span of time (`500ms`, `10s`, `5m`, `24h`, `7d`), or the default.
    public func duration(
        _ key: String, default fallback: Duration, in range: ClosedRange<Duration>? = nil, about: String
    ) -> Duration {
        span(key, default: fallback, in: range, about: about) ?? fallback
    }

    /// A span of time (`500ms`, `10s`, `5m`, `24h`, `7d`), if the key stands in the file.
    public func duration(_ key: String, in range: ClosedRange<Duration>? = nil, about: String) -> Duration? {
        span(key, default: nil, in: range, about: about)
    }

    private func span(
        _ key: String, default fallback: Duration?, in range: ClosedRange<Duration>?, about: String
    ) -> Duration? {
        let bounds = range.map { " from \(SpanText.text($0.lowerBound)) to \(SpanText.text($0.upperBound))" } ?? ""
        let request = Request(
            key: key, type: "a duration" + bounds, defaultText: fallback.map { SpanText.text($0) }, about: about)
        return value(request) { text throws(Refusal) in
            let span = try Self.checked { () throws(ValueError) in try SpanText.duration(text) }
            if let range, !range.contains(span) { throw Refusal("out-of-range", "it is outside") }
            return span
        }
    }

    /// A number of bytes (`64KiB`, `1MiB`), or the default.
    public func byteCount(
        _ key: String, default fallback: Int, in range: ClosedRange<Int>? = nil, about: String
    ) -> Int {
        let bounds = range.map {
            " from \(SpanText.text(bytes: $0.lowerBound)) to \(SpanText.text(bytes: $0.upperBound))"
        }
        let request = Request(
            key: key, type: "a size" + (bounds ?? ""), defaultText: SpanText.text(bytes: fallback), about: about)
        return value(request) { text throws(Refusal) in
            let bytes = try Self.checked { () throws(ValueError) in try SpanText.bytes(text) }
            if let range, !range.contains(bytes) { throw Refusal("out-of-range", "it is outside") }
            return bytes
        } ?? fallback
    }
}
