// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Mail
import Notices
import Shipping
import Templates
import Values

/// `parcelpost render`: letters, from fixtures.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Write letters from fixtures: one of them, or all.",
        discussion: """
            A fixture is a made-up parcel, a file of templates/fixtures: no customer's data is in these letters, and nothing is \
            sent. See what there is, look at one, then at all of them:

              parcelpost render --list
              parcelpost render --stage DELIVERED -o delivered.html
              parcelpost render --stage failed --locale en --fixture gift --format text
              parcelpost render --stage SHIPPED --format png --dark --width 360 -o shipped.png
              parcelpost render --all -o letters

            --all writes LETTER.LOCALE.FIXTURE.html, .txt and .eml for every letter, language and fixture (or for those that \
            --stage, --locale and --fixture name), and index.json, which lists them with subject and size.
            """)

    /// What a letter is written as.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case html, text, eml, json, png
    }

    @Option(name: .long, help: "The letter: a stage such as DELIVERED, or a letter's name such as delivered or staff.")
    var stage: String?

    @Flag(name: .long, help: "Write all letters into the folder that -o names.")
    var all = false

    @Flag(name: .long, help: "List the letters, languages and fixtures there are.")
    var list = false

    @Option(name: .long, help: "The language: ko or en. (default: the fixture's own; with --all every one)")
    var locale: Language?

    @Option(name: .long, help: "The fixture. (default: ordinary; with --all every one)")
    var fixture: String?

    @Option(name: .long, help: "What to write: html, text, eml (the whole mail), json or png (needs a Chromium).")
    var format: Format?

    @Option(name: .long, help: "The picture's width in pixels. (default: 640)")
    var width: Int?

    @Flag(name: .long, help: "The picture as somebody sees it who prefers dark.")
    var dark = false

    @Flag(name: .long, help: "Print the list as JSON.")
    var json = false

    @Option(
        name: .long,
        help: "The template set. (default: the one that the shops in parcelpost.yaml have, or the fixture's own)")
    var set: String?

    @Option(
        name: .long,
        help: "The folder of template sets. (default: the one that parcelpost.yaml names, or the one that ships)")
    var templates: String?

    @Option(name: .shortAndLong, help: "The file, or with --all the folder, to write. (default: standard output)")
    var output: String?

    func validate() throws {
        guard all || list || stage != nil else {
            throw ValidationError("name a letter with --stage, or say --all or --list")
        }
        if all, list { throw ValidationError("--all and --list exclude each other") }
        if all, output == nil { throw ValidationError("--all writes into a folder: name it with -o") }
        if all, format != nil { throw ValidationError("--all writes html, text and eml; --format is for one letter") }
        if json, !list { throw ValidationError("--json goes with --list; for one letter it is --format json") }
        if width != nil || dark, format != .png { throw ValidationError("--width and --dark go with --format png") }
        if let width, !(240...2_000).contains(width) { throw ValidationError("--width is from 240 to 2000") }
    }

    func run() async throws {
        try await reporting {
            let shelf = try ownShelf()
            do {
                if list {
                    show(shelf)
                } else if all {
                    try writeAll(shelf)
                } else if let stage {
                    let made = shelf.letter(
                        try shelf.name(of: stage), try shelf.fixture(fixture ?? "ordinary"), language: locale)
                    try Output.write(try bytes(made), to: output)
                }
            } catch let failure as RenderFailure {
                throw CommandFailure.report(failure.reason + ".")
            }
        }
    }

    /// The templates that were named, or those of the shop whose folder this is, or those that ship.
    private func ownShelf() throws -> LetterShelf {
        let settings = "parcelpost.yaml"
        guard templates == nil, FileManager.default.fileExists(atPath: settings) else {
            return try LetterShelf(templates: templates, set: set)
        }
        let installation: Installation
        do {
            installation = try Installation.load(settings, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw CommandFailure.report(error)
        }
        let sets = Set(installation.shops.map { $0.profile.brand.templates?.text })
        return try LetterShelf(
            templates: installation.templates, set: set ?? (sets.count == 1 ? sets.first ?? nil : nil))
    }

    private func bytes(_ made: FixtureLetter) throws -> [UInt8] {
        switch format ?? .html {
        case .html: return Array(try made.catalog.letter(made.letter).html.utf8)
        case .text: return Array(try made.catalog.letter(made.letter).text.utf8)
        case .eml: return try made.mail().bytes()
        case .json:
            let letter = try made.catalog.letter(made.letter)
            let json: JSON = [
                "subject": .string(letter.subject.text), "html": .string(letter.html), "text": .string(letter.text),
            ]
            return json.bytes + [0x0A]
        case .png:
            guard output != nil || isatty(STDOUT_FILENO) == 0 else {
                throw CommandFailure.report("a picture is nothing for a terminal: name a file with -o.")
            }
            let chromium = try Chromium()
            return try chromium.picture(of: try made.page, Chromium.Look(width: width ?? 640, isDark: dark))
        }
    }

    private func writeAll(_ shelf: LetterShelf) throws {
        let folder = output ?? "."
        let matrix = LetterMatrix(
            shelf: shelf, names: try stage.map { [try shelf.name(of: $0)] } ?? shelf.names,
            languages: locale.map { [$0] } ?? Language.allCases,
            fixtures: try fixture.map { [try shelf.fixture($0)] } ?? shelf.fixtures)
        let count = try matrix.write(to: folder)
        Terminal.say("\(count) letters are in \(folder); index.json lists them.")
    }

    private func show(_ shelf: LetterShelf) {
        let languages = Language.allCases.map { ($0.rawValue, $0 == .korean ? "Korean" : "English") }
        guard json else {
            Terminal.table(
                ["kind", "name", "what it is"],
                shelf.names.map { ["letter", $0, LetterShelf.occasion(of: $0)] }
                    + languages.map { ["locale", $0.0, $0.1] }
                    + shelf.fixtures.map { ["fixture", $0.name, $0.about] })
            return
        }
        func named(_ name: String, _ about: String) -> JSON { ["name": .string(name), "about": .string(about)] }
        let list: JSON = [
            "letters": .array(shelf.names.map { named($0, LetterShelf.occasion(of: $0)) }),
            "locales": .array(languages.map { named($0.0, $0.1) }),
            "fixtures": .array(shelf.fixtures.map { named($0.name, $0.about) }),
        ]
        Terminal.say(list.text)
    }
}
