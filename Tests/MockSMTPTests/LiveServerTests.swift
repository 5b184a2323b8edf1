// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing
import Values

/// The server over a socket: what is kept, what is refused, what the dialogue says.
struct LiveServerTests {
    static let hello = ["|", "EHLO client.example\r\n|"]
    static let envelope =
        hello + ["MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<b@example.com>\r\n|", "DATA\r\n|"]

    @Test(
        "a mail that cannot be parsed is kept and answered with its id all the same",
        arguments: [
            "\u{0}\u{1}not a mail at all\r\n", ": no name\r\n=?x?b?!!!\r\n", "",
            "Content-Type: multipart/mixed\r\n\r\n--\r\n----\r\n",
            "Content-Type: text/plain; charset=\"nonsense\"\r\n\r\nx\r\n",
        ])
    func unparsable(body: String) async throws {
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(Self.envelope + [body + ".\r\n|"])
            let message = try #require(smtp.messages.first)
            #expect(
                said.contains("queued as \(message.id)") && message.raw == Array(body.utf8) && message.refusal == nil)
            _ = message.summary
        }
    }

    @Test(
        "a broken mail is 550 5.5.2, kept as refused with its finding, and the session goes on",
        arguments: [
            ("a\r\nb\nc\r\n.\r\n", "bare-lf"), ("a\rb\r\n.\r\n", "bare-cr"),
            ("a\n.\r\nMAIL FROM:<x@y.z>\r\n.\r\n", "odd-end-of-data"),
        ])
    func refused(wire: String, rule: String) async throws {
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(Self.envelope + [wire + "|", "NOOP\r\n|"])
            #expect(said.contains("550 5.5.2 Refused: ") && said.contains("250 2.0.0 Ok\n"))
            #expect(smtp.messages.count == 1 && smtp.messages.first?.refusal?.hasPrefix("550 5.5.2") == true)
            #expect(smtp.messages.first?.envelope.findings.map(\.rule.rawValue).contains(rule) == true)
        }
        for discipline in ["normalize", "lenient"] {
            try await RunningSMTP.with({ $0.discipline = SMTPSettings.Discipline(discipline) ?? .strict }) { smtp in
                let said = try await smtp.talk(Self.envelope + ["a\r\nb\nc\r\n.\r\n|"])
                #expect(said.contains("queued as") && smtp.messages.first?.refusal == nil)
                #expect(smtp.messages.first?.envelope.findings.map(\.rule) == [.bareLF])
                let stored = discipline == "normalize" ? "a\r\nb\r\nc\r\n" : "a\r\nb\nc\r\n"
                #expect(smtp.messages.first?.raw == Array(stored.utf8))
            }
        }
    }

    @Test("a mail sent behind DATA without waiting is refused, read by nobody, and kept with its badge")
    func earlyTalk() async throws {
        let behind = "MAIL FROM:<evil@example.com>\r\n\r\nx\r\n.\r\n"
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(
                Self.hello + ["MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n" + behind],
                waitForClose: true)
            #expect(said.contains("550 5.5.2 Early talk") && said.hasSuffix("closed\n"))
            let message = try #require(smtp.messages.first)
            #expect(smtp.messages.count == 1 && message.refusal?.hasPrefix("550 5.5.2") == true)
            #expect(message.envelope.findings.map(\.rule) == [.earlyTalk] && message.envelope.sender == "a@example.com")
            #expect(message.raw == Array(behind.utf8))
        }
    }

    @Test("the dialogue is kept with its times, in order")
    func transcript() async throws {
        try await RunningSMTP.with { smtp in
            _ = try await smtp.talk(Self.envelope + ["x\r\n.\r\n|"])
            let entries = try #require(smtp.messages.first).transcript.entries
            #expect(entries.map(\.microseconds) == entries.map(\.microseconds).sorted())
            let said = entries.filter { $0.speaker == .client }.map(\.text)
            #expect(said == ["EHLO client.example", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA"])
            #expect(entries.last?.text.contains("queued as") == true)
        }
    }

    @Test("a certificate that is none is told at the start")
    func badCertificate() async throws {
        await #expect(throws: ValueError.self) {
            try await RunningSMTP.with({ $0.tls = SMTPSettings.TLS(certificatePEM: "none", keyPEM: "none") }) { _ in }
        }
    }

    @Test("users that are configured are the only ones, and their name is the space")
    func users() async throws {
        try await RunningSMTP.with({ $0.users = ["red": Secret("pw")] }) { smtp in
            let good = Base64.encode(Array("\0red\0pw".utf8))
            let bad = Base64.encode(Array("\0red\0no".utf8))
            let said = try await smtp.talk(
                Self.hello + ["AUTH PLAIN \(bad)\r\n|", "AUTH PLAIN \(good)\r\n|"] + Self.envelope.dropFirst(2) + [
                    "x\r\n.\r\n|"
                ])
            #expect(said.contains("535 5.7.8") && said.contains("235 2.7.0") && smtp.messages.first?.space == "red")
        }
    }
}
