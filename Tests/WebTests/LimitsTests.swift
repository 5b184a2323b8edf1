// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdTesting
import NIOCore
import ServiceLifecycle
import Settings
import Testing
import Values
import Web

struct LimitsTests {
    private static func routes(_ router: Router<WebContext>) {
        router.get("/") { _, _ in "hello" }
        router.post("/") { request, _ in "\(try await request.bytes().count) bytes" }
        router.post("/refused") { _, _ -> String in throw ProblemDetails.forbidden("No.") }
    }

    private static func configuration(
        _ change: (inout WebServer.Configuration) -> Void
    ) -> WebServer.Configuration {
        var configuration = testConfiguration()
        change(&configuration)
        return configuration
    }

    @Test func aBodyThatDripsIs408AndTheConnectionEnds() async throws {
        let configuration = Self.configuration { $0.bodyDeadline = .milliseconds(80) }
        let received = try await withServer(configuration, routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx")
                return await wire.readToEnd()
            }
        }
        #expect(received.hasPrefix("HTTP/1.1 408 "))
        #expect(received.contains("urn:parcelpost:problem:body-too-slow"))
        #expect(received.lowercased().contains("connection: close"))
    }

    @Test func whoWaitsToContinueIsToldTo() async throws {
        try await withServer(routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
                #expect(try await wire.read(until: "HTTP/1.1 100 Continue\r\n\r\n"))
                try await wire.send("abc")
                #expect(try await wire.read(until: "3 bytes"))
                #expect(wire.received.contains("HTTP/1.1 200 OK\r\n"))
                try await wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await wire.read(until: "hello"))
            }
        }
    }

    @Test func aRefusedBodyIsNotReadToItsEnd() async throws {
        let received = try await withServer(routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nx")
                return await wire.readToEnd()
            }
        }
        #expect(received.hasPrefix("HTTP/1.1 403 "))
    }

    @Test func aConnectionThatSaysNothingIsClosed() async throws {
        let configuration = Self.configuration { $0.idleTimeout = .milliseconds(50) }
        let received = try await withServer(configuration, routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in await wire.readToEnd() }
        }
        #expect(received == "")
    }

    @Test func aHeaderThatDoesNotEndIsClosed() async throws {
        let configuration = Self.configuration { $0.idleTimeout = .seconds(1) }
        let received = try await withServer(configuration, routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow:")
                return await wire.readToEnd()
            }
        }
        #expect(received == "")
    }

    @Test(
        arguments: [
            "X-Large: " + String(repeating: "a", count: 17_000) + "\r\n",
            String(repeating: "X-Many: a\r\n", count: 101),
            String(repeating: "X-Some: " + String(repeating: "b", count: 3_000) + "\r\n", count: 6),
        ])
    func headersHaveLimits(_ fields: String) async throws {
        let received = try await withServer(routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n")
                return await wire.readToEnd()
            }
        }
        #expect(received.hasPrefix("HTTP/1.1 431 "))
        #expect(received.contains("urn:parcelpost:problem:header-too-large"))
        #expect(received.contains("nosniff"))
    }

    @Test func aHeaderWithinTheLimitsPasses() async throws {
        let fields = String(repeating: "X-Many: " + String(repeating: "a", count: 100) + "\r\n", count: 98)
        let received = try await withServer(routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n")
                return await wire.readToEnd()
            }
        }
        #expect(received.hasPrefix("HTTP/1.1 200 "))
    }

    @Test(
        arguments: [
            "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost a\r\n\r\n",
            "\u{16}\u{3}\u{1}\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        ])
    func whatIsNoHTTPIs400(_ bytes: String) async throws {
        let received = try await withServer(routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send(bytes)
                return await wire.readToEnd()
            }
        }
        #expect(received.hasPrefix("HTTP/1.1 400 "))
        #expect(received.contains("application/problem+json"))
    }

    @Test func aPortInUseIsSaidInOneSentence() async throws {
        try await withServer(routes: Self.routes) { port, _ in
            let second = WebServer(
                WebServer.Configuration(address: HostPort(host: "127.0.0.1", port: port)), logger: LogLines().logger,
                routes: Self.routes)
            let error = await #expect(throws: ListenError.self) { try await second.run() }
            #expect(
                error?.description == "Cannot listen on 127.0.0.1:\(port): another program listens there; "
                    + "stop it, or choose another port (0 takes a free one).")
        }
    }

    @Test func aRequestInFlightIsFinishedAtShutdown() async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let (releases, release) = AsyncStream.makeStream(of: Void.self)
        let received = try await withServer { router in
            router.get("/slow") { _, _ in
                arrived.yield()
                _ = await releases.first { _ in true }
                return "finished"
            }
        } test: { port, services in
            try await RawConnection.open(port) { wire in
                try await wire.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = await arrivals.first { _ in true }
                await services.triggerGracefulShutdown()
                release.yield()
                return await wire.readToEnd()
            }
        }
        #expect(received.hasPrefix("HTTP/1.1 200 "))
        #expect(received.hasSuffix("finished"))
    }

    @Test func moreConnectionsThanAllowedWaitTheirTurn() async throws {
        let configuration = Self.configuration { $0.maximumConnections = 1 }
        try await withServer(configuration, routes: Self.routes) { port, _ in
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await RawConnection.open(port) { wire in
                            try await wire.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                            return await wire.readToEnd()
                        }
                    }
                }
                for try await received in group { #expect(received.hasSuffix("hello")) }
            }
        }
    }
}
