// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What the sections of one file share: the problems found and the keys asked for.
final class SettingsCollector {
    let file: String
    let interpolation: Interpolation
    private(set) var problems = [Problem]()
    private(set) var warnings = [Problem]()
    private(set) var keys = [KeyDescription]()
    private var described = Set<String>()
    private var sections = [SettingsSection]()

    init(file: String, interpolation: Interpolation) {
        self.file = file
        self.interpolation = interpolation
    }

    static func byLine(_ left: Problem, _ right: Problem) -> Bool { (left.line ?? 0) < (right.line ?? 0) }

    func add(_ section: SettingsSection) { sections.append(section) }

    func add(_ problem: Problem) {
        if !problems.contains(problem) { problems.append(problem) }
    }

    func warn(_ problem: Problem) {
        if !warnings.contains(problem) { warnings.append(problem) }
    }

    func describe(_ key: KeyDescription) {
        if described.insert(key.path).inserted { keys.append(key) }
    }

    /// The keys that stand in the file and that nobody asked for, each with the key that was probably meant.
    func unknownKeys() -> [Problem] {
        sections.flatMap { section in
            section.entries.filter { !section.asked.contains($0.key) }.map { entry in
                Problem(
                    file: file, line: entry.line, field: section.fieldPath(entry.key), rule: "unknown-key",
                    message: "nothing reads this key.", wayOut: wayOut(entry.key, in: section))
            }
        }
    }

    private func wayOut(_ key: String, in section: SettingsSection) -> String {
        let free = section.asked.subtracting(section.entries.map(\.key)).sorted()
        if let near = Suggestion.nearest(to: key, in: free) ?? Suggestion.nearest(to: key, in: section.asked.sorted()) {
            return "Did you mean `\(near)`?"
        }
        let here = section.fieldPath(key)
        let elsewhere = keys.first { $0.path.hasSuffix("." + key) && $0.path != here }
        if let elsewhere { return "Did you mean `\(elsewhere.path)`? It stands in another section." }
        guard !section.asked.isEmpty, section.asked.count <= 12 else {
            return "Remove it, or see docs/configuration.md."
        }
        return "Known here: " + section.asked.sorted().joined(separator: ", ") + "."
    }
}
