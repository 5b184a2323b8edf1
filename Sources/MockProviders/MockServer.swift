// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

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
    /// - Throws: `ValueError` for settings that cannot be, `ListenError` for an address that cannot be bound.
    public func run() async throws {
        try settings.check()
        let loop = try CurlLoop()
        var limits = Inbox.Limits()
        limits.messages = settings.maxMessages
        limits.bytes = settings.maxMessageMemory
        let clock = MockClock(clock)
        let bench = Bench(
            inbox: Inbox(limits: limits), clock: clock, agenda: Agenda(clock: clock), faults: FaultBook(), loop: loop,
            places: Places([.smtp, .http], tell: onReady), allowsRemote: settings.allowRemote, logger: logger)
        let smtp = SMTPServer(settings: settings.smtpServer, mailbox: InboxMailbox(bench: bench))
        let web = web(bench)
        let result = await Self.together(
            { try await smtp.run(settings.smtp) { await bench.places.opened(.smtp, at: $0) } },
            { try await web.run() })
        await loop.shutdown(grace: .zero)
        try result.get()
    }

    private func web(_ bench: Bench) -> WebServer {
        var configuration = WebServer.Configuration(
            address: settings.http, allowedHosts: settings.allowRemote ? nil : .loopback)
        configuration.pagePolicy = .nothing
        return WebServer(configuration, logger: logger) { router in
            ConsoleRoutes(bench: bench).add(to: router)
            MessagingRoutes(bench: bench).add(to: router)
            PushRoutes(bench: bench).add(to: router)
            TrackingRoutes(bench: bench).add(to: router)
        } onRunning: { address in
            await bench.places.opened(.http, at: address)
        }
    }

    /// Runs both until both have ended; the first failure ends the other.
    private static func together(
        _ first: @escaping @Sendable () async throws -> Void, _ second: @escaping @Sendable () async throws -> Void
    ) async -> Result<Void, any Error> {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await first() }
                group.addTask { try await second() }
                while let _ = try await group.next() {}
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}
