// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import MockProviders
import MockSMTP
import MockTracking
import MockWorld
import TestSupport
import Testing
import Values

/// Programs that people use, sending to the mock.
struct RealClientTests {
    @Test("swaks, with AUTH, pipelining and a Hangul subject")
    func swaks() async throws {
        try await RunningMock.with { mock in
            let plain = try await Command.run(
                "swaks",
                [
                    "--server", "127.0.0.1", "--port", mock.smtpPort, "--from", "shop@example.com", "--to",
                    "hong@example.com,kim@example.com", "--header", "Subject: 오늘 도착해요", "--body", "배송출발",
                    "--pipeline",
                ])
            #expect(plain.status == 0, "\(plain.output)\(plain.error)")
            for mechanism in ["PLAIN", "LOGIN"] {
                let login = try await Command.run(
                    "swaks",
                    [
                        "--server", "127.0.0.1", "--port", mock.smtpPort, "--from", "shop@example.com", "--to",
                        "\(mechanism)@example.com", "--auth", mechanism, "--auth-user", "red", "--auth-password", "pw",
                    ])
                #expect(login.status == 0, "\(login.output)\(login.error)")
            }
            #expect(try await mock.messages(3).count == 3)
            let first = try await mock.messages(1, query: "to:kim").first
            #expect(first?["subject"] == "오늘 도착해요" && first?["to"] == ["hong@example.com", "kim@example.com"])
            #expect(try await mock.json("/api/messages?space=red")["messages"]?.array?.count == 2)
        }
    }

    @Test("curl, with bodies around 64 KiB")
    func curl() async throws {
        try await RunningMock.with { mock in
            for size in [0, 1, 65_535, 65_536, 65_537, 1_000_000] {
                let line = [UInt8](repeating: 0x61, count: 76) + [13, 10]
                let filler = Array(repeatElement(line, count: size / line.count + 1).joined().prefix(max(size - 2, 0)))
                let body = Array("Subject: size \(size)\r\n\r\n".utf8) + filler + [13, 10]
                let sent = try await Command.run(
                    "curl",
                    [
                        "-sS", "--url", "smtp://" + mock.smtp, "--mail-from", "a@example.com", "--mail-rcpt",
                        "size\(size)@example.com", "-T", "-",
                    ], input: body)
                #expect(sent.status == 0, "\(sent.error)")
                let message = try #require(try await mock.messages(1, query: "to:size\(size)@").first)
                let raw = try await mock.request("GET", "/api/messages/\(message["id"]?.string ?? "")/raw")
                #expect(raw.body == body, "size \(size)")
            }
        }
    }

    @Test("Python's smtplib: many mails on a connection, SMTPUTF8, AUTH, dots, refusals")
    func python() async throws {
        let script = """
            import smtplib, sys
            from email.message import EmailMessage
            s = smtplib.SMTP("127.0.0.1", int(sys.argv[1]))
            s.ehlo()
            assert s.has_extn("smtputf8") and s.has_extn("8bitmime") and s.esmtp_features["size"] == "26214400"
            s.login("blue", "pw")
            for n in range(20):
                m = EmailMessage()
                m["From"], m["To"], m["Subject"] = "쇼핑몰 <shop@example.com>", f"c{n}@example.com", f"배송 {n}"
                m["Message-ID"] = f"<{n // 2}@shop.example>"
                m.set_content(".dot\\n..two\\n.\\n안녕 " + "가" * 500)
                m.add_alternative(f"<p>안녕 {n} <a href='https://example.com/t/{n}'>조회</a></p>", subtype="html")
                s.send_message(m, to_addrs=["same@example.com"])
            m = EmailMessage()
            m["From"], m["To"], m["Subject"] = "홍길동@example.com", "b@example.com", "국제화"
            m.set_content("x")
            s.send_message(m)
            code, text = s.docmd("RCPT", "TO:<x@example.com>")
            assert code == 503, code
            try:
                s.sendmail("a@example.com", ["b@example.com"], b"bare\\nlf\\n.\\n" .replace(b"\\n", b"\\r\\n") + b"x" * 2000)
                raise SystemExit("a long line was taken")
            except smtplib.SMTPDataError as e:
                assert e.smtp_code == 550, e
            s.quit()
            """
        try await RunningMock.with { mock in
            let sent = try await Command.run("python3", ["-c", script, mock.smtpPort])
            #expect(sent.status == 0, "\(sent.error)")
            let all = try await mock.messages(21)
            #expect(all.count == 21 && all.allSatisfy { $0["space"] == "blue" })
            let last = try #require(all.first { $0["subject"] == "배송 19" })
            #expect(last["copy"] == 2 && last["copies"] == 2 && last["fromName"] == "쇼핑몰")
            #expect(last["text"]?.string?.hasPrefix(".dot\n..two\n.\n안녕") == true)
            let detail = try await mock.json("/api/messages/\(last["id"]?.string ?? "")")
            #expect(detail["links"] == ["https://example.com/t/19"])
            #expect(detail["parts"]?.array?.compactMap { $0["contentType"]?.string } == ["text/plain", "text/html"])
            #expect(detail["envelope"]?["user"] == "blue" && detail["envelope"]?["to"] == ["same@example.com"])
        }
    }

    @Test("smtp-source of Postfix: a thousand mails over parallel connections")
    func smtpSource() async throws {
        try await RunningMock.with { mock in
            let sent = try await Command.run(
                "smtp-source",
                ["-s", "20", "-m", "1000", "-l", "10240", "-f", "a@example.com", "-t", "b@example.com", mock.smtp])
            #expect(sent.status == 0, "\(sent.error)")
            let answer = try await mock.json("/api/wait?count=1000&timeout=30s&limit=1")
            #expect(answer["messages"]?.array?.count == 1_000)
        }
    }
}
