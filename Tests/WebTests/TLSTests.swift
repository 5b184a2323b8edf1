// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import ServiceLifecycle
import Settings
import TestSupport
import Testing
import Values
import Web

/// Inside TLS, as curl and Python's h2 see it.
struct TLSTests {
    private static func routes(_ router: Router<WebContext>) {
        router.get("/") { _, context in context.isHTTP2 ? "2" : "1" }
        router.post("/") { request, _ in "\(try await request.bytes().count) bytes" }
        router.post("/refused") { _, _ -> String in throw ProblemDetails.forbidden("No.") }
    }

    /// Serves with a certificate for `localhost` and runs curl against it.
    private static func curl(
        _ path: String, _ arguments: [String], bodyDeadline: Duration = .seconds(20)
    ) async throws -> Command {
        let authority = try await CertificateAuthority()
        var configuration = testConfiguration()
        configuration.tls = try Self.files(authority)
        configuration.bodyDeadline = bodyDeadline
        return try await withServer(configuration, routes: Self.routes) { port, _ in
            try await Command.run(
                ["curl", "-sS", "--max-time", "20", "--cacert", authority.caFile] + arguments
                    + ["https://localhost:\(port)\(path)"])
        }
    }

    private static func files(_ authority: CertificateAuthority) throws -> TLSFiles {
        func text(_ name: String) throws -> String {
            let path = try #require(authority.options[name] as? String)
            return try String(contentsOfFile: path, encoding: .utf8)
        }
        return try TLSFiles(certificatePEM: text("cert"), keyPEM: text("key"))
    }

    @Test(arguments: [("--http2", "2", "2"), ("--http1.1", "1", "1.1"), ("--no-alpn", "1", "1.1")])
    func theClientChoosesTheVersion(_ option: String, _ body: String, _ version: String) async throws {
        let answer = try await Self.curl("/", [option, "-w", " %{http_version} %{ssl_verify_result}"])
        #expect(answer.output == "\(body) \(version) 0", "\(answer.error)")
    }

    @Test func manyConnectionsAtOnceAreAllAnswered() async throws {
        let authority = try await CertificateAuthority()
        var configuration = testConfiguration()
        configuration.tls = try Self.files(authority)
        let answers = try await withServer(configuration, routes: Self.routes) { port, _ in
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await Command.run(
                            "curl",
                            [
                                "-sS", "--http2", "--cacert", authority.caFile, "https://localhost:\(port)/?[1-3]",
                            ]
                        ).output
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(answers == Array(repeating: "222", count: 40))
    }

    /// What the server announces, read by Python's h2.
    @Test func streamsHaveAMostNumberAtOnce() async throws {
        let authority = try await CertificateAuthority()
        var configuration = testConfiguration()
        configuration.tls = try Self.files(authority)
        let script = """
            import socket, ssl, sys, h2.connection, h2.events, h2.settings
            context = ssl.create_default_context(cafile=sys.argv[1])
            context.set_alpn_protocols(["h2"])
            with context.wrap_socket(
                socket.create_connection(("127.0.0.1", int(sys.argv[2])), 20), server_hostname="localhost") as wire:
                connection = h2.connection.H2Connection()
                connection.initiate_connection()
                wire.sendall(connection.data_to_send())
                while True:
                    for event in connection.receive_data(wire.recv(65536)):
                        if isinstance(event, h2.events.RemoteSettingsChanged):
                            print(connection.remote_settings.max_concurrent_streams,
                                  connection.remote_settings.max_header_list_size)
                            sys.exit()
            """
        let answer = try await withServer(configuration, routes: Self.routes) { port, _ in
            try await Command.run([
                Repository.root.appendingPathComponent(".venv/bin/python").path, "-c", script, authority.caFile,
                "\(port)",
            ])
        }
        #expect(answer.output == "100 16384\n", "\(answer.error)")
    }

    /// Asks once over HTTP/2, then answers nothing more, no PING either, until the server closes.
    private static let mute = """
        import socket, ssl, sys, h2.connection
        context = ssl.create_default_context(cafile=sys.argv[1])
        context.set_alpn_protocols(["h2"])
        wire = context.wrap_socket(
            socket.create_connection(("127.0.0.1", int(sys.argv[2])), 20), server_hostname="localhost")
        connection = h2.connection.H2Connection()
        connection.initiate_connection()
        if sys.argv[3] == "ask":
            connection.send_headers(1, [(":method", "GET"), (":path", "/"), (":scheme", "https"), (":authority", "localhost")], True)
        wire.sendall(connection.data_to_send())
        while wire.recv(65536): pass
        print("closed")
        """

    @Test(arguments: ["ask", "only connect"])
    func anIdleConnectionIsClosedWhateverItsClientDoes(_ what: String) async throws {
        let authority = try await CertificateAuthority()
        var configuration = testConfiguration()
        configuration.tls = try Self.files(authority)
        configuration.idleTimeout = .milliseconds(50)
        let answer = try await withServer(configuration, routes: Self.routes) { port, _ in
            try await Command.run([
                Repository.root.appendingPathComponent(".venv/bin/python").path, "-c", Self.mute, authority.caFile,
                "\(port)", what,
            ])
        }
        #expect(answer.output == "closed\n", "\(answer.error)")
    }

    @Test func aShutdownDoesNotWaitForAMuteClient() async throws {
        let authority = try await CertificateAuthority()
        var configuration = testConfiguration()
        configuration.tls = try Self.files(authority)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let answer = try await withServer(configuration) { router in
            router.get("/") { _, _ in
                arrived.yield()
                return "hello"
            }
        } test: { port, services in
            async let answer = Command.run([
                Repository.root.appendingPathComponent(".venv/bin/python").path, "-c", Self.mute, authority.caFile,
                "\(port)", "ask",
            ])
            _ = await arrivals.first { _ in true }
            await services.triggerGracefulShutdown()
            return try await answer
        }
        #expect(answer.output == "closed\n", "\(answer.error)")
    }

    @Test func whoDoesNotKnowTheAuthorityDoesNotConnect() async throws {
        let authority = try await CertificateAuthority()
        var configuration = testConfiguration()
        configuration.tls = try Self.files(authority)
        let answer = try await withServer(configuration, routes: Self.routes) { port, _ in
            try await Command.run("curl", ["-sS", "https://localhost:\(port)/"])
        }
        #expect(answer.status == 60)
    }

    @Test(arguments: ["--http2", "--http1.1"])
    func aBodyThatDripsIs408(_ option: String) async throws {
        let answer = try await Self.curl(
            "/",
            [
                option, "-i", "--limit-rate", "1", "-H", "Expect:", "--data-binary",
                String(repeating: "a", count: 100_000),
            ], bodyDeadline: .milliseconds(200))
        #expect(answer.output.contains("408"), "\(answer.output) \(answer.error)")
        #expect(answer.output.contains("urn:parcelpost:problem:body-too-slow"))
        #expect(answer.output.lowercased().contains("connection: close") == (option == "--http1.1"))
    }

    @Test(arguments: ["--http2", "--http1.1"])
    func aRefusedBodyIsNotReadToItsEnd(_ option: String) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(count: 8 << 20).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let answer = try await Self.curl("/refused", [option, "-w", " %{http_code}", "-T", file.path, "-X", "POST"])
        #expect(answer.output.hasSuffix(" 403"), "\(answer.output) \(answer.error)")
    }

