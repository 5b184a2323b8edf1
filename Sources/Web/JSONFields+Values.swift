// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

extension JSONFields {
    /// Reads a member through a parser; every other getter is made of this one.
    func value<Value>(
        _ name: String, _ type: String, required: Bool, parse: (JSON) throws(ValueError) -> Value?
    ) -> Value? {
        guard let json = member(name) else {
            if required { refuse(name, rule: "missing-member", "this member is needed: \(type).") }
            return nil
        }
        do {
            if let value = try parse(json) { return value }
            refuse(name, rule: "wrong-type", "expected \(type), found \(json.kindName).")
        } catch {
            refuse(name, rule: "bad-value", "expected \(type): \(error.reason).")
        }
        return nil
    }

    // MARK: Text

    /// A line of text without control characters, if the member is there.
    public func line(_ name: String, maxBytes: Int = 2_000) -> Line? {
        value(name, "a line of text", required: false) { json throws(ValueError) in
            try Self.line(json, maxBytes)
        }
    }

    /// A line of text that must be there and not blank; empty when it is not.
    public func requiredLine(_ name: String, maxBytes: Int = 2_000) -> Line {
        value(name, "a line of text", required: true) { json throws(ValueError) in
            guard let line = try Self.line(json, maxBytes) else { return nil }
            guard !line.isBlank else { throw ValueError("it is empty") }
            return line
        } ?? Line(cleaning: "")
    }

    private static func line(_ json: JSON, _ maxBytes: Int) throws(ValueError) -> Line? {
        guard let text = json.string else { return nil }
        return try Line(text, maxBytes: maxBytes)
    }

    /// A word, as `Line` takes it, if the member is there.
    public func string(_ name: String, maxBytes: Int = 2_000) -> String? {
        line(name, maxBytes: maxBytes)?.text
    }

    /// A word that must be there and not blank; empty when it is not.
    public func requiredString(_ name: String, maxBytes: Int = 2_000) -> String {
        requiredLine(name, maxBytes: maxBytes).text
    }

    /// Text of several lines, if the member is there; other control characters are refused.
    public func text(_ name: String, maxBytes: Int = 100_000) -> String? {
        value(name, "text", required: false) { json throws(ValueError) in
            guard let text = json.string else { return nil }
            guard text.utf8.count <= maxBytes else { throw ValueError("is longer than \(maxBytes) bytes") }
            let hasControls = text.split(whereSeparator: { $0.isNewline || $0 == "\t" })
                .contains { Line.hasControls(String($0)) }
            guard !hasControls else { throw ValueError("holds a control character") }
            return text
        }
    }

    // MARK: Numbers and truth

    /// True or false, if the member is there.
    public func bool(_ name: String) -> Bool? {
        value(name, "true or false", required: false) { json throws(ValueError) in json.bool }
    }

    /// True or false, or the default.
    public func bool(_ name: String, default fallback: Bool) -> Bool { bool(name) ?? fallback }

    /// A whole number, if the member is there; one written as a string counts.
    public func int(_ name: String, in range: ClosedRange<Int> = 0...Int.max) -> Int? {
        wholeNumber(name, required: false, in: range)
    }

    /// A whole number that must be there; the least one allowed when it is not.
    public func requiredInt(_ name: String, in range: ClosedRange<Int> = 0...Int.max) -> Int {
        wholeNumber(name, required: true, in: range) ?? range.lowerBound
    }

    private func wholeNumber(_ name: String, required: Bool, in range: ClosedRange<Int>) -> Int? {
        value(name, "a whole number", required: required) { json throws(ValueError) in
            let number = json.integer ?? json.string.flatMap { Int64($0) }
            guard let number else { return nil }
            guard let int = Int(exactly: number), range.contains(int) else {
                let bounds = range.upperBound == Int.max ? "at least \(range.lowerBound)" : "\(range)"
                throw ValueError("it must be " + bounds.replacing("...", with: " to "))
            }
            return int
        }
    }

    // MARK: Addresses and times

    /// An email address, if the member is there.
    public func email(_ name: String) -> EmailAddress? {
        parsed(name, "an email address", required: false) { text throws(ValueError) in try EmailAddress(text) }
    }

    /// An email address that must be there; nil only beside a recorded problem.
    public func requiredEmail(_ name: String) -> EmailAddress? {
        parsed(name, "an email address", required: true) { text throws(ValueError) in try EmailAddress(text) }
    }

    /// A phone number, if the member is there.
    public func phone(_ name: String) -> PhoneNumber? {
        parsed(name, "a phone number", required: false) { text throws(ValueError) in try PhoneNumber(text) }
    }

    /// A moment in RFC 3339, if the member is there.
    ///
    /// - Parameters:
    ///   - name: The member.
    ///   - zonelessOffsetSeconds: The offset meant when none is written; nil refuses such a time.
    public func timestamp(_ name: String, zonelessOffsetSeconds: Int? = nil) -> Timestamp? {
        parsed(name, "a time", required: false) { text throws(ValueError) in
            let moment = Timestamp(text, zonelessOffsetSeconds: zonelessOffsetSeconds ?? 0)
            guard let moment else { throw ValueError("write it as 2026-11-22T17:15:00+09:00 (RFC 3339)") }
            // Read at two offsets, a time with a zone of its own is the same moment.
            let other = Timestamp(text, zonelessOffsetSeconds: (zonelessOffsetSeconds ?? 0) + 60)
            guard zonelessOffsetSeconds != nil || other == moment else {
                throw ValueError("it has no zone; end it with +09:00 or Z")
            }
            return moment
        }
    }

    // MARK: Any other type

    /// A value of the reader's own type that is written as a string.
    ///
    /// - Parameters:
    ///   - name: The member.
    ///   - type: What it takes, in words that follow "expected".
    ///   - required: Whether leaving it out is a problem.
    ///   - parse: Makes the value from the string.
    public func parsed<Value>(
        _ name: String, _ type: String, required: Bool, parse: (String) throws(ValueError) -> Value
    ) -> Value? {
        value(name, type, required: required) { json throws(ValueError) in
            guard let text = json.string else { return nil }
            return try parse(text)
        }
    }

    /// One of a few words, if the member is there.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of choices: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        oneOf(name, choices, required: false)
    }

    /// One of a few words that must be there; nil only beside a recorded problem.
    public func requiredChoice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of choices: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        oneOf(name, choices, required: true)
    }

    private func oneOf<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ choices: Choice.Type, required: Bool
    ) -> Choice? where Choice.RawValue == String {
        let names = "one of " + choices.allCases.map(\.rawValue).joined(separator: ", ")
        return parsed(name, names, required: required) { text throws(ValueError) in
            guard let choice = Choice(rawValue: text) else { throw ValueError("it is none of them") }
            return choice
        }
    }
}
