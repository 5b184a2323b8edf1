// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// One compiled template set: a shop's files over the default ones.
struct TemplateSet: Sendable {
    /// The programs of one letter in one language.
    struct Letter: Sendable {
        let subject: Program
        let html: Program
        let text: Program
    }

    /// All that one language has.
    struct Edition: Sendable {
        let locale: TemplateLocale
        /// The letters by the names of their files.
        var letters: [String: Letter] = [:]
        var pages: [CustomerPage: Program] = [:]
    }

    /// The languages it has.
    private(set) var editions: [Language: Edition] = [:]
    /// The names of its letters, in order.
    private(set) var letterNames: [String] = []

    /// Compiles folders, the one that others override first.
    init(_ folders: [String], log: inout ProblemLog) {
        let folder = TemplateFolder(folders, log: &log)
        let sources = TemplateSources(folder, own: folders.last ?? "", log: &log)
        letterNames = sources.letters.map(\.name)
        var allUsed = Set<String>()
        var words = WordUsage(own: folders.last ?? "")
        for (name, files) in folder.locales.sorted(by: { $0.key < $1.key }) {
            guard let language = TemplateSources.language(of: name, files, &log) else { continue }
            var library = sources.library
            if let own = folders.last {
                library.own = (folder: own, wordsFile: "\(own)/locales/\(language.rawValue).yaml")
            }
            var reader = LocaleReader(files, log: &log)
            var edition = Edition(locale: TemplateLocale(language, &reader, library: &library, log: &log))
            var used = Set<String>()
            for source in sources.letters {
                edition.letters[source.name] = Letter(
                    subject: Self.compile(source.subject, .text, library, &used, &log),
                    html: Self.compile(source.html, .html, library, &used, &log),
                    text: Self.compile(source.text, .text, library, &used, &log))
            }
            for source in sources.pages {
                edition.pages[source.kind] = Self.compile(source.html, .html, library, &used, &log)
            }
            editions[language] = edition
            words.add(language, reader, used: used)
            allUsed.formUnion(used)
        }
        for language in Language.allCases where editions[language] == nil {
            log.add(
                Problem(
                    file: folders.first, rule: "missing-locale",
                    message: "there is no locales/\(language.rawValue).yaml", wayOut: "add it"))
        }
        sources.tellUnused(besides: allUsed, &log)
        words.tell(&log)
    }

    private static func compile(
        _ source: TemplateSources.Source, _ dialect: Dialect, _ library: TemplateLibrary, _ used: inout Set<String>,
        _ log: inout ProblemLog
    ) -> Program {
        Compiler.compile(
            PhraseExpander.expand(source.pieces, in: library, used: &used, log: &log), dialect: dialect,
            shape: LetterView.shape, isMisplaced: source.isMisplaced, log: &log)
    }
}