    @Test(arguments: ["--http2", "--http1.1"])
    func aLargeBodyArrivesWhole(_ option: String) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(count: 1_000_000).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let answer = try await Self.curl("/", [option, "--data-binary", "@" + file.path])
        #expect(answer.output == "1000000 bytes", "\(answer.error)")
    }

    @Test(arguments: ["--http2", "--http1.1"])
    func headersHaveAMostNumberOfFields(_ option: String) async throws {
        let fields = (0..<101).flatMap { ["-H", "X-Many-\($0): a"] }
        let answer = try await Self.curl("/", [option, "-w", " %{http_code}"] + fields)
        #expect(answer.output.hasSuffix(" 431"), "\(answer.output) \(answer.error)")
        #expect(answer.output.contains("header-too-large"))
    }

    @Test func aHeaderTooLargeEndsTheConnectionOfHTTP2() async throws {
        let fields = (0..<6).flatMap { ["-H", "X-Large-\($0): " + String(repeating: "b", count: 3_500)] }
        let answer = try await Self.curl("/", ["--http2", "-w", " %{http_code}"] + fields)
        #expect(answer.status != 0)
        #expect(answer.output.hasSuffix(" 000"), "\(answer.output)")
    }

    @Test func aConnectionWithoutAHandshakeIsClosed() async throws {
        let authority = try await CertificateAuthority()
        var configuration = testConfiguration()
        configuration.tls = try Self.files(authority)
        configuration.idleTimeout = .milliseconds(50)
        let received = try await withServer(configuration, routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in await wire.readToEnd() }
        }
        #expect(received == "")
    }

    @Test func filesThatDoNotBelongTogetherAreRefused() async throws {
        let (one, other) = (try await CertificateAuthority(), try await CertificateAuthority())
        func text(_ authority: CertificateAuthority, _ name: String) throws -> String {
            try String(contentsOfFile: try #require(authority.options[name] as? String), encoding: .utf8)
        }
        let certificate = try text(one, "cert")
        let key = try text(other, "key")
        let wrong = #expect(throws: TLSFiles.Unusable.self) { try TLSFiles(certificatePEM: certificate, keyPEM: key) }
        #expect(wrong?.description == "The key for TLS is not that of the certificate.")
        #expect(throws: TLSFiles.Unusable.self) { try TLSFiles(certificatePEM: "", keyPEM: key) }
        #expect(throws: TLSFiles.Unusable.self) { try TLSFiles(certificatePEM: certificate, keyPEM: "nothing") }
    }
}
