// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Curl
import Foundation
import TestSupport
import Testing
import Values

/// A gateway and the mock providers as a user runs them: two processes, a folder, free ports.
final class Town {
    static let secret = "whsec_dGhlIGxhdW5kcm9tYXQgaXMgb3BlbiB0aWxsIG5pbmU="
    static let apiKey = "pp_test_key"

    let folder: URL
    let loop: CurlLoop
    private(set) var mock: LeashedProcess?
    private(set) var gateway: LeashedProcess?
    private(set) var smtp = ""
    private(set) var inbox = ""
    private(set) var http = ""
    private var starts = 0
    private var environment = "development"
    /// Whether the gateway follows the mock's clock; its retries then wait as long as they do for customers.
    private var followsClock = false
    /// How far the mock's clock is ahead.
    private(set) var ahead = Duration.zero

    init(folder: URL) throws {
        self.folder = folder
        self.loop = try CurlLoop()
    }

    /// Runs a town for the closure.
    ///
    /// - Parameters:
    ///   - relay: Where mail goes, instead of to the mock.
    ///   - settings: More of the settings file.
    ///   - environment: Which kind of installation it is.
    ///   - followsClock: Whether the gateway follows the mock's clock.
    ///   - prepare: Puts what the gateway needs into the folder before it starts.
    static func open(
        relay: String? = nil, settings: String = "", environment: String = "development",
        followsClock: Bool = false, prepare: (URL) throws -> Void = { _ in }, _ body: (Town) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let town = try Town(folder: folder)
            do {
                town.environment = environment
                town.followsClock = followsClock
                try prepare(folder)
                if let relay { town.smtp = relay } else { try await town.startMock() }
                try await town.startGateway(settings: settings)
                try await body(town)
            } catch {
                print(town.gateway?.log ?? "", town.mock?.log ?? "")
                town.close()
                await town.loop.shutdown()
                throw error
            }
            town.close()
            await town.loop.shutdown()
        }
    }

    func close() {
        gateway?.stop()
        mock?.stop()
    }

    func startMock() async throws {
        let ready = folder.appendingPathComponent("mock.json")
        let mock = try LeashedProcess(
            Binary.path,
            ["mock", "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--no-tls", "--ready-file", ready.path],
            folder: folder, name: "mock")
        self.mock = mock
        let addresses = try await addresses(ready, of: mock)
        smtp = addresses["smtp"]?.string ?? ""
        inbox = "http://" + (addresses["http"]?.string ?? "")
    }

    /// Starts the gateway, or starts it again on the same store.
    func startGateway(settings: String = "", writingSettings: Bool = true) async throws {
        starts += 1
        let config = folder.appendingPathComponent("parcelpost.yaml")
        if starts == 1, writingSettings {
            try Self.settings(
                smtp: smtp, environment: environment, clock: followsClock ? inbox : nil, extra: settings
            ).write(
                to: config, atomically: true, encoding: .utf8)
        }
        let ready = folder.appendingPathComponent("gateway-\(starts).json")
        let gateway = try LeashedProcess(
            Binary.path, ["serve", "--config", config.path, "--ready-file", ready.path], folder: folder,
            name: "gateway-\(starts)")
        self.gateway = gateway
        http = "http://" + (try await addresses(ready, of: gateway)["http"]?.string ?? "")
    }

    /// Ends the gateway in order and starts it again: its connections are new.
    func restartGateway() async throws {
        #expect(gateway?.terminate() == 0)
        try await startGateway()
    }

    /// Ends the gateway at once, as a power cut would.
    func killGateway() {
        gateway?.kill()
    }

    private func addresses(_ file: URL, of process: LeashedProcess) async throws -> JSON {
        try await eventually("the ready file; the log says: " + process.log) {
            guard process.isRunning else { throw Timeout(what: "it ended: " + process.log) }
            guard let data = try? Data(contentsOf: file) else { return nil }
            return try? JSON(parsing: Array(data))
        }
    }

    static func settings(
        smtp: String, environment: String = "development", clock: String? = nil, extra: String = ""
    ) -> String {
        let parts = smtp.split(separator: ":")
        let follow = clock.map { ", followClock: \"\($0)\"" } ?? ""
        // One who follows the mock's clock logs in, so that AUTH can go wrong, and waits for retries as customers' gateways do.
        let login = clock == nil ? "" : ", user: qa, password: open-sesame"
        let retry = clock == nil ? "retry: { base: 200ms, cap: 2s, configurationBase: 1s }" : ""
        return """
            server: { listen: 127.0.0.1:0, publicURL: "\(publicURL(environment))", environment: \(environment)\(follow) }
            store: sqlite:./data/parcelpost.db
            webhooks:
              deliveryapi: { secrets: ["\(secret)"], schemes: [deliveryapi, standard-webhooks, body-only] }
            transports:
              email: { host: \(parts[0]), port: \(parts[1]), security: plain\(login) }
            \(retry)
            shops:
              default:
                name: 달빛상점
                from: notice@shop.example
                apiKeys: ["\(apiKey)"]
            \(extra)
            """
    }

    private static func publicURL(_ environment: String) -> String {
        environment == "production" ? "https://notify.example.com" : "http://127.0.0.1:8080"
    }

    // MARK: Talking to it

    /// The gateway as a client sees it, for calls made side by side.
    var caller: Caller { Caller(base: http, loop: loop, ahead: ahead) }

    func call(
        _ method: String, _ path: String, body: [UInt8]? = nil, headers: [(name: String, value: String)] = []
    ) async throws -> HTTPAnswer {
        try await caller.call(method, path, body: body, headers: headers)
    }

    /// Calls the shop's API with its key.
    func api(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> HTTPAnswer {
        var headers = [(name: "Authorization", value: "Bearer " + Self.apiKey)]
        if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
        return try await call(method, path, body: body?.bytes, headers: headers)
    }

    /// Sends a webhook, signed as DeliveryAPI signs it.
    func webhook(_ body: JSON, path: String = Caller.path, ahead: Duration? = nil) async throws -> HTTPAnswer {
        var caller = caller
        caller.ahead = ahead ?? caller.ahead
        return try await caller.webhook(body.bytes, path: path)
    }

    func webhook(
        _ body: [UInt8], path: String = Caller.path, secret: String = Town.secret, age: Int64 = 0
    ) async throws -> HTTPAnswer {
        try await caller.webhook(body, path: path, secret: secret, age: age)
    }

    func register(_ number: String, courier: String = "cj", email: String? = nil, name: String = "홍길동") async throws {
        let answer = try await api(
            "PUT", "/v1/shipments/\(courier)/\(number)", Self.registration(number, email: email, name: name))
        try #require(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
    }

    static func registration(_ number: String, email: String? = nil, name: String = "홍길동") -> JSON {
        [
            "orders": [
                ["id": .string("ORD-" + number), "items": [["name": "겨울 니트", "option": "아이보리 / M", "quantity": 2]]]
            ],
            "orderer": [
                "name": .string(name), "email": .string(email ?? "c\(number)@example.com"), "phone": "010-1234-5678",
            ],
        ]
    }

    /// A `tracking.polled` body about one parcel.
    static func polled(
        _ number: String, _ status: String, courier: String = "cj", at time: Timestamp = SystemWallClock().now
    ) -> JSON {
        [
            "event": "tracking.polled", "requestId": "req_1", "timestamp": .string(time.rfc3339),
            "items": [item(number, status, courier: courier, at: time)],
        ]
    }

    static func item(
        _ number: String, _ status: String, courier: String = "cj", at time: Timestamp = SystemWallClock().now
    ) -> JSON {
        let civil = CivilTime(time, offsetSeconds: CivilTime.kst)
        let scan: JSON = [
            "dateTime": .string(civil.date + " " + civil.time), "location": "옥천HUB", "status": "간선상차",
            "statusCode": .string(status),
        ]
        return [
            "courierCode": .string(courier), "trackingNumber": .string(number), "currentStatus": .string(status),
            "hasChanged": true, "isDelivered": .bool(status == "DELIVERED"),
            "trackingData": [
                "trackingNumber": .string(number), "courierCode": .string(courier), "deliveryStatus": .string(status),
                "progresses": [scan],
            ],
        ]
    }

    // MARK: The mock's world

    /// What the mock's clock shows.
    var now: Timestamp { SystemWallClock().now + ahead }

    /// Calls the mock's own API; the answer is JSON with the expected status.
    @discardableResult
    func mock(_ method: String, _ path: String, _ body: JSON? = nil, status: Int = 200) async throws -> JSON {
        let answer = try await loop.perform(
            HTTPTransfer(
                method: method, url: inbox + path, headers: body == nil ? [] : [("Content-Type", "application/json")],
                body: body?.bytes, timeout: .seconds(60)))
        let text = String(decoding: answer.body, as: UTF8.self)
        try #require(answer.status == status, "\(method) \(path): \(text)")
        return answer.body.isEmpty ? .null : try JSON(parsing: answer.body)
    }

    /// Moves the mock's clock, or stays, and waits until the mock and the gateway have nothing to do.
    func settle(advance: String? = nil, timeout: String = "30s") async throws {
        var members: [JSON.Member] = [.init("settle", true), .init("timeout", .string(timeout))]
        if let advance { members.append(.init("advance", .string(advance))) }
        let answer = try await mock("POST", "/api/clock", .object(members))
        #expect(answer["lost"]?.array?.isEmpty != false, "the gateway stopped following: \(answer)")
        ahead = .milliseconds(answer["offsetMilliseconds"]?.integer ?? 0)
    }

    /// The ledger: what the gateway says it sent, against what came.
    func ledger(_ query: String = "") async throws -> JSON {
        let answer = try await ledgerAnswer(query)
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        return try JSON(parsing: answer.body)
    }

    func ledgerAnswer(_ query: String = "", key: String = Town.apiKey) async throws -> HTTPAnswer {
        try await loop.perform(
            HTTPTransfer(
                url: inbox + "/api/ledger?gateway=\(http)\(query)", headers: [("X-Gateway-Key", key)],
                timeout: .seconds(60)))
    }

    /// A mail from somebody else.
    func sendStranger() async throws {
        let script = """
            import smtplib, sys
            with smtplib.SMTP(*sys.argv[1].split(":")) as smtp:
                smtp.sendmail("a@elsewhere.example", ["b@example.com"],
                              "Message-ID: <stranger@elsewhere.example>\\r\\nSubject: hello\\r\\n\\r\\nhello\\r\\n")
            """
        let result = try Binary.run(["-c", script, smtp], in: folder, program: "/usr/bin/python3")
        try #require(result.status == 0, "\(result.errors)")
    }

    // MARK: What arrived

    /// Waits at the mock until so many mails match; the answer is their summaries.
    func mails(_ query: String, count: Int) async throws -> [JSON] {
        let query = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? query
        let answer = try await call("GET", inbox + "/api/wait?query=\(query)&count=\(count)&timeout=20s")
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        return try JSON(parsing: answer.body)["messages"]?.array ?? []
    }

    /// All mails there are now.
    func inboxNow() async throws -> [JSON] {
        let answer = try await call("GET", inbox + "/api/messages?limit=500")
        return try JSON(parsing: answer.body)["messages"]?.array ?? []
    }

    /// Waits until the gateway has nothing to do.
    func idle() async throws {
        _ = try await eventually("the gateway is idle") { () -> Bool? in
            let answer = try await api("GET", "/v1/idle")
            return try JSON(parsing: answer.body)["idle"]?.bool == true ? true : nil
        }
    }

    /// The trace of a number: kinds and texts.
    func trace(_ number: String) async throws -> [(kind: String, text: String)] {
        let answer = try await api("GET", "/v1/trace/\(number)")
        return try (JSON(parsing: answer.body)["trace"]?.array ?? []).map {
            ($0["kind"]?.string ?? "", $0["text"]?.string ?? "")
        }
    }
}

/// Calls to one gateway.
struct Caller: Sendable {
    static let path = "/webhooks/default/delivery"

    let base: String
    let loop: CurlLoop
    /// How far the gateway's calendar time is ahead.
    var ahead = Duration.zero

    func call(
        _ method: String, _ path: String, body: [UInt8]? = nil, headers: [(name: String, value: String)] = []
    ) async throws -> HTTPAnswer {
        let url = path.hasPrefix("http") ? path : base + path
        return try await loop.perform(HTTPTransfer(method: method, url: url, headers: headers, body: body))
    }

    func webhook(
        _ body: [UInt8], path: String = Caller.path, secret: String = Town.secret, age: Int64 = 0
    ) async throws -> HTTPAnswer {
        let timestamp = String((SystemWallClock().now + ahead).seconds - age)
        let mac = Digest.hmacSHA256(Array((timestamp + ".").utf8), body, key: Array(secret.utf8))
        return try await call(
            "POST", path, body: body,
            headers: [
                (name: "Content-Type", value: "application/json"), (name: "X-Webhook-Timestamp", value: timestamp),
                (name: "X-Webhook-Signature", value: "sha256=" + Hex.encode(mac)),
            ])
    }
}
