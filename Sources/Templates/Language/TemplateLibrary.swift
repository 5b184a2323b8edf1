// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The templates that a template may include, and the words of one locale.
struct TemplateLibrary {
    /// Parsed templates by the name that tags use.
    var templates: [String: [Node]] = [:]
    /// The locale's texts by key; they are words, not markup.
    var words: [String: [Node]] = [:]
    /// The locale's file, for the problem of a missing key.
    var wordsFile: String = "locales"
    /// The folder of a set that is laid over another, and its own file of words, which need not be there yet.
    var own: (folder: String, wordsFile: String)?

    /// The file into which a word belongs that a template lacks: a set's own words are not added to the set below.
    func wordsFile(for template: String) -> String {
        guard let own, template.hasPrefix(own.folder + "/") else { return wordsFile }
        return own.wordsFile
    }

    /// An empty library.
    init() {}

    /// A library of sources at hand.
    ///
    /// - Parameters:
    ///   - partials: Templates by name; in problems a name without an ending gets `.mustache`.
    ///   - words: Texts by key.
    ///   - log: Where mistakes go.
    init(partials: [String: String], words: [String: String], log: inout ProblemLog) {
        for (name, source) in partials.sorted(by: { $0.key < $1.key }) {
            let file = name.contains(".") ? name : name + ".mustache"
            templates[name] = Parser.parse(Array(source.utf8), file: file, log: &log)
        }
        for (key, source) in words.sorted(by: { $0.key < $1.key }) {
            self.words[key] = Parser.parse(Array(source.utf8), file: "words." + key, log: &log)
        }
    }
}
