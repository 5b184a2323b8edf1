// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Logging
import MockProviders
import MockSMTP
import MockTracking
import MockWorld
import ServiceLifecycle
import Settings
import Testing
import Values
import Web

/// How the mock ends.
struct ShutdownTests {
    @Test("a graceful shutdown tells SMTP clients 421, ends waits and event streams, and returns")
    func graceful() async throws {
        var settings = MockServerSettings()
        settings.smtp = HostPort(host: "127.0.0.1", port: 0)
        settings.http = HostPort(host: "127.0.0.1", port: 0)
        let (ready, told) = AsyncStream.makeStream(of: MockAddresses.self)
        let logger = Logger(label: "test") { JSONLogHandler(label: $0, level: .critical) }
        let server = MockServer(settings, logger: logger) { told.yield($0) }
        let services = ServiceGroup(services: [server], logger: logger)
        async let running: Void = services.run()
        var addresses = ready.makeAsyncIterator()
        let mock = RunningMock(addresses: try #require(await addresses.next()), http: try CurlLoop())
        async let talk = mock.talk(
            [
                "|", "EHLO client.example\r\n|", "MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<b@example.com>\r\n|",
                "DATA\r\n|", "Subject: last\r\n\r\nx\r\n.\r\n|",
            ], waitForClose: true)
        _ = try await mock.messages()
        async let events = mock.request("GET", "/api/events")
        async let waiting = mock.request("GET", "/api/wait?count=2&timeout=300s")
        await services.triggerGracefulShutdown()
        try await running
        let said = try await talk
        #expect(said.contains("250 2.0.0 Ok: queued") && said.contains("421 4.3.2 The server is shutting down"))
        // Whether they came in before the door closed or not: both are over.
        _ = try? await events
        _ = try? await waiting
        await mock.http.shutdown(grace: .zero)
    }

    @Test("a port that is taken is told in a sentence, and nothing keeps running")
    func portTaken() async throws {
        try await RunningMock.with { mock in
            for change in [
                { (settings: inout MockServerSettings) in settings.smtp = mock.addresses.smtp },
                { (settings: inout MockServerSettings) in settings.http = mock.addresses.http },
            ] {
                do {
                    try await RunningMock.with(change) { _ in Issue.record("it started") }
                } catch {
                    #expect("\(error)".lowercased().contains("cannot listen"))
                }
            }
        }
    }
}
