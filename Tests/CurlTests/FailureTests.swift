// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// What goes wrong on the way is told by where and how.
@Suite(.timeLimit(.minutes(2)))
struct FailureTests {
    @Test(arguments: [true, false])
    func refusalsAreToldByTheirStage(pipelining: Bool) async throws {
        let peer = try await MailPeer.aiosmtpd([
            "pipelining": pipelining, "replies": ["rcpt": ["dead@example.net": "550 5.1.1 <dead@example.net> unknown"]],
        ])
        try await withLoop { loop in
            let relay = try Letters.relay(peer, maxConnections: 1)
            for _ in 1...3 {
                let refused = await loop.send(relay, to: try EmailAddress("dead@example.net"))
                #expect(refused.refusal?.code == 550)
                #expect(refused.refusal?.enhanced == EnhancedStatus(5, 1, 1))
                #expect(refused.stage == .recipient)
                #expect(await loop.send(relay).acceptedReply != nil)
            }
        }
        // A refused recipient does not cost the connection.
        #expect(try peer.events("connection").count == 1)
        #expect(try peer.events("reset").count == 3)
        #expect(try peer.events("message").count == 3)
    }

    @Test(
        arguments: [
            ("greeting", "554 5.7.1 Go away", SMTPStage.connect, 554), ("greeting", "421 4.3.2 Busy", .connect, 421),
            ("mail", "550 5.7.1 Not you", .sender, 550), ("mail", "452 4.3.1 Full", .sender, 452),
            ("data", "451 4.3.0 Later", .data, 451), ("ending", "552 5.3.4 Too big", .ending, 552),
            ("ending", "421 4.3.0 Closing", .ending, 421),
        ])
    func eachStageCanRefuse(at: String, reply: String, stage: SMTPStage, code: Int) async throws {
        let peer = try await MailPeer.aiosmtpd(["replies": [at: reply]])
        let result = try await withLoop { try await $0.send(Letters.relay(peer)) }
        #expect(result.refusal?.code == code)
        #expect(result.stage == stage)
    }

    @Test func aLost250IsUnknown() async throws {
        let peer = try await MailPeer.aiosmtpd(["drop": "ending"])
        let result = try await withLoop { try await $0.send(Letters.relay(peer)) }
        #expect(result.unknown?.kind == .disconnected)
        #expect(result.unknown?.mayHaveArrived == true)
        #expect(result.stage == .ending)
        #expect(try peer.events("message").count == 1)
    }

    @Test func aMissing250IsUnknownWhenTimeIsUp() async throws {
        let peer = try await MailPeer.aiosmtpd(["hang": "ending"])
        let timeouts = SMTPTimeouts(ending: .milliseconds(300))
        let result = try await withLoop { try await $0.send(Letters.relay(peer, timeouts: timeouts)) }
        #expect(result.unknown?.kind == .timeout)
        #expect(try peer.events("message").count == 1)
    }

    @Test(arguments: [("mail", SMTPStage.sender), ("rcpt", .recipient), ("data", .data)])
    func aServerThatFallsSilentBeforeTheMessageHasNotTakenIt(at: String, stage: SMTPStage) async throws {
        let peer = try await MailPeer.aiosmtpd(["hang": at])
        let timeouts = SMTPTimeouts(command: .milliseconds(300))
        let result = try await withLoop { try await $0.send(Letters.relay(peer, timeouts: timeouts)) }
        #expect(result.failure?.kind == .timeout)
        #expect(result.stage == stage)
    }

    @Test(arguments: ["mail", "rcpt", "data"])
    func aServerThatLeavesBeforeTheMessageHasNotTakenIt(at: String) async throws {
        let peer = try await MailPeer.aiosmtpd(["drop": at])
        let result = try await withLoop { try await $0.send(Letters.relay(peer)) }
        #expect(result.failure?.kind == .disconnected)
    }

