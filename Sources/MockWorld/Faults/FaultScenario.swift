// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Settings
package import Values

/// A bad day as a file tells it: rules with a name.
package struct FaultScenario: Sendable {
    /// The file's name without its ending.
    package let name: String
    /// What happens, in a sentence.
    package let about: String
    /// Whether the magic recipients are at work; nil when it does not say.
    package let magic: Bool?
    /// The rules.
    package let rules: [FaultRule]

    /// Reads a file.
    ///
    /// - Throws: Everything that is wrong, with its line.
    package init(
        reading file: SettingsFile, name: String, texts: [String: FaultReply] = RefusalTexts.all
    ) throws(Problems) {
        self.name = name
        self.about = file.root.requiredString("about", about: "What happens, in a sentence.")
        self.magic = FaultRules.magic(file.root)
        self.rules = FaultRules.read(file.root, texts: texts, required: true) ?? []
        try file.finish()
    }
}

/// Reads a list of rules.
enum FaultRules {
    static func magic(_ section: SettingsSection) -> Bool? {
        guard section.has("magic") else { return nil }
        return section.bool("magic", default: true, about: "Whether the magic recipients are at work.")
    }

    /// The rules; nil when the key is left out.
    static func read(
        _ section: SettingsSection, texts: [String: FaultReply], required: Bool = false
    ) -> [FaultRule]? {
        let seed = seed(section)
        let isThere = section.has("rules")
        let rules = section.sectionList("rules", about: "What goes wrong, in the order it is looked at.") {
            FaultRule(reading: $0, seed: seed, texts: texts)
        }
        if required, !isThere {
            section.refuse(rule: "missing-key", "this key is needed: `rules`, a list of rules.")
        }
        if rules.count > FaultBook.limit {
            section.refuse("rules", rule: "too-many", "there are \(FaultBook.limit) rules at most.")
        }
        var names: Set<String> = []
        for rule in rules where !rule.name.isEmpty && !names.insert(rule.name).inserted {
            section.refuse(
                "rules", rule: "same-name", "two rules have the same name.", wayOut: "Name each its own way.")
        }
        return isThere ? rules : nil
    }

    static func seed(_ section: SettingsSection) -> UInt64 {
        UInt64(
            section.int(
                "seed", default: 0, in: 0...Int.max, about: "What chance begins with: the same seed, the same faults."))
    }
}
