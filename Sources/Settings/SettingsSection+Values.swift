// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Why a value does not fit its key.
struct Refusal: Error {
    let rule: String
    let reason: String
    let wayOut: String?

    init(_ rule: String, _ reason: String, wayOut: String? = nil) {
        self.rule = rule
        self.reason = reason
        self.wayOut = wayOut
    }
}

extension SettingsSection {
    /// What a getter knows of its key.
    struct Request {
        let key: String
        let type: String
        var defaultText: String?
        var isRequired = false
        var isSecret = false
        let about: String
    }

    /// Reads one value through a parser; every other getter of single values is made of this one.
    func value<Value>(_ request: Request, parse: (String) throws(Refusal) -> Value) -> Value? {
        describe(
            request.key, type: request.type, default: request.defaultText, required: request.isRequired,
            secret: request.isSecret, about: request.about)
        let isWritten = entries.contains { $0.key == request.key }
        guard let entry = entry(request.key) else {
            if request.isRequired, !isWritten {
                report(
                    request.key, line: line, rule: "missing-key", message: "this key is needed: \(request.type).",
                    wayOut: request.about)
            }
            return nil
        }
        return parsed(entry.node, as: request, parse: parse)
    }

    /// Completes and parses one node.
    func parsed<Value>(
        _ node: SettingsNode, as request: Request, parse: (String) throws(Refusal) -> Value
    ) -> Value? {
        guard case .scalar(let written, _) = node.content else {
            report(
                request.key, line: node.line, rule: "wrong-type",
                message: "expected \(request.type), found \(node.kindName).", wayOut: nil)
            return nil
        }
        let (text, isInterpolated, failures) = collector.interpolation.complete(written)
        for failure in failures {
            report(
                request.key, line: node.line, rule: failure.rule, message: failure.message, wayOut: failure.wayOut)
        }
        guard failures.isEmpty else { return nil }
        if request.isSecret, !isInterpolated {
            collector.warn(
                Problem(
                    file: collector.file, line: node.line, field: fieldPath(request.key), rule: "literal-secret",
                    message: "a secret is written into the file.",
                    wayOut: "Write ${NAME} or ${file:/run/secrets/name} instead, so that the file can be shown."))
        }
        do {
            return try parse(text)
        } catch {
            report(
                request.key, line: node.line, rule: error.rule, message: "expected \(request.type): \(error.reason).",
                wayOut: error.wayOut)
            return nil
        }
    }

    /// Runs a parser of a value type.
    static func checked<Value>(_ parse: () throws(ValueError) -> Value) throws(Refusal) -> Value {
        do {
            return try parse()
        } catch {
            throw Refusal("bad-value", error.reason)
        }
    }

    // MARK: Text

    /// A line of text, if the key stands in the file.
    public func string(_ key: String, about: String) -> String? {
        value(Request(key: key, type: "text", about: about), parse: Self.line)
    }

    /// A line of text, or the default.
    public func string(_ key: String, default fallback: String, about: String) -> String {
        value(Request(key: key, type: "text", defaultText: fallback, about: about), parse: Self.line) ?? fallback
    }

    /// A line of text that must be there; empty when it is not.
    public func requiredString(_ key: String, about: String) -> String {
        value(Request(key: key, type: "text", isRequired: true, about: about), parse: Self.line) ?? ""
    }

    /// The path of a file or folder, if the key stands in the file; a relative one starts at the settings file.
    public func path(_ key: String, about: String) -> String? {
        value(Request(key: key, type: "path", about: about)) { text throws(Refusal) in
            let path = try Self.line(text)
            return path.hasPrefix("/") ? path : directory + "/" + path
        }
    }

    static func line(_ text: String) throws(Refusal) -> String {
        guard !text.isEmpty else { throw Refusal("empty-value", "it is empty") }
        guard !Line.hasControls(text) else {
            throw Refusal("control-character", "it holds a control character or a line break")
        }
        return text
    }

    // MARK: Secrets

    /// A secret, if the key stands in the file; one written literally is a warning.
    public func secret(_ key: String, about: String) -> Secret<String>? {
        value(Request(key: key, type: "secret", isSecret: true, about: about), parse: Self.secretText)
    }

    /// A secret that must be there; empty when it is not.
    public func requiredSecret(_ key: String, about: String) -> Secret<String> {
        let request = Request(key: key, type: "secret", isRequired: true, isSecret: true, about: about)
        return value(request, parse: Self.secretText) ?? Secret("")
    }

    static func secretText(_ text: String) throws(Refusal) -> Secret<String> {
        guard !text.isEmpty else { throw Refusal("empty-value", "it is empty") }
        // A private key has several lines.
        let clean = text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F || "\n\r\t".unicodeScalars.contains($0)
        }
        guard clean else { throw Refusal("control-character", "it holds a control character") }
        return Secret(text)
    }

    // MARK: Any other type

    /// A value of the reader's own type, if the key stands in the file.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - type: What it takes, in words that follow "expected".
    ///   - defaultText: The default as it would be written, for the documentation; the caller applies it.
    ///   - required: Whether leaving it out is an error.
    ///   - about: What it does, in one sentence.
    ///   - parse: Makes the value from the text, after `${...}`.
    public func custom<Value>(
        _ key: String, type: String, defaultText: String? = nil, required: Bool = false, about: String,
        parse: (String) throws(ValueError) -> Value
    ) -> Value? {
        let request = Request(key: key, type: type, defaultText: defaultText, isRequired: required, about: about)
        return value(request) { text throws(Refusal) in
            let line = try Self.line(text)
            return try Self.checked { () throws(ValueError) in try parse(line) }
        }
    }
}
