// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import Logging
import MockSMTP
import MockWorld
import Settings
import Synchronization
import TestSupport
import Testing
import Values
import Web

/// The SMTP server with a bench of its own on free ports, for as long as a test needs it.
struct RunningSMTP: Sendable {
    let bench: Bench
    let server: HostPort
    /// Inside TLS from the first byte; nil without a certificate.
    let secure: HostPort?

    var port: String { String(server.port) }
    var securePort: String { String(secure?.port ?? 0) }

    /// Serves, hands it out and ends it.
    ///
    /// - Parameters:
    ///   - authority: Whose certificate it offers; nil for no TLS.
    ///   - mailbox: What stands between the server and the inbox; by default nothing does.
    static func with(
        authority: CertificateAuthority? = nil, limits: Inbox.Limits = Inbox.Limits(),
        bounces: BounceSettings = BounceSettings(),
        mailbox: @escaping @Sendable (Bench, InboxMailbox) -> any SMTPMailbox = { $1 },
        _ change: (inout SMTPSettings) -> Void = { _ in },
        _ body: @escaping @Sendable (RunningSMTP) async throws -> Void
    ) async throws {
        var settings = SMTPSettings()
        settings.tls = try authority.map {
            SMTPSettings.TLS(
                certificatePEM: try String(contentsOfFile: $0.file("cert"), encoding: .utf8),
                keyPEM: try String(contentsOfFile: $0.file("key"), encoding: .utf8))
        }
        change(&settings)
        let clock = MockClock(ManualWallClock(Timestamp(milliseconds: 1_795_348_800_000)))
        let loop = try CurlLoop()
        let bench = Bench(
            inbox: Inbox(limits: limits), clock: clock, agenda: Agenda(clock: clock), faults: FaultBook(), loop: loop,
            places: Places([]), logger: Logger(label: "test") { JSONLogHandler(label: $0, level: .critical) })
        let smtp = SMTPServer(
            settings: settings, mailbox: mailbox(bench, InboxMailbox(bench: bench, bounces: bounces)))
        let (ready, told) = AsyncStream.makeStream(of: HostPort.self)
        let free = HostPort(host: "127.0.0.1", port: 0)
        let inside = Told()
        let hasTLS = settings.tls != nil
        let result: Result<Void, any Error> = await withTaskGroup(of: Result<Void, any Error>?.self) { group in
            group.addTask {
                await bench.agenda.run()
                return nil
            }
            group.addTask {
                defer { told.finish() }
                do {
                    try await smtp.run(free, tls: hasTLS ? free : nil) {
                        told.yield($0)
                    } onBoundTLS: { address in
                        inside.address.withLock { $0 = address }
                    }
                    return nil
                } catch {
                    return .failure(error)
                }
            }
            var result: Result<Void, any Error>?
            for await address in ready {
                do {
                    try await body(RunningSMTP(bench: bench, server: address, secure: inside.address.withLock { $0 }))
                    result = .success(())
                } catch {
                    result = .failure(error)
                }
                break
            }
            group.cancelAll()
            for await ended in group {
                if let ended, result == nil { result = ended }
            }
            return result ?? .failure(CancellationError())
        }
        await loop.shutdown(grace: .zero)
        try result.get()
    }

    private final class Told: Sendable {
        let address = Mutex<HostPort?>(nil)
    }

    /// All that is kept, refused mails too, newest first.
    var messages: [InboxMessage] { bench.inbox.list(Self.everything, limit: 10_000).messages }

    private static var everything: InboxFilter {
        var filter = InboxFilter()
        filter.refused = .include
        return filter
    }

    /// Talks SMTP over a bare socket.
    ///
    /// - Parameters:
    ///   - pieces: What to send; after each piece that ends in `|` (which is not sent) a reply is waited for. A piece
    ///     `<TLS>` begins TLS. Bytes above 127 are written as `\\x..` of Latin-1 by the caller's string being UTF-8.
    ///   - waitForClose: Whether to read until the server closes.
    ///   - inside: Whether the connection is inside TLS from the first byte.
    /// - Returns: All that the server said; a connection that was reset says `reset`, one that was closed `closed`.
    func talk(_ pieces: [String], waitForClose: Bool = false, inside: Bool = false) async throws -> String {
        let escaped = pieces.map { $0 == "<TLS>" ? $0 : $0.utf8.map { Self.escape($0) }.joined() }
        let command = try await Command.run(
            "python3",
            [
                "-c", Self.script, inside ? securePort : port, waitForClose ? "close" : "stay",
                inside ? "tls" : "plain",
            ] + escaped)
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

    private static let script = """
        import socket, ssl, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        out = []
        if sys.argv[3] == "tls": s = context.wrap_socket(s)
        f = s.makefile("rb")
        def reply():
            while True:
                line = f.readline()
                if not line:
                    out.append("closed\\n")
                    return False
                out.append(line.decode("utf-8", "replace"))
                if line[3:4] != b"-": return True
        try:
            for piece in sys.argv[4:]:
                if piece == "<TLS>":
                    s = context.wrap_socket(s)
                    f = s.makefile("rb")
                    continue
                data = piece.encode("latin-1").decode("unicode_escape").encode("latin-1")
                wait = data.endswith(b"|")
                if wait: data = data[:-1]
                if data: s.sendall(data)
                if wait and not reply(): break
            if sys.argv[2] == "close":
                while reply(): pass
        except (ConnectionResetError, BrokenPipeError): out.append("reset\\n")
        except ssl.SSLError: out.append("no TLS\\n")
        sys.stdout.write("".join(out).replace("\\r\\n", "\\n"))
        """
}

extension CertificateAuthority {
    /// The file of the certificate (`cert`) or the key (`key`).
    func file(_ name: String) throws -> String {
        try #require(options[name] as? String)
    }
}
