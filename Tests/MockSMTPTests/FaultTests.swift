// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockSMTP
import MockWorld
import Settings
import TestSupport
import Testing
import Values

/// Every fault at every step, and what the client, the inbox and the dialogue see of it.
struct FaultTests {
    /// Strikes once at a step.
    private struct Striking: SMTPMailbox {
        let step: FaultStep
        let decision: FaultDecision
        let inbox: InboxMailbox

        func keep(_ mail: SMTPDelivery, finish: (String) -> (SMTPReply, Transcript)) -> SMTPReply {
            inbox.keep(mail, finish: finish)
        }

        func strike(_ moment: FaultMoment) -> FaultDecision { moment.step == step ? decision : FaultDecision() }
    }

    private static func run(
        _ step: FaultStep, _ action: FaultDecision.Action?, delay: Duration = .zero, rate: Int? = nil,
        _ pieces: [String] = LiveServerTests.hello + ["AUTH PLAIN AGEAYg==\r\n|"]
            + LiveServerTests.envelope.dropFirst(2)
            + ["Subject: x\r\n\r\nx\r\n.\r\n|", "NOOP\r\n|"],
        _ body: @escaping @Sendable (String, [InboxMessage]) throws -> Void
    ) async throws {
        var decision = FaultDecision()
        decision.action = action
        decision.delay = delay
        decision.bytesPerSecond = rate
        decision.rule = "test"
        let fixed = decision
        try await RunningSMTP.with(mailbox: { Striking(step: step, decision: fixed, inbox: $1) }) { smtp in
            try body(try await smtp.talk(pieces), smtp.messages)
        }
    }

    /// How many replies (of greeting, EHLO, AUTH, MAIL, RCPT, DATA, the mail, NOOP) come before the fault strikes.
    private static let steps: [(FaultStep, Int)] = [
        (.connect, 0), (.ehlo, 1), (.auth, 2), (.mail, 3), (.rcpt, 4), (.data, 5), (.endOfData, 6), (.accepted, 6),
    ]

    private static func codes(_ said: String) -> [String] {
        said.split(separator: "\n").filter { $0.dropFirst(3).first == " " }.map { String($0.prefix(3)) }
    }

    @Test("closed and reset without an answer, at each step; only the lost 250 is kept", arguments: steps)
    private func silence(step: FaultStep, replies: Int) async throws {
        for action in [FaultDecision.Action.disconnect, .reset] {
            try await Self.run(step, action) { said, messages in
                #expect(Self.codes(said).count == replies, "\(action) at \(step): \(said)")
                // A reset may overtake the replies before it.
                #expect(said.hasSuffix(action == .disconnect ? "closed\n" : "reset\n"), "\(action) at \(step): \(said)")
                #expect(messages.count == (step == .accepted ? 1 : 0))
                if step == .accepted {
                    #expect(messages.first?.transcript.entries.last?.text.contains("fault test at accepted") == true)
                    #expect(messages.first?.events.map(\.kind) == ["fault"])
                }
            }
        }
    }

