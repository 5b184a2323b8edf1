// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// A part of a settings file, asked for its keys by name.
///
/// A getter whose value is wrong records the problem with its line and returns its default, nil or a placeholder, so
/// that the reading goes on; nothing read may be used before `SettingsFile.finish()` has returned.
public final class SettingsSection {
    let collector: SettingsCollector
    let path: [String]
    let pattern: [String]
    let entries: [SettingsNode.Entry]
    /// True while readers only describe their keys: nothing is a problem then.
    let isDry: Bool
    private(set) var asked = Set<String>()
    private var children = [String: SettingsSection]()

    /// The line it starts on.
    public let line: Int?
    /// Whether the file has this section at all.
    public let isPresent: Bool

    init(
        _ collector: SettingsCollector, path: [String], pattern: [String], line: Int?, content: SettingsNode?,
        isPresent: Bool, isDry: Bool
    ) {
        self.collector = collector
        self.path = path
        self.pattern = pattern
        self.line = line
        self.isPresent = isPresent
        self.isDry = isDry
        if case .mapping(let entries) = content?.content { self.entries = entries } else { self.entries = [] }
        if !isDry { collector.add(self) }
    }

    /// Its own name: the last part of its key path, the operator's word in a section of named ones.
    public var name: String { path.last ?? "" }

    /// Its key path, `shops.default`; empty for the whole file.
    public var keyPath: String { path.joined(separator: ".") }

    /// The folder of the settings file, where relative paths start.
    public var directory: String { collector.interpolation.directory }

    /// Whether a key stands in the file; asking makes it a known key.
    public func has(_ key: String) -> Bool {
        asked.insert(key)
        return entries.contains { $0.key == key }
    }

    /// Whether a key holds keys of its own rather than one value, for keys that take both.
    public func isSection(_ key: String) -> Bool {
        guard has(key), case .mapping = entries.first(where: { $0.key == key })?.node.content else { return false }
        return true
    }

    /// Records a problem that only the reader can see, such as two keys that exclude each other.
    ///
    /// - Parameters:
    ///   - key: The key it is about, whose line is named; nil for the section as a whole.
    ///   - rule: The rule's short name.
    ///   - message: What is wrong, in one sentence without the refused value.
    ///   - wayOut: What to do about it.
    public func refuse(_ key: String? = nil, rule: String, _ message: String, wayOut: String? = nil) {
        guard !isDry else { return }
        let entry = key.flatMap { key in entries.first { $0.key == key } }
        report(key, line: entry?.line ?? line, rule: rule, message: message, wayOut: wayOut)
    }

    func fieldPath(_ key: String?) -> String {
        guard let key else { return keyPath }
        return (path + [key]).joined(separator: ".")
    }

    func report(_ key: String?, line: Int?, rule: String, message: String, wayOut: String?) {
        guard !isDry else { return }
        let field = fieldPath(key)
        collector.add(
            Problem(
                file: collector.file, line: line, field: field.isEmpty ? nil : field, rule: rule, message: message,
                wayOut: wayOut))
    }

    /// Marks a key as known and returns what the file has for it; a key without a value is a problem.
    func entry(_ key: String) -> SettingsNode.Entry? {
        asked.insert(key)
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        guard !entry.node.isNull else {
            report(
                key, line: entry.line, rule: "empty-value", message: "the key has no value.",
                wayOut: "Write a value behind it, or remove the key.")
            return nil
        }
        return entry
    }

    func describe(
        _ key: String, type: String, default defaultText: String?, required: Bool, secret: Bool = false, about: String
    ) {
        collector.describe(
            KeyDescription(
                path: (pattern + [key]).joined(separator: "."), type: type, defaultText: defaultText,
                isRequired: required, isSecret: secret, about: about))
    }

    func child(_ key: String, make: () -> SettingsSection) -> SettingsSection {
        if let known = children[key] { return known }
        let section = make()
        children[key] = section
        return section
    }
}
