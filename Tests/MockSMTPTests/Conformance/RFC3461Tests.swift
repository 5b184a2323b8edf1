// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing

/// DSN, by section of RFC 3461.
struct RFC3461Tests {
    private static func recipient(_ parameters: String, sender: String = "") -> Dialogue {
        Dialogue(["EHLO client.example", "MAIL FROM:<a@example.com>" + sender, "RCPT TO:<b@example.com> " + parameters])
    }

    @Test("4 DSN is announced")
    func announcement() {
        #expect(Dialogue().lines.contains("DSN"))
    }

    @Test(
        "4.1 NOTIFY is NEVER, or SUCCESS, FAILURE and DELAY each once",
        arguments: [
            ("NEVER", "NEVER"), ("SUCCESS", "SUCCESS"), ("success,failure,delay", "SUCCESS,FAILURE,DELAY"),
            ("DELAY,FAILURE", "FAILURE,DELAY"),
            ("NEVER,SUCCESS", nil), ("SUCCESS,SUCCESS", nil), ("", nil), ("SOMETIMES", nil), ("SUCCESS,", nil),
        ] as [(String, String?)])
    func notify(value: String, kept: String?) {
        let dialogue = Self.recipient("NOTIFY=" + value)
        #expect(dialogue.answer.reply.code == (kept == nil ? 501 : 250))
        #expect(dialogue.session.envelope?.options[0]?.notify?.keywords == kept)
    }

    @Test(
        "4.2 ORCPT is a type and an address in xtext, 500 characters at most",
        arguments: [
            ("rfc822;hong@example.com", "rfc822", "hong@example.com"),
            ("RFC822;a+2Bb@example.com", "rfc822", "a+b@example.com"),
            ("rfc822", nil, nil), ("rfc822;", nil, nil), (";a@b.c", nil, nil), ("rfc822;a+2b", nil, nil),
            ("rfc822;a+0A", nil, nil),
            ("rfc822;" + String(repeating: "a", count: 494), nil, nil),
        ] as [(String, String?, String?)])
    func originalRecipient(value: String, type: String?, address: String?) {
        let dialogue = Self.recipient("ORCPT=" + value)
        #expect(dialogue.answer.reply.code == (type == nil ? 501 : 250))
        let options = dialogue.session.envelope?.options[0]
        #expect(options?.originalType == type && options?.originalAddress == address)
    }

    @Test("4.2 ORCPT of the type utf-8 is taken with SMTPUTF8 and refused without (RFC 6533 section 3)")
    func internationalRecipient() {
        var dialogue = Dialogue(["EHLO client.example", "MAIL FROM:<a@example.com> SMTPUTF8"])
        #expect(dialogue.code("RCPT TO:<b@example.com> ORCPT=utf-8;\\x{D64D}@example.com") == 250)
        #expect(dialogue.session.envelope?.options[0]?.originalAddress == "홍@example.com")
        var plain = Dialogue(["EHLO client.example", "MAIL FROM:<a@example.com>"])
        #expect(plain.code("RCPT TO:<b@example.com> ORCPT=utf-8;\\x{D64D}@example.com") == 553)
    }

    @Test("4.3 RET is FULL or HDRS", arguments: [("FULL", 250), ("hdrs", 250), ("NONE", 501), ("", 501)])
    func returned(value: String, code: Int) {
        let dialogue = Dialogue(["EHLO client.example", "MAIL FROM:<a@example.com> RET=" + value])
        #expect(dialogue.answer.reply.code == code)
        #expect(dialogue.session.envelope?.parameters.returned?.rawValue == (code == 250 ? value.uppercased() : nil))
    }

    @Test(
        "4.4 ENVID is xtext of at most 100 characters",
        arguments: [
            ("QQ314159", "QQ314159"), ("a+3Db", "a=b"),
            (String(repeating: "x", count: 100), String(repeating: "x", count: 100)),
            (String(repeating: "x", count: 101), nil), ("a=b", nil), ("a+0D+0Ab", nil),
        ] as [(String, String?)])
    func envelopeID(value: String, kept: String?) {
        let dialogue = Dialogue(["EHLO client.example", "MAIL FROM:<a@example.com> ENVID=" + value])
        #expect(dialogue.answer.reply.code == (kept == nil ? 501 : 250))
        #expect(dialogue.session.envelope?.parameters.envelopeID == kept)
    }

    @Test("4 the parameters need EHLO")
    func afterHello() {
        var dialogue = Dialogue(["HELO client.example", "MAIL FROM:<a@example.com>"])
        #expect(dialogue.code("RCPT TO:<b@example.com> NOTIFY=NEVER") == 555)
    }

    @Test("10.2 the example dialogue of the RFC is taken, and its words are in the envelope")
    func example() {
        let dialogue = Dialogue([
            "EHLO Example.ORG", "MAIL FROM:<Alice@Example.ORG> RET=HDRS ENVID=QQ314159",
            "RCPT TO:<Bob@Example.COM> NOTIFY=SUCCESS ORCPT=rfc822;Bob@Example.COM",
            "RCPT TO:<Carol@Ivory.EDU> NOTIFY=FAILURE ORCPT=rfc822;Carol@Ivory.EDU",
            "RCPT TO:<Dana@Ivory.EDU> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Dana@Ivory.EDU", "DATA",
        ])
        #expect(dialogue.answer.reply.code == 354)
        let envelope = dialogue.session.envelope
        #expect(envelope?.recipients == ["Bob@Example.COM", "Carol@Ivory.EDU", "Dana@Ivory.EDU"])
        #expect((0...2).map { envelope?.options[$0]?.notify?.keywords } == ["SUCCESS", "FAILURE", "SUCCESS,FAILURE"])
        #expect(
            envelope?.options[2]?.originalAddress == "Dana@Ivory.EDU" && envelope?.parameters.envelopeID == "QQ314159")
    }
}
