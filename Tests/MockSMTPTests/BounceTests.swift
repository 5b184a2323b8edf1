// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MockSMTP
import MockTestSupport
import MockWorld
import Settings
import Synchronization
import TestSupport
import Testing
import Values
import Web

/// Notifications and complaints, read by Python's mail parser, and their way to the gateway.
struct BounceTests {
    private static func message(
        _ bench: Bench, sender: String = "shop@example.com", recipients: [String] = ["hong@example.com"],
        options: [Int: SMTPRecipientOptions] = [:],
        raw: String = "Subject: x\r\nMessage-ID: <1@shop>\r\n\r\nbody of the mail\r\n",
        space: String = "red", _ change: (inout SMTPMailParameters) -> Void = { _ in }
    ) -> InboxMessage {
        var parameters = SMTPMailParameters()
        change(&parameters)
        var envelope = SMTPEnvelope(sender: sender, recipients: recipients, parameters: parameters, user: space)
        envelope.options = options
        return bench.inbox.add(InboxDraft(mail: Array(raw.utf8), envelope: envelope, receivedAt: bench.clock.now))
    }

    private static func options(
        _ notify: SMTPRecipientOptions.Notify?, original: String? = nil, type: String = "rfc822"
    ) -> SMTPRecipientOptions {
        var options = SMTPRecipientOptions()
        options.notify = notify
        if let original { (options.originalType, options.originalAddress) = (type, original) }
        return options
    }

