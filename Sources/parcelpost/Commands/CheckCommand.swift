// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Markup
import Notices
import Settings
import Templates
import Values

/// `parcelpost check`: settings and templates, all problems at once.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the settings and the templates; list every problem with file and line.",
        discussion: """
            Every letter is written in every language with every fixture, and looked at as its readers' mail programs will: \
            is it well formed, light, readable in light and dark, safe, complete as text, and free of advertising? Each \
            problem stands at the line of the template it came from, with its rule and a way out (docs/check.md).

              parcelpost check                          errors and warnings
              parcelpost check --notes                  and what is good to know
              parcelpost check --clients outlook-windows,naver
              parcelpost check --strict                 in CI: warnings fail, too
              parcelpost check --format sarif > check.sarif

            Exit code 0: no errors; 1: there are some; 64: the call's words are off.
            """)

    /// How problems are written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, sarif
    }

    @Option(name: .long, help: "The settings file. (default: parcelpost.yaml; none is fine with --templates)")
    var config: String?

    @Option(name: .long, help: "The folder of template sets, instead of the settings' one.")
    var templates: String?

    @Option(name: .long, help: "How problems are written: text, json or sarif.")
    var format = Format.text

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Mail programs whose gaps are told, with commas between; default and all are sets of them.",
            valueName: "names"))
    var clients = "default"

    @Flag(name: .long, help: "Let warnings fail, too.")
    var strict = false

    @Flag(name: .long, help: "Show notes, too.")
    var notes = false

    @Flag(name: .long, help: "Check nothing; list every settings key with its type, default and meaning.")
    var keys = false

    @Flag(name: .long, help: "Check nothing; list every rule with what it asks for.")
    var rules = false

    func run() async throws {
        if keys { return listKeys() }
        if rules { return FileHandle.standardOutput.write(Data(ProblemReport.table.utf8)) }
        let chosen = try chosenClients()
        var problems = [Problem]()
        var folder = templates
        var installation: Installation?
        var didLook = true
        let settings = config ?? "parcelpost.yaml"
        // Who writes templates need not have a gateway.
        let isAbsent = config == nil && templates != nil && !FileManager.default.fileExists(atPath: settings)
        if !isAbsent {
            do {
                installation = try Installation.load(settings, environment: ProcessInfo.processInfo.environment)
                folder = folder ?? installation?.templates
                problems += (installation?.warnings ?? []).map { $0.with(.warning) }
                problems += installation?.advertising(in: settings) ?? []
            } catch {
                problems += error.list
            }
        }
        if let found = ShareFolder.find("templates", named: folder) {
            let looked = check(found, chosen)
            problems += looked.problems
            didLook = looked.didLook
            if let installation { problems += installation.unknownSets(in: found) }
        }
        let report = ProblemReport(problems.map { $0.nearer(FileManager.default.currentDirectoryPath) })
        switch format {
        case .text:
            let isColored = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
            let text = report.text(notes: notes, isColored: isColored)
            FileHandle.standardOutput.write(Data(text.utf8))
            if !didLook { Terminal.complain("The letters themselves are looked at once these are mended.") }
        case .json: Terminal.say(report.json.text)
        case .sarif: Terminal.say(report.sarif(version: Version.text).text)
        }
        if report.count(.error) > 0 || strict && report.count(.warning) > 0 { throw CommandFailure.problems }
    }

    private func chosenClients() throws -> [MailClient] {
        let names = clients.split(separator: ",").map { String($0.drop { $0 == " " }) }
        do {
            return try ClientSupport.standard.clients(named: names)
        } catch {
            let words = error.list.map { "\($0.message); \($0.wayOut ?? "")" }.joined(separator: "\n")
            throw CommandFailure.report(words, CommandFailure.usage)
        }
    }

    /// The templates of a folder: what keeps them from loading, or what their letters look like.
    private func check(_ folder: String, _ clients: [MailClient]) -> (problems: [Problem], didLook: Bool) {
        let (catalog, problems) = TemplateCatalog.examine(folder)
        let ads = AdGuard.problems(in: folder)
        guard let catalog else { return (problems + ads, false) }
        let own = folder + "/fixtures"
        let isThere = FileManager.default.fileExists(atPath: own)
        let place = isThere ? own : ShareFolder.find("templates").map { $0 + "/fixtures" }
        do {
            let fixtures = try LetterFixture.load(place ?? own)
            let found = TemplateLint.problems(catalog, in: folder, fixtures: fixtures, clients: clients)
            return (ads + found, true)
        } catch {
            return (problems + ads + error.list, false)
        }
    }

    /// Prints the keys as the table of `docs/configuration.md`, which a test holds equal.
    private func listKeys() {
        Terminal.say("| key | type | default | meaning |")
        Terminal.say("|---|---|---|---|")
        for key in SettingsFile.keys(reading: { _ = Installation.read($0) }) {
            let fallback = key.isRequired ? "(required)" : key.defaultText.map { "`\($0)`" } ?? ""
            Terminal.say("| `\(key.path)` | \(key.type) | \(fallback) | \(key.about) |")
        }
    }
}

extension Installation {
    /// Words of advertising in what the settings put into each letter's footer.
    fileprivate func advertising(in file: String) -> [Problem] {
        shops.flatMap { shop in
            let brand = shop.profile.brand
            let key = "shops.\(shop.profile.id).brand."
            var texts = brand.links.enumerated().map { ("links[\($0)].label", $1.label.text) }
            if let legal = brand.legal { texts.append(("legal", legal.text)) }
            return texts.flatMap { AdGuard.problems(setting: $1, field: key + $0, file: file) }
        }
    }

    /// The shops whose template set is not in a folder.
    fileprivate func unknownSets(in folder: String) -> [Problem] {
        guard shops.contains(where: { $0.profile.brand.templates != nil }) else { return [] }
        do {
            _ = try loadTemplates(folder)
            return []
        } catch {
            return error.list.filter { $0.rule == "unknown-template-set" }
        }
    }
}

extension Problem {
    /// The problem with another severity.
    fileprivate func with(_ severity: Severity) -> Problem {
        Problem(
            file: file, line: line, field: field, rule: rule, message: message, wayOut: wayOut, severity: severity)
    }

    /// The problem with its file as seen from a folder.
    fileprivate func nearer(_ folder: String) -> Problem {
        guard let file, file.hasPrefix(folder + "/") else { return self }
        return Problem(
            file: String(file.dropFirst(folder.count + 1)), line: line, field: field, rule: rule, message: message,
            wayOut: wayOut, severity: severity)
    }
}
