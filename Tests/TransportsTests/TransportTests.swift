// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Mail
import Notices
import TestSupport
import Testing
import Transports
import Values

/// Letters through the transport, to a real server.
struct TransportTests {
    private func letter(to recipient: String = "hong@example.net", html: String = "<p>안녕하세요</p>") throws -> MailMessage
    {
        let from = try EmailAddress("shop@example.com")
        let to = try EmailAddress(recipient)
        return MailMessage(
            from: Mailbox(name: try Line("달빛상점"), address: from), to: Mailbox(address: to),
            subject: try Line("배송이 시작되었습니다 📦"),
            date: Timestamp(seconds: 1_795_000_000), messageID: try MessageID("d1.1.abc@example.com"),
            text: "안녕하세요\n.\n",
            html: html, envelope: MailEnvelope(sender: from, recipient: to))
    }

    private func withTransport(
        _ peer: MailPeer, _ body: (SMTPTransport) async throws -> Void
    ) async throws {
        let relay = try SMTPRelay(host: "127.0.0.1", port: peer.port, security: .plain, maxConnections: 3)
        let transport = try SMTPTransport(settings: SMTPSettings(relay: relay))
        do {
            try await body(transport)
            await transport.shutdown(grace: .zero)
        } catch {
            await transport.shutdown(grace: .zero)
            throw error
        }
    }

    @Test func aLetterArrivesByteForByte() async throws {
        let peer = try await MailPeer.aiosmtpd()
        try await withTransport(peer) { transport in
            #expect(transport.channel == .email)
            #expect(transport.name == "smtp: 127.0.0.1")
            #expect(transport.concurrency == 6)
            let outcome = await transport.send(.email(try letter()))
            #expect(outcome.class == .accepted)
            #expect(outcome.blame == .nobody)
            #expect(outcome.code == 250)
            #expect(outcome.enhancedCode == "2.0.0")
            #expect(outcome.providerID == "00000001")
            let expected = try letter().bytes()
            #expect(try peer.message(1) == expected)
        }
    }

    @Test func aLargeLetterArrivesByteForByte() async throws {
        let peer = try await MailPeer.aiosmtpd()
        let big = try letter(html: String(repeating: "<p>택배가 출발했습니다. ....</p>\n", count: 30_000))
        try await withTransport(peer) { transport in
            #expect(await transport.send(.email(big)).class == .accepted)
            let arrived = try peer.message(1)
            #expect(arrived == big.bytes())
            #expect(big.bytes().count > 1_000_000)
        }
    }

    @Test func refusalsComeBackAsOutcomesWithoutTheAddress() async throws {
        let peer = try await MailPeer.aiosmtpd([
            "replies": [
                "rcpt": [
                    "gone.customer@example.net": "550 5.1.1 <gone.customer@example.net>: gone.customer is unknown",
                    "full.customer@example.net": "452 4.2.2 Mailbox full",
                ]
            ]
        ])
        try await withTransport(peer) { transport in
            let gone = await transport.send(.email(try letter(to: "gone.customer@example.net")))
            #expect(gone.class == .permanentAddress)
            #expect(gone.blame == .recipient)
            #expect(gone.enhancedCode == "5.1.1")
            #expect(gone.text == "<g***@example.net>: g*** is unknown")
            let full = await transport.send(.email(try letter(to: "full.customer@example.net")))
            #expect(full.class == .temporary)
            #expect(full.blame == .recipient)
            let other = await transport.send(.email(try letter()))
            #expect(other.class == .accepted)
        }
    }

    @Test func aLost250IsUnknown() async throws {
        let peer = try await MailPeer.aiosmtpd(["drop": "ending"])
        try await withTransport(peer) { transport in
            let outcome = await transport.send(.email(try letter()))
            #expect(outcome.class == .unknown)
            #expect(outcome.text.hasPrefix("All bytes were sent and no answer came."))
        }
    }

    @Test func anAddressTheRelayCannotCarryIsNotBlamed() async throws {
        let peer = try await MailPeer.aiosmtpd(["smtputf8": false])
        try await withTransport(peer) { transport in
            let outcome = await transport.send(.email(try letter(to: "홍길동@example.net")))
            #expect(outcome.class == .permanentAddress)
            #expect(outcome.blame == .relay)
            #expect(outcome.text.contains("SMTPUTF8"))
        }
        #expect(try peer.events("mail").isEmpty)
    }

    @Test func aRelayThatIsDownIsTemporary() async throws {
        let peer = try await MailPeer.aiosmtpd()
        peer.stop()
        try await withTransport(peer) { transport in
            let outcome = await transport.send(.email(try letter()))
            #expect(outcome.class == .temporary)
            #expect(outcome.blame == .relay)
        }
    }

    @Test(
        arguments: [
            ("2.0.0 Ok: queued as 4ZbK1q2Vz1z4x", "4ZbK1q2Vz1z4x"), ("Ok: queued as <abc@def>", "abc"),
            (
                "Ok 0102018f2e3d4c5b-12345678-1234-1234-1234-123456789abc-000000",
                "0102018f2e3d4c5b-12345678-1234-1234-1234-123456789abc-000000"
            ),
            ("OK  1731000000 d9443c01a7336-20c0f4b8c71si1234567 - gsmtp", "d9443c01a7336-20c0f4b8c71si1234567"),
            ("Great success", nil), ("Ok", nil), ("", nil), ("Ok thanks", nil), ("message queued as", nil),
        ] as [(String, String?)])
    func theQueueIdIsKept(text: String, expected: String?) {
        let reply = SMTPReply(lines: ["250 " + text]) ?? SMTPReply(code: 250, text: text)
        let outcome = Outcome(SMTPResult(.accepted(reply), stage: .ending), hiding: [])
        #expect(outcome.providerID == expected)
    }
}
