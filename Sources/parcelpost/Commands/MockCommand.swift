// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Logging
import MockProviders
import MockWorld
import ServiceLifecycle
import Settings
import UnixSignals
import Values
import Web

/// `parcelpost mock`: the mock providers.
struct MockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock", abstract: "Run the mock providers: an SMTP server and an inbox page.",
        discussion: """
            Point any program at the SMTP port; every mail is kept exactly as it came and shown on the inbox page. Tests read \
            it through /api/messages and wait for it with /api/wait. Nothing leaves this machine.

            Try it:
              parcelpost mock
              swaks --server 127.0.0.1:2525 --to hong@example.com
            """)

    @Option(name: .long, help: "Where SMTP listens; port 0 takes a free one.")
    var smtp: HostPort = HostPort(host: "127.0.0.1", port: 2525)

    @Option(name: .long, help: "Where the inbox page and the API listen; port 0 takes a free one.")
    var http: HostPort = HostPort(host: "127.0.0.1", port: 8026)

    @Flag(name: .long, help: "Listen for other machines too: everybody who reaches it reads all mails.")
    var allowRemote = false

    @Option(name: .long, help: "The most messages kept; the oldest are dropped.")
    var maxMessages = 100_000

    @Option(name: .long, help: "Write the addresses as JSON to this file once both ports are open.")
    var readyFile: String?

    func run() async throws {
        LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: .warning) }
        let logger = Logger(label: "parcelpost.mock")
        var settings = MockServerSettings()
        settings.smtp = smtp
        settings.http = http
        settings.allowRemote = allowRemote
        settings.maxMessages = maxMessages
        let readyFile = readyFile
        let server = MockServer(settings, logger: logger) { addresses in
            Terminal.say("SMTP   \(addresses.smtp)")
            Terminal.say("Inbox  \(addresses.inboxURL)")
            Terminal.say("Send a mail there, and it shows up in the inbox. Ctrl-C ends the mock and forgets its mails.")
            guard let readyFile else { return }
            do {
                try ReadyFile.write(
                    readyFile, addresses: [("smtp", addresses.smtp.description), ("http", addresses.http.description)])
            } catch {
                logger.error("\(error)")
            }
        }
        try await reporting {
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [ServiceGroupConfiguration.ServiceConfiguration(service: server)],
                    gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
            do {
                try await group.run()
            } catch let error as ListenError {
                throw CommandFailure.report(error.description)
            }
        }
    }
}