    @Test("another reply, at each step: what was asked has not happened", arguments: steps)
    private func replies(step: FaultStep, replies: Int) async throws {
        let reply = FaultReply(451, status: "4.7.1", text: "Greylisted, {recipient}\nfrom {ip}")
        try await Self.run(step, .reply(reply)) { said, messages in
            let lines = said.split(separator: "\n")
            #expect(
                lines.contains { $0.hasPrefix("451-4.7.1 Greylisted, ") } && lines.contains("451 4.7.1 from 127.0.0.1"))
            #expect(Self.codes(said).dropFirst(replies).first == "451")
            switch step {
            case .endOfData: #expect(messages.count == 1 && messages.first?.refusal?.hasPrefix("451 4.7.1") == true)
            // It was kept, and the client believes that it was not: it will send it again.
            case .accepted: #expect(messages.count == 1 && messages.first?.refusal == nil)
            case .auth: #expect(messages.count == 1 && messages.first?.envelope.user == nil)
            default: #expect(messages.isEmpty, "\(step)")
            }
        }
    }

    @Test("421 ends the connection after its text")
    func serviceNotAvailable() async throws {
        try await Self.run(.rcpt, .reply(RefusalTexts.all["gmail-rate"] ?? FaultReply(0, text: ""))) { said, _ in
            #expect(said.contains("421-4.7.28 [127.0.0.1] Our system has detected an unusual rate of\n"))
            // The client, who talks on, may see a reset.
            #expect(said.hasSuffix("- gsmtp\nclosed\n") || said.hasSuffix("- gsmtp\nreset\n"))
        }
    }

    @Test("half of the answer, and garbage, then the end", arguments: [FaultStep.ehlo, .endOfData, .accepted])
    private func brokenAnswers(step: FaultStep) async throws {
        for action in [FaultDecision.Action.truncate, .garbage] {
            try await Self.run(step, action) { said, messages in
                #expect(said.hasSuffix("closed\n") && messages.count == (step == .accepted ? 1 : 0))
                if action == .truncate, step == .accepted {
                    #expect(said.contains("250 2.0.0 Ok: q") && !said.contains(messages[0].id.description))
                }
                if action == .garbage { #expect(said.contains("\u{FFFD}")) }
            }
        }
    }

    @Test("a delay and slow bytes change nothing but the time", arguments: steps)
    private func slowness(step: FaultStep, _: Int) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        try await Self.run(step, nil, delay: .milliseconds(120), rate: 2_000) { said, messages in
            #expect(Self.codes(said) == ["220", "250", "235", "250", "250", "354", "250", "250"], "\(step): \(said)")
            #expect(messages.count == 1)
        }
        #expect(clock.now - start >= .milliseconds(120))
    }

    @Test("what is pipelined behind a delayed answer waits, and the answers stay in order")
    func delayedGroup() async throws {
        try await Self.run(
            .rcpt, nil, delay: .milliseconds(50),
            LiveServerTests.hello + [
                "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<c@example.com>\r\nDATA\r\n|", "|",
                "|", "|", "x\r\n.\r\nQUIT\r\n|", "|",
            ]
        ) { said, messages in
            #expect(Self.codes(said) == ["220", "250", "250", "250", "250", "354", "250", "221"])
            #expect(messages.first?.envelope.recipients == ["b@example.com", "c@example.com"])
        }
    }

    @Test("a refused first chunk is taken and dropped")
    func refusedChunk() async throws {
        try await Self.run(
            .data, .reply(FaultReply(452, status: "4.3.1", text: "Full")),
            LiveServerTests.hello + [
                "MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<b@example.com>\r\n|", "BDAT 6 LAST\r\nQUIT\r\n|",
                "NOOP\r\n|",
            ]
        ) { said, messages in
            #expect(Self.codes(said) == ["220", "250", "250", "250", "452", "250"] && messages.isEmpty)
        }
    }

    @Test(
        "magic recipients: refused, lost, dropped, slow, bounced",
        arguments: [
            ("refuse-550-5.1.1", "550 5.1.1", 0), ("defer-451-4.7.1", "451 4.7.1", 0),
            ("naver-mailbox", "550 5.1.1 No such user.", 0),
            ("drop", "354", 0), ("lost", "354", 1), ("bounce-5.1.1", "queued as", 1), ("slow-50ms", "queued as", 1),
        ])
    func magic(local: String, said: String, kept: Int) async throws {
        try await RunningSMTP.with { smtp in
            let all = try await smtp.talk(
                LiveServerTests.hello + [
                    "MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<\(local)@example.com>\r\n|", "DATA\r\n|", "x\r\n.\r\n|",
                ])
            #expect(all.contains(said), "\(all)")
            #expect(smtp.messages.count == kept)
        }
    }

    @Test("a refused recipient is out, the others get the mail")
    func oneOfMany() async throws {
        try await RunningSMTP.with { smtp in
            _ = try await smtp.talk(
                LiveServerTests.hello + [
                    "MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<b@example.com> NOTIFY=NEVER\r\n|",
                    "RCPT TO:<refuse-550@example.com> NOTIFY=DELAY\r\n|",
                    "RCPT TO:<c@example.com>\r\n|", "DATA\r\n|", "x\r\n.\r\n|",
                ])
            let envelope = try #require(smtp.messages.first).envelope
            #expect(envelope.recipients == ["b@example.com", "c@example.com"] && envelope.options.keys.sorted() == [0])
        }
    }

    @Test("the built-in replies and mocks/providers/smtp.yaml say the same, and all are good SMTP")
    func refusalTexts() throws {
        let path = Repository.root.appendingPathComponent("mocks/providers/smtp.yaml").path
        #expect(try RefusalTexts.load(path) == RefusalTexts.all)
        #expect(RefusalTexts.entries.count == RefusalTexts.all.count && RefusalTexts.all.count >= 25)
        for (name, reply) in RefusalTexts.all {
            #expect(
                reply.status.map { RefusalTexts.isStatus($0) && $0.first == String(reply.code).first } == true,
                "\(name)")
            #expect(
                reply.text.split(separator: "\n").allSatisfy { $0.utf8.count <= 490 && !Line.hasControls(String($0)) },
                "\(name)")
        }
        for provider in ["gmail", "naver", "daum", "outlook"] {
            #expect(RefusalTexts.all.keys.contains { $0.hasPrefix(provider + "-") })
        }
    }

    @Test("a file of replies may add and change, and all that is wrong in it is told")
    func refusalFile() throws {
        let good = try SettingsFile.parse(
            "replies: { naver-full: { code: 452, status: 4.2.2, text: [full] }, mine: { code: 550, text: [a, b] } }",
            name: "smtp.yaml")
        let read = RefusalTexts.reading(good.root)
        try good.finish()
        #expect(
            read["mine"] == FaultReply(550, text: "a\nb") && read["naver-full"]?.code == 452
                && read["gmail-rate"] != nil)
        let bad = try SettingsFile.parse(
            "replies: { x: { code: 99, text: [x] }, y: { code: 550, status: 4.1.1, text: [x] }, z: { code: 550, colour: red, status: 5.1 } }",
            name: "smtp.yaml")
        _ = RefusalTexts.reading(bad.root)
        #expect(bad.problems.count == 4, "\(bad.problems)")
    }
}
