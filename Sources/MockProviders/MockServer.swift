// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Curl
public import Logging
import MockConsole
import MockMessaging
import MockPush
import MockSMTP
import MockTracking
public import MockWorld
public import ServiceLifecycle
import Settings
public import Values
import Web

/// The mock providers as one service: an SMTP server, an inbox for people and tests, a player of journeys.
///
/// ```swift
/// let server = MockServer(settings, logger: logger) { addresses in print(addresses.http) }
/// try await server.run()   // or as a service of a ServiceGroup
/// ```
/// On graceful shutdown it tells SMTP clients 421, finishes what it holds and returns.
public struct MockServer: Service {
    private let settings: MockServerSettings
    private let clock: any WallClock
    private let logger: Logger
    private let onReady: @Sendable (MockAddresses) async -> Void

    /// Makes a server that does not listen yet.
    ///
    /// - Parameters:
    ///   - settings: Where to listen and how much to take.
    ///   - clock: The calendar time of received messages and played journeys.
    ///   - logger: Where failures of its own are logged; no message ever is.
    ///   - onReady: Told once, when clients can connect to all of it.
    public init(
        _ settings: MockServerSettings, clock: any WallClock = SystemWallClock(), logger: Logger,
        onReady: @escaping @Sendable (MockAddresses) async -> Void = { _ in }
    ) {
        self.settings = settings
        self.clock = clock
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: `ValueError` for settings that cannot be, `Problems` for files of QA's that are wrong, `ListenError` for an
    ///   address that cannot be bound.
    public func run() async throws {
        try settings.check()
        let files = try settings.mocksFolder.map { try ProviderFiles(folder: $0) } ?? ProviderFiles()
        let archive = try archive()
        // A burst of a journey is as wide as it says.
        let loop = try CurlLoop(limits: CurlLimits(requestsPerOrigin: 256))
        let bench = try bench(loop, archive, files)
        try begin(bench)
        let authority =
            settings.smtps == nil && settings.https == nil
            ? nil : try CertificateAuthority(commonName: "Parcelpost mock, made \(clock.now.rfc3339)")
        let leaf = try authority?.issue(hosts: [settings.smtpServer.hostName])
        let smtp = smtp(bench, leaf)
        let routes = MockRoutes(bench: bench, settings: settings, files: files, authority: authority)
        var servers: [@Sendable () async throws -> Void] = [
            {
                try await smtp.run(settings.smtp, tls: settings.smtps) {
                    await bench.places.opened(.smtp, at: $0)
                } onBoundTLS: {
                    await bench.places.opened(.smtps, at: $0)
                }
            },
            { try await web(bench, routes, .http, at: settings.http).run() },
        ]
        if let https = settings.https, let leaf {
            let tls = try TLSFiles(certificatePEM: leaf.certificatePEM, keyPEM: leaf.keyPEM)
            servers.append { try await web(bench, routes, .https, at: https, tls: tls).run() }
        }
        let result = await Self.together(servers) {
            await withDiscardingTaskGroup { group in
                group.addTask { await bench.agenda.run() }
                if let archive { group.addTask { await archive.run() } }
            }
        }
        await loop.shutdown(grace: .zero)
        try archive?.close()
        try result.get()
    }

    private func archive() throws -> InboxArchive? {
        do {
            return try settings.storeFile.map { try InboxArchive(path: $0) }
        } catch let failure as ArchiveFailure {
            throw ValueError(failure.description)
        }
    }

    private func bench(_ loop: CurlLoop, _ archive: InboxArchive?, _ files: ProviderFiles) throws -> Bench {
        var limits = Inbox.Limits()
        limits.messages = settings.maxMessages
        limits.bytes = settings.maxMessageMemory
        let clock = MockClock(clock)
        var doors: Set<Places.Door> = [.smtp, .http]
        if settings.smtps != nil { doors.insert(.smtps) }
        if settings.https != nil { doors.insert(.https) }
        return Bench(
            inbox: try archive.map { try Inbox(limits: limits, archive: $0) } ?? Inbox(limits: limits), clock: clock,
            agenda: Agenda(clock: clock), faults: FaultBook(clock: clock, texts: files.refusals), loop: loop,
            places: Places(doors, tell: onReady), allowsRemote: settings.allowRemote, logger: logger)
    }

    /// Puts the scenario in force with which the mock is to begin.
    private func begin(_ bench: Bench) throws {
        guard let name = settings.scenario else { return }
        let scenario = try FaultScenarios(
            folder: settings.mocksFolder.map { $0 + "/scenarios" }, texts: bench.faults.texts
        ).load(name)
        bench.faults.replace(scenario.rules, scenario: scenario.name, space: "")
        if let magic = scenario.magic { bench.faults.setMagic(magic, space: "") }
    }

    private func smtp(_ bench: Bench, _ leaf: CertificateAuthority.Leaf?) -> SMTPServer {
        var smtp = settings.smtpServer
        smtp.tls = leaf.map { SMTPSettings.TLS(certificatePEM: $0.certificatePEM, keyPEM: $0.keyPEM) }
        var bounces = BounceSettings()
        bounces.url = settings.gateway.flatMap { try? HTTPURL($0.text + "/v1/bounces") }
        bounces.apiKey = settings.gatewayKey
        bounces.hostName = smtp.hostName
        return SMTPServer(settings: smtp, mailbox: InboxMailbox(bench: bench, bounces: bounces))
    }

    private func web(
        _ bench: Bench, _ routes: MockRoutes, _ door: Places.Door, at address: HostPort, tls: TLSFiles? = nil
    ) -> WebServer {
        var configuration = WebServer.Configuration(
            address: address, allowedHosts: settings.allowRemote ? nil : .loopback)
        configuration.pagePolicy = .nothing
        configuration.tls = tls
        return WebServer(configuration, logger: logger) { router in
            routes.add(to: router)
        } onRunning: { address in
            await bench.places.opened(door, at: address)
        }
    }

    /// Runs the servers until all have ended, and the background beside them; the first failure ends the others.
    private static func together(
        _ servers: [@Sendable () async throws -> Void], background: @escaping @Sendable () async -> Void
    ) async -> Result<Void, any Error> {
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for server in servers {
                    group.addTask {
                        try await server()
                        return true
                    }
                }
                group.addTask {
                    await background()
                    return false
                }
                var running = servers.count
                while running > 0, let isServer = try await group.next() { if isServer { running -= 1 } }
                group.cancelAll()
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}
