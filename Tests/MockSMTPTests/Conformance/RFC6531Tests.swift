// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing

/// SMTPUTF8, by section of RFC 6531.
struct RFC6531Tests {
    @Test("3.1 SMTPUTF8 is announced, and 8BITMIME with it")
    func announcement() {
        #expect(Dialogue().lines.contains("SMTPUTF8") && Dialogue().lines.contains("8BITMIME"))
    }

    @Test(
        "3.3 addresses beyond ASCII, on both sides of the at sign",
        arguments: ["홍길동@example.com", "a@한국.example", "\"홍 길동\"@example.com"])
    func addresses(address: String) {
        var dialogue = Dialogue(["EHLO client.example", "MAIL FROM:<\(address)> SMTPUTF8"])
        #expect(dialogue.answer.reply.code == 250 && dialogue.code("RCPT TO:<\(address)>") == 250)
        #expect(dialogue.session.envelope?.sender == address && dialogue.session.envelope?.recipients == [address])
    }

    @Test("3.4 the parameter SMTPUTF8 has no value")
    func parameter() {
        var dialogue = Dialogue()
        #expect(dialogue.code("MAIL FROM:<a@example.com> SMTPUTF8=1") == 501)
        #expect(dialogue.code("MAIL FROM:<a@example.com> SMTPUTF8 BODY=8BITMIME") == 250)
        #expect(dialogue.session.envelope?.parameters.isUTF8 == true)
    }

    @Test("3.5 without the parameter such an address is 553 5.6.7")
    func withoutParameter() {
        var dialogue = Dialogue()
        #expect(dialogue.say("MAIL FROM:<홍@example.com>").hasPrefix("553 5.6.7"))
        dialogue.say("MAIL FROM:<a@example.com>")
        #expect(dialogue.say("RCPT TO:<홍@example.com>").hasPrefix("553 5.6.7"))
    }

    @Test("3.3 what is not UTF-8 is refused", arguments: [[0xFF, 0xFE] as [UInt8], [0xED, 0xA0, 0x80]])
    func brokenUTF8(bytes: [UInt8]) {
        var session = Dialogue().session
        let line = Array("MAIL FROM:<".utf8) + bytes + Array("@example.com> SMTPUTF8".utf8)
        #expect(session.receive(line).reply.description.hasPrefix("500 5.5.2"))
    }

    @Test("3.3 a local part is counted in octets, not in letters", arguments: [(21, 250), (22, 501)])
    func octets(count: Int, code: Int) {
        var dialogue = Dialogue()
        #expect(dialogue.code("MAIL FROM:<\(String(repeating: "가", count: count))@example.com> SMTPUTF8") == code)
    }
}
