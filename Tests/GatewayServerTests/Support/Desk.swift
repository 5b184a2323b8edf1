// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gateway
import GatewayServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Notices
import ServiceLifecycle
import Settings
import Shipping
import Storage
import Templates
import TestSupport
import Values
import Web
import Webhooks

/// A gateway's web server over a store in memory: the shops `default` and `moon`, of which `moon` has secrets of its own.
struct Desk: Sendable {
    static let secret = "whsec_dGhlIGxhdW5kcm9tYXQgaXMgb3BlbiB0aWxsIG5pbmU="
    static let moonSecret = "whsec_bW9vbg=="
    static let key = "pp_default_key"
    static let moonKey = "pp_moon_key"
    static let moon = try! ShopID("moon")

    let store: WatchedStore
    let clock = ManualWallClock(Samples.now)
    let running = HandClock()
    let log = LogLines()
    let outbox: Outbox
    let intake: Intake
    let server: GatewayWebServer

    init(
        store: WatchedStore = WatchedStore(), limits: Limits = Limits(), schemes: [SignatureScheme] = [.deliveryAPI],
        unknownEvents: WebhookSettings.UnknownEvents = .accept
    ) throws {
        self.store = store
        let shops = ShopDirectory([
            ShopProfile(id: .default, name: try Line("달빛상점"), from: try EmailAddress("shop@sun.example.com")),
            ShopProfile(id: Desk.moon, name: try Line("Moon"), from: try EmailAddress("shop@moon.example.com")),
        ])
        outbox = Outbox(owner: "one", limits: limits, clock: running.monotonic)
        intake = Intake(
            store: store, shops: shops, outbox: outbox, limits: limits, wallClock: clock, clock: running.monotonic,
            logger: log.logger)
        func verifier(_ secret: String) -> WebhookVerifier {
            WebhookVerifier(schemes: schemes, secrets: [Secret(secret)])
        }
        server = GatewayWebServer(
            parts: GatewayWebServer.Parts(
                store: store, shops: shops, intake: intake, outbox: outbox,
                writer: LetterWriter(try Desk.catalog.get()),
                clock: clock),
            server: ServerSettings(
                listen: HostPort(host: "127.0.0.1", port: 0), publicURL: try WebURL("https://notify.example.com"),
                environment: .production),
            gate: WebhookGate(shared: verifier(Desk.secret), own: [Desk.moon: verifier(Desk.moonSecret)]),
            unknownEvents: unknownEvents,
            keys: APIKeys([(.default, Secret(Desk.key)), (Desk.moon, Secret(Desk.moonKey))]), logger: log.logger)
    }

    private static let catalog = Result<TemplateCatalog, any Error> {
        try TemplateCatalog.load(Repository.root.appendingPathComponent("templates").path)
    }

    /// Opens the desk: the intake works and the router answers.
    func open(_ test: @escaping @Sendable (Window) async throws -> Void) async throws {
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [intake], logger: log.logger))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                do {
                    try await server.web.application.test(.router) { try await test(Window(client: $0)) }
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    /// Registers a parcel without the API.
    @discardableResult
    func register(_ registration: Registration = Samples.registration()) async throws -> Shipment {
        try await store.inner.register(registration, now: clock.now) { Planner(policy: ShopPolicy()).plan($0) }.shipment
    }

    /// Lets an event happen without a webhook.
    func record(_ event: TrackingEvent) async throws {
        _ = try await store.inner.record([event], lease: nil, leaseLimit: 0, now: clock.now) {
            Planner(policy: ShopPolicy()).plan($0)
        }
    }

    /// A counter of the store.
    func counter(_ name: String) async throws -> Int { try await store.inner.counters()[name] ?? 0 }

    /// The newest generation of a parcel.
    func shipment(_ number: String = "686530129012", shop: String = "default") async throws -> Shipment? {
        try await store.inner.shipment(Samples.key(number, shop: shop))
    }

    /// What was decided about a number.
    func trace(_ number: String = "686530129012", shop: ShopID = .default) async throws -> [TraceRecord] {
        try await store.inner.trace(TrackingNumber(number), shop: shop, limit: 1_000)
    }
}

/// Where requests are handed in.
struct Window: Sendable {
    let client: any TestClientProtocol

    /// Asks as a shop.
    func get(_ uri: String, key: String? = Desk.key) async throws -> TestResponse {
        try await client.execute(uri: uri, method: .get, headers: Self.headers(key))
    }

    /// Tells of a shipment as a shop.
    func put(_ uri: String, _ body: String, key: String? = Desk.key) async throws -> TestResponse {
        try await client.execute(uri: uri, method: .put, headers: Self.headers(key), body: ByteBuffer(string: body))
    }

    /// Posts with nothing but a body.
    func post(_ uri: String, _ body: String = "") async throws -> TestResponse {
        try await client.execute(uri: uri, method: .post, headers: [:], body: ByteBuffer(string: body))
    }

    /// Sends a webhook.
    func send(_ webhook: Webhook, to path: String = "/webhooks/delivery") async throws -> TestResponse {
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        for (name, value) in webhook.headers { headers[HTTPField.Name(name)!] = value }
        return try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: webhook.body))
    }

    private static func headers(_ key: String?) -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let key { headers[.authorization] = "Bearer " + key }
        return headers
    }
}

extension TestResponse {
    var code: Int { status.code }
    var text: String { String(buffer: body) }
    var json: JSON { (try? JSON(parsing: Array(body.readableBytesView))) ?? .null }
    /// The pointers and rules of the problems: `/items/0/courierCode missing`.
    var problems: [String] {
        (json["problems"]?.array ?? []).map { ($0["pointer"]?.string ?? "-") + " " + ($0["rule"]?.string ?? "-") }
    }
    /// The problem's short name.
    var rule: String? { json["type"]?.string?.split(separator: ":").last.map(String.init) }
}
