// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MockSMTP
import MockWorld
import TestSupport
import Testing

/// Clients that mean harm or are broken: bounded memory, clear refusals, and the server goes on.
struct BadInputTests {
    /// The memory of this process in MiB.
    private static func residentMiB() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    }

    /// Runs a script against the server; `port` is its first argument.
    private static func attack(_ smtp: RunningSMTP, _ script: String, _ arguments: [String] = []) async throws -> String
    {
        let prelude = """
            import socket, sys
            port = int(sys.argv[1])
            def connect():
                s = socket.create_connection(("127.0.0.1", port), timeout=60)
                return s, s.makefile("rb")
            def reply(f):
                text = b""
                while True:
                    line = f.readline()
                    text += line
                    if not line or line[3:4] != b"-": return text.decode()
            def start(s, f, extra=""):
                reply(f)
                for line in ("EHLO c.example", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA"):
                    s.sendall(line.encode() + b"\\r\\n")
                    reply(f)

            """
        let command = try await Command.run("python3", ["-c", prelude + script, smtp.port] + arguments)
        #expect(command.status == 0, "\(command.error)")
        return command.output
    }

    @Test("a mail of 100 MB is refused with 552 5.3.4, whether its size is told or not, and costs no memory")
    func hugeMail() async throws {
        try await RunningSMTP.with { smtp in
            let before = try Self.residentMiB()
            let said = try await Self.attack(
                smtp,
                """
                s, f = connect()
                reply(f)
                s.sendall(b"EHLO c.example\\r\\n"); reply(f)
                s.sendall(b"MAIL FROM:<a@example.com> SIZE=104857600\\r\\n"); print(reply(f))
                s, f = connect()
                start(s, f)
                block = (b"x" * 76 + b"\\r\\n") * 1000
                for n in range(104857600 // len(block)): s.sendall(block)
                s.sendall(b".\\r\\n"); print(reply(f))
                s.sendall(b"NOOP\\r\\n"); print(reply(f))
                """)
            #expect(said.ranges(of: "552 5.3.4").count == 2 && said.contains("250 2.0.0 Ok"))
            #expect(smtp.messages.isEmpty)
            #expect(try Self.residentMiB() - before < 120)
        }
    }

    @Test("a header of 1 GB is cut off with 552 long before its end, and costs no memory")
    func endlessHeader() async throws {
        try await RunningSMTP.with { smtp in
            let before = try Self.residentMiB()
            let said = try await Self.attack(
                smtp,
                """
                s, f = connect()
                start(s, f)
                sent = 0
                s.sendall(b"X-Long: ")
                block = b"a" * (1 << 20)
                try:
                    while sent < 1 << 30:
                        s.sendall(block); sent += len(block)
                except OSError: pass
                print(sent >> 20)
                try: print(reply(f))
                except OSError: print("reset")
                """)
            let mebibytes = Int(said.split(separator: "\n").first ?? "") ?? 0
            #expect((200...300).contains(mebibytes), "cut at eight times 25 MiB, and what the sockets hold: \(said)")
            #expect(said.contains("552 5.3.4") || said.contains("reset"))
            #expect(try Self.residentMiB() - before < 120)
            #expect(smtp.messages.isEmpty)
        }
    }

    @Test("10,000 recipients: the first 1,000 are taken, the others are told 452 4.5.3")
    func manyRecipients() async throws {
        try await RunningSMTP.with { smtp in
            let said = try await Self.attack(
                smtp,
                """
                s, f = connect()
                reply(f)
                s.sendall(b"EHLO c.example\\r\\n"); reply(f)
                s.sendall(b"MAIL FROM:<a@example.com>\\r\\n"); reply(f)
                codes = {}
                for group in range(100):
                    s.sendall(b"".join(b"RCPT TO:<r%d@example.com>\\r\\n" % (group * 100 + n) for n in range(100)))
                    for n in range(100):
                        code = reply(f)[:9]
                        codes[code] = codes.get(code, 0) + 1
                print(codes)
                s.sendall(b"DATA\\r\\n"); reply(f)
                s.sendall(b"x\\r\\n.\\r\\n"); print(reply(f))
                """)
            #expect(
                said.contains("'250 2.1.5': 1000") && said.contains("'452 4.5.3': 9000") && said.contains("queued as"))
            #expect(smtp.messages.first?.envelope.recipients.count == 1_000)
            #expect((smtp.messages.first?.transcript.byteCount ?? 0) <= 70_000)
        }
    }

    @Test("1,000 connections at a time are served, the next is told 421 4.3.2, and one that ends makes room")
    func manyConnections() async throws {
        var files = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        files.rlim_cur = max(files.rlim_cur, min(files.rlim_max, 16_384))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        try await RunningSMTP.with { smtp in
            let said = try await Self.attack(
                smtp,
                """
                import resource
                resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]), resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
                all = [connect() for n in range(1000)]
                print(sum(reply(f)[:3] == "220" for s, f in all))
                s, f = connect(); print(reply(f))
                s, f = all.pop(); s.sendall(b"QUIT\\r\\n"); reply(f); f.read(); s.close(); f.close()
                for n in range(200):
                    s, f = connect(); text = reply(f)
                    if text.startswith("220"): break
                    s.close(); f.close()
                print(text)
                """)
            #expect(said.hasPrefix("1000\n421 4.3.2") && said.contains("\n220 "))
        }
    }

    @Test("a client that drips bytes for ever is told 421 4.4.2: a command must end in its time, and a mail")
    func slowLoris() async throws {
        try await RunningSMTP.with({
            $0.commandTimeout = .seconds(3); $0.dataTimeout = .seconds(3)
        }) { smtp in
            let said = try await Self.attack(
                smtp,
                """
                import select
                def drip(s, f, byte):
                    for n in range(2000):
                        if select.select([s], [], [], 0.02)[0]: return reply(f)
                        s.sendall(byte)
                    return "never"
                s, f = connect(); reply(f); print(drip(s, f, b"N"))
                s, f = connect(); start(s, f); print(drip(s, f, b"x\\r\\n"))
                """)
            #expect(said.ranges(of: "421 4.4.2").count == 2, "\(said)")
            #expect(!said.contains("never") && smtp.messages.isEmpty)
        }
    }

    @Test("a line without end is cut in commands and measured in mails")
    func endlessLines() async throws {
        try await RunningSMTP.with { smtp in
            let said = try await Self.attack(
                smtp,
                """
                s, f = connect(); reply(f)
                s.sendall(b"NOOP " + b"x" * 10_000_000 + b"\\r\\n"); print(reply(f))
                s.sendall(b"QUIT\\r\\n"); reply(f)
                s, f = connect(); start(s, f)
                s.sendall(b"x" * 10_000_000 + b"\\r\\n.\\r\\n"); print(reply(f))
                """)
            #expect(said.contains("500 5.5.2") && said.contains("550 5.5.2"))
            #expect(smtp.messages.map(\.raw.count) == [10_000_002])
        }
    }

    @Test("a client that never reads its replies is not read from")
    func noReading() async throws {
        try await RunningSMTP.with({ $0.maxErrors = 1_000_000_000 }) { smtp in
            let before = try Self.residentMiB()
            let said = try await Self.attack(
                smtp,
                """
                s = socket.socket()
                s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                s.connect(("127.0.0.1", port)); s.settimeout(2)
                sent = 0
                try:
                    while sent < 200_000_000: sent += s.send(b"RSET\\r\\n" * 10_000)
                except OSError: print("stopped")
                """)
            #expect(said.contains("stopped"))
            #expect(try Self.residentMiB() - before < 60)
        }
    }
}
