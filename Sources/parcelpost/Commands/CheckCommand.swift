// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Settings
import Templates
import Values

/// `parcelpost check`: settings and templates, all problems at once.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the settings and the templates; list every problem with file and line.")

    @Option(name: .long, help: "The settings file.")
    var config = "parcelpost.yaml"

    @Option(name: .long, help: "The folder of template sets, instead of the settings' one.")
    var templates: String?

    @Flag(name: .long, help: "Check nothing; list every settings key with its type, default and meaning.")
    var keys = false

    func run() async throws {
        if keys { return listKeys() }
        var problems = [Problem]()
        var folder = templates
        do {
            let installation = try Installation.load(config, environment: ProcessInfo.processInfo.environment)
            folder = folder ?? installation.templates
            for warning in installation.warnings { Terminal.complain("warning: " + warning.description) }
        } catch {
            problems += error.list
        }
        if let found = ShareFolder.find("templates", named: folder) {
            do {
                _ = try TemplateCatalog.load(found)
            } catch {
                problems += error.list
            }
        }
        guard problems.isEmpty else {
            for problem in problems { Terminal.complain(problem.description) }
            throw CommandFailure.problems
        }
        Terminal.say("Settings and templates are fine.")
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
