// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing

/// PIPELINING, by section of RFC 2920.
struct RFC2920Tests {
    @Test("3.1 MAIL, RCPT and RSET may be followed at once")
    func groups() {
        var dialogue = Dialogue()
        for line in ["RSET", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>"] {
            #expect(dialogue.say(line, isFollowed: true).hasPrefix("250"))
        }
    }

    @Test(
        "3.1 EHLO, DATA, VRFY, NOOP, AUTH and STARTTLS end a group: what follows at once is early talk, 550 5.5.2",
        arguments: [
            "EHLO client.example", "DATA", "VRFY hong", "NOOP", "AUTH LOGIN", "STARTTLS",
        ])
    func groupEnds(line: String) {
        var dialogue = Dialogue.withEnvelope()
        #expect(dialogue.say(line, isFollowed: true).hasPrefix("550 5.5.2"))
        #expect(dialogue.session.state == .closed)
        var lenient = Dialogue.withEnvelope("") { $0.discipline = .normalize }
        lenient.say(line, isFollowed: true)
        #expect(lenient.session.state != .closed)
    }

    @Test("3.1 after HELO nothing may be pipelined, not even behind a mail")
    func withoutExtension() {
        var dialogue = Dialogue(["HELO client.example"])
        #expect(dialogue.say("MAIL FROM:<a@example.com>", isFollowed: true).hasPrefix("550 5.5.2"))
        var session = Dialogue(["HELO client.example", "MAIL FROM:<a@b.c>", "RCPT TO:<b@example.com>", "DATA"]).session
        #expect(session.endData(SMTPSession.Collected(size: 1, isFollowed: true)).reply.code == 550)
    }

    @Test("3.1 the end of a mail may be followed at once by the next mail")
    func behindTheMail() {
        var dialogue = Dialogue.withEnvelope()
        dialogue.say("DATA")
        var session = dialogue.session
        #expect(session.endData(SMTPSession.Collected(size: 1, isFollowed: true)).reply.code == 250)
    }

    @Test("3.2 the replies to a group come in order and none is missing")
    func order() async throws {
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(
                LiveServerTests.hello + [
                    "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<bad\r\nDATA\r\n|", "|", "|", "|",
                    "Subject: p\r\n\r\nx\r\n.\r\nMAIL FROM:<c@example.com>\r\nRSET\r\nQUIT\r\n|", "|", "|", "|",
                ])
            let codes = said.components("\n").filter { $0.dropFirst(3).first == " " }.map { String($0.prefix(3)) }
            #expect(codes == ["220", "250", "250", "250", "501", "354", "250", "250", "250", "221"])
        }
    }
}
