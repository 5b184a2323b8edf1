// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Testing
import Web

struct AllowedHostsTests {
    @Test(
        arguments: [
            ("localhost", true), ("localhost:8026", true), ("LocalHost:1", true), ("127.0.0.1:8026", true),
            ("127.1.2.3", true), ("[::1]:8026", true), ("[::1]", true), ("inbox.localhost:1", true),
            ("localhost.", true), ("evil.example", false), ("evil.example:8026", false),
            ("127.0.0.1.evil.example", false), ("localhost.evil.example", false), ("", false), ("[::2]", false),
            ("192.168.0.2", false), ("0.0.0.0", false),
        ])
    func loopbackIsToldFromTheRest(_ authority: String, _ expected: Bool) {
        #expect(AllowedHosts.loopback.allows(authority) == expected)
    }

    @Test func moreNamesCanBeAllowed() {
        let hosts = AllowedHosts(["QA.example"])
        #expect(hosts.allows("qa.example:8026"))
        #expect(!hosts.allows("other.example"))
        #expect(hosts.allows("127.0.0.1"))
    }

    private func answer(_ request: String) async throws -> String {
        var configuration = testConfiguration()
        configuration.allowedHosts = .loopback
        return try await withServer(configuration) { router in
            router.get("/") { _, _ in "hello" }
            router.post("/") { _, _ in "changed" }
        } test: { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send(request + "Connection: close\r\n\r\n")
                return await wire.readToEnd()
            }
        }
    }

    @Test func aPageWithItsOwnNameForLoopbackIsRefused() async throws {
        let received = try await answer("GET / HTTP/1.1\r\nHost: evil.example:8026\r\n")
        #expect(received.hasPrefix("HTTP/1.1 421 "))
        #expect(received.contains("host-not-allowed"))
        #expect(received.contains("nosniff"))
        #expect(try await answer("GET / HTTP/1.1\r\nHost: localhost\r\n").hasSuffix("hello"))
    }

    @Test(arguments: ["https://evil.example", "null", "http://localhost.evil.example:8026"])
    func aPageOfAnotherSiteCannotChangeAnything(_ origin: String) async throws {
        let received = try await answer(
            "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: \(origin)\r\nContent-Length: 0\r\n")
        #expect(received.hasPrefix("HTTP/1.1 403 "))
        #expect(received.contains("origin-not-allowed"))
    }

    @Test(arguments: ["Origin: http://localhost:3000\r\n", "Origin: http://127.0.0.1\r\n", ""])
    func pagesOfThisMachineAndProgramsMay(_ origin: String) async throws {
        let received = try await answer("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\(origin)Content-Length: 0\r\n")
        #expect(received.hasSuffix("changed"))
    }
}
