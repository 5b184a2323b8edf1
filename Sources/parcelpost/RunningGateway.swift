// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

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

/// The gateway's parts, built from an installation and put in the order in which they stop.
struct RunningGateway {
    private let store: SQLiteStore
    private let transport: SMTPTransport
    private let group: ServiceGroup
    /// Carries what following the mock's clock asks for; nil when none is followed.
    private let clockLoop: CurlLoop?
    private let logger: Logger

    /// Builds the parts.
    ///
    /// - Parameters:
    ///   - installation: The settings.
    ///   - logger: The log.
    ///   - readyFile: Where the address is written once requests are taken.
    init(_ installation: Installation, logger: Logger, readyFile: String?) async throws {
        self.logger = logger
        let followed = installation.server.followClock.map { ($0, FollowedClock(SystemWallClock())) }
        let wallClock: any WallClock = followed?.1 ?? SystemWallClock()
        let folder = try Self.templatesFolder(installation)
        // Trapped before anybody can know that we run: an untrapped one would end us.
        let reloads = await UnixSignalsSequence(trapping: .sighup)
        let watched =
            installation.server.environment == .development
            ? TemplateReloader<UnixSignalsSequence>.Watched(folder) : nil
        let templates = try installation.loadTemplates(folder)
        for notice in templates.notices where notice.severity == .warning { logger.warning("\(notice.description)") }
        let store = try SQLiteStore(path: installation.storePath)
        try store.holdExclusively()
        self.store = store

        let limits = installation.limits
        let outbox = Outbox(
            owner: Hex.encode(RandomBytes.make(8)), limits: limits,
            clockIsMoved: followed != nil)
        let writer = LetterWriter(templates)
        let recorder = Recorder(store: store, outbox: outbox, limits: limits, logger: logger)
        let transport = try SMTPTransport(settings: installation.email)
        self.transport = transport
        let scribe = Scribe(
            store: store, shops: installation.directory, renderer: writer, publicURL: installation.server.publicURL)
        let dispatcher = Dispatcher(
            store: store, outbox: outbox, recorder: recorder, scribe: scribe,
            transport: transport,
            machine: DeliveryMachine(retry: installation.retry),
            limits: limits, wallClock: wallClock, seed: Self.seed(), logger: logger)
        let intake = Intake(
            store: store, shops: installation.directory, outbox: outbox, limits: limits, wallClock: wallClock,
            logger: logger)
        let housekeeper = Housekeeper(
            store: store, retention: installation.retention, wallClock: wallClock, logger: logger)
        let reloader = TemplateReloader(writer: writer, requests: reloads, watched: watched, logger: logger) {
            () throws(Problems) in try installation.loadTemplates(folder)
        }
        let clockLoop = try followed.map { _ in try CurlLoop() }
        self.clockLoop = clockLoop
        let follower: ClockFollower? =
            if let followed, let clockLoop {
                ClockFollower(
                    url: followed.0, clock: followed.1,
                    idleness: Idleness(store: store, outbox: outbox, intake: intake), outbox: outbox, loop: clockLoop,
                    logger: logger)
            } else { nil }
        let server = GatewayWebServer(
            parts: GatewayWebServer.Parts(
                store: store, shops: installation.directory, intake: intake, outbox: outbox, writer: writer,
                clock: wallClock),
            server: installation.server, gate: installation.gate,
            unknownEvents: installation.webhooks.unknownEvents, keys: installation.apiKeys, logger: logger
        ) { address in
            // Who waits for the ready file may move the clock next, and means us.
            await follower?.untilFollowing(atMost: .seconds(5))
            logger.notice("ready", metadata: ["http": "\(address)"])
            guard let readyFile else { return }
            do {
                try ReadyFile.write(readyFile, addresses: [("http", address.description)])
            } catch {
                logger.error("\(error)")
            }
        }
        // The last stops first: no new requests, then no new events, then what is held is sent, then written down.
        var services: [any Service] = [recorder, housekeeper, reloader, dispatcher, intake, server]
        if let follower { services.append(follower) }
        self.group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    }

    /// Runs until a signal says to stop, and then until everything held is sent or given back.
    func run() async throws {
        let ending: (any Error)?
        do {
            try await group.run()
            ending = nil
        } catch {
            ending = error
        }
        await transport.shutdown(grace: .seconds(5))
        await clockLoop?.shutdown(grace: .zero)
        try store.close()
        if let ending { throw ending }
        logger.notice("stopped")
    }

    private static func templatesFolder(_ installation: Installation) throws -> String {
        guard let folder = ShareFolder.find("templates", named: installation.templates) else {
            throw CommandFailure.report(
                "no templates folder was found; name one with `templates:` in the settings or set PARCELPOST_SHARE.",
                CommandFailure.configuration)
        }
        return folder
    }

    private static func seed() -> UInt64 {
        RandomBytes.make(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
