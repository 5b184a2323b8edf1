// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import TestSupport
import Testing
import Values

/// TLS and logins against a real server, with certificates made by openssl.
struct SecurityTests {
    @Test(arguments: [
        ("starttls", SMTPRelay.Security.startTLS), ("starttls", .startTLSIfOffered), ("implicit", .implicitTLS),
    ])
    func mailGoesOverTLS(tls: String, security: SMTPRelay.Security) async throws {
        let authority = try await CertificateAuthority()
        let peer = try await MailPeer.aiosmtpd(["tls": tls].merging(authority.options) { $1 })
        try await withLoop { loop in
            let relay = try Letters.relay(peer, host: "localhost", security: security, caFile: authority.caFile)
            for bytes in [400, 65_536, 1_048_576] {
                #expect(await loop.send(relay, Letters.message(bytes: bytes)).acceptedReply != nil)
            }
        }
        #expect(try peer.events("message").map(\.tls) == [true, true, true])
        #expect(try peer.message(3) == Letters.message(bytes: 1_048_576))
        #expect(try peer.events("connection").count == 1)
    }

    @Test(arguments: [("starttls", SMTPRelay.Security.startTLS), ("implicit", .implicitTLS)])
    func anUnknownAuthorityIsRefused(tls: String, security: SMTPRelay.Security) async throws {
        let authority = try await CertificateAuthority()
        let peer = try await MailPeer.aiosmtpd(["tls": tls].merging(authority.options) { $1 })
        try await withLoop { loop in
            let result = await loop.send(try Letters.relay(peer, host: "localhost", security: security))
            #expect(result.failure?.kind == .certificate)
            // The certificate is for localhost, not for its address.
            let named = try Letters.relay(peer, security: security, caFile: authority.caFile)
            #expect(await loop.send(named).failure?.kind == .certificate)
            let missing = try Letters.relay(peer, host: "localhost", security: security, caFile: "/nowhere/ca.pem")
            #expect(await loop.send(missing).failure?.kind == .certificateFile)
            let unchecked = try Letters.relay(peer, security: security, verifiesPeer: false)
            #expect(await loop.send(unchecked).acceptedReply != nil)
            // The connection that was not checked does not serve a relay that is.
            #expect(await loop.send(named).failure?.kind == .certificate)
        }
        #expect(try peer.events("message").count == 1)
    }

    @Test func withoutStartTLSNothingIsSent() async throws {
        let peer = try await MailPeer.aiosmtpd()
        let result = try await withLoop { try await $0.send(Letters.relay(peer, security: .startTLS)) }
        #expect(result.failure?.kind == .tlsUnavailable)
        #expect(try peer.events("mail").isEmpty)
    }

    @Test(arguments: [SMTPLogin.Mechanism.automatic, .plain, .login])
    func passwordsLogIn(mechanism: SMTPLogin.Mechanism) async throws {
        let peer = try await MailPeer.aiosmtpd(["auth": ["user": "shop", "password": "비밀 pässword"]])
        try await withLoop { loop in
            let login = try SMTPLogin(username: "shop", password: Secret("비밀 pässword"), mechanism: mechanism)
            let relay = try Letters.relay(peer, login: login)
            #expect(await loop.send(relay).acceptedReply != nil)
            #expect(await loop.send(relay).acceptedReply != nil)
            let wrong = try SMTPLogin(username: "shop", password: Secret("wrong"), mechanism: mechanism)
            let result = await loop.send(try Letters.relay(peer, login: wrong))
            #expect(result.refusal?.code == 535)
            #expect(result.stage == .login)
        }
        let expected = mechanism == .login ? "LOGIN" : "PLAIN"
        #expect(try peer.events("auth").map(\.mechanism) == [expected, expected])
        #expect(try peer.events("message").count == 2)
    }

    @Test func tokensLogIn() async throws {
        let peer = try await MailPeer.aiosmtpd([
            "auth": ["user": "shop@example.com", "password": "", "bearer": "ya29.token", "mechanisms": ["XOAUTH2"]]
                as [String: any Sendable]
        ])
        try await withLoop { loop in
            let login = try SMTPLogin(username: "shop@example.com", bearer: Secret("ya29.token"))
            #expect(await loop.send(try Letters.relay(peer, login: login)).acceptedReply != nil)
            let stale = try SMTPLogin(username: "shop@example.com", bearer: Secret("ya29.old"))
            let result = await loop.send(try Letters.relay(peer, login: stale))
            #expect(result.refusal?.code == 535)
        }
        #expect(try peer.events("auth").map(\.mechanism) == ["XOAUTH2", "XOAUTH2"])
    }

    @Test func aServerWithoutLoginGetsNoMail() async throws {
        let login = try SMTPLogin(username: "shop", password: Secret("pw"))
        let peer = try await MailPeer.aiosmtpd()
        let result = try await withLoop { try await $0.send(Letters.relay(peer, login: login)) }
        // aiosmtpd offers AUTH although it asks for none, so the login fails; smtp-sink offers none.
        #expect(result.failure?.kind == .login || result.stage == .login)
        let sink = try await MailPeer.sink()
        let none = try await withLoop { try await $0.send(Letters.relay(sink, login: login)) }
        #expect(none.failure?.kind == .login)
        #expect(none.stage == .login)
    }

    @Test func aMechanismTheServerLacksIsNoLogin() async throws {
        let peer = try await MailPeer.aiosmtpd([
            "auth": ["user": "shop", "password": "pw", "mechanisms": ["LOGIN"]] as [String: any Sendable]
        ])
        let login = try SMTPLogin(username: "shop", password: Secret("pw"), mechanism: .plain)
        let result = try await withLoop { try await $0.send(Letters.relay(peer, login: login)) }
        #expect(result.failure?.kind == .login)
        #expect(try peer.events("auth").isEmpty)
    }
}
