// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Logging
import MockProviders
import MockWorld
import ServiceLifecycle
import Settings
import UnixSignals
import Web

/// `parcelpost mock`: the mock providers.
struct MockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock",
        abstract: "Run the mock providers: SMTP, Kakao, NHN, FCM, APNs, Web Push and DeliveryAPI, with one inbox.",
        discussion: """
            Point any program at it; everything it sends is kept exactly as it came and shown on one page. Tests read it \
            through /api/messages, wait with /api/wait, make things go wrong with /api/faults and move its clock with \
            /api/clock. Nothing leaves this machine.

            Try it:
              parcelpost mock
              swaks --server 127.0.0.1:2525 --to hong@example.com
              curl 'http://127.0.0.1:8026/api/wait?query=to:hong'
              swaks --server 127.0.0.1:2525 --to bounce-5.1.1@example.com     accepted now, bounces later
              parcelpost mock journey --help                                  play parcels' journeys
            """,
        subcommands: [JourneyCommand.self])

    @OptionGroup
    var options: MockOptions

    func run() async throws {
        LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: .warning) }
        let logger = Logger(label: "parcelpost.mock")
        try await reporting {
            let readyFile = options.readyFile
            let isKept = options.store != nil
            let server = MockServer(try options.settings(), logger: logger) { addresses in
                Self.greet(addresses, isKept: isKept)
                guard let readyFile else { return }
                do {
                    try ReadyFile.write(readyFile, addresses: addresses.list)
                } catch {
                    logger.error("\(error)")
                }
            }
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

    private static func greet(_ addresses: MockAddresses, isKept: Bool) {
        Terminal.say("Inbox      \(addresses.inboxURL)")
        Terminal.say("SMTP       \(addresses.smtp)" + (addresses.smtps.map { "   inside TLS \($0)" } ?? ""))
        Terminal.say(
            "Providers  http://\(addresses.http)" + (addresses.https.map { "   inside TLS https://\($0)" } ?? ""))
        if addresses.https != nil { Terminal.say("TLS        trust \(addresses.inboxURL)api/ca.pem") }
        Terminal.say(
            "Send a mail there, and it shows up in the inbox. Ctrl-C ends the mock"
                + (isKept ? "; its messages stay in the store." : " and forgets what it got."))
    }
}

extension MockAddresses {
    /// The addresses by their names in the ready file.
    fileprivate var list: [(String, String)] {
        [("smtp", smtp), ("smtps", smtps), ("http", http), ("https", https)].compactMap { name, address in
            address.map { (name, $0.description) }
        }
    }
}
