// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MockSMTP
import MockWorld
import TestSupport
import Testing

/// A Postfix of the test's own that relays to the mock, as a shop's mail server would.
struct PostfixTests {
    private static let master = "/usr/lib/postfix/sbin/master"

    /// Writes the instance's files; nothing of the machine's own Postfix is read or changed.
    private static func configure(_ folder: URL, relay: String) throws {
        let files = FileManager.default
        for name in ["queue", "data"] {
            try files.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        chmod(folder.path, 0o755)
        let owner = try #require(getpwnam("postfix"))
        chown(folder.appendingPathComponent("data").path, owner.pointee.pw_uid, owner.pointee.pw_gid)
        let main = """
            compatibility_level = 3.6
            queue_directory = \(folder.path)/queue
            data_directory = \(folder.path)/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            myhostname = relay.example
            mydestination =
            alias_maps =
            alias_database =
            inet_interfaces = loopback-only
            inet_protocols = ipv4
            relayhost = [127.0.0.1]:\(relay)
            smtp_tls_security_level = encrypt
            smtputf8_enable = yes
            maillog_file = \(folder.path)/log
            maillog_file_prefixes = \(folder.path)

            """
        try main.write(to: folder.appendingPathComponent("main.cf"), atomically: true, encoding: .utf8)
        let services = """
            pickup unix n - n 1 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            error unix - - n - - error
            retry unix - - n - - error
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd

            """
        try services.write(to: folder.appendingPathComponent("master.cf"), atomically: true, encoding: .utf8)
    }

    @Test(
        "Postfix relays to the mock through STARTTLS, with its DSN wishes, dots and Hangul",
        // Its master process starts as root or not at all.
        .enabled(if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: master)))
    func relaying() async throws {
        let authority = try await CertificateAuthority()
        try await RunningSMTP.with(authority: authority) { smtp in
            try await withTemporaryFolder { folder in
                try Self.configure(folder, relay: smtp.port)
                let check = try await Command.run("/usr/sbin/postfix", ["-c", folder.path, "check"])
                #expect(check.status == 0, "\(check.error)")
                // -d: it makes no session of its own, which a leader of a process group cannot.
                let master = try LeashedProcess(Self.master, ["-d", "-c", folder.path], folder: folder, name: "master")
                defer { master.stop() }
                for number in 0..<5 {
                    let mail =
                        "Subject: 배송 \(number)\nFrom: shop@example.com\nMIME-Version: 1.0\n"
                        + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n.dot\n..two\n.\n안녕\n"
                    let sent = try await Command.run(
                        "/usr/sbin/sendmail",
                        [
                            "-C", folder.path, "-i", "-f", "shop@example.com", "-N", "failure,delay", "-R", "hdrs",
                            "-V",
                            "env\(number)", "b\(number)@example.com",
                        ], input: Array(mail.utf8))
                    #expect(sent.status == 0, "\(sent.error)")
                }
                let (all, _) = await smtp.bench.inbox.wait(
                    for: InboxFilter(), count: 5, timeout: .seconds(30), limit: 5)
                let log = (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
                try #require(all.count == 5, "\(master.isRunning) \(master.log)\n\(log.suffix(3_000))")
                for message in all {
                    #expect(message.envelope.tls != nil && message.envelope.clientName == "relay.example")
                    #expect(message.envelope.options[0]?.notify?.keywords == "FAILURE,DELAY")
                    #expect(message.envelope.options[0]?.originalAddress == message.envelope.recipients.first)
                    #expect(message.envelope.parameters.returned == .headers)
                    #expect(message.envelope.parameters.envelopeID?.hasPrefix("env") == true)
                    #expect(
                        String(decoding: message.raw, as: UTF8.self).hasSuffix("\r\n\r\n.dot\r\n..two\r\n.\r\n안녕\r\n"))
                }
            }
        }
    }
}
