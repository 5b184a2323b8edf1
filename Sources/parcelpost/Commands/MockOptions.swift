// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import MockProviders
import MockSMTP
import Settings
import Values

/// The flags of `parcelpost mock`.
struct MockOptions: ParsableArguments {
    @Option(name: .long, help: "Where SMTP listens, with STARTTLS; port 0 takes a free one.")
    var smtp: HostPort = HostPort(host: "127.0.0.1", port: 2525)

    @Option(name: .long, help: "Where SMTP inside TLS listens.")
    var smtps: HostPort = HostPort(host: "127.0.0.1", port: 2465)

    @Option(name: .long, help: "Where the inbox page, the API and the providers listen.")
    var http: HostPort = HostPort(host: "127.0.0.1", port: 8026)

    @Option(name: .long, help: "Where the same listens inside TLS, HTTP/1.1 and HTTP/2 (APNs needs it).")
    var https: HostPort = HostPort(host: "127.0.0.1", port: 8027)

    @Flag(name: .customLong("no-tls"), help: "Open no TLS ports.")
    var noTLS = false

    @Flag(name: .long, help: "Listen for other machines too; needs a password.")
    var allowRemote = false

    @Option(
        name: .long,
        help: ArgumentHelp("A file with the password of page and API.", discussion: "Or PARCELPOST_MOCK_PASSWORD."))
    var passwordFile: String?

    @Option(name: .long, help: "How SMTP treats broken line ends: strict refuses, normalize mends, lenient keeps.")
    var discipline = "strict"

    @Flag(name: .long, help: "Take mail only after AUTH.")
    var requireAuth = false

    @Option(name: .customLong("max-mail-mib"), help: "The largest mail in MiB.")
    var maxMailMiB = 25

    @Option(name: .long, help: "The most messages kept; the oldest are dropped.")
    var maxMessages = 100_000

    @Option(name: .customLong("max-memory-mib"), help: "The most memory for messages in MiB; the oldest are dropped.")
    var maxMemoryMiB = 512

    @Option(name: .long, help: "A SQLite file in which messages outlive a restart.")
    var store: String?

    @Option(name: .long, help: "The folder with providers/ and scenarios/; the one that ships otherwise.")
    var mocks: String?

    @Option(name: .long, help: "A fault scenario to begin with, as in scenarios/NAME.yaml.")
    var scenario: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The gateway under test, for the ledger and for bounces.",
            discussion: "Its API key is read from PARCELPOST_MOCK_GATEWAY_KEY."))
    var gateway: String?

    @Option(name: .long, help: "Write the addresses as JSON to this file once all ports are open.")
    var readyFile: String?

    /// The settings these flags make.
    ///
    /// - Throws: `CommandFailure` or `ValueError` with what to write instead.
    func settings() throws -> MockServerSettings {
        let environment = ProcessInfo.processInfo.environment
        var settings = MockServerSettings()
        settings.smtp = smtp
        settings.http = http
        settings.smtps = noTLS ? nil : smtps
        settings.https = noTLS ? nil : https
        settings.allowRemote = allowRemote
        settings.password = try password(environment)
        guard let discipline = SMTPSettings.Discipline(discipline) else {
            throw ValidationError("--discipline is strict, normalize or lenient.")
        }
        guard (1...1_024).contains(maxMailMiB), (1...65_536).contains(maxMemoryMiB) else {
            throw ValidationError("--max-mail-mib is 1 to 1024, --max-memory-mib 1 to 65536.")
        }
        settings.smtpServer.discipline = discipline
        settings.smtpServer.requiresAuth = requireAuth
        settings.smtpServer.maxMessageBytes = maxMailMiB << 20
        settings.maxMessages = maxMessages
        settings.maxMessageMemory = maxMemoryMiB << 20
        settings.storeFile = store
        settings.mocksFolder = try folder()
        settings.scenario = scenario
        settings.gateway = try gateway.map { try HTTPURL($0) }
        settings.gatewayKey = environment["PARCELPOST_MOCK_GATEWAY_KEY"].map { Secret($0) }
        return settings
    }

    private func folder() throws -> String? {
        let folder = ShareFolder.find("mocks", named: mocks)
        var isFolder: ObjCBool = false
        if mocks != nil, let folder,
            !FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) || !isFolder.boolValue
        {
            throw ValidationError("--mocks: there is no folder \(folder).")
        }
        return folder
    }

    private func password(_ environment: [String: String]) throws -> Secret<String>? {
        guard let passwordFile else { return environment["PARCELPOST_MOCK_PASSWORD"].map { Secret($0) } }
        guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first
        else { throw ValidationError("--password-file: the file cannot be read or is empty.") }
        return Secret(String(line))
    }
}
