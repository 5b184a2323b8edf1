// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import MockProviders
import MockSMTP
import MockTracking
import MockWorld
import Testing
import Values

/// The server over a socket: what a strict one refuses, and limits (RFC 5321, RFC 2920, RFC 1870).
struct SMTPServerTests {
    private static let hello = ["|", "EHLO client.example\r\n|"]
    private static let envelope =
        hello + ["MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<b@example.com>\r\n|", "DATA\r\n|"]

    @Test("the bytes are kept exactly as they came, dots unstuffed (RFC 5321 4.5.2)")
    func exactBytes() async throws {
        try await RunningMock.with { mock in
            let said = try await mock.talk(
                Self.envelope + ["subject:  odd \t case\r\nX: \u{1}\r\n\r\n..dot\r\n.\r\n|", "QUIT\r\n|"])
            #expect(said.contains("\r\n354 ") || said.contains("\n354 "))
            let id = try #require(try await mock.messages().first?["id"]?.string)
            #expect(said.contains("250 2.0.0 Ok: queued as \(id)"))
            let raw = try await mock.request("GET", "/api/messages/\(id)/raw")
            #expect(raw.body == Array("subject:  odd \t case\r\nX: \u{1}\r\n\r\n.dot\r\n".utf8))
            #expect(raw.header("content-type") == "message/rfc822")
        }
    }

    @Test("a client that pipelines gets its replies in order (RFC 2920)")
    func pipelining() async throws {
        try await RunningMock.with { mock in
            let said = try await mock.talk(
                Self.hello + [
                    "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<bad\r\nDATA\r\n|", "|", "|", "|",
                    "Subject: p\r\n\r\nx\r\n.\r\nMAIL FROM:<c@example.com>\r\nRSET\r\nQUIT\r\n|", "|", "|", "|",
                ])
            let codes = said.split(whereSeparator: \.isNewline).filter { $0.dropFirst(3).first == " " }.map {
                String($0.prefix(3))
            }
            #expect(codes == ["220", "250", "250", "250", "501", "354", "250", "250", "250", "221"])
        }
    }

    @Test(
        "broken lines in a mail: 550 5.5.2, the mail is kept with its badge, the session goes on",
        arguments: [
            ("a\r\nb\nc\r\n", "bare-lf", "line 2"), ("a\rb\r\n", "bare-cr", "line 1"),
            (String(repeating: "x", count: 1_100) + "\r\n", "long-line", "line 1"),
        ])
    func refusedMail(body: String, rule: String, place: String) async throws {
        try await RunningMock.with { mock in
            let said = try await mock.talk(Self.envelope + [body + ".\r\n|", "NOOP\r\n|"])
            #expect(said.contains("550 5.5.2 Refused: \(place)"))
            #expect(said.hasSuffix("250 2.0.0 Ok\r\n") || said.hasSuffix("250 2.0.0 Ok\n"))
            #expect(try await mock.json("/api/messages")["messages"] == [])
            let refused = try await mock.json("/api/messages?refused=only")["messages"]?.array?.first
            #expect(refused?["findings"] == [.string(rule)])
            #expect(refused?["refused"]?.string?.hasPrefix("550 5.5.2") == true)
        }
    }

    @Test("a mail that ends with <LF>.<CRLF> is refused, and nothing smuggled behind it (RFC 5321 4.1.1.4)")
    func oddEnd() async throws {
        try await RunningMock.with { mock in
            let said = try await mock.talk(Self.envelope + ["Subject: x\r\n\r\nhi\n.\r\n|"], waitForClose: true)
            #expect(said.contains("550 5.5.2"))
            let smuggled = try await mock.talk(
                Self.envelope + [
                    "hi\n.\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<x@example.com>\r\nDATA\r\nevil\r\n.\r\n|"
                ])
            #expect(smuggled.contains("550 5.5.2"))
            let all = try await mock.json("/api/messages?refused=include")["messages"]?.array ?? []
            #expect(all.count == 2 && all.allSatisfy { $0["refused"] != nil })
        }
    }

    @Test("broken commands: 500 5.5.2", arguments: ["NOOP\n|", "NO\rOP\r\n|", "NOOP\rNOOP\r|"])
    func brokenCommands(line: String) async throws {
        try await RunningMock.with { mock in
            let said = try await mock.talk(Self.hello + [line])
            #expect(said.contains("500 5.5.2"))
        }
    }

    @Test("a command line without end costs no memory and gets 500 5.5.2 (RFC 5321 4.5.3.1.4)")
    func endlessCommand() async throws {
        try await RunningMock.with { mock in
            let long = String(repeating: "A", count: 30_000)
            let said = try await mock.talk(Self.hello + ["NOOP " + long, long, long + "\r\n|", "NOOP\r\n|"])
            #expect(said.contains("500 5.5.2 The command line is too long") && said.contains("250 2.0.0 Ok"))
        }
    }

