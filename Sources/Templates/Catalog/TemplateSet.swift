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
        var letters: [Milestone: Letter] = [:]
        var pages: [CustomerPage: Program] = [:]
    }

    /// The languages it has.
    private(set) var editions: [Language: Edition] = [:]

    /// Compiles folders, the one that others override first.
    init(_ folders: [String], log: inout ProblemLog) {
        let folder = TemplateFolder(folders, log: &log)
        var library = TemplateLibrary()
        var styles = Stylesheet()
        for (name, file) in folder.files(in: "styles", suffix: ".css") {
            library.templates[name + ".css"] = styles.add(file, log: &log)
        }
        for (name, file) in folder.files(in: "partials", suffix: ".mustache") {
            library.templates[name] = TemplateSet.parse(file, name, styles, &log)
        }
        let letters = TemplateSet.letters(folder, &log)
        let pages = folder.files(in: "page", suffix: ".mustache").map { name, file in
            (name: name, file: file, nodes: TemplateSet.parse(file, name, styles, &log))
        }
        let sources = letters.map { milestone, files in
            (
                milestone: milestone, html: TemplateSet.parse(files.html, "", styles, &log),
                text: TemplateSet.parse(files.text, ".text", styles, &log), file: files.html.name
            )
        }
        for (name, files) in folder.locales.sorted(by: { $0.key < $1.key }) {
            guard let language = TemplateSet.language(of: name, files, &log) else { continue }
            var library = library
            var edition = Edition(
                locale: TemplateLocale(language, files: files, library: &library, log: &log))
            for source in sources {
                edition.letters[source.milestone] = Letter(
                    subject: TemplateSet.subject(source.milestone, source.file, library, &log),
                    html: TemplateSet.compile(source.html, .html, LetterView.shape, library, &log),
                    text: TemplateSet.compile(source.text, .text, LetterView.shape, library, &log))
            }
            for page in pages {
                guard let kind = CustomerPage(rawValue: page.name) else {
                    log.add(
                        Problem(
                            file: page.file.name, rule: "unknown-page", message: "nobody asks for this page",
                            wayOut: "known are: " + CustomerPage.allCases.map(\.rawValue).joined(separator: ", ")))
                    continue
                }
                edition.pages[kind] = TemplateSet.compile(page.nodes, .html, LetterView.shape, library, &log)
            }
            editions[language] = edition
        }
        for language in Language.allCases where editions[language] == nil {
            log.add(
                Problem(
                    file: folders.first, rule: "missing-locale",
                    message: "there is no locales/\(language.rawValue).yaml", wayOut: "add it"))
        }
        for kind in CustomerPage.allCases where !pages.contains(where: { $0.name == kind.rawValue }) {
            log.add(
                Problem(
                    file: folders.first, rule: "missing-page", message: "there is no page/\(kind.rawValue).mustache",
                    wayOut: "add it"))
        }
    }

    private static func parse(
        _ file: TemplateFolder.File, _ name: String, _ styles: Stylesheet, _ log: inout ProblemLog
    ) -> [Node] {
        let lexemes = Lexer.lex(file.bytes, file: file.name, log: &log)
        return Parser.parse(name.hasSuffix(".text") ? lexemes : styles.inlined(lexemes, log: &log), log: &log)
    }

    /// The letters' files: each has HTML and text, and is named for a milestone.
    private static func letters(
        _ folder: TemplateFolder, _ log: inout ProblemLog
    ) -> [(Milestone, (html: TemplateFolder.File, text: TemplateFolder.File))] {
        let files = folder.files(in: "email", suffix: ".mustache")
        return files.compactMap { name, file in
            let milestone = name.hasSuffix(".text") ? String(name.dropLast(5)) : name
            guard let known = Milestone(rawValue: milestone) else {
                log.add(
                    Problem(
                        file: file.name, rule: "unknown-milestone", message: "no milestone is called \(milestone)",
                        wayOut: "known are: " + Milestone.allCases.map(\.rawValue).joined(separator: ", ")))
                return nil
            }
            guard name == milestone else { return nil }
            guard let text = files.first(where: { $0.name == name + ".text" })?.file else {
                log.add(
                    Problem(
                        file: file.name, rule: "missing-text", message: "this letter has no text part",
                        wayOut: "write email/\(name).text.mustache"))
                return nil
            }
            return (known, (file, text))
        }
    }

    private static func language(
        of name: String, _ files: [TemplateFolder.File], _ log: inout ProblemLog
    ) -> Language? {
        let parts = name.split(separator: ".", maxSplits: 1)
        if parts.count == 2, parts[1] == "yaml", let language = Language(rawValue: String(parts[0])) { return language }
        log.add(
            Problem(
                file: files.first?.name, rule: "unknown-locale", message: "this is the file of no known language",
                wayOut: "known are: " + Language.allCases.map { $0.rawValue + ".yaml" }.joined(separator: ", ")))
        return nil
    }

    private static func subject(
        _ milestone: Milestone, _ file: String, _ library: TemplateLibrary, _ log: inout ProblemLog
    ) -> Program {
        let source = Array("{{t.\(milestone.rawValue).subject}}".utf8)
        return compile(Parser.parse(source, file: file, log: &log), .text, LetterView.shape, library, &log)
    }

    private static func compile(
        _ nodes: [Node], _ dialect: Dialect, _ shape: Shape, _ library: TemplateLibrary, _ log: inout ProblemLog
    ) -> Program {
        let pieces = Flattener.flatten(nodes, in: library, log: &log)
        return Compiler.compile(pieces, dialect: dialect, shape: shape, log: &log)
    }
}
