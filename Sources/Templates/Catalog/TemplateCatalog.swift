// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
public import Values

/// Every template set of a `templates` folder, compiled: what turns a notice into a letter, and a parcel into a page.
///
/// A folder holds sets (`default` and one a shop, whose files override single files of `default`) and `fixtures`. Whatever is
/// wrong in any of them is found when they load; a catalog that loaded cannot fail to render.
public struct TemplateCatalog: Sendable {
    /// The name of the set that ships, and that others override.
    public static let defaultSet = "default"

    /// What is worth knowing of the templates, though it stops none of them: warnings and notes.
    public let notices: [Problem]

    private let sets: [String: TemplateSet]

    /// Loads and compiles all sets of a folder.
    ///
    /// - Parameter folder: The `templates` folder.
    /// - Throws: `Problems` when there are errors, all of them at once, with file and line.
    public static func load(_ folder: String) throws(Problems) -> TemplateCatalog {
        let (catalog, problems) = examine(folder)
        guard let catalog else { throw Problems(problems.filter { $0.severity == .error }) }
        return catalog
    }

    /// Loads and compiles all sets of a folder, and says all there is to say of them, for tools that check.
    ///
    /// - Parameter folder: The `templates` folder.
    /// - Returns: The catalog, nil when there are errors; and errors, warnings and notes in the order found.
    public static func examine(_ folder: String) -> (catalog: TemplateCatalog?, problems: [Problem]) {
        var log = ProblemLog()
        var sets = [String: TemplateSet]()
        let names = TemplateFolder.subfolders(of: folder).filter { $0 != "fixtures" && !$0.hasPrefix(".") }
        let base = folder + "/" + defaultSet
        guard names.contains(defaultSet) else {
            let problem = Problem(
                file: folder, rule: "no-templates", message: "there is no template set called \(defaultSet) here",
                wayOut: "name the folder that holds default/, or make one with `parcelpost init`")
            return (nil, [problem])
        }
        for name in names {
            sets[name] = TemplateSet(name == defaultSet ? [base] : [base, folder + "/" + name], log: &log)
        }
        guard log.errors.isEmpty else { return (nil, log.problems) }
        return (TemplateCatalog(notices: log.problems, sets: sets), log.problems)
    }

    /// The sets' names, in order.
    public var names: [String] { sets.keys.sorted() }

    /// Whether there is a set of that name.
    public func has(set name: String) -> Bool { sets[name] != nil }

    /// What every letter and page may name, for tools and tests.
    package static var shape: Shape { LetterView.shape }

    /// The names of all letters of a set, in order: what tools can render.
    public func letterNames(in set: String = TemplateCatalog.defaultSet) -> [String] {
        (sets[set] ?? sets[TemplateCatalog.defaultSet])?.letterNames ?? []
    }

    /// The edition of a shop's set; a set that is gone is the default one.
    func edition(_ set: String, _ language: Language) -> TemplateSet.Edition? {
        (sets[set] ?? sets[TemplateCatalog.defaultSet])?.editions[language]
    }
}
