// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockSMTP
import MockWorld
import Testing
import Values

/// Every transition of the dialogue, without a socket (RFC 5321 section 4.1.4, RFC 4954).
struct SMTPSessionTests {
    private typealias State = SMTPSession.State

    /// A session brought to a state by a fixed road.
    private static func session(_ state: State, _ change: (inout SMTPSettings) -> Void = { _ in }) -> SMTPSession {
        var settings = SMTPSettings()
        change(&settings)
        var session = SMTPSession(settings)
        if state == .connected { return session }
        _ = session.greet()
        if state == .greeted { return session }
        _ = session.say("EHLO client.example")
        switch state {
        case .authenticating: _ = session.say("AUTH LOGIN")
        case .envelope: _ = session.say("MAIL FROM:<a@example.com>")
        case .data:
            for line in ["MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA"] { _ = session.say(line) }
        case .closed: _ = session.say("QUIT")
        default: break
        }
        return session
    }

    @Test(
        "each command in each state",
        arguments: [
            (State.greeted, "EHLO client.example", 250, State.ready),
            (.greeted, "HELO client.example", 250, .ready), (.greeted, "NOOP", 250, .greeted),
            (.greeted, "RSET", 250, .greeted), (.greeted, "HELP", 214, .greeted),
            (.greeted, "VRFY hong", 252, .greeted),
            (.greeted, "QUIT", 221, .closed), (.greeted, "MAIL FROM:<a@example.com>", 503, .greeted),
            (.greeted, "RCPT TO:<b@example.com>", 503, .greeted), (.greeted, "DATA", 503, .greeted),
            (.greeted, "AUTH PLAIN", 503, .greeted), (.ready, "MAIL FROM:<a@example.com>", 250, .envelope),
            (.ready, "MAIL FROM:<>", 250, .envelope), (.ready, "RCPT TO:<b@example.com>", 503, .ready),
            (.ready, "DATA", 503, .ready), (.ready, "EHLO again.example", 250, .ready), (.ready, "RSET", 250, .ready),
            (.ready, "AUTH LOGIN", 334, .authenticating), (.ready, "AUTH PLAIN", 334, .authenticating),
            (.ready, "AUTH XOAUTH2", 334, .authenticating), (.ready, "AUTH CRAM-MD5", 504, .ready),
            (.ready, "AUTH PLAIN AGEAYg==", 235, .ready), (.ready, "AUTH PLAIN =", 501, .ready),
            (.authenticating, "*", 501, .ready), (.authenticating, "not base64!", 501, .ready),
            (.authenticating, "aG9uZw==", 334, .authenticating),
            (.envelope, "MAIL FROM:<c@example.com>", 503, .envelope),
            (.envelope, "RCPT TO:<b@example.com>", 250, .envelope), (.envelope, "RCPT TO:<Postmaster>", 250, .envelope),
            (.envelope, "DATA", 554, .envelope), (.envelope, "RSET", 250, .ready),
            (.envelope, "EHLO again.example", 250, .ready), (.envelope, "AUTH PLAIN", 503, .envelope),
            (.envelope, "QUIT", 221, .closed), (.greeted, "EXPN list", 502, .greeted),
            (.greeted, "STARTTLS", 502, .greeted), (.greeted, "FROB", 500, .greeted), (.greeted, "", 500, .greeted),
            (.greeted, "GET / HTTP/1.1", 554, .closed), (.greeted, "Host: localhost", 554, .closed),
            (.greeted, "POST /api HTTP/1.1", 554, .closed),
        ])
    private func transition(from state: State, line: String, code: Int, to next: State) {
        var session = Self.session(state)
        let answer = session.say(line)
        #expect(answer.reply.code == code)
        #expect(session.state == next)
        #expect((answer.effect == .close) == (next == .closed))
    }

