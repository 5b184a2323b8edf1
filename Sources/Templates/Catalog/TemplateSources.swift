// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Notices
import Shipping
import Values

/// The templates of a set, flat and with their styles, before any language's words are put in place.
struct TemplateSources {
    /// A flat template.
    struct Source {
        let pieces: [Piece]
        /// True when its markup has mistakes: only its names are still checked.
        var isMisplaced = false
    }

    /// A letter.
    struct Letter {
        let name: String
        let subject: Source
        let html: Source
        let text: Source
    }

    /// A page.
    struct Page {
        let kind: CustomerPage
        let html: Source
    }

    /// The letters in the order of their names.
    private(set) var letters: [Letter] = []
    /// The pages that somebody asks for.
    private(set) var pages: [Page] = []

    /// The partials and stylesheets.
    private(set) var library = TemplateLibrary()
    private var names: [String: TemplateFolder.File] = [:]
    private let own: String
    private var used: Set<String> = []

    /// Reads the files of a set.
    ///
    /// - Parameters:
    ///   - folder: The files.
    ///   - own: The folder whose files this set does not share: notices are about those.
    ///   - log: Where mistakes go.
    init(_ folder: TemplateFolder, own: String, log: inout ProblemLog) {
        self.own = own
        for (name, file) in folder.files(in: "styles", suffix: ".css") { names[name + ".css"] = file }
        for (name, file) in folder.files(in: "partials", suffix: ".mustache") { names[name] = file }
        for (name, file) in names.sorted(by: { $0.key < $1.key }) {
            library.templates[name] = Parser.parse(file.bytes, file: file.name, log: &log)
        }
        for (path, file) in folder.files.sorted(by: { $0.key < $1.key })
        where !TemplateSources.isKnown(path) && isOwn(file) {
            log.add(
                Problem(
                    file: file.name, rule: "unknown-file", message: "nobody reads this file",
                    wayOut: "email, page and partials hold .mustache, styles .css, and locales .yaml",
                    severity: TemplateSources.isMeant(path) ? .warning : .note))
        }
        readLetters(folder, &log)
        readPages(folder, &log)
    }

    /// Notes the partials and stylesheets that nothing includes.
    ///
    /// - Parameters:
    ///   - used: What the words of locales include.
    ///   - log: Where the notes go.
    func tellUnused(besides used: Set<String>, _ log: inout ProblemLog) {
        for (name, file) in names.sorted(by: { $0.key < $1.key })
        where !self.used.contains(name) && !used.contains(name) && isOwn(file) {
            log.add(
                Problem(
                    file: file.name, rule: "unused-partial", message: "no letter and no page uses \(name)",
                    wayOut: "include it with {{>\(name)}}, or delete the file", severity: .note))
        }
    }

    /// Whether a file is this set's own, and not one of the set it builds on.
    private func isOwn(_ file: TemplateFolder.File) -> Bool { file.name.hasPrefix(own + "/") }

    private mutating func flat(_ file: TemplateFolder.File, _ log: inout ProblemLog) -> [Piece] {
        Flattener.flatten(
            Parser.parse(file.bytes, file: file.name, log: &log), in: library, used: &used, isStrict: true, log: &log)
    }

    private mutating func readLetters(_ folder: TemplateFolder, _ log: inout ProblemLog) {
        let all = folder.files(in: "email", suffix: ".mustache")
        let files = Dictionary(all.map { ($0.name, $0.file) }) { first, _ in first }
        let lists = LetterView.shape.listNames
        for (name, file) in all {
            let letter = name.hasSuffix(".text") ? String(name.dropLast(5)) : name
            guard TemplateSources.isLetterName(letter) else {
                log.add(
                    Problem(
                        file: file.name, rule: "letter-name", message: "this is no name of a letter",
                        wayOut: "use lower-case letters, digits and _"))
                continue
            }
            guard letter == name else {
                if files[letter] == nil {
                    log.add(
                        Problem(
                            file: file.name, rule: "missing-html", message: "this text part has no letter",
                            wayOut: "write email/\(letter).mustache, or delete the file"))
                }
                continue
            }
            if !TemplateSources.sentNames.contains(name), isOwn(file) {
                log.add(
                    Problem(
                        file: file.name, rule: "unsent-letter",
                        message: "nobody sends this letter: no stage or milestone is called \(name)",
                        wayOut: "known are: " + TemplateSources.sentNames.sorted().joined(separator: ", "),
                        severity: .warning))
            }
            let pieces = flat(file, &log)
            // A shop that writes a letter anew does not want the text of the one it replaces.
            let textFile = files[name + ".text"].flatMap { isOwn(file) && !isOwn($0) ? nil : $0 }
            let ownText = textFile.map { Source(pieces: flat($0, &log)) }
            if let made = LetterMarkup.make(
                pieces, .letter(derivesText: ownText == nil), file: file.name, lists: lists, log: &log)
            {
                letters.append(
                    Letter(
                        name: name, subject: Source(pieces: made.subject), html: Source(pieces: made.html),
                        text: ownText ?? Source(pieces: made.text)))
            } else {
                let broken = Source(pieces: pieces, isMisplaced: true)
                letters.append(
                    Letter(
                        name: name, subject: Source(pieces: []), html: broken, text: ownText ?? Source(pieces: [])))
            }
        }
    }

    private mutating func readPages(_ folder: TemplateFolder, _ log: inout ProblemLog) {
        let lists = LetterView.shape.listNames
        for (name, file) in folder.files(in: "page", suffix: ".mustache") {
            let pieces = flat(file, &log)
            guard let kind = CustomerPage(rawValue: name) else {
                log.add(
                    Problem(
                        file: file.name, rule: "unknown-page", message: "nobody asks for this page",
                        wayOut: "known are: " + CustomerPage.allCases.map(\.rawValue).joined(separator: ", ")))
                continue
            }
            let made = LetterMarkup.make(pieces, .page, file: file.name, lists: lists, log: &log)
            pages.append(
                Page(kind: kind, html: Source(pieces: made?.html ?? pieces, isMisplaced: made == nil)))
        }
        for kind in CustomerPage.allCases where !pages.contains(where: { $0.kind == kind }) {
            log.add(
                Problem(
                    file: own, rule: "missing-page", message: "there is no page/\(kind.rawValue).mustache",
                    wayOut: "add it"))
        }
    }

    private static func isKnown(_ path: String) -> Bool {
        switch path.split(separator: "/").first {
        case "email", "page", "partials": path.hasSuffix(".mustache")
        case "styles": path.hasSuffix(".css")
        default: !isMeant(path)
        }
    }

    /// Whether a file that nobody reads looks as if it was written to be read: in a folder whose name is misspelt, say.
    private static func isMeant(_ path: String) -> Bool {
        [".mustache", ".css", ".html", ".yaml", ".yml"].contains { path.hasSuffix($0) }
    }

    private static func isLetterName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// The letters that the gateway asks for: milestones, single stages of them, and the one for the shop's people.
    private static let sentNames: Set<String> = Set(
        Milestone.allCases.map(\.rawValue) + ["staff"]
            + Stage.allCases.filter { Milestone($0) != nil }.map { $0.rawValue.lowercased() })

    /// The language of a file of `locales`.
    static func language(
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
}
