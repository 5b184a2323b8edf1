// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cryptography
import Gateway
import Mail
import Notices
import Shipping
import Templates
import Transports
import Values

/// `parcelpost send`: one real test letter through the configured transport.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send one test letter through the configured relay and say what it answered.",
        discussion: "The letter is made of a fixture, so that no customer's data is in it. Nothing is kept.")

    @Option(name: .long, help: "Whom it goes to.")
    var to: String

    @Option(name: .long, help: "The letter: a stage such as DELIVERED, or a letter's name such as staff.")
    var stage = "OUT_FOR_DELIVERY"

    @Option(name: .long, help: "The language: ko or en.")
    var locale: Language = .korean

    @Option(name: .long, help: "The fixture, a file of templates/fixtures without its ending.")
    var fixture = "ordinary"

    @Option(name: .long, help: "The shop that sends.")
    var shop = "default"

    @OptionGroup var config: ConfigOption

    func run() async throws {
        try await reporting {
            let recipient = try EmailAddress(to)
            let shop = try ShopID(shop)
            let installation = try config.load()
            guard let profile = installation.directory[shop] else {
                throw CommandFailure.report("there is no shop \(shop) in the settings.", CommandFailure.usage)
            }
            let shelf = try LetterShelf(templates: installation.templates)
            let made = shelf.letter(try shelf.name(of: stage), try shelf.fixture(fixture), language: locale)
            let id = try MessageID("test.\(Hex.encode(RandomBytes.make(10)))@\(profile.from.domain)")
            let mail = try made.mail(to: recipient, shop: profile, messageID: id, date: SystemWallClock().now)
            let transport = try SMTPTransport(settings: installation.email)
            let outcome = await transport.send(.email(mail))
            await transport.shutdown()
            let answer = [outcome.code == 0 ? nil : String(outcome.code), outcome.enhancedCode, outcome.text]
                .compactMap { $0 }.joined(separator: " ")
            guard outcome.class == .accepted else {
                throw CommandFailure.report("\(transport.name) did not take it: \(answer) (\(outcome.class.rawValue))")
            }
            Terminal.say("\(transport.name) took it: \(answer)")
            Terminal.say("Message-ID: \(id)")
        }
    }
}
