// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Curl
import Foundation
import Logging
import MockPush
import MockTestSupport
import MockWorld
import Settings
import Synchronization
import TestSupport
import Testing
import Values
import Web

/// The push mocks on two free ports: plain, and inside TLS with HTTP/2.
struct PushBench: Sendable {
    let running: RunningBench
    let routes: PushRoutes
    let https: HostPort
    /// The file with the authority's certificate.
    let caFile: String

    var bench: Bench { running.bench }
    var url: String { "http://\(running.address)" }

    static func with(
        settings: PushSettings = PushSettings(), start: Timestamp = Timestamp(milliseconds: 1_795_348_800_000),
        _ body: @escaping @Sendable (PushBench) async throws -> Void
    ) async throws {
        let made = Mutex<PushRoutes?>(nil)
        try await RunningBench.with(start: start) { bench, router in
            let routes = PushRoutes(bench: bench, settings: settings)
            made.withLock { $0 = routes }
            routes.add(to: router)
        } _: { running in
            let routes = try #require(made.withLock { $0 })
            let authority = try CertificateAuthority(commonName: "Push test")
            let leaf = try authority.issue()
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".pem")
            try authority.certificatePEM.write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            var configuration = WebServer.Configuration(
                address: HostPort(host: "127.0.0.1", port: 0), allowedHosts: .loopback)
            configuration.tls = try TLSFiles(certificatePEM: leaf.certificatePEM, keyPEM: leaf.keyPEM)
            let (ready, told) = AsyncStream.makeStream(of: HostPort.self)
            let server = WebServer(configuration, logger: running.bench.logger) { router in
                routes.add(to: router)
            } onRunning: {
                told.yield($0)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { told.finish() }
                    try? await server.run()
                }
                for await https in ready {
                    try await body(PushBench(running: running, routes: routes, https: https, caFile: file.path))
                    break
                }
                group.cancelAll()
            }
        }
    }

    /// Everything in the inbox, oldest first.
    var cards: [InboxMessage] {
        bench.inbox.list(Self.everything, limit: 1_000).messages.sorted { $0.id < $1.id }
    }

    private static var everything: InboxFilter {
        var filter = InboxFilter()
        filter.refused = .include
        return filter
    }

    /// Runs a program of Python's clients; its output is JSON.
    func python(_ arguments: String...) async throws -> JSON {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let answer = try await Command.run(
            [
                root.appendingPathComponent(".venv/bin/python").path,
                root.appendingPathComponent("Tests/Support/push_clients.py").path,
            ] + arguments)
        #expect(answer.status == 0, "\(answer.error)")
        return try JSON(parsing: Array(answer.output.utf8))
    }
}

extension HTTPAnswer {
    /// The body as JSON.
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
}

/// A signed token, for tests.
func signedToken(
    _ header: JSON, _ claims: JSON, sign: ([UInt8]) throws -> [UInt8]
) throws -> String {
    let text = Base64.encodeURL(header.bytes) + "." + Base64.encodeURL(claims.bytes)
    return text + "." + Base64.encodeURL(try sign(Array(text.utf8)))
}
