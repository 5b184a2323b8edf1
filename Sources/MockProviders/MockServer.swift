// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
public import Logging
public import ServiceLifecycle
public import Settings
import Synchronization
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
    /// What listens where.
    public struct Addresses: Hashable, Sendable {
        /// SMTP.
        public let smtp: HostPort
        /// The inbox page and the API.
        public let http: HostPort

        /// The inbox page's URL.
        public var inboxURL: String { "http://\(http)/" }
    }

    private let settings: MockServerSettings
    private let clock: any WallClock
    private let logger: Logger
    private let onReady: @Sendable (Addresses) async -> Void

    /// Makes a server that does not listen yet.
    ///
    /// - Parameters:
    ///   - settings: Where to listen and how much to take.
    ///   - clock: The calendar time of received messages and played journeys.
    ///   - logger: Where failures of its own are logged; no message ever is.
    ///   - onReady: Told once, when clients can connect to all of it.
    public init(
        _ settings: MockServerSettings, clock: any WallClock = SystemWallClock(), logger: Logger,
        onReady: @escaping @Sendable (Addresses) async -> Void = { _ in }
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
        let inbox = Inbox(limits: limits)
        let ready = Readiness(onReady)
        let smtp = SMTPServer(settings: settings.smtpServer, mailbox: InboxMailbox(inbox: inbox, clock: clock))
        let web = web(inbox, loop, ready)
        let result = await Self.together(
            { try await smtp.run(settings.smtp) { await ready.smtp($0) } },
            { try await web.run() })
        await loop.shutdown(grace: .zero)
        try result.get()
    }

    private func web(_ inbox: Inbox, _ loop: CurlLoop, _ ready: Readiness) -> WebServer {
        var configuration = WebServer.Configuration(
            address: settings.http, allowedHosts: settings.allowRemote ? nil : .loopback)
        configuration.pagePolicy = .nothing
        return WebServer(configuration, logger: logger) { router in
            InboxRoutes(inbox: inbox).add(to: router)
            InboxPages(inbox: inbox, ready: ready, clock: clock).add(to: router)
            JourneyRoutes(loop: loop, clock: clock, allowsRemote: settings.allowRemote).add(to: router)
        } onRunning: { address in
            await ready.http(address)
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

/// Waits for both addresses and tells them once.
final class Readiness: Sendable {
    private struct State {
        var smtp: HostPort?
        var http: HostPort?
    }

    private let state = Mutex(State())
    private let tell: @Sendable (MockServer.Addresses) async -> Void

    init(_ tell: @escaping @Sendable (MockServer.Addresses) async -> Void) {
        self.tell = tell
    }

    /// What listens where, once both do; the page tells it to those who come first.
    var addresses: MockServer.Addresses? {
        state.withLock { Self.both($0) }
    }

    private static func both(_ state: State) -> MockServer.Addresses? {
        guard let smtp = state.smtp, let http = state.http else { return nil }
        return MockServer.Addresses(smtp: smtp, http: http)
    }

    func smtp(_ address: HostPort) async { await note { $0.smtp = address } }

    func http(_ address: HostPort) async { await note { $0.http = address } }

    private func note(_ change: (inout State) -> Void) async {
        // The later of the two sees both.
        let addresses = state.withLock { state in
            change(&state)
            return Self.both(state)
        }
        if let addresses { await tell(addresses) }
    }
}