    @Test("a whole mail: each step's code, step and effect")
    func wholeMail() {
        var session = SMTPSession(SMTPSettings())
        let greeting = session.greet()
        #expect(greeting.reply.code == 220 && greeting.reply.enhanced == nil && greeting.step == .connect)
        #expect(
            session.say("EHLO client.example").reply.lines.dropFirst() == [
                "PIPELINING", "SIZE 26214400", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "DSN", "CHUNKING",
                "BINARYMIME", "AUTH PLAIN LOGIN XOAUTH2", "HELP",
            ])
        #expect(session.say("MAIL FROM:<a@example.com> SIZE=100 BODY=8BITMIME SMTPUTF8").step == .mail)
        #expect(session.say("RCPT TO:<홍@example.com>").reply.enhanced == "2.1.5")
        var parameters = SMTPMailParameters()
        parameters.size = 100
        parameters.is8Bit = true
        parameters.isUTF8 = true
        let data = session.say("DATA")
        #expect(data.effect == .collect(parameters) && data.reply.code == 354 && data.step == .data)
        let end = session.endData(SMTPSession.Collected(size: 100))
        #expect(end.reply.queued(as: "7").wire == Array("250 2.0.0 Ok: queued as 7\r\n".utf8))
        guard case .keep(let envelope, refusal: nil) = end.effect else {
            Issue.record("the mail is not kept")
            return
        }
        #expect(envelope.sender == "a@example.com" && envelope.recipients == ["홍@example.com"])
        #expect(envelope.clientName == "client.example" && session.state == .ready)
    }

    @Test(
        "MAIL and RCPT parameters and paths (RFC 5321 4.1.2 and 4.5.3.1, RFC 1870, RFC 6152, RFC 6531)",
        arguments: [
            ("MAIL FROM:<a@example.com> SIZE=26214400", 250), ("MAIL FROM:<a@example.com> SIZE=26214401", 552),
            ("MAIL FROM:<a@example.com> SIZE=99999999999999999999", 552), ("MAIL FROM:<a@example.com> SIZE=", 501),
            ("MAIL FROM:<a@example.com> SIZE=1x", 501), ("MAIL FROM:<a@example.com> SIZE=1 SIZE=2", 501),
            ("MAIL FROM:<a@example.com> BODY=7BIT", 250), ("MAIL FROM:<a@example.com> BODY=BINARYMIME", 250),
            ("MAIL FROM:<a@example.com> SMTPUTF8=1", 501), ("MAIL FROM:<a@example.com> RET=FULL", 250),
            ("MAIL FROM:<a@example.com>SIZE=1", 501), ("MAIL FROM:<a@example.com> AUTH=<>", 250),
            ("mail from:<a@example.com>", 250), ("MAIL FROM: <a@example.com>", 250), ("MAIL FROM:a@example.com", 501),
            ("MAIL FROM:<a@example.com", 501), ("MAIL FROM:<a b@example.com>", 501), ("MAIL FROM:<@example.com>", 501),
            ("MAIL FROM:<a@>", 501), ("MAIL FROM:<a@-example.com>", 501), ("MAIL FROM:<.a@example.com>", 501),
            ("MAIL FROM:<\"a b\\\" c\"@example.com>", 250), ("MAIL FROM:<\"a\"b\"@example.com>", 501),
            ("MAIL FROM:<a@[127.0.0.1]>", 250), ("MAIL FROM:<a@[IPv6:::1]>", 250), ("MAIL FROM:<a@host>", 250),
            ("MAIL FROM:<@relay.example,@b.example:a@example.com>", 250), ("MAIL FROM:<홍@example.com>", 553),
            ("MAIL FROM:<홍@example.com> SMTPUTF8", 250),
            ("MAIL FROM:<\(String(repeating: "a", count: 64))@example.com>", 250),
            ("MAIL FROM:<\(String(repeating: "a", count: 65))@example.com>", 501), ("MAIL", 501),
            ("MAIL TO:<a@b.c>", 501),
        ])
    func mailParameters(line: String, code: Int) {
        var session = Self.session(.ready)
        #expect(session.say(line).reply.code == code)
    }

    @Test(
        "RCPT",
        arguments: [
            ("RCPT TO:<b@example.com>", 250), ("RCPT TO:<>", 501), ("RCPT TO:b@example.com", 501),
            ("RCPT TO:<b@example.com> NOTIFY=NEVER", 250), ("RCPT TO:<홍@example.com>", 553),
            ("RCPT FROM:<b@example.com>", 501),
        ])
    func recipients(line: String, code: Int) {
        var session = Self.session(.envelope)
        #expect(session.say(line).reply.code == code)
    }

    @Test("HELO offers nothing and takes no parameters (RFC 5321 4.1.1.11)")
    func helo() {
        var session = Self.session(.greeted)
        #expect(session.say("HELO client.example").reply.lines.count == 1)
        #expect(session.say("MAIL FROM:<a@example.com> SIZE=1").reply.code == 555)
        #expect(session.say("AUTH PLAIN AGEAYg==").reply.code == 503)
        #expect(session.say("MAIL FROM:<a@example.com>").reply.code == 250)
    }

    @Test("one recipient too many is told to come again (RFC 5321 4.5.3.1.10), and is no error")
    func tooManyRecipients() {
        var session = Self.session(.envelope) {
            $0.maxRecipients = 100; $0.maxErrors = 1
        }
        for number in 1...100 { #expect(session.say("RCPT TO:<r\(number)@example.com>").reply.code == 250) }
        for _ in 1...5 { #expect(session.say("RCPT TO:<more@example.com>").reply.description.hasPrefix("452 4.5.3")) }
        #expect(session.say("DATA").reply.code == 354)
    }

    @Test(
        "AUTH takes any pair, or those configured (RFC 4954, RFC 4616)",
        arguments: [
            (["AUTH PLAIN AGhvbmcAc2VjcmV0"], [235]), (["AUTH PLAIN", "AGhvbmcAc2VjcmV0"], [334, 235]),
            (["AUTH PLAIN AGhvbmcAd3Jvbmc="], [535]), (["AUTH LOGIN", "aG9uZw==", "c2VjcmV0"], [334, 334, 235]),
            (["AUTH LOGIN aG9uZw==", "c2VjcmV0"], [334, 235]), (["AUTH LOGIN aG9uZw==", "d3Jvbmc="], [334, 535]),
            (["AUTH XOAUTH2 dXNlcj1ob25nAWF1dGg9QmVhcmVyIHNlY3JldAEB"], [235]),
            (["AUTH XOAUTH2", "dXNlcj1ob25nAWF1dGg9QmVhcmVyIHdyb25nAQE=", ""], [334, 334, 535]),
        ])
    func login(lines: [String], codes: [Int]) {
        var session = Self.session(.ready) {
            $0.users = ["hong": Secret("secret")]; $0.requiresAuth = true
        }
        #expect(session.say("MAIL FROM:<a@example.com>").reply.description.hasPrefix("530 5.7.0"))
        for (line, code) in zip(lines, codes) {
            let answer = session.say(line)
            #expect(answer.reply.code == code)
            #expect(answer.isSecret == (line.hasPrefix("AUTH") ? line.split(separator: " ").count == 3 : true))
        }
        #expect(session.state == .ready)
        #expect(session.user == (codes.last == 235 ? "hong" : nil))
        #expect(session.say("MAIL FROM:<a@example.com>").reply.code == (codes.last == 235 ? 250 : 530))
    }

    @Test("AUTH comes once")
    func loginTwice() {
        var session = Self.session(.ready)
        #expect(session.say("AUTH PLAIN AGEAYg==").reply.code == 235)
        #expect(session.say("AUTH PLAIN AGEAYg==").reply.code == 503)
    }

    @Test("bare CR, bare LF and long commands are 500 5.5.2 (RFC 5321 2.3.8, 4.5.3.1.4)")
    func brokenLines() {
        for end in [SMTPSession.LineEnd.bareCR, .bareLF, .tooLong] {
            var session = Self.session(.greeted)
            let answer = session.receive(Array("EHLO client.example".utf8), end: end)
            #expect(answer.reply.description.hasPrefix("500 5.5.2"))
            #expect(session.state == .greeted)
        }
        var lenient = Self.session(.greeted) { $0.discipline = .lenient }
        #expect(lenient.receive(Array("EHLO client.example".utf8), end: .bareLF).reply.code == 250)
    }

    @Test(
        "commands hold neither controls nor broken UTF-8",
        arguments: [[0x4E, 0x4F, 0x4F, 0x50, 0x20, 0x00], [0xFF, 0xFE]])
    func controls(line: [UInt8]) {
        var session = Self.session(.ready)
        #expect(session.receive(line).reply.description.hasPrefix("500 5.5.2"))
    }

    @Test(
        "what must end a group and does not is early talk: 550 5.5.2 and the end (RFC 2920 3.1)",
        arguments: ["EHLO client.example", "NOOP", "VRFY hong", "AUTH LOGIN", "DATA"])
    func earlyTalk(line: String) {
        var session = Self.session(.envelope)
        let answer = session.receive(Array(line.utf8), isFollowed: true)
        #expect(answer.reply.description.hasPrefix("550 5.5.2") && answer.effect == .close)
    }

    @Test("pipelined MAIL, RCPT and RSET are none, after HELO they are (RFC 2920 3.1)")
    func pipelining() {
        var session = Self.session(.ready)
        for line in ["RSET", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>"] {
            #expect(session.receive(Array(line.utf8), isFollowed: true).reply.code == 250)
        }
        var old = Self.session(.greeted)
        _ = old.say("HELO client.example")
        #expect(old.receive(Array("MAIL FROM:<a@example.com>".utf8), isFollowed: true).effect == .close)
    }

    @Test("talk before the greeting ends it; lenient servers let it pass (RFC 5321 4.3.1)")
    func beforeGreeting() {
        var session = Self.session(.connected)
        #expect(session.talkedBeforeGreeting()?.reply.code == 554)
        #expect(session.state == .closed)
        var lenient = Self.session(.connected) { $0.discipline = .normalize }
        #expect(lenient.talkedBeforeGreeting() == nil)
    }

    @Test("a mail with a broken line is refused with 550 5.5.2 and kept; the session goes on")
    func refusedMail() {
        for rule in SMTPFinding.Rule.allCases {
            var session = Self.session(.data)
            let answer = session.endData(SMTPSession.Collected(size: 9, findings: [SMTPFinding(rule, line: 3)]))
            guard case .keep(let envelope, let refusal) = answer.effect else {
                Issue.record("not kept: \(rule)")
                continue
            }
            #expect(envelope.findings == [SMTPFinding(rule, line: 3)])
            #expect((refusal == nil) == !rule.isRefused)
            #expect(answer.reply.description.hasPrefix(rule.isRefused ? "550 5.5.2" : "250 2.0.0"))
            #expect(session.state == .ready)
        }
        var odd = Self.session(.data)
        _ = odd.endData(SMTPSession.Collected(size: 9, findings: [SMTPFinding(.oddEnd)], endedOddly: true))
        #expect(odd.state == .closed)
        var lenient = Self.session(.data) { $0.discipline = .lenient }
        #expect(lenient.endData(SMTPSession.Collected(size: 9, findings: [SMTPFinding(.bareLF)])).reply.code == 250)
    }

    @Test("a mail beyond the limit is 552 5.3.4 and not kept (RFC 1870 6.3)")
    func tooBig() {
        var session = Self.session(.data) { $0.maxMessageBytes = 10 }
        let answer = session.endData(SMTPSession.Collected(size: 11))
        #expect(answer.reply.description.hasPrefix("552 5.3.4") && answer.effect == .next && session.state == .ready)
        var endless = Self.session(.data)
        #expect(endless.flooded().effect == .close)
    }

    @Test("what ends a session from outside")
    func endings() {
        var session = Self.session(.ready)
        #expect(session.timedOut().reply.description.hasPrefix("421 4.4.2") && session.state == .closed)
        session = Self.session(.envelope)
        #expect(session.shuttingDown().reply.code == 421 && session.state == .closed)
        session = Self.session(.connected)
        #expect(session.turnAway().reply.description.hasPrefix("421 4.3.2") && session.state == .closed)
    }

    @Test("a client that only errs is sent away with 421 4.7.0")
    func tooManyErrors() {
        var session = Self.session(.ready) { $0.maxErrors = 3 }
        for _ in 1...3 { #expect(session.say("FROB").reply.code == 500) }
        #expect(session.say("FROB").reply.description.hasPrefix("421 4.7.0") && session.state == .closed)
    }
}

extension SMTPSession {
    fileprivate mutating func say(_ line: String) -> Answer { receive(Array(line.utf8)) }
}
