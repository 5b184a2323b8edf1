// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Gateway
import Hummingbird
public import Logging
public import Notices
public import ServiceLifecycle
public import Settings
public import Templates
public import Values
public import Web

/// The gateway's web server: webhooks, the shops' API, the customers' pages.
public struct GatewayWebServer: Service {
    /// The parts it speaks for.
    public struct Parts: Sendable {
        /// What remembers.
        public var store: any Store
        /// The shops.
        public var shops: ShopDirectory
        /// Takes webhooks' events.
        public var intake: Intake
        /// The deliveries in memory.
        public var outbox: Outbox
        /// Writes the customers' pages.
        public var writer: LetterWriter
        /// Calendar time.
        public var clock: any WallClock

        /// Gathers the parts.
        public init(
            store: any Store, shops: ShopDirectory, intake: Intake, outbox: Outbox, writer: LetterWriter,
            clock: any WallClock
        ) {
            self.store = store
            self.shops = shops
            self.intake = intake
            self.outbox = outbox
            self.writer = writer
            self.clock = clock
        }
    }

    /// The server, for tests that talk to its router.
    public let web: WebServer

    /// Builds the server.
    ///
    /// - Parameters:
    ///   - parts: What it speaks for.
    ///   - server: Where it listens and where customers find it.
    ///   - gate: Whose webhooks are believed.
    ///   - unknownEvents: What an event of an unknown name is answered with.
    ///   - keys: The shops' API keys.
    ///   - logger: Where it says what goes wrong.
    ///   - onRunning: Told the bound address once requests are taken.
    public init(
        parts: Parts, server: ServerSettings, gate: WebhookGate,
        unknownEvents: WebhookSettings.UnknownEvents = .accept, keys: APIKeys, logger: Logger,
        onRunning: @escaping @Sendable (HostPort) async -> Void = { _ in }
    ) {
        self.web = WebServer(WebServer.Configuration(address: server.listen), logger: logger) { router in
            WebhookRoutes(
                shops: parts.shops, intake: parts.intake, gate: gate,
                unknownEvents: unknownEvents, clock: parts.clock, logger: logger
            ).add(to: router)
            ShipmentRoutes(
                store: parts.store, shops: parts.shops, outbox: parts.outbox, keys: keys, publicURL: server.publicURL,
                clock: parts.clock
            ).add(to: router)
            TraceRoutes(
                store: parts.store,
                idleness: Idleness(store: parts.store, outbox: parts.outbox, intake: parts.intake), keys: keys,
                clock: parts.clock
            ).add(to: router)
            BounceRoutes(store: parts.store, keys: keys, clock: parts.clock).add(to: router)
            PublicRoutes(
                store: parts.store, shops: parts.shops, writer: parts.writer, publicURL: server.publicURL,
                clock: parts.clock
            ).add(to: router)
            HealthRoutes(store: parts.store).add(to: router)
        } onRunning: { address in
            await onRunning(address)
        }
    }

    /// Serves until a graceful shutdown.
    public func run() async throws {
        try await web.run()
    }
}
