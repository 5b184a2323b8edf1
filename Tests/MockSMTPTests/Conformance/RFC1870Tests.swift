// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing

/// SIZE, by section of RFC 1870.
struct RFC1870Tests {
    @Test("3 EHLO says how large a mail may be")
    func announcement() {
        #expect(Dialogue(["EHLO client.example"]) { $0.maxMessageBytes = 10_000 }.lines.contains("SIZE 10000"))
    }

    @Test(
        "4 SIZE= has one to twenty digits",
        arguments: [
            ("0", 250), ("10000", 250), ("00000000000000010000", 250), ("", 501), ("1x", 501), ("-1", 501),
            ("000000000000000000001", 501),
        ])
    func syntax(value: String, code: Int) {
        var dialogue = Dialogue(["EHLO client.example"]) { $0.maxMessageBytes = 10_000 }
        #expect(dialogue.code("MAIL FROM:<a@example.com> SIZE=" + value) == code)
    }

    @Test(
        "6.1 a mail declared too large is refused at MAIL with 552 5.3.4", arguments: ["10001", "99999999999999999999"])
    func declared(value: String) {
        var dialogue = Dialogue(["EHLO client.example"]) { $0.maxMessageBytes = 10_000 }
        #expect(dialogue.say("MAIL FROM:<a@example.com> SIZE=" + value).hasPrefix("552 5.3.4"))
        #expect(dialogue.session.envelope == nil)
    }

    @Test("6.3 a mail that turns out too large is refused at its end with 552 5.3.4, and the session goes on")
    func actual() {
        var dialogue = Dialogue.withEnvelope(" SIZE=10") { $0.maxMessageBytes = 10_000 }
        dialogue.say("DATA")
        var session = dialogue.session
        #expect(session.endData(SMTPSession.Collected(size: 10_001)).reply.description.hasPrefix("552 5.3.4"))
        #expect(session.state == .ready)
    }

    @Test("6.3 a mail larger than declared and within the limit is taken")
    func largerThanDeclared() {
        var dialogue = Dialogue.withEnvelope(" SIZE=10") { $0.maxMessageBytes = 10_000 }
        dialogue.say("DATA")
        var session = dialogue.session
        #expect(session.endData(SMTPSession.Collected(size: 9_000)).reply.code == 250)
    }
}
