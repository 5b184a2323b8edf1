// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Mail
import Notices
import Shipping
import Templates
import Values

/// `parcelpost render`: one letter, from a fixture.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Write one letter from a fixture, as HTML, text, a whole mail or JSON.",
        discussion: "Example: parcelpost render --stage DELIVERED --format html -o delivered.html")

    /// What a letter is written as.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case html, text, eml, json
    }

    @Option(name: .long, help: "The stage, such as DELIVERED, or the milestone, such as delivered.")
    var stage: String

    @Option(name: .long, help: "The language: ko or en; the fixture's own when left out.")
    var locale: Language?

    @Option(name: .long, help: "The fixture, a file of templates/fixtures without its ending.")
    var fixture = "ordinary"

    @Option(name: .long, help: "What to write.")
    var format: Format = .html

    @Option(name: .long, help: "The folder of template sets.")
    var templates: String?

    @Option(name: .shortAndLong, help: "The file to write; standard output when left out.")
    var output: String?

    func run() async throws {
        try await reporting {
            let made = try FixtureLetter(stage: stage, fixture: fixture, language: locale, templates: templates)
            let bytes = try bytes(made)
            guard let output else {
                FileHandle.standardOutput.write(Data(bytes))
                return
            }
            guard FileManager.default.createFile(atPath: output, contents: Data(bytes)) else {
                throw CommandFailure.report("\(output) cannot be written.")
            }
        }
    }

    private func bytes(_ made: FixtureLetter) throws -> [UInt8] {
        do {
            switch format {
            case .html: return Array(try made.catalog.letter(made.letter).html.utf8)
            case .text: return Array(try made.catalog.letter(made.letter).text.utf8)
            case .eml:
                let id = try MessageID("render@parcelpost.example")
                return try made.mail(messageID: id, now: SystemWallClock().now).bytes()
            case .json:
                let letter = try made.catalog.letter(made.letter)
                let json: JSON = [
                    "subject": .string(letter.subject.text), "html": .string(letter.html), "text": .string(letter.text),
                ]
                return json.bytes + [0x0A]
            }
        } catch let failure as RenderFailure {
            throw CommandFailure.report(failure.reason + ".")
        }
    }
}
