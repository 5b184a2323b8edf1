// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

extension SettingsSection {
    /// Lines of text; empty when the key is left out.
    public func stringList(_ key: String, default fallback: [String] = [], about: String) -> [String] {
        let request = Request(
            key: key, type: "a list of texts", defaultText: "[" + fallback.joined(separator: ", ") + "]", about: about)
        return list(request, parse: Self.line) ?? fallback
    }

    /// Secrets; empty when the key is left out.
    public func secretList(_ key: String, about: String) -> [Secret<String>] {
        let request = Request(key: key, type: "a list of secrets", defaultText: "[]", isSecret: true, about: about)
        return list(request, parse: Self.secretText) ?? []
    }

    /// Values of the reader's own type; empty when the key is left out.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - type: What one element is, in words that follow "a list of".
    ///   - about: What the list does, in one sentence.
    ///   - parse: Makes an element from its text, after `${...}`.
    public func customList<Value>(
        _ key: String, type: String, about: String, parse: (String) throws(ValueError) -> Value
    ) -> [Value] {
        let request = Request(key: key, type: "a list of " + type, defaultText: "[]", about: about)
        return list(request) { text throws(Refusal) in
            let line = try Self.line(text)
            return try Self.checked { () throws(ValueError) in try parse(line) }
        } ?? []
    }

    /// Reads a list; nil when the key is left out or is no list.
    func list<Value>(_ request: Request, parse: (String) throws(Refusal) -> Value) -> [Value]? {
        describe(
            request.key, type: request.type, default: request.defaultText, required: request.isRequired,
            secret: request.isSecret, about: request.about)
        guard let entry = entry(request.key) else { return nil }
        guard case .sequence(let elements) = entry.node.content else {
            report(
                request.key, line: entry.node.line, rule: "wrong-type",
                message: "expected \(request.type), found \(entry.node.kindName).",
                wayOut: "Write it in brackets, as in `\(request.key): [one, two]`.")
            return nil
        }
        var values = [Value]()
        for (index, element) in elements.enumerated() {
            var one = request
            one.isRequired = false
            let key = request.key + "[\(index)]"
            let named = Request(
                key: key, type: one.type, defaultText: nil, isSecret: one.isSecret, about: one.about)
            guard !element.isNull else {
                report(
                    key, line: element.line, rule: "empty-value", message: "the list has an empty place.", wayOut: nil)
                continue
            }
            if let value = parsed(element, as: named, parse: parse) { values.append(value) }
        }
        return values
    }
}
