// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Testing
import Values

struct RelayTests {
    private let login = try! SMTPLogin(username: "shop", password: Secret("pw"))

    @Test(
        arguments: [
            "smtp.example.com", "192.0.2.1", "::1", "[2001:db8::1]", "localhost", "메일.한국", "mail_relay",
            "xn--9n2bp8q.kr",
        ])
    func hostsAreTaken(host: String) throws {
        #expect(try SMTPRelay(host: host, port: 25, security: .plain).host == host)
    }

    @Test(
        arguments: [
            "", "a b", "a/b", "user@host", "host:25", "a\r\nb", "a?b", "a#b", "[::1", "a%00", "host\u{0}", "a,b",
        ])
    func whatIsNoHostIsRefused(host: String) {
        #expect(throws: ValueError.self) { try SMTPRelay(host: host, port: 25, security: .plain) }
    }

    @Test(arguments: [0, -1, 65_536])
    func whatIsNoPortIsRefused(port: Int) {
        #expect(throws: ValueError.self) { try SMTPRelay(host: "a.b", port: port, security: .plain) }
    }

    @Test(arguments: ["a b", "", "a\r\nQUIT", "host/../x", "a%0d"])
    func whatIsNoHeloNameIsRefused(name: String) {
        #expect(throws: ValueError.self) { try SMTPRelay(host: "a.b", port: 25, security: .plain, heloName: name) }
    }

    @Test(arguments: [SMTPRelay.Security.plain, .startTLSIfOffered])
    func aPasswordNeedsTLSExceptOnLoopback(security: SMTPRelay.Security) throws {
        #expect(throws: ValueError.self) {
            try SMTPRelay(host: "smtp.example.com", port: 25, security: security, login: login)
        }
        for host in ["127.0.0.1", "localhost", "::1", "127.9.9.9"] {
            _ = try SMTPRelay(host: host, port: 25, security: security, login: login)
        }
    }

    @Test(arguments: ["127.0.0.1.example.com", "localhost.example.com", "128.0.0.1", "127.0.0", "1127.0.0.1"])
    func whatOnlyLooksLikeLoopbackIsNone(host: String) {
        #expect(!SMTPRelay.isLoopback(host))
        #expect(throws: ValueError.self) { try SMTPRelay(host: host, port: 25, security: .plain, login: login) }
        #expect(throws: ValueError.self) {
            try SMTPRelay(host: host, port: 25, security: .startTLS, verifiesPeer: false)
        }
    }

    @Test(arguments: [("", "pw"), ("u", ""), ("u\r\n", "pw"), ("u", "p\u{0}w"), ("u\u{0}", "p")])
    func aLoginHoldsNoControls(user: String, password: String) {
        #expect(throws: ValueError.self) { try SMTPLogin(username: user, password: Secret(password)) }
        #expect(throws: ValueError.self) { try SMTPLogin(username: user, bearer: Secret(password)) }
    }

    @Test func relaysAreEqualInEverySetting() throws {
        let one = try SMTPRelay(host: "127.0.0.1", port: 25, security: .plain, login: login)
        #expect(one == (try SMTPRelay(host: "127.0.0.1", port: 25, security: .plain, login: login)))
        let other = try SMTPLogin(username: "shop", password: Secret("pw2"))
        #expect(one != (try SMTPRelay(host: "127.0.0.1", port: 25, security: .plain, login: other)))
        #expect(one != (try SMTPRelay(host: "127.0.0.1", port: 25, security: .startTLS, login: login)))
        #expect(one != (try SMTPRelay(host: "127.0.0.1", port: 25, security: .plain, login: login, caFile: "/x")))
        #expect(!String(reflecting: one).contains("pw"))
    }
}
