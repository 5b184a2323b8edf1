// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cryptography
import Curl
import Gateway
import GatewayServer
import Logging
import Notices
import ServiceLifecycle
import Settings
import Storage
import Templates
import Transports
import UnixSignals
import Values
import Web

/// `parcelpost serve`: the gateway.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the gateway.",
        discussion: """
            Takes webhooks, answers the shops' API, sends letters. Logs are JSON on standard error. SIGTERM or Ctrl-C finishes \
            what it holds, then ends. SIGHUP loads the templates again, and only those; in development a changed file does so \
            by itself. Templates with a mistake are not taken up: the log says where it is, and the old ones stay in use.
            """)

    @OptionGroup var config: ConfigOption

    @Option(name: .long, help: "Write the address as JSON to this file once requests are taken.")
    var readyFile: String?

    @Option(name: .long, help: "The least level logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel: Logger.Level = .info

    func run() async throws {
        let installation = try config.load()
        let level = logLevel
        LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: level) }
        let logger = Logger(label: "parcelpost")
        for warning in installation.warnings { logger.warning("\(warning.description)") }
        try await reporting {
            let gateway = try await RunningGateway(installation, logger: logger, readyFile: readyFile)
            do {
                try await gateway.run()
            } catch let error as ListenError {
                throw CommandFailure.report(error.description)
            }
        }
    }
}