    @Test func nobodyListening() async throws {
        let peer = try await MailPeer.aiosmtpd()
        peer.stop()
        let results = try await withLoop { loop in
            let relay = try Letters.relay(peer)
            return await withTaskGroup(of: SMTPResult.self) { group in
                for _ in 1...20 { group.addTask { await loop.send(relay) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        for result in results {
            #expect(result.failure?.kind == .connect)
            #expect(result.stage == .connect)
        }
    }

    @Test func noSuchHost() async throws {
        let relay = try SMTPRelay(host: "mail.invalid", port: 25, security: .plain)
        let result = try await withLoop { await $0.send(relay) }
        #expect(result.failure?.kind == .resolve)
    }

    @Test func aServerOfAnotherProtocol() async throws {
        // A TLS server waits for the client's hello, and the client for the server's greeting.
        let authority = try await CertificateAuthority()
        let peer = try await MailPeer.aiosmtpd(["tls": "implicit"].merging(authority.options) { $1 })
        let timeouts = SMTPTimeouts(connect: .milliseconds(500))
        let result = try await withLoop { try await $0.send(Letters.relay(peer, timeouts: timeouts)) }
        #expect(result.failure?.kind == .timeout)
        #expect(result.stage == .connect)
    }

    @Test func theQueueIsBounded() async throws {
        let peer = try await MailPeer.aiosmtpd(["hang": "ending"])
        let loop = try CurlLoop(limits: CurlLimits(transfers: 2))
        let relay = try Letters.relay(peer)
        async let first = loop.send(relay)
        async let second = loop.send(relay)
        while loop.load < 2 {
            try Task.checkCancellation()
            await Task.yield()
        }
        let third = await loop.send(relay)
        #expect(third.failure?.kind == .queueFull)
        #expect(third.stage == .waiting)
        while try peer.events("message").count < 2 {
            try Task.checkCancellation()
            await Task.yield()
        }
        await loop.shutdown(grace: .zero)
        #expect(await first.unknown != nil)
        #expect(await second.unknown != nil)
        #expect(await loop.send(relay).failure?.kind == .shuttingDown)
        #expect(loop.load == 0)
    }

    @Test func cancellingWithdrawsWhatWaitsAndFinishesWhatIsUnderWay() async throws {
        let peer = try await MailPeer.aiosmtpd(["hang": "ending"])
        let loop = try CurlLoop()
        let relay = try Letters.relay(peer, maxConnections: 1, timeouts: SMTPTimeouts(ending: .seconds(5)))
        let underWay = Task { await loop.send(relay) }
        while try peer.events("message").isEmpty {
            try Task.checkCancellation()
            await Task.yield()
        }
        let waiting = Task { await loop.send(relay) }
        while loop.load < 2 {
            try Task.checkCancellation()
            await Task.yield()
        }
        waiting.cancel()
        underWay.cancel()
        #expect(await waiting.value.failure?.kind == .cancelled)
        #expect(await underWay.value.unknown?.kind == .timeout)
        await loop.shutdown(grace: .zero)
    }

    @Test func shutdownLetsWhatIsUnderWayFinish() async throws {
        let peer = try await MailPeer.aiosmtpd()
        let loop = try CurlLoop()
        let relay = try Letters.relay(peer)
        let big = Letters.message(bytes: 4_000_000)
        let sending = Task { await loop.send(relay, big) }
        while try peer.events("mail").isEmpty {
            try Task.checkCancellation()
            await Task.yield()
        }
        await loop.shutdown(grace: .seconds(60))
        #expect(await sending.value.acceptedReply != nil)
        #expect(try peer.events("quit").count == 1)
    }

    @Test func whatTheServerCannotTakeIsNotSent() async throws {
        let peer = try await MailPeer.aiosmtpd(["smtputf8": false, "eightbit": false, "size": 1_000])
        try await withLoop { loop in
            let relay = try Letters.relay(peer, maxConnections: 1)
            let hangul = await loop.send(relay, to: try EmailAddress("홍길동@example.net"))
            #expect(hangul.failure?.kind == .needsSMTPUTF8)
            let large = await loop.send(relay, Letters.message(bytes: 1_001))
            #expect(large.failure?.kind == .messageTooLarge)
            let eight = await loop.send(relay, Array("Subject: 홍\r\n\r\n".utf8))
            #expect(eight.failure?.kind == .needs8BitMIME)
            #expect(await loop.send(relay, Letters.message(bytes: 999)).acceptedReply != nil)
        }
        #expect(try peer.events("mail").count == 1)
        #expect(try peer.events("connection").count == 1)
    }

    @Test func internationalAddressesAreSentAsTheServerUnderstandsThem() async throws {
        let peer = try await MailPeer.aiosmtpd()
        try await withLoop { loop in
            let relay = try Letters.relay(peer)
            #expect(await loop.send(relay, to: try EmailAddress("hong@한국.kr")).acceptedReply != nil)
            #expect(await loop.send(relay, to: try EmailAddress("홍길동@한국.kr")).acceptedReply != nil)
        }
        // The A-label of 한국.kr, as the registry of .kr publishes it for its own name 한국.
        #expect(try peer.events("rcpt").map(\.address) == ["hong@xn--3e0b707e.kr", "홍길동@xn--3e0b707e.kr"])
        #expect(try peer.events("mail").map { $0.options?.contains("SMTPUTF8") } == [false, true])
    }
}
