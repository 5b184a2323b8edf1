// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import TestSupport
import Testing

/// STARTTLS, by section of RFC 3207.
struct RFC3207Tests {
    private static func withTLS(_ settings: inout SMTPSettings) {
        settings.tls = SMTPSettings.TLS(certificatePEM: "", keyPEM: "")
    }

    @Test("4 STARTTLS is announced where it can be had, and not inside TLS")
    func announcement() {
        var dialogue = Dialogue(["EHLO client.example"], Self.withTLS)
        #expect(dialogue.lines.contains("STARTTLS") && !Dialogue().lines.contains("STARTTLS"))
        dialogue.say("STARTTLS")
        dialogue.encrypt()
        dialogue.say("EHLO client.example")
        #expect(!dialogue.lines.contains("STARTTLS"))
    }

    @Test("4 STARTTLS is 220, takes no argument (501), is not offered without a certificate (502), comes once (503)")
    func command() {
        var dialogue = Dialogue(["EHLO client.example"], Self.withTLS)
        #expect(dialogue.code("STARTTLS now") == 501 && dialogue.code("STARTTLS") == 220)
        dialogue.encrypt()
        #expect(dialogue.code("STARTTLS") == 503)
        var plain = Dialogue()
        #expect(plain.code("STARTTLS") == 502)
        var busy = Dialogue.withEnvelope("", Self.withTLS)
        #expect(busy.code("STARTTLS") == 503)
    }

    @Test("4 a server that needs TLS says 530 5.7.0 to MAIL, and takes EHLO, NOOP, QUIT and STARTTLS before it")
    func requirement() {
        var dialogue = Dialogue(["EHLO client.example"]) {
            Self.withTLS(&$0)
            $0.requiresTLS = true
        }
        #expect(dialogue.say("MAIL FROM:<a@example.com>").hasPrefix("530 5.7.0") && dialogue.code("NOOP") == 250)
        #expect(!dialogue.lines.contains { $0.hasPrefix("AUTH") } && dialogue.code("STARTTLS") == 220)
        dialogue.encrypt()
        dialogue.say("EHLO client.example")
        #expect(dialogue.code("MAIL FROM:<a@example.com>") == 250)
    }

    @Test("4.2 all that was said before TLS is forgotten: EHLO, AUTH, the mail")
    func reset() {
        var dialogue = Dialogue(["EHLO client.example", "AUTH PLAIN AGEAYg=="], Self.withTLS)
        #expect(dialogue.session.user == "a")
        dialogue.say("STARTTLS")
        dialogue.encrypt()
        #expect(dialogue.session.user == nil && dialogue.session.state == .greeted)
        #expect(dialogue.code("MAIL FROM:<a@example.com>") == 503)
    }

    @Test(
        "4.2 plain text behind STARTTLS is never read as commands, in any discipline",
        arguments: ["strict", "normalize", "lenient"])
    func injection(discipline: String) async throws {
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(
            authority: authority, { $0.discipline = SMTPSettings.Discipline(discipline) ?? .strict }
        ) { smtp in
            let said = try await smtp.talk(
                LiveServerTests.hello + [
                    "STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<b@example.com>\r\n|",
                    "<TLS>",
                    "DATA\r\n|", "QUIT\r\n|",
                ])
            if discipline == "strict" {
                #expect(said.contains("550 5.5.2") && !said.contains("220 2.0.0"))
            } else {
                // Had the injected lines counted, DATA would be 354.
                #expect(said.contains("220 2.0.0") && said.contains("503 5.5.1") && !said.contains("354"))
            }
            #expect(smtp.messages.isEmpty)
            guard discipline != "strict" else { return }
            _ = try await smtp.talk(
                LiveServerTests.hello + ["STARTTLS\r\nNOOP\r\n|", "<TLS>"] + LiveServerTests.envelope.dropFirst() + [
                    "x\r\n.\r\n|"
                ])
            let message = try #require(smtp.messages.first)
            #expect(message.envelope.findings.map(\.rule) == [.beforeTLS] && message.refusal == nil)
            #expect(message.transcript.entries.contains { $0.text == "dropped 6 bytes of plain text behind STARTTLS" })
        }
    }

    @Test("4.2 a mail through STARTTLS is kept with the note that it came so")
    func throughTLS() async throws {
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            let said = try await smtp.talk(
                LiveServerTests.hello + ["STARTTLS\r\n|", "<TLS>"] + LiveServerTests.envelope.dropFirst() + [
                    "x\r\n.\r\n|", "QUIT\r\n|",
                ])
            #expect(said.contains("queued as"))
            let message = try #require(smtp.messages.first)
            #expect(message.envelope.tls == "TLSv1.3")
            #expect(message.transcript.entries.contains { $0.text == "STARTTLS" })
        }
    }

    @Test("4 TLS from the first byte, on its own port (RFC 8314 section 3.3)")
    func implicit() async throws {
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            let said = try await smtp.talk(LiveServerTests.envelope + ["x\r\n.\r\n|", "QUIT\r\n|"], inside: true)
            #expect(said.hasPrefix("220 ") && said.contains("queued as") && !said.contains("STARTTLS"))
        }
    }

    @Test("4.1 a handshake that fails ends the connection and nothing else")
    func failedHandshake() async throws {
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            let said = try await smtp.talk(
                LiveServerTests.hello + ["STARTTLS\r\n|", "no handshake\r\n"], waitForClose: true)
            #expect(said.contains("220 2.0.0") && (said.hasSuffix("closed\n") || said.hasSuffix("reset\n")))
            #expect(try await smtp.talk(LiveServerTests.hello).contains("250 HELP"))
        }
    }
}
