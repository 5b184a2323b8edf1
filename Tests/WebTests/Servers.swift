// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle
import Settings
import Synchronization
import Values
import Web

/// A configuration for a free port.
func testConfiguration() -> WebServer.Configuration {
    WebServer.Configuration(address: HostPort(host: "127.0.0.1", port: 0))
}

/// A server with the routes of a test, its log kept.
func testServer(
    _ configuration: WebServer.Configuration = testConfiguration(), log: LogLines = LogLines(),
    routes: (Router<WebContext>) -> Void
) -> WebServer {
    WebServer(configuration, logger: log.logger, routes: routes)
}

/// Runs a server on a free port, beside a test that is told the port, and ends it gracefully.
///
/// - Returns: What the test returned, after the server has ended.
func withServer<Result: Sendable>(
    _ configuration: WebServer.Configuration = testConfiguration(), log: LogLines = LogLines(),
    routes: (Router<WebContext>) -> Void,
    test: @escaping @Sendable (Int, ServiceGroup) async throws -> Result
) async throws -> Result {
    let (ports, told) = AsyncStream.makeStream(of: Int.self)
    let server = WebServer(configuration, logger: log.logger, routes: routes) { address in
        told.yield(address.port)
        told.finish()
    }
    let services = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: log.logger))
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            defer { told.finish() }
            try await services.run()
            return nil
        }
        group.addTask {
            guard let port = await ports.first(where: { _ in true }) else { throw ValueError("it did not start") }
            do {
                let result = try await test(port, services)
                await services.triggerGracefulShutdown()
                return result
            } catch {
                await services.triggerGracefulShutdown()
                throw error
            }
        }
        var result: Result?
        while let next = try await group.next() { result = next ?? result }
        guard let result else { throw ValueError("the test returned nothing") }
        return result
    }
}

/// The lines a logger wrote.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined() } }
    var all: [JSON] { lines.withLock { $0.compactMap { try? JSON(parsing: Array($0.utf8)) } } }

    var logger: Logger {
        Logger(label: "test") { label in
            JSONLogHandler(
                label: label, level: .debug, clock: ManualWallClock(Timestamp(seconds: 0)),
                write: { line in self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
        }
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
    var json: JSON { (try? JSON(parsing: Array(body.readableBytesView))) ?? .null }
    /// The pointers and rules of the problems: `/name missing-member`.
    var problems: [String] {
        (json["problems"]?.array ?? []).map { ($0["pointer"]?.string ?? "-") + " " + ($0["rule"]?.string ?? "-") }
    }
}
