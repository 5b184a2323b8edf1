// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Logging
import Notices
import ServiceLifecycle
import Shipping
import TestSupport
import Values

/// A whole gateway without its edges: a store in memory, a relay of the test's own, and both clocks in the test's hand.
struct Works: Sendable {
    let store: WatchedStore
    let transport: FakeTransport
    let clock = ManualWallClock(Samples.now)
    let running = HandClock()
    let log = LogLines()
    let outbox: Outbox
    let intake: Intake
    let recorder: Recorder
    let dispatcher: Dispatcher

    init(
        store: WatchedStore = WatchedStore(), transport: FakeTransport = FakeTransport(),
        renderer: any MessageRenderer = PlainRenderer(), shops: [ShopProfile] = [Works.shop], limits: Limits = Limits(),
        owner: String = "one", seed: UInt64 = 1
    ) {
        self.store = store
        self.transport = transport
        let monotonic = running.monotonic
        let logger = log.logger
        let directory = ShopDirectory(shops)
        outbox = Outbox(owner: owner, limits: limits, clock: monotonic)
        recorder = Recorder(store: store, outbox: outbox, limits: limits, clock: monotonic, logger: logger)
        intake = Intake(
            store: store, shops: directory, outbox: outbox, limits: limits, wallClock: clock, clock: monotonic,
            logger: logger)
        let scribe = Scribe(
            store: store, shops: directory, renderer: renderer,
            publicURL: try! WebURL("https://notify.example.com"))
        dispatcher = Dispatcher(
            store: store, outbox: outbox, recorder: recorder, scribe: scribe, transport: transport, limits: limits,
            wallClock: clock, clock: monotonic, seed: seed, logger: logger)
    }

    static let shop = ShopProfile(
        id: .default, name: try! Line("달빛상점"), from: try! EmailAddress("shop@moon.example.com"))

    /// Registers a parcel.
    @discardableResult
    func register(_ registration: Registration = Samples.registration()) async throws -> Registered {
        try await store.register(registration, now: clock.now) { Planner(policy: Works.shop.policy).plan($0) }
    }

    /// Runs the services beside a test and stops them in order when it ends.
    func run(
        _ test: @escaping @Sendable (ServiceGroup) async throws -> Void
    ) async throws {
        try await Works.run([recorder, dispatcher, intake], logger: log.logger, test)
    }

    /// Runs services beside a test and stops them in order when it ends; the last stops first.
    static func run(
        _ services: [any Service], logger: Logger, _ test: @escaping @Sendable (ServiceGroup) async throws -> Void
    ) async throws {
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: logger))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                do {
                    try await test(group)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    // MARK: What became of it

    /// What was decided about the ordinary parcel.
    func trace(_ number: String = "686530129012") async throws -> [TraceRecord] {
        try await store.inner.trace(TrackingNumber(number), shop: .default, limit: 1_000)
    }

    /// How many deliveries stand where, those without any left out.
    func states() async throws -> [Delivery.State: Int] {
        try await store.inner.statistics(now: clock.now).byState.filter { $0.value > 0 }
    }
}
