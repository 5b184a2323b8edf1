// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockSMTP
import MockWorld
import TestSupport
import Testing
import Values

/// Programs that people use, sending to the mock, plain and through TLS.
struct RealClientTests {
    private static let body = "Subject: =?utf-8?B?7Jik64qY?=\r\nFrom: shop@example.com\r\n\r\n.dot\r\nhello\r\n"

    @Test("swaks: plain, STARTTLS, TLS from the first byte, AUTH by three mechanisms")
    func swaks() async throws {
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority, { $0.users = ["red": Secret("pw")] }) { smtp in
            let common = ["--server", "127.0.0.1", "--from", "shop@example.com", "--body", "배송출발", "--to"]
            let runs: [(String, [String])] = [
                ("plain", ["--port", smtp.port, "--pipeline"]), ("tls", ["--port", smtp.port, "--tls"]),
                ("tlsc", ["--port", smtp.securePort, "--tlsc"]),
                (
                    "login",
                    ["--port", smtp.port, "--tls", "--auth", "LOGIN", "--auth-user", "red", "--auth-password", "pw"]
                ),
                ("authplain", ["--port", smtp.port, "--auth", "PLAIN", "--auth-user", "red", "--auth-password", "pw"]),
            ]
            for (name, arguments) in runs {
                let run = try await Command.run("swaks", common + [name + "@example.com"] + arguments)
                #expect(run.status == 0, "\(name): \(run.output)\(run.error)")
                let message = try #require(smtp.messages.first)
                #expect(message.envelope.recipients == [name + "@example.com"])
                #expect((message.envelope.tls != nil) == ["tls", "tlsc", "login"].contains(name))
                #expect(message.envelope.user == (["login", "authplain"].contains(name) ? "red" : nil))
            }
            let wrong = try await Command.run(
                "swaks",
                common + [
                    "x@example.com", "--port", smtp.port, "--auth", "PLAIN", "--auth-user", "red", "--auth-password",
                    "no",
                ])
            #expect(wrong.status != 0 && wrong.output.contains("535"))
        }
    }

    @Test("curl: smtp, STARTTLS with the certificate checked, smtps; XOAUTH2")
    func curl() async throws {
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            let mail = ["--mail-from", "a@example.com", "--mail-rcpt", "b@example.com", "-T", "-", "-sS"]
            let runs = [
                ["--url", "smtp://127.0.0.1:" + smtp.port],
                ["--url", "smtp://localhost:" + smtp.port, "--ssl-reqd", "--cacert", authority.caFile],
                ["--url", "smtps://localhost:" + smtp.securePort, "--cacert", authority.caFile],
                [
                    "--url", "smtp://127.0.0.1:" + smtp.port, "--user", "red", "--oauth2-bearer", "token",
                    "--login-options", "AUTH=XOAUTH2",
                ],
            ]
            for (index, run) in runs.enumerated() {
                let sent = try await Command.run("curl", run + mail, input: Array(Self.body.utf8))
                #expect(sent.status == 0, "\(run): \(sent.error)")
                #expect(smtp.messages.count == index + 1 && smtp.messages.first?.raw == Array(Self.body.utf8))
            }
            #expect(smtp.messages.first?.envelope.user == "red")
            let untrusted = try await Command.run(
                "curl", ["--url", "smtps://localhost:" + smtp.securePort] + mail, input: Array(Self.body.utf8))
            #expect(untrusted.status == 60)
        }
    }

    @Test("Python's smtplib: STARTTLS, SMTP_SSL, LOGIN, DSN options, SMTPUTF8")
    func smtplib() async throws {
        let script = """
            import smtplib, ssl, sys
            from email import policy
            from email.message import EmailMessage
            port, secure, ca = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
            context = ssl.create_default_context(cafile=ca)
            def mail(n):
                m = EmailMessage()
                m["From"], m["To"], m["Subject"] = "쇼핑몰 <shop@example.com>", f"c{n}@example.com", f"배송 {n}"
                m.set_content(".dot\\n안녕")
                return m
            with smtplib.SMTP("localhost", port) as s:
                s.starttls(context=context)
                s.login("blue", "pw")
                s.send_message(mail(1))
                s.sendmail("a@example.com", ["b@example.com"], mail(2).as_bytes(policy=policy.SMTP), mail_options=["RET=HDRS", "ENVID=e1"], rcpt_options=["NOTIFY=FAILURE,DELAY"])
            with smtplib.SMTP_SSL("localhost", secure, context=context) as s:
                m = mail(3)
                del m["From"]
                m["From"] = "홍길동@example.com"
                s.send_message(m)
                assert s.verify("hong")[0] == 252 and s.noop()[0] == 250 and s.rset()[0] == 250
            """
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            let run = try await Command.run("python3", ["-c", script, smtp.port, smtp.securePort, authority.caFile])
            #expect(run.status == 0, "\(run.error)")
            let messages = smtp.messages
            #expect(
                messages.map(\.summary.subject) == ["배송 3", "배송 2", "배송 1"]
                    && messages.allSatisfy { $0.envelope.tls != nil })
            #expect(messages[0].envelope.sender == "홍길동@example.com" && messages[2].space == "blue")
            #expect(
                messages[1].envelope.parameters.envelopeID == "e1"
                    && messages[1].envelope.options[0]?.notify?.keywords == "FAILURE,DELAY")
        }
    }

    @Test("aiosmtplib: STARTTLS, TLS, twenty mails on one connection")
    func aiosmtplib() async throws {
        let script = """
            import aiosmtplib, asyncio, ssl, sys
            from email.message import EmailMessage
            async def main():
                context = ssl.create_default_context(cafile=sys.argv[3])
                for port, options in ((int(sys.argv[1]), {"start_tls": True}), (int(sys.argv[2]), {"use_tls": True})):
                    async with aiosmtplib.SMTP(hostname="localhost", port=port, tls_context=context, **options) as s:
                        await s.login("green", "pw")
                        for n in range(10):
                            m = EmailMessage()
                            m["From"], m["To"], m["Subject"] = "a@example.com", "b@example.com", f"비동기 {n}"
                            m.set_content("안녕")
                            await s.send_message(m)
            asyncio.run(main())
            """
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            let python = Repository.root.appendingPathComponent(".venv/bin/python3").path
            let run = try await Command.run(python, ["-c", script, smtp.port, smtp.securePort, authority.caFile])
            #expect(run.status == 0, "\(run.error)")
            #expect(
                smtp.messages.count == 20 && smtp.messages.allSatisfy { $0.space == "green" && $0.envelope.tls != nil })
        }
    }

    @Test("nodemailer: a pool with AUTH and STARTTLS, DSN, and TLS from the first byte")
    func nodemailer() async throws {
        let script = """
            const nodemailer = require("nodemailer");
            const [port, secure] = process.argv.slice(1).map(Number);
            const tls = { rejectUnauthorized: false };
            (async () => {
                const pool = nodemailer.createTransport({ host: "127.0.0.1", port, pool: true, requireTLS: true, tls, auth: { user: "yellow", pass: "pw" } });
                await Promise.all([...Array(20).keys()].map(n => pool.sendMail({
                    from: "쇼핑몰 <shop@example.com>", to: `c${n}@example.com`, subject: `배송 ${n}`, text: ".점\\n안녕", html: "<p>안녕</p>",
                    dsn: { id: "d" + n, return: "headers", notify: ["failure", "delay"], recipient: "shop@example.com" } })));
                pool.close();
                const one = nodemailer.createTransport({ host: "127.0.0.1", port: secure, secure: true, tls });
                await one.sendMail({ from: "a@example.com", to: "홍@example.com", subject: "한글 주소", text: "x" });
                one.close();
            })().catch(error => { console.error(error); process.exit(1); });
            """
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            let run = try await Command.run(
                "node", ["-e", script, smtp.port, smtp.securePort], environment: ["NODE_PATH": "/usr/share/nodejs"])
            #expect(run.status == 0, "\(run.output)\(run.error)")
            #expect(
                smtp.messages.count == 21 && smtp.messages.allSatisfy { $0.refusal == nil && $0.envelope.tls != nil })
            #expect(smtp.messages.first?.envelope.recipients == ["홍@example.com"])
            #expect(
                smtp.messages.last?.envelope.parameters.returned == .headers && smtp.messages.last?.space == "yellow")
        }
    }

    @Test("msmtp: plain, STARTTLS and TLS from the first byte, with AUTH and a DSN wish")
    func msmtp() async throws {
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            let common = [
                "--file=/dev/null", "--host=localhost", "--from=shop@example.com",
                "--tls-trust-file=" + authority.caFile,
            ]
            let runs = [
                ["--port=" + smtp.port, "--tls=off", "--auth=off"],
                ["--port=" + smtp.port, "--tls=on", "--auth=plain", "--user=red", "--passwordeval=echo pw"],
                [
                    "--port=" + smtp.securePort, "--tls=on", "--tls-starttls=off", "--auth=off", "--dsn-notify=failure",
                    "--dsn-return=headers",
                ],
            ]
            for (index, run) in runs.enumerated() {
                let text = Self.body.replacing("\r\n", with: "\n")
                let sent = try await Command.run("msmtp", common + run + ["b@example.com"], input: Array(text.utf8))
                #expect(sent.status == 0, "\(run): \(sent.error)")
                #expect(smtp.messages.count == index + 1)
            }
            #expect(
                smtp.messages[0].envelope.options[0]?.notify == .failure
                    && smtp.messages[0].envelope.parameters.returned == .headers)
            #expect(smtp.messages[1].envelope.user == "red" && smtp.messages[2].envelope.tls == nil)
            #expect(smtp.messages.allSatisfy { String(decoding: $0.raw, as: UTF8.self).hasSuffix(".dot\r\nhello\r\n") })
        }
    }

    @Test("smtp-source of Postfix: a thousand mails over parallel connections")
    func smtpSource() async throws {
        try await RunningSMTP.with { smtp in
            let sent = try await Command.run(
                "smtp-source",
                [
                    "-s", "20", "-m", "1000", "-l", "10240", "-f", "a@example.com", "-t", "b@example.com",
                    "127.0.0.1:" + smtp.port,
                ],
                environment: [
                    "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:"
                        + Repository.root.appendingPathComponent(".tools/bin").path
                ])
            #expect(sent.status == 0, "\(sent.error)")
            #expect(smtp.messages.count == 1_000 && smtp.messages.allSatisfy { $0.raw.count >= 10_240 })
        }
    }
}
