// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Curl
package import Hummingbird
import Logging
package import MockWorld
package import Settings
package import Values
package import Web

/// Some of the mock's routes on a free port with a bench of their own, for as long as a test needs them.
package struct RunningBench: Sendable {
    /// What the routes share; its clock stands still until the test moves `time` or the clock itself.
    package let bench: Bench
    /// The clock below the bench's.
    package let time: ManualWallClock
    /// Where the routes listen.
    package let address: HostPort
    /// Carries the test's requests.
    package let http: CurlLoop

    /// Serves the routes, hands them out and ends them.
    ///
    /// - Parameters:
    ///   - start: What the clock shows.
    ///   - limits: How much the inbox keeps.
    ///   - routes: Adds the routes under test.
    ///   - body: The test.
    package static func with(
        start: Timestamp = Timestamp(milliseconds: 1_795_348_800_000), limits: Inbox.Limits = Inbox.Limits(),
        routes: @escaping @Sendable (Bench, Router<WebContext>) -> Void,
        _ body: @escaping @Sendable (RunningBench) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { JSONLogHandler(label: $0, level: .critical) }
        let time = ManualWallClock(start)
        let clock = MockClock(time)
        let loop = try CurlLoop()
        let http = try CurlLoop()
        let bench = Bench(
            inbox: Inbox(limits: limits), clock: clock, agenda: Agenda(clock: clock), faults: FaultBook(clock: clock),
            loop: loop,
            places: Places([]), logger: logger)
        let (ready, told) = AsyncStream.makeStream(of: HostPort.self)
        let server = WebServer(
            WebServer.Configuration(address: HostPort(host: "127.0.0.1", port: 0), allowedHosts: .loopback),
            logger: logger
        ) {
            routes(bench, $0)
        } onRunning: {
            told.yield($0)
        }
        let result: Result<Void, any Error> = await withTaskGroup(of: Void.self) { group in
            group.addTask { await bench.agenda.run() }
            group.addTask {
                defer { told.finish() }
                try? await server.run()
            }
            var result: Result<Void, any Error> = .failure(CancellationError())
            for await address in ready {
                do {
                    try await body(RunningBench(bench: bench, time: time, address: address, http: http))
                    result = .success(())
                } catch {
                    result = .failure(error)
                }
                break
            }
            group.cancelAll()
            return result
        }
        await http.shutdown(grace: .zero)
        await loop.shutdown(grace: .zero)
        try result.get()
    }

    /// Sends a request to the routes.
    package func send(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) async throws -> HTTPAnswer {
        try await http.perform(
            HTTPTransfer(
                method: method, url: "http://\(address)\(path)", headers: headers, body: body, timeout: .seconds(20)))
    }

    /// Sends JSON to the routes.
    package func send(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], json: JSON
    ) async throws -> HTTPAnswer {
        try await send(
            method, path, headers: [("Content-Type", "application/json;charset=UTF-8")] + headers, body: json.bytes)
    }
}
