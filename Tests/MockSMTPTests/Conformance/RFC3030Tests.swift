// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing

/// CHUNKING and BINARYMIME, by section of RFC 3030.
struct RFC3030Tests {
    private static let start =
        LiveServerTests.hello + ["MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<b@example.com>\r\n|"]

    @Test("2 chunks make one mail, dots and all, and each gets its 250")
    func chunks() async throws {
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(
                Self.start + [
                    "BDAT 10\r\nSubject: x|", "BDAT 8\r\n\r\n\r\n.\r\n.|", "BDAT 3 LAST\r\n.\r\n|", "QUIT\r\n|",
                ])
            #expect(said.contains("250 2.0.0 10 octets received") && said.contains("250 2.0.0 Ok: queued as"))
            #expect(smtp.messages.map { String(decoding: $0.raw, as: UTF8.self) } == ["Subject: x\r\n\r\n.\r\n..\r\n"])
            #expect(smtp.messages.first?.envelope.findings == [])
        }
    }

    @Test("2 BDAT 0 LAST ends a mail")
    func empty() async throws {
        try await RunningSMTP.with { smtp in
            _ = try await smtp.talk(Self.start + ["BDAT 12\r\nSubject: x\r\n|", "BDAT 0 LAST\r\n|"])
            #expect(smtp.messages.map(\.raw.count) == [12])
        }
    }

    @Test(
        "2 the size needs digits; where the bytes end is not known otherwise, so the connection ends",
        arguments: [
            "BDAT", "BDAT x", "BDAT -1", "BDAT 1 2", "BDAT 1 LAST more",
        ])
    func syntax(line: String) {
        var dialogue = Dialogue.withEnvelope()
        #expect(dialogue.code(line) == 501 && dialogue.answer.effect == .close)
    }

    @Test("2 the bytes of a refused BDAT are taken and dropped before the reply")
    func refused() async throws {
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(
                LiveServerTests.hello + [
                    "BDAT 8\r\nQUIT\r\n\r\n|", "NOOP\r\n|", "MAIL FROM:<a@example.com>\r\n|", "BDAT 6\r\nQUIT\r\n|",
                    "NOOP\r\n|",
                ])
            let codes = said.components("\n").filter { $0.dropFirst(3).first == " " }.map { String($0.prefix(3)) }
            #expect(codes == ["220", "250", "503", "250", "250", "554", "250"])
        }
    }

    @Test("2 DATA and BDAT are not mixed in one mail, nor MAIL and RCPT with chunks")
    func mixing() {
        for line in ["DATA", "MAIL FROM:<c@example.com>", "RCPT TO:<c@example.com>"] {
            var dialogue = Dialogue.withEnvelope()
            dialogue.say("BDAT 5")
            #expect(dialogue.code(line) == 503)
        }
    }

    @Test("2 RSET drops the chunks that have come")
    func reset() async throws {
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(Self.start + ["BDAT 3\r\nabc|", "RSET\r\n|", "BDAT 3 LAST\r\nabc|"])
            #expect(said.contains("503") && smtp.messages.isEmpty)
        }
    }

    @Test("2 chunks that together are too large are 552 5.3.4 (RFC 1870 section 6.3)")
    func tooLarge() async throws {
        try await RunningSMTP.with({ $0.maxMessageBytes = 10 }) { smtp in
            let said = try await smtp.talk(Self.start + ["BDAT 6\r\nabcdef|", "BDAT 6 LAST\r\nabcdef|", "NOOP\r\n|"])
            #expect(said.contains("552 5.3.4") && said.contains("250 2.0.0 Ok") && smtp.messages.isEmpty)
            let absurd = try await smtp.talk(Self.start + ["BDAT 99999999999999999999\r\n|"], waitForClose: true)
            #expect(absurd.contains("552 5.3.4") && absurd.hasSuffix("closed\n"))
        }
    }

    @Test("2 BDAT may be pipelined behind MAIL and RCPT (section 4.2)")
    func pipelined() async throws {
        try await RunningSMTP.with { smtp in
            _ = try await smtp.talk(
                LiveServerTests.hello + [
                    "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nBDAT 5\r\nab\r\ncBDAT 3 LAST\r\nd\r\nQUIT\r\n|",
                    "|", "|", "|", "|",
                ], waitForClose: true)
            #expect(smtp.messages.map { String(decoding: $0.raw, as: UTF8.self) } == ["ab\r\ncd\r\n"])
        }
    }

    @Test(
        "2 lines are looked at across chunks as they are after DATA",
        arguments: [
            (["a\r", "\nb\r\n"], [SMTPFinding.Rule]()), (["a\r", "b\r\n"], [.bareCR]), (["a", "\nb\r\n"], [.bareLF]),
            (["a\r\nb\r"], [.bareCR]),
        ])
    func lines(chunks: [String], rules: [SMTPFinding.Rule]) {
        for discipline in ["strict", "normalize"] {
            var settings = SMTPSettings()
            settings.discipline = SMTPSettings.Discipline(discipline) ?? .strict
            var scanner = SMTPDataScanner(settings: settings, parameters: SMTPMailParameters())
            for chunk in chunks { Array(chunk.utf8).withUnsafeBytes { scanner.take($0) } }
            scanner.endChunks()
            #expect(scanner.findings.map(\.rule) == rules)
            let body = String(decoding: scanner.body, as: UTF8.self)
            if discipline == "strict" { #expect(body == chunks.joined()) }
            if discipline == "normalize", rules != [] { #expect(body.contains("a\r\nb")) }
        }
    }

    @Test("3 BODY=BINARYMIME comes by BDAT and has no lines; DATA is refused with 503")
    func binary() async throws {
        var dialogue = Dialogue.withEnvelope(" BODY=BINARYMIME")
        #expect(dialogue.code("DATA") == 503 && dialogue.code("BDAT 1 LAST") == 250)
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(
                LiveServerTests.hello + [
                    "MAIL FROM:<a@example.com> BODY=BINARYMIME\r\n|", "RCPT TO:<b@example.com>\r\n|",
                    "BDAT 7 LAST\r\na\nb\r\u{0}c\n|",
                ])
            #expect(said.contains("queued as"))
            #expect(
                smtp.messages.map(\.raw) == [Array("a\nb\r\u{0}c\n".utf8)]
                    && smtp.messages.first?.envelope.findings == [])
        }
    }

    @Test("3 BINARYMIME is announced together with CHUNKING")
    func announcement() {
        #expect(Dialogue().lines.contains("CHUNKING") && Dialogue().lines.contains("BINARYMIME"))
    }
}
