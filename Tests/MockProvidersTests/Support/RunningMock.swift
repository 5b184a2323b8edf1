// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Logging
import MockProviders
import MockSMTP
import MockTracking
import MockWorld
import Settings
import TestSupport
import Values
import Web

/// A mock on free ports, for as long as a test needs it.
struct RunningMock: Sendable {
    let addresses: MockAddresses
    let http: CurlLoop

    var smtpPort: String { String(addresses.smtp.port) }
    var smtp: String { "127.0.0.1:" + smtpPort }

    /// Starts a mock, hands it out and ends it.
    static func with(
        _ change: (inout MockServerSettings) -> Void = { _ in }, clock: any WallClock = SystemWallClock(),
        _ body: @escaping @Sendable (RunningMock) async throws -> Void
    ) async throws {
        var settings = MockServerSettings()
        settings.chooseFreePorts()
        change(&settings)
        let (ready, told) = AsyncStream.makeStream(of: MockAddresses.self)
        let server = MockServer(
            settings, clock: clock, logger: Logger(label: "test") { JSONLogHandler(label: $0, level: .critical) }
        ) {
            told.yield($0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { told.finish() }
                try await server.run()
            }
            var addresses: MockAddresses?
            for await told in ready {
                addresses = told
                break
            }
            guard let addresses else {
                try await group.waitForAll()
                return
            }
            let http = try CurlLoop()
            let result: Result<Void, any Error>
            do {
                try await body(RunningMock(addresses: addresses, http: http))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await http.shutdown(grace: .zero)
            group.cancelAll()
            try? await group.waitForAll()
            try result.get()
        }
    }

    /// A request to the API.
    func request(
        _ method: String = "GET", _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        try await http.perform(
            HTTPTransfer(
                method: method, url: "http://\(addresses.http)" + path, headers: headers, body: body,
                maxResponseBytes: 64 << 20))
    }

    /// The JSON of a path.
    func json(_ path: String) async throws -> JSON {
        try JSON(parsing: try await request("GET", path).body)
    }

    /// The accepted messages, newest first, once there are so many.
    func messages(_ count: Int = 1, query: String = "") async throws -> [JSON] {
        let answer = try await json("/api/wait?count=\(count)&timeout=30s&limit=1000&query=" + query)
        return answer["messages"]?.array ?? []
    }

    /// Talks SMTP over a bare socket.
    ///
    /// - Parameter pieces: What to send; after each piece that ends in `|` (which is not sent) a reply is waited for.
    /// - Returns: All that the server said, until it closed or, at the end, was asked to.
    func talk(_ pieces: [String], waitForClose: Bool = false) async throws -> String {
        let script = """
            import socket, sys
            s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)
            f = s.makefile("rb")
            out = []
            def reply():
                while True:
                    line = f.readline()
                    if not line: return False
                    out.append(line.decode())
                    if line[3:4] != b"-": return True
            try:
                for piece in sys.argv[3:]:
                    data = piece.encode("latin-1").decode("unicode_escape").encode("latin-1")
                    wait = data.endswith(b"|")
                    if wait: data = data[:-1]
                    if data: s.sendall(data)
                    if wait and not reply(): break
                if sys.argv[2] == "close":
                    while reply(): pass
            except (ConnectionResetError, BrokenPipeError): out.append("reset")
            sys.stdout.write("".join(out))
            """
        let escaped = pieces.map { $0.utf8.map { Self.escape($0) }.joined() }
        let command = try await Command.run(
            "python3", ["-c", script, smtpPort, waitForClose ? "close" : "stay"] + escaped)
        guard command.status == 0 else { throw TalkError(text: command.error) }
        return command.output
    }

    struct TalkError: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }

    private static func escape(_ byte: UInt8) -> String {
        byte >= 0x20 && byte < 0x7F && byte != 0x5C
            ? String(Character(Unicode.Scalar(byte))) : "\\x" + Hex.encode([byte])
    }
}