    @Test("talk before the greeting is refused (RFC 5321 4.3.1)")
    func beforeGreeting() async throws {
        try await RunningMock.with({ $0.smtpServer.greetingPause = .seconds(20) }) { mock in
            let said = try await mock.talk(["EHLO client.example\r\n"], waitForClose: true)
            #expect(said.hasPrefix("554 5.5.2"))
        }
    }

    @Test("a mail sent behind DATA without waiting is early talk (RFC 2920 3.1)")
    func earlyTalk() async throws {
        try await RunningMock.with { mock in
            let said = try await mock.talk(
                Self.hello + [
                    "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\n"
                ],
                waitForClose: true)
            #expect(said.contains("550 5.5.2 Early talk"))
            #expect(try await mock.json("/api/messages")["messages"] == [])
            let refused = try await mock.json("/api/messages?refused=only")["messages"]?.array ?? []
            #expect(refused.map { $0["findings"] } == [["early-talk"]])
        }
    }

    @Test("a web page's request is sent away at its first line")
    func crossProtocol() async throws {
        try await RunningMock.with { mock in
            let said = try await mock.talk(
                ["|", "POST / HTTP/1.1\r\n|", "MAIL FROM:<a@example.com>\r\n|"], waitForClose: true)
            #expect(said.contains("554 5.5.1 This is SMTP") && !said.contains("250"))
        }
    }

    @Test("a mail larger than the limit: 552 5.3.4 at MAIL when declared, else at its end (RFC 1870 6.1, 6.3)")
    func tooBig() async throws {
        try await RunningMock.with({ $0.smtpServer.maxMessageBytes = 10_000 }) { mock in
            let said = try await mock.talk(Self.hello + ["MAIL FROM:<a@example.com> SIZE=10001\r\n|"])
            #expect(said.contains("552 5.3.4") && said.contains("SIZE 10000"))
            let line = String(repeating: "x", count: 70) + "\r\n"
            let late = try await mock.talk(
                Self.envelope + [String(repeating: line, count: 300) + ".\r\n|", "NOOP\r\n|"])
            #expect(late.contains("552 5.3.4") && late.contains("250 2.0.0 Ok"))
            #expect(try await mock.json("/api/messages?refused=include")["messages"] == [])
        }
    }

    @Test("the connection that is one too many is told 421 4.3.2")
    func connectionLimit() async throws {
        try await RunningMock.with({ $0.smtpServer.maxConnections = 0 }) { mock in
            let said = try await mock.talk([], waitForClose: true)
            #expect(said.hasPrefix("421 4.3.2"))
        }
    }

    @Test("a client that is idle too long is told 421 4.4.2, also one that drips")
    func idle() async throws {
        try await RunningMock.with({ $0.smtpServer.commandTimeout = .milliseconds(50) }) { mock in
            let said = try await mock.talk(["|", "EHL"], waitForClose: true)
            #expect(said.contains("421 4.4.2"))
        }
        try await RunningMock.with({ $0.smtpServer.dataTimeout = .milliseconds(50) }) { mock in
            let said = try await mock.talk(Self.envelope + ["Subject: x\r\n"], waitForClose: true)
            #expect(said.contains("421 4.4.2"))
        }
    }

    @Test("a user name becomes the space, and passwords stay out of the transcript")
    func loginAndTranscript() async throws {
        try await RunningMock.with { mock in
            let secret = Base64.encode(Array("\0red\0hunter2-secret".utf8))
            _ = try await mock.talk(
                Self.hello + [
                    "AUTH PLAIN \(secret)\r\n|", "MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<b@example.com>\r\n|",
                    "DATA\r\n|",
                    "Subject: x\r\n\r\nx\r\n.\r\n|",
                ])
            let message = try #require(try await mock.messages().first)
            #expect(message["space"] == "red")
            #expect(try await mock.json("/api/messages?space=blue")["messages"] == [])
            let id = message["id"]?.string ?? ""
            let transcript = try await mock.json("/api/messages/\(id)/transcript").text
            #expect(!transcript.contains(secret) && !transcript.contains("hunter2"))
            for said in ["connected from 127.0.0.1", "AUTH PLAIN ****", "235 2.7.0", "354 ", "queued as \(id)"] {
                #expect(transcript.contains(said), "\(said)")
            }
        }
    }

    @Test("a mail of a connection has its own dialogue, under the connection's beginning")
    func transcriptShares() async throws {
        try await RunningMock.with { mock in
            let mail = [
                "MAIL FROM:<a@example.com>\r\n|", "RCPT TO:<first@example.com>\r\n|", "DATA\r\n|", "x\r\n.\r\n|",
            ]
            _ = try await mock.talk(Self.hello + mail + mail.map { $0.replacing("first", with: "second") })
            for message in try await mock.messages(2) {
                let id = message["id"]?.string ?? ""
                let text = try await mock.json("/api/messages/\(id)/transcript").text
                let mine = message["to"]?.array?.first?.string ?? ""
                #expect(text.contains("EHLO client.example") && text.contains(mine) && text.contains(id))
                #expect(!text.contains(mine == "first@example.com" ? "second@" : "first@"))
            }
        }
    }
}
