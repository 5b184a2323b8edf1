// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing
import Values

/// AUTH, by section of RFC 4954; the known pairs are those of RFC 4616 and of Google's XOAUTH2 page.
struct RFC4954Tests {
    private static func withUsers(_ settings: inout SMTPSettings) {
        settings.users = ["tim": Secret("tanstaaftanstaaf"), "test": Secret("1234")]
        settings.requiresAuth = true
    }

    @Test("3 AUTH and its mechanisms are announced")
    func announcement() {
        #expect(Dialogue().lines.contains("AUTH PLAIN LOGIN XOAUTH2"))
    }

    @Test(
        "4 the examples of the RFCs, with the response at once or after a 334",
        arguments: [
            // RFC 4954 section 4.1 and RFC 4616 section 4.
            (["AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ="], [235]), (["AUTH PLAIN", "dGVzdAB0ZXN0ADEyMzQ="], [334, 235]),
            (["AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm"], [235]),
            (["AUTH LOGIN", "dGlt", "dGFuc3RhYWZ0YW5zdGFhZg=="], [334, 334, 235]),
            (["AUTH PLAIN AHRpbQB3cm9uZw=="], [535]), (["AUTH LOGIN dGlt", "d3Jvbmc="], [334, 535]),
            (["AUTH XOAUTH2 dXNlcj10aW0BYXV0aD1CZWFyZXIgdGFuc3RhYWZ0YW5zdGFhZgEB"], [235]),
            (["AUTH XOAUTH2 dXNlcj10aW0BYXV0aD1CZWFyZXIgd3JvbmcBAQ==", ""], [334, 535]),
        ])
    func mechanisms(lines: [String], codes: [Int]) {
        var dialogue = Dialogue(["EHLO client.example"], Self.withUsers)
        #expect(lines.map { dialogue.code($0) } == codes)
        #expect((dialogue.session.user != nil) == (codes.last == 235) && dialogue.session.state == .ready)
    }

    @Test(
        "4 an unknown mechanism is 504, a cancelled one 501, what is not base64 501 5.5.2",
        arguments: [
            (["AUTH CRAM-MD5"], "504 5.5.4"), (["AUTH"], "501 5.5.4"), (["AUTH PLAIN", "*"], "501"),
            (["AUTH PLAIN !!!"], "501 5.5.2"),
            (["AUTH PLAIN ="], "501 5.5.2"),
        ])
    func refusals(lines: [String], reply: String) {
        var dialogue = Dialogue()
        for line in lines { dialogue.say(line) }
        #expect(dialogue.answer.reply.description.hasPrefix(reply) && dialogue.session.state == .ready)
    }

    @Test("4 AUTH comes after EHLO, once, and not inside a mail: 503")
    func order() {
        var early = Dialogue([])
        var late = Dialogue.withEnvelope()
        var twice = Dialogue(["EHLO client.example", "AUTH PLAIN AGEAYg=="])
        var old = Dialogue(["HELO client.example"])
        #expect(early.code("AUTH PLAIN AGEAYg==") == 503 && late.code("AUTH PLAIN AGEAYg==") == 503)
        #expect(twice.code("AUTH PLAIN AGEAYg==") == 503 && old.code("AUTH PLAIN AGEAYg==") == 503)
    }

    @Test("4 a line of the dialogue may have 12288 octets; a longer one is 500 5.5.6 and ends the dialogue")
    func longLines() {
        var dialogue = Dialogue(["EHLO client.example", "AUTH PLAIN"])
        #expect(dialogue.session.maxLineBytes >= 12_288)
        var session = dialogue.session
        #expect(session.receive([], end: .tooLong).reply.description.hasPrefix("500 5.5.6") && session.state == .ready)
        #expect(dialogue.say("AGEAYg==").hasPrefix("235"))
    }

    @Test("5 AUTH= of MAIL is taken", arguments: [("<>", 250), ("e+3Dmc2@example.com", 250), ("", 501), ("a+ZZ", 501)])
    func mailParameter(value: String, code: Int) {
        var dialogue = Dialogue()
        #expect(dialogue.code("MAIL FROM:<a@example.com> AUTH=" + value) == code)
    }

    @Test("6 235 2.7.0, 535 5.7.8, 530 5.7.0 before MAIL, 538 5.7.11 before TLS")
    func codes() {
        var dialogue = Dialogue(["EHLO client.example"], Self.withUsers)
        #expect(dialogue.say("MAIL FROM:<a@example.com>").hasPrefix("530 5.7.0"))
        #expect(dialogue.say("AUTH PLAIN AHRpbQB3cm9uZw==").hasPrefix("535 5.7.8"))
        #expect(dialogue.say("AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=").hasPrefix("235 2.7.0"))
        var plain = Dialogue(["EHLO client.example"]) { $0.requiresTLS = true }
        #expect(plain.say("AUTH PLAIN AGEAYg==").hasPrefix("538 5.7.11"))
    }

    @Test("9 passwords are never in the transcript")
    func secrecy() async throws {
        try await RunningSMTP.with { smtp in
            _ = try await smtp.talk(
                LiveServerTests.hello + ["AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=\r\n|"] + LiveServerTests.envelope.dropFirst(2)
                    + ["x\r\n.\r\n|"])
            let text = try #require(smtp.messages.first).transcript.entries.map(\.text).joined(separator: "\n")
            #expect(text.contains("AUTH PLAIN ****") && !text.contains("dGVzdAB0ZXN0ADEyMzQ="))
        }
    }

    @Test(
        "9 nor are those of a login that is refused",
        arguments: [
            ["AUTH OAUTHBEARER SECRETSECRET"], ["AUTH PLAIN SECRETSECRET x"], ["auth  plain  SECRETSECRET"],
            ["AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=", "AUTH PLAIN SECRETSECRET"], ["AUTH LOGIN", "SECRETSECRET", "*"],
        ])
    func secrecyOfRefusals(login: [String]) async throws {
        try await RunningSMTP.with { smtp in
            _ = try await smtp.talk(
                LiveServerTests.hello + login.map { $0 + "\r\n|" } + LiveServerTests.envelope.dropFirst(2)
                    + ["x\r\n.\r\n|"])
            let text = try #require(smtp.messages.first).transcript.entries.map(\.text).joined(separator: "\n")
            #expect(text.contains("****") && !text.contains("SECRETSECRET"))
        }
    }
}
