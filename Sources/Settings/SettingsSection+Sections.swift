// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension SettingsSection {
    /// A section; when the file lacks it, one without keys, so that the defaults hold.
    public func section(_ key: String, about: String) -> SettingsSection {
        open(key, isDry: isDry, about: about)
    }

    /// What a reader makes of a section, or nil when the file lacks it; its required keys are needed only then.
    public func optionalSection<Value>(
        _ key: String, about: String, reading: (SettingsSection) -> Value?
    ) -> Value? {
        let isThere = !isDry && entries.contains { $0.key == key }
        let section = open(key, isDry: !isThere, about: about)
        let value = reading(section)
        return isThere ? value : nil
    }

    private func open(_ key: String, isDry: Bool, about: String) -> SettingsSection {
        child(key) {
            describe(key, type: "section", default: nil, required: false, about: about)
            let entry = entry(key)
            if let entry, !entry.isMapping {
                report(
                    key, line: entry.node.line, rule: "wrong-type",
                    message: "expected a section with keys, found \(entry.node.kindName).", wayOut: nil)
            }
            let isPresent = entry?.isMapping == true
            return SettingsSection(
                collector, path: path + [key], pattern: pattern + [key], line: entry?.line ?? line,
                content: isPresent ? entry?.node : nil, isPresent: isPresent,
                // A section of the wrong type has one problem; its missing keys are not another dozen.
                isDry: isDry || (entry == nil ? false : !isPresent))
        }
    }

    /// What a reader makes of each section in a section of named ones, in the order written (`shops: { a: ..., b: ... }`).
    ///
    /// - Parameters:
    ///   - key: The key of the outer section.
    ///   - about: What the names are, in one sentence.
    ///   - reading: Reads one; its name is `section.name`. It runs once more, over nothing, to describe its keys.
    public func sections<Value>(
        _ key: String, about: String, reading: (SettingsSection) -> Value?
    ) -> [(name: String, value: Value)] {
        describe(key, type: "sections by name", default: nil, required: false, about: about)
        _ = reading(dry([key, "*"]))
        guard let entry = entry(key) else { return [] }
        guard case .mapping(let named) = entry.node.content else {
            report(
                key, line: entry.node.line, rule: "wrong-type",
                message: "expected sections by name, found \(entry.node.kindName).", wayOut: nil)
            return []
        }
        var values = [(name: String, value: Value)]()
        for one in named {
            let pattern = pattern + [key, "*"]
            guard let section = inner(one.node, line: one.line, path: path + [key, one.key], pattern: pattern) else {
                continue
            }
            if let value = reading(section) { values.append((one.key, value)) }
        }
        return values
    }

    /// What a reader makes of each section in a list of them (`rules: [ { ... }, { ... } ]`).
    public func sectionList<Value>(
        _ key: String, about: String, reading: (SettingsSection) -> Value?
    ) -> [Value] {
        describe(key, type: "list of sections", default: nil, required: false, about: about)
        _ = reading(dry([key + "[]"]))
        guard let entry = entry(key) else { return [] }
        guard case .sequence(let elements) = entry.node.content else {
            report(
                key, line: entry.node.line, rule: "wrong-type",
                message: "expected a list of sections, found \(entry.node.kindName).", wayOut: nil)
            return []
        }
        var values = [Value]()
        for (index, element) in elements.enumerated() {
            let path = path + [key + "[\(index)]"]
            guard let section = inner(element, line: element.line, path: path, pattern: pattern + [key + "[]"]) else {
                continue
            }
            if let value = reading(section) { values.append(value) }
        }
        return values
    }

    private func dry(_ keys: [String]) -> SettingsSection {
        SettingsSection(
            collector, path: path + keys, pattern: pattern + keys, line: nil, content: nil, isPresent: false,
            isDry: true)
    }

    private func inner(_ node: SettingsNode, line: Int, path: [String], pattern: [String]) -> SettingsSection? {
        guard case .mapping = node.content else {
            let found = node.isNull ? "nothing" : node.kindName
            let section = SettingsSection(
                collector, path: path, pattern: pattern, line: line, content: nil, isPresent: false, isDry: false)
            section.refuse(rule: "wrong-type", "expected a section with keys, found \(found).")
            return nil
        }
        return SettingsSection(
            collector, path: path, pattern: pattern, line: line, content: node, isPresent: true, isDry: false)
    }
}

extension SettingsNode.Entry {
    var isMapping: Bool {
        if case .mapping = node.content { true } else { false }
    }
}