    /// What Python's parser makes of a report: the type, then the parts' types, then the fields of the second part.
    private static func parsed(_ mail: [UInt8]) async throws -> [String] {
        let script = """
            import email, email.policy, sys
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            print(m.get_content_type(), m.get_param("report-type"), m["To"], sep="|")
            parts = m.get_payload()
            print("|".join(p.get_content_type() for p in parts))
            body = parts[1].get_payload()
            fields = body if isinstance(body, list) else [email.message_from_bytes(parts[1].get_payload(decode=True), policy=email.policy.default)]
            for block in fields:
                for k, v in block.items(): print(k + ": " + v)
            print(len(m.defects), [d for p in m.walk() for d in p.defects])
            third = parts[2].get_payload()
            print((third[0] if isinstance(third, list) else third).__str__()[:400])
            """
        let command = try await Command.run("python3", ["-c", script], input: mail)
        #expect(command.status == 0, "\(command.error)")
        return command.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("a failure: RFC 3464 in three parts, with the fields that the envelope asked for")
    func failure() async throws {
        try await RunningSMTP.with { smtp in
            let message = Self.message(
                smtp.bench, options: [0: Self.options([.failure], original: "h+ong@example.com")]
            ) { $0.envelopeID = "QQ=1" }
            let report = BounceWriter.Report(.failed, status: "5.1.1", text: "No such\nuser")
            let mail = BounceWriter(host: "mx.example").notification(
                about: message, [(0, report)], id: "1", at: smtp.bench.clock.now)
            let lines = try await Self.parsed(mail)
            #expect(lines[0] == "multipart/report|delivery-status|shop@example.com")
            #expect(lines[1] == "text/plain|message/delivery-status|message/rfc822")
            for field in [
                "Reporting-MTA: dns; mx.example", "Original-Envelope-Id: QQ=1",
                "Original-Recipient: rfc822; h+ong@example.com",
                "Final-Recipient: rfc822; hong@example.com", "Action: failed", "Status: 5.1.1",
                "Diagnostic-Code: smtp; 550 5.1.1 No such user",
            ] { #expect(lines.contains(field), "\(field)") }
            #expect(lines.contains("0 []") && lines.contains("body of the mail"))
        }
    }

    @Test("RET=HDRS gives back the header alone; a delay does always", arguments: [true, false])
    func headersOnly(isDelay: Bool) async throws {
        try await RunningSMTP.with { smtp in
            let message = Self.message(smtp.bench) { $0.returned = isDelay ? .full : .headers }
            let report = BounceWriter.Report(
                isDelay ? .delayed : .failed, status: isDelay ? "4.4.1" : "5.2.2", text: "x")
            let lines = try await Self.parsed(
                BounceWriter(host: "mx.example").notification(
                    about: message, [(0, report)], id: "1", at: smtp.bench.clock.now))
            #expect(
                lines[1] == "text/plain|message/delivery-status|text/rfc822-headers"
                    && !lines.contains("body of the mail"))
            #expect(lines.contains { $0.hasPrefix("Will-Retry-Until: ") } == isDelay)
        }
    }

    @Test("addresses beyond ASCII make it a report of RFC 6533")
    func international() async throws {
        try await RunningSMTP.with { smtp in
            let message = Self.message(
                smtp.bench, recipients: ["홍길동@example.com"],
                options: [0: Self.options(nil, original: "홍@example.com", type: "utf-8")],
                raw: "Subject: 오늘 도착\r\n\r\n안녕\r\n")
            let report = BounceWriter.Report(.failed, status: "5.1.1", text: "없는 사용자")
            let mail = BounceWriter(host: "mx.example").notification(
                about: message, [(0, report)], id: "1", at: smtp.bench.clock.now)
            let text = String(decoding: mail, as: UTF8.self)
            #expect(
                text.contains("Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n"))
            #expect(
                text.contains("Final-Recipient: utf-8; 홍길동@example.com\r\n")
                    && text.contains("Original-Recipient: utf-8; 홍@example.com\r\n"))
            #expect(text.contains("Content-Type: message/global\r\n"))
            let types = try await Self.parsed(mail)[1]
            #expect(types == "text/plain|message/global-delivery-status|message/global")
        }
    }

    @Test(
        "nobody is told who asked not to be, or who sends a notification himself",
        arguments: [
            (BounceWriter.Action.failed, nil, false), (.failed, [], true), (.failed, [.success], true),
            (.failed, [.failure], false),
            (.delayed, [.failure], true), (.delayed, nil, false), (.delivered, nil, true),
            (.delivered, [.success], false),
        ] as [(BounceWriter.Action, SMTPRecipientOptions.Notify?, Bool)])
    private func wishes(action: BounceWriter.Action, notify: SMTPRecipientOptions.Notify?, isSilent: Bool) async throws
    {
        try await RunningSMTP.with { smtp in
            let writer = BounceWriter(host: "mx.example")
            let message = Self.message(smtp.bench, options: [0: Self.options(notify)])
            #expect((writer.silence(action, about: message, recipient: 0) != nil) == isSilent)
            #expect(writer.silence(action, about: Self.message(smtp.bench, sender: ""), recipient: 0) != nil)
        }
    }

    @Test("a complaint: RFC 5965")
    func complaint() async throws {
        try await RunningSMTP.with { smtp in
            let message = Self.message(smtp.bench)
            let lines = try await Self.parsed(
                BounceWriter(host: "mx.example").complaint(
                    about: message, recipient: "hong@example.com", id: "1", at: smtp.bench.clock.now))
            #expect(lines[0] == "multipart/report|feedback-report|shop@example.com")
            #expect(lines[1] == "text/plain|message/feedback-report|message/rfc822")
            for field in [
                "Feedback-Type: abuse", "Version: 1", "Original-Mail-From: <shop@example.com>",
                "Original-Rcpt-To: <hong@example.com>", "Reported-Domain: example.com",
            ] {
                #expect(lines.contains(field), "\(field)")
            }
        }
    }

    @Test("an address cannot write fields of its own")
    func injection() async throws {
        try await RunningSMTP.with { smtp in
            let message = Self.message(smtp.bench, sender: "a@b.c>\r\nBcc: x@y.z\r\n<")
            let report = BounceWriter.Report(.failed, status: "5.1.1", text: "x\r\n\r\nAction: delivered")
            let mail = BounceWriter(host: "mx.example").notification(
                about: message, [(0, report)], id: "1", at: smtp.bench.clock.now)
            let lines = String(decoding: mail, as: UTF8.self).split(separator: "\r\n")
            #expect(
                !lines.contains { $0.hasPrefix("Bcc:") }
                    && lines.filter { $0.hasPrefix("Action:") } == ["Action: failed"])
        }
    }

    @Test("without a gateway a bounce is in the inbox, in its mail's space, and the mail tells of it")
    func withoutGateway() async throws {
        try await RunningSMTP.with { smtp in
            _ = try await smtp.talk(
                LiveServerTests.hello + [
                    "MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<bounce-5.2.2@example.com>\r\n|", "DATA\r\n|",
                    "X-Parcelpost-Space: blue\r\n\r\nx\r\n.\r\n|",
                ])
            #expect(smtp.messages.count == 1)
            smtp.bench.clock.advance(by: .seconds(5))
            await smtp.bench.agenda.settle()
            let messages = smtp.messages
            #expect(messages.count == 2)
            let bounce = try #require(messages.first)
            #expect(
                bounce.envelope.sender == "" && bounce.envelope.recipients == ["a@example.com"]
                    && bounce.space == "blue")
            #expect(String(decoding: bounce.raw, as: UTF8.self).contains("Status: 5.2.2"))
            #expect(messages.last?.events.last?.text.contains("no gateway is set") == true)
        }
    }

    @Test("who asks for success is told of it (RFC 3461 4.1)")
    func success() async throws {
        try await RunningSMTP.with { smtp in
            _ = try await smtp.talk(
                LiveServerTests.hello + [
                    "MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<b@example.com> NOTIFY=SUCCESS\r\n|", "DATA\r\n|",
                    "x\r\n.\r\n|",
                ])
            smtp.bench.clock.advance(by: .seconds(5))
            await smtp.bench.agenda.settle()
            #expect(
                smtp.messages.count == 2
                    && String(decoding: smtp.messages[0].raw, as: UTF8.self).contains("Action: delivered"))
        }
    }

    /// What a gateway was sent, and what it answers next.
    private final class Gateway: Sendable {
        let state = Mutex<(answers: [HTTPResponse.Status], requests: [(type: String?, key: String?, body: [UInt8])])>(
            ([], []))

        func add(to router: Router<WebContext>) {
            router.post("/v1/bounces") { request, _ in
                let body = try await request.body.collect(upTo: 1 << 20)
                return self.state.withLock { state in
                    state.requests.append(
                        (request.headers[.contentType], request.headers[.authorization], Array(body.readableBytesView)))
                    return Response(status: state.answers.isEmpty ? .accepted : state.answers.removeFirst())
                }
            }
        }
    }

    @Test("a bounce is posted to the gateway with its key, again after 1, 5 and 30 minutes, and each answer is told")
    func posting() async throws {
        let gateway = Gateway()
        try await RunningBench.with(routes: { _, router in gateway.add(to: router) }) { running in
            var settings = BounceSettings()
            settings.url = try HTTPURL("http://\(running.address)/v1/bounces")
            settings.apiKey = Secret("key-1")
            let poster = BouncePoster(bench: running.bench, settings: settings)
            let message = Self.message(running.bench)
            gateway.state.withLock { $0.answers = [.serviceUnavailable, .internalServerError, .tooManyRequests] }
            poster.send(.status(.init(.failed, status: "5.1.1", text: "gone"), recipient: 0), about: message)
            for (wait, count) in [(2, 1), (60, 2), (300, 3), (1_800, 4)] {
                running.bench.clock.advance(by: .seconds(wait))
                await running.bench.agenda.settle()
                #expect(gateway.state.withLock { $0.requests.count } == count)
            }
            let requests = gateway.state.withLock { $0.requests }
            #expect(
                requests.allSatisfy {
                    $0.type == "message/rfc822" && $0.key == "Bearer key-1" && $0.body == requests[0].body
                })
            #expect(
                message.events.map(\.text).filter { $0.contains("answered") || $0.contains("took") }.map {
                    $0.filter(\.isNumber)
                } == ["5031", "5005", "42930", "202"])
        }
    }

    @Test("a gateway that is gone is tried four times; one on another machine never; a refusal for good once")
    func failures() async throws {
        let gateway = Gateway()
        try await RunningBench.with(routes: { _, router in gateway.add(to: router) }) { running in
            func send(_ url: String) async throws -> InboxMessage {
                var settings = BounceSettings()
                settings.url = try HTTPURL(url)
                let message = Self.message(running.bench)
                BouncePoster(bench: running.bench, settings: settings).send(.complaint(recipient: 0), about: message)
                for wait in [2, 60, 300, 1_800, 7_200] {
                    running.bench.clock.advance(by: .seconds(wait))
                    await running.bench.agenda.settle()
                }
                return message
            }
            let gone = try await send("http://127.0.0.1:1/v1/bounces")
            #expect(gone.events.filter { $0.text.contains("could not be reached") }.count == 4)
            let remote = try await send("http://192.0.2.1/v1/bounces")
            #expect(remote.events.last?.text.contains("--allow-remote") == true)
            gateway.state.withLock { $0.answers = [.unprocessableContent] }
            let refused = try await send("http://\(running.address)/v1/bounces")
            #expect(refused.events.last?.text.contains("422; it is not tried again") == true)
        }
    }
}
