// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import TestSupport
import Testing
import Values

/// Mails to a real server, whole and in order.
struct MailDeliveryTests {
    @Test(arguments: [true, false])
    func aMailArrives(pipelining: Bool) async throws {
        let peer = try await MailPeer.aiosmtpd(["pipelining": pipelining])
        let result = try await withLoop { try await $0.send(Letters.relay(peer)) }
        #expect(result.acceptedReply?.code == 250)
        #expect(result.acceptedReply?.enhanced == EnhancedStatus(2, 0, 0))
        #expect(result.acceptedReply?.text == "Ok: queued as 00000001")
        #expect(result.stage == .ending)
        #expect(try peer.message(1) == Letters.message())
        #expect(try peer.events("hello").first?.name == "client.test")
        #expect(try peer.events("mail").first?.address == "shop@example.com")
        #expect(try peer.events("rcpt").map(\.address) == ["hong@example.net"])
    }

    @Test(arguments: [100, 16_384, 65_535, 65_536, 65_537, 131_072, 1_048_576])
    func aMessageOfAnySizeArrivesWhole(bytes: Int) async throws {
        let peer = try await MailPeer.aiosmtpd()
        let message = Letters.message(bytes: bytes)
        #expect(message.count == bytes)
        let result = try await withLoop { try await $0.send(Letters.relay(peer), message) }
        #expect(result.acceptedReply != nil)
        #expect(try peer.message(1) == message)
        #expect(try peer.events("mail").first?.options == ["SIZE=\(bytes)"])
    }

    @Test(arguments: [
        "\r\n.\r\nafter a lone dot\r\n", ".first line\r\n", "..\r\n.\r\n..two\r\n...three\r\n", "x\r\n.", ".",
        "\r\n.\r\n",
        "no line end",
    ])
    func dotsAtLineStartsArriveAsTheyWere(text: String) async throws {
        let peer = try await MailPeer.aiosmtpd()
        let result = try await withLoop { try await $0.send(Letters.relay(peer), Array(text.utf8)) }
        #expect(result.acceptedReply != nil)
        let expected = text.hasSuffix("\r\n") ? text : text + "\r\n"
        #expect(try peer.message(1) == Array(expected.utf8))
    }

    @Test(arguments: ["a\nb\r\n", "a\rb\r\n", "a\r\r\n", "\n", "a\r", "a\r\n\n.\r\nMAIL FROM:<x@y>\r\n"])
    func aBareCarriageReturnOrLineFeedIsRefused(text: String) async throws {
        let peer = try await MailPeer.aiosmtpd()
        let result = try await withLoop { try await $0.send(Letters.relay(peer), Array(text.utf8)) }
        #expect(result.failure?.kind == .invalid)
        #expect(result.stage == .waiting)
        #expect(try peer.events().isEmpty)
    }

    @Test func connectionsAreReused() async throws {
        let peer = try await MailPeer.aiosmtpd()
        try await withLoop { loop in
            let relay = try Letters.relay(peer)
            for _ in 1...20 { #expect(await loop.send(relay).acceptedReply != nil) }
            // An equal relay shares the connection, another one does not.
            #expect(await loop.send(try Letters.relay(peer)).acceptedReply != nil)
            #expect(try peer.events("connection").count == 1)
            #expect(await loop.send(try Letters.relay(peer, maxConnections: 2)).acceptedReply != nil)
            #expect(try peer.events("connection").count == 2)
        }
        #expect(try peer.events("message").count == 22)
    }

    @Test func noMoreConnectionsAreOpenThanAllowed() async throws {
        let peer = try await MailPeer.aiosmtpd()
        try await withLoop { loop in
            let relay = try Letters.relay(peer, maxConnections: 3)
            await withTaskGroup(of: Bool.self) { group in
                for _ in 1...60 { group.addTask { await loop.send(relay).acceptedReply != nil } }
                for await accepted in group { #expect(accepted) }
            }
        }
        let open = try peer.events("connection").compactMap(\.open)
        #expect(open.max() == 3)
        #expect(open.count == 3)
        #expect(try peer.events("message").count == 60)
    }

    @Test func aConnectionCarriesNoMoreMessagesThanAllowed() async throws {
        let peer = try await MailPeer.aiosmtpd()
        try await withLoop { loop in
            let relay = try Letters.relay(peer, maxConnections: 1, maxMessagesPerConnection: 4)
            for _ in 1...10 { #expect(await loop.send(relay).acceptedReply != nil) }
        }
        let messages = try peer.events("message").compactMap(\.number)
        #expect(messages == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3])
        #expect(try peer.events("connection").allSatisfy { $0.open == 1 })
        #expect(try peer.events("quit").compactMap(\.number).prefix(2) == [1, 2])
    }

    @Test func aConnectionTheServerLeftIsReplaced() async throws {
        let peer = try await MailPeer.aiosmtpd(["messages": 2])
        try await withLoop { loop in
            let relay = try Letters.relay(peer, maxConnections: 1)
            for _ in 1...8 { #expect(await loop.send(relay).acceptedReply != nil) }
        }
        #expect(try peer.events("message").count == 8)
        #expect(try peer.events("connection").count == 4)
    }

    @Test func mailsWaitForTheConnectionsTheServerAllows() async throws {
        let peer = try await MailPeer.aiosmtpd(["connections": 1])
        try await withLoop { loop in
            let relay = try Letters.relay(peer, maxConnections: 4)
            #expect(await loop.send(relay).acceptedReply != nil)
            await withTaskGroup(of: Bool.self) { group in
                for _ in 1...20 { group.addTask { await loop.send(relay).acceptedReply != nil } }
                for await accepted in group { #expect(accepted) }
            }
        }
        #expect(try peer.events("message").count == 21)
        #expect(Set(try peer.events("message").compactMap(\.number)) == [1])
    }

    @Test func aSlowServerHoldsNobodyElseUp() async throws {
        let slow = try await MailPeer.aiosmtpd(["hang": "ending"])
        let quick = try await MailPeer.aiosmtpd()
        let loop = try CurlLoop()
        let slowRelay = try Letters.relay(slow)
        async let stuck = loop.send(slowRelay)
        let quickRelay = try Letters.relay(quick)
        for _ in 1...50 { #expect(await loop.send(quickRelay).acceptedReply != nil) }
        while try slow.events("message").isEmpty { await Task.yield() }
        await loop.shutdown(grace: .zero)
        let result = await stuck
        #expect(result.unknown?.kind == .shuttingDown)
        #expect(result.stage == .ending)
    }

    @Test(arguments: [[], ["-p"]])
    func postfixTakesThousands(options: [String]) async throws {
        let sink = try await MailPeer.sink(options)
        try await withLoop { loop in
            let relay = try Letters.relay(sink)
            let message = Letters.message(bytes: 9_500)
            let accepted = await withTaskGroup(of: Int.self) { group in
                for _ in 1...20 {
                    group.addTask {
                        var accepted = 0
                        for _ in 1...100 where await loop.send(relay, message).acceptedReply != nil { accepted += 1 }
                        return accepted
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(accepted == 2_000)
            #expect(loop.load == 0)
        }
    }
}
