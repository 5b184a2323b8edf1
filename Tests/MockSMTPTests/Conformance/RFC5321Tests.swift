// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing

/// Each command and limit of RFC 5321, by section; docs/smtp-conformance.md is the table.
struct RFC5321Tests {
    @Test("2.3.8 a command ends with CRLF: a bare CR or LF is 500 5.5.2")
    func lineEnds() {
        for end in [SMTPSession.LineEnd.bareCR, .bareLF] {
            var session = Dialogue().session
            #expect(session.receive(Array("NOOP".utf8), end: end).reply.description.hasPrefix("500 5.5.2"))
            var lenient = Dialogue(["EHLO client.example"]) { $0.discipline = .lenient }.session
            #expect(lenient.receive(Array("NOOP".utf8), end: end).reply.code == 250)
        }
    }

    @Test("2.4 verbs are of any case, and the local part keeps its own")
    func upperAndLowerCase() {
        var dialogue = Dialogue(["eHlO client.example"])
        #expect(
            dialogue.code("mail FROM:<Shop.A@Example.COM>") == 250 && dialogue.code("rCpT To:<b@example.com>") == 250)
        #expect(dialogue.session.envelope?.sender == "Shop.A@Example.COM")
    }

    @Test("3.1 the greeting is 220 with the host's name")
    func greeting() {
        let dialogue = Dialogue([]) { $0.hostName = "mx.example" }
        #expect(dialogue.answer.reply.code == 220 && dialogue.lines[0].hasPrefix("mx.example "))
    }

    @Test(
        "3.3 a mail is MAIL, RCPT, DATA in this order",
        arguments: [
            (["RCPT TO:<b@example.com>"], 503), (["DATA"], 503), (["MAIL FROM:<a@example.com>", "DATA"], 554),
            (["MAIL FROM:<a@example.com>", "MAIL FROM:<a@example.com>"], 503),
            (["MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA"], 354),
        ])
    func transactionOrder(lines: [String], code: Int) {
        #expect(Dialogue(["EHLO client.example"] + lines).answer.reply.code == code)
    }

    @Test("3.3 after the end of a mail the next one may begin")
    func nextMail() {
        var dialogue = Dialogue.withEnvelope()
        dialogue.say("DATA")
        var session = dialogue.session
        #expect(session.endData(SMTPSession.Collected(size: 9)).reply.code == 250)
        #expect(session.receive(Array("MAIL FROM:<c@example.com>".utf8)).reply.code == 250)
        #expect(session.recipientCount == 0)
    }

    @Test("4.1.1.1 EHLO lists the extensions, one a line, and HELO none")
    func hello() {
        var dialogue = Dialogue()
        #expect(
            dialogue.lines == [
                "mock.parcelpost.test greets client.example", "PIPELINING", "SIZE 26214400", "8BITMIME", "SMTPUTF8",
                "ENHANCEDSTATUSCODES", "DSN", "CHUNKING", "BINARYMIME", "AUTH PLAIN LOGIN XOAUTH2", "HELP",
            ])
        #expect(dialogue.code("HELO client.example") == 250 && dialogue.lines.count == 1)
    }

    @Test(
        "4.1.1.1 EHLO and HELO need a name or an address literal",
        arguments: [
            ("EHLO", 501), ("HELO", 501), ("EHLO a b", 501), ("EHLO [192.0.2.1]", 250),
            ("EHLO [IPv6:2001:db8::1]", 250),
            ("EHLO -bad.example", 501), ("HELO client.example ", 250),
        ])
    func helloArgument(line: String, code: Int) {
        var dialogue = Dialogue([])
        #expect(dialogue.code(line) == code)
    }

    @Test(
        "4.1.1.2 MAIL takes a path in brackets, also the empty one",
        arguments: [
            ("MAIL FROM:<a@example.com>", 250), ("MAIL FROM:<>", 250), ("MAIL FROM:a@example.com", 501), ("MAIL", 501),
            ("MAIL FROM:<a@example.com", 501), ("MAIL FROM:<a b@example.com>", 501), ("MAIL TO:<a@example.com>", 501),
            ("MAIL FROM:<.a@example.com>", 501), ("MAIL FROM:<a..b@example.com>", 501), ("MAIL FROM:<a@>", 501),
        ])
    func mailCommand(line: String, code: Int) {
        var dialogue = Dialogue()
        #expect(dialogue.code(line) == code)
    }

    @Test(
        "4.1.1.3 RCPT takes Postmaster without a domain, ignores source routes, refuses the empty path",
        arguments: [
            ("RCPT TO:<Postmaster>", 250, "postmaster"),
            ("RCPT TO:<@r.example,@s.example:b@example.com>", 250, "b@example.com"),
            ("RCPT TO:<>", 501, nil), ("RCPT TO:b@example.com", 501, nil), ("RCPT", 501, nil),
        ])
    func recipientCommand(line: String, code: Int, recipient: String?) {
        var dialogue = Dialogue(["EHLO client.example", "MAIL FROM:<a@example.com>"])
        #expect(dialogue.code(line) == code)
        #expect(dialogue.session.envelope?.recipients == (recipient.map { [$0] } ?? []))
    }

    @Test("4.1.1.4 DATA is 354, takes no argument, and a mail ends with CRLF.CRLF alone")
    func dataCommand() {
        var dialogue = Dialogue.withEnvelope()
        #expect(dialogue.code("DATA now") == 501 && dialogue.code("DATA") == 354)
        for wire in ["a\n.\r\n", "a\r\n.\n", "a\n.\n", "a\r.\r\n", "a\r.\r"] {
            let result = SMTPDataScannerTests.scan(Array((wire + "b\r\n.\r\n").utf8), pieces: 1_000)
            #expect(result.isEnded && result.rest.isEmpty && !result.rules.isEmpty && result.body.hasSuffix("b\r\n"))
        }
    }

    @Test("4.1.1.5 RSET drops the mail under way and nothing else")
    func reset() {
        var dialogue = Dialogue.withEnvelope()
        #expect(dialogue.code("RSET") == 250 && dialogue.session.envelope == nil)
        #expect(dialogue.code("RSET x") == 501 && dialogue.code("MAIL FROM:<c@example.com>") == 250)
    }

    @Test("4.1.1.6 VRFY is 252 and needs an argument")
    func verify() {
        var dialogue = Dialogue()
        #expect(dialogue.code("VRFY hong") == 252 && dialogue.code("VRFY") == 501)
    }

    @Test("4.1.1.7 EXPN is not offered: 502")
    func expand() {
        var dialogue = Dialogue()
        #expect(dialogue.code("EXPN list") == 502)
    }

    @Test("4.1.1.8 HELP is 214, with or without an argument")
    func help() {
        var dialogue = Dialogue()
        #expect(dialogue.code("HELP") == 214 && dialogue.code("HELP MAIL") == 214)
    }

    @Test("4.1.1.9 NOOP is 250 and ignores its argument, also inside a mail")
    func noOperation() {
        var dialogue = Dialogue.withEnvelope()
        #expect(dialogue.code("NOOP whatever") == 250 && dialogue.session.recipientCount == 1)
    }

    @Test("4.1.1.10 QUIT is 221 and ends the connection, and takes no argument")
    func quit() {
        var dialogue = Dialogue()
        #expect(dialogue.code("QUIT now") == 501 && dialogue.code("QUIT") == 221)
        #expect(dialogue.answer.effect == .close && dialogue.session.state == .closed)
    }

    @Test(
        "4.1.1.11 parameters: unknown 555, twice or without their value 501, after HELO 555",
        arguments: [
            ("EHLO", " FUTURE=1", 555), ("EHLO", " SIZE=1 SIZE=1", 501), ("EHLO", " SIZE", 501),
            ("HELO", " SIZE=1", 555),
            ("EHLO", " SIZE=1  BODY=7BIT", 250), ("EHLO", "SIZE=1", 501),
        ])
    func parameters(hello: String, parameters: String, code: Int) {
        var dialogue = Dialogue([hello + " client.example"])
        #expect(dialogue.code("MAIL FROM:<a@example.com>" + parameters) == code)
    }

    @Test(
        "4.1.2 quoted local parts are taken as they are",
        arguments: [
            ("\"a b\"@example.com", 250), ("\"a\\\"b>\"@example.com", 250), ("\"a\"b\"@example.com", 501),
            ("\"a@example.com", 501),
        ])
    func quotedStrings(address: String, code: Int) {
        var dialogue = Dialogue()
        #expect(dialogue.code("MAIL FROM:<\(address)>") == code)
        if code == 250 { #expect(dialogue.session.envelope?.sender == address) }
    }

    @Test(
        "4.1.3 address literals",
        arguments: [
            ("a@[192.0.2.1]", 250), ("a@[IPv6:2001:db8::1]", 250), ("a@[]", 501), ("a@[192.0.2.1", 501),
        ])
    func addressLiterals(address: String, code: Int) {
        var dialogue = Dialogue()
        #expect(dialogue.code("MAIL FROM:<\(address)>") == code)
    }

    @Test("4.1.4 NOOP, HELP, VRFY, RSET and QUIT come at any time, MAIL only after EHLO; EHLO again is like RSET")
    func commandOrder() {
        var dialogue = Dialogue([])
        #expect(["NOOP", "HELP", "VRFY hong", "RSET"].map { dialogue.code($0) } == [250, 214, 252, 250])
        #expect(dialogue.code("MAIL FROM:<a@example.com>") == 503)
        var second = Dialogue.withEnvelope()
        #expect(second.code("EHLO client.example") == 250 && second.session.envelope == nil)
    }

    @Test("4.2 a reply's lines all have the code, a hyphen in all but the last, and CRLF")
    func replySyntax() {
        let wire = String(decoding: Dialogue().answer.reply.wire, as: UTF8.self)
        let lines = wire.components("\r\n")
        #expect(lines.count == 11 && lines.dropLast().allSatisfy { $0.hasPrefix("250-") })
        #expect(lines.last?.hasPrefix("250 ") == true)
    }

    @Test(
        "4.2.4 a known command that is not offered is 502, an unknown one 500",
        arguments: [
            ("TURN", 502), ("SEND FROM:<a@example.com>", 502), ("ETRN example.com", 502), ("FROB", 500), ("", 500),
        ])
    func unknownCommands(line: String, code: Int) {
        var dialogue = Dialogue()
        #expect(dialogue.code(line) == code)
    }

    @Test("4.3.1 who talks before the greeting is sent away")
    func beforeGreeting() {
        var session = SMTPSession(SMTPSettings())
        #expect(session.talkedBeforeGreeting()?.reply.description.hasPrefix("554 5.5.2") == true)
        #expect(session.state == .closed)
    }

    @Test("4.5.1 the commands every server has")
    func minimum() {
        var dialogue = Dialogue([])
        let codes = [
            "EHLO client.example", "HELO client.example", "MAIL FROM:<a@example.com>", "RCPT TO:<Postmaster>", "NOOP",
            "VRFY hong", "DATA",
        ].map { dialogue.code($0) }
        #expect(codes == [250, 250, 250, 250, 250, 252, 354])
    }

    @Test("4.5.2 dots at the start of lines are doubled on the wire and single in the mail")
    func transparency() {
        for pieces in 1...9 {
            let result = SMTPDataScannerTests.scan(Array("..\r\n..a\r\nb.\r\n.\r\n".utf8), pieces: pieces)
            #expect(result.body == ".\r\n.a\r\nb.\r\n" && result.isEnded)
        }
    }

    @Test("4.5.3.1.1 a local part has at most 64 octets", arguments: [(64, 250), (65, 501)])
    func localPart(length: Int, code: Int) {
        var dialogue = Dialogue()
        #expect(dialogue.code("MAIL FROM:<\(String(repeating: "a", count: length))@example.com>") == code)
    }

    @Test(
        "4.5.3.1.2 a domain has at most 255 octets, its labels 63",
        arguments: [
            (String(repeating: "a.", count: 90) + "example", 250),
            (String(repeating: "a.", count: 130) + "example", 501),
            (String(repeating: "a", count: 63) + ".example", 250),
            (String(repeating: "a", count: 64) + ".example", 501),
        ])
    func domain(domain: String, code: Int) {
        var dialogue = Dialogue()
        #expect(dialogue.code("MAIL FROM:<a@\(domain)>") == code)
    }

    @Test("4.5.3.1.3 a path has at most 256 octets with its brackets", arguments: [(254, 250), (255, 501)])
    func path(length: Int, code: Int) {
        let domain = String(repeating: "a.", count: 92) + "example"
        var dialogue = Dialogue()
        #expect(
            dialogue.code("MAIL FROM:<\(String(repeating: "x", count: length - domain.utf8.count - 1))@\(domain)>")
                == code)
    }

    @Test("4.5.3.1.4 a command line may have 512 octets and what the extensions add; a longer one is 500 5.5.2")
    func commandLine() {
        // SIZE 26, 8BITMIME 17, SMTPUTF8 10, AUTH 500, DSN of MAIL 107.
        #expect(Dialogue().session.maxLineBytes >= 512 + 26 + 17 + 10 + 500 + 107)
        var session = Dialogue().session
        #expect(session.receive(Array("NOOP".utf8), end: .tooLong).reply.description.hasPrefix("500 5.5.2"))
    }

    @Test("4.5.3.1.5 a reply line has at most 512 octets")
    func replyLine() {
        let host = String(repeating: "h", count: 250)
        let dialogue = Dialogue(["EHLO " + String(repeating: "c.", count: 120) + "example"]) { $0.hostName = host }
        for line in String(decoding: dialogue.answer.reply.wire, as: UTF8.self).components("\r\n") {
            #expect(line.utf8.count <= 510)
        }
    }

    @Test(
        "4.5.3.1.6 a text line has at most 1000 octets with its CRLF, a doubled dot not counted",
        arguments: [
            (998, false), (999, true),
        ])
    func textLine(length: Int, isTooLong: Bool) {
        let text = String(repeating: "x", count: length)
        #expect(SMTPDataScannerTests.scan(Array((text + "\r\n.\r\n").utf8), pieces: 500).rules.isEmpty == !isTooLong)
        let dotted = "." + String(repeating: ".", count: length)
        #expect(SMTPDataScannerTests.scan(Array((dotted + "\r\n.\r\n").utf8), pieces: 500).rules.isEmpty == !isTooLong)
    }

    @Test("4.5.3.1.7 a mail of 64 KiB and more is taken")
    func content() {
        #expect(SMTPSettings().maxMessageBytes >= 65_536)
    }

    @Test("4.5.3.1.8 at least 100 recipients are taken")
    func recipients() {
        var dialogue = Dialogue(["EHLO client.example", "MAIL FROM:<a@example.com>"])
        for number in 1...100 { #expect(dialogue.code("RCPT TO:<r\(number)@example.com>") == 250) }
    }

    @Test("4.5.3.1.10 a recipient too many is 452 4.5.3, and those before it get the mail")
    func tooManyRecipients() {
        var dialogue = Dialogue(["EHLO client.example", "MAIL FROM:<a@example.com>"]) { $0.maxRecipients = 100 }
        for number in 1...100 { dialogue.say("RCPT TO:<r\(number)@example.com>") }
        #expect(dialogue.say("RCPT TO:<more@example.com>").hasPrefix("452 4.5.3"))
        #expect(dialogue.code("DATA") == 354 && dialogue.session.recipientCount == 100)
    }

    @Test("4.5.3.2.7 a client may take five minutes for its next command, then it is told 421")
    func serverTimeout() {
        #expect(SMTPSettings().commandTimeout >= .seconds(300))
        var session = Dialogue().session
        #expect(session.timedOut().reply.description.hasPrefix("421 4.4.2") && session.state == .closed)
    }

    @Test("4.5.5 the null reverse path of notifications is taken")
    func nullSender() {
        #expect(Dialogue(["EHLO client.example", "MAIL FROM:<>"]).session.envelope?.sender == "")
    }

    @Test("6.1 a mail is kept before its 250 goes out")
    func responsibility() async throws {
        try await RunningSMTP.with { smtp in
            let said = try await smtp.talk(LiveServerTests.envelope + ["Subject: x\r\n\r\nx\r\n.\r\n|"])
            let message = try #require(smtp.messages.first)
            #expect(said.contains("250 2.0.0 Ok: queued as \(message.id)"))
        }
    }
}

extension String {
    /// The parts between the separators, without empty ones.
    func components(_ separator: String) -> [String] { split(separator: separator).map(String.init) }
}
