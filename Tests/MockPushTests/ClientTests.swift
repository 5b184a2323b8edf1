// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockTestSupport
import MockWorld
import Settings
import Testing
import Values

/// The libraries that people use, against the mock.
struct ClientTests {
    private static func fact(_ message: InboxMessage, _ name: String) -> String? {
        message.card?.facts.first { $0.name == name }?.value
    }

    @Test func googleAuthFetchesATokenAndSends() async throws {
        try await PushBench.with(start: SystemWallClock().now) { push in
            let seen = try await push.python("google-auth", push.url)
            #expect(seen["sent"]?.integer == 200)
            #expect(seen["name"]?.string?.hasPrefix("projects/parcelpost-mock/messages/") == true)
            #expect(seen["gone"]?.integer == 404)
            #expect(seen["code"]?.string == "UNREGISTERED")
            let cards = push.cards
            #expect(cards.map { $0.card?.title } == ["배송 출발", ""])
            #expect(cards.map { $0.refusal == nil } == [true, false])
            #expect(Self.fact(try #require(cards.last), "data.parcel") == "1")
        }
    }

    @Test func firebaseAdminSendsAndSeesItsErrors() async throws {
        try await PushBench.with(start: SystemWallClock().now) { push in
            let seen = try await push.python("firebase-admin", push.url)
            for name in ["rich", "topic", "condition", "dry"] {
                #expect(seen[name]?.string?.hasPrefix("projects/parcelpost-mock/messages/") == true, "\(name): \(seen)")
            }
            #expect(seen["gone"]?.string == "UnregisteredError NOT_FOUND")
            #expect(seen["sender"]?.string == "SenderIdMismatchError PERMISSION_DENIED")
            #expect(seen["invalid"]?.string == "InvalidArgumentError INVALID_ARGUMENT")
            #expect(seen["auth"]?.string == "ThirdPartyAuthError UNAUTHENTICATED")
            #expect(seen["large"]?.string == "InvalidArgumentError INVALID_ARGUMENT")
            #expect(seen["each"] == [1, 1])
            let rich = try #require(push.cards.first { $0.card?.to == "device-2" })
            let card = try #require(rich.card)
            #expect(card.title == "배송 출발")
            #expect(card.text == "오늘 도착합니다")
            #expect(card.image == "https://shop.example/box.png")
            #expect(
                card.buttons.map(\.link) == ["https://shop.example/parcel", "https://shop.example/t/1"])
            #expect(Self.fact(rich, "ttl") == "3600s")
            #expect(Self.fact(rich, "collapse key") == "parcel")
            #expect(Self.fact(rich, "priority") == "high")
            #expect(Self.fact(rich, "data.parcel") == "123456789012")
            #expect(!push.cards.contains { $0.card?.to == "device-5" }, "validate_only sends nothing")
            #expect(push.cards.contains { $0.card?.to == "/topics/parcels" })
        }
    }

    @Test func pywebpushSendsAndTheInboxReadsIt() async throws {
        try await PushBench.with(start: SystemWallClock().now) { push in
            let seen = try await push.python("pywebpush", push.url)
            #expect(
                seen == [
                    "sent": 201, "wrong_keys": 201, "other_origin": 403, "two_days": 403, "answers_429": 429,
                    "large": 413, "gone": 410, "unknown": 404,
                ])
            let cards = push.cards
            let sent = try #require(cards.first)
            #expect(sent.card?.title == "배송 출발")
            #expect(sent.card?.text == "오늘 도착합니다")
            #expect(sent.card?.from == "mailto:push@shop.example")
            #expect(sent.card?.buttons.map(\.link) == ["https://shop.example/t/1"])
            #expect(Self.fact(sent, "urgency") == "high")
            #expect(Self.fact(sent, "topic") == "parcel-1")
            #expect(Self.fact(sent, "ttl") == "60 s")
            #expect(sent.events.isEmpty)
            // The service cannot know; the browser shows nothing, and people are told.
            #expect(cards.dropFirst().first?.events.map(\.verdict) == [.bad])
        }
    }

    @Test func httpxSendsOverHTTP2ToAPNs() async throws {
        try await PushBench.with(start: SystemWallClock().now) { push in
            let seen = try await push.python("apns", "https://localhost:\(push.https.port)", push.caFile)
            let answers = try #require(seen["answers"]?.array)
            #expect(answers.map { $0["version"]?.string } == ["HTTP/2", "HTTP/2"])
            #expect(answers.map { $0["status"]?.integer } == [200, 410], "\(seen)")
            #expect(answers.first?["body"]?.string == "")
            let gone = try JSON(parsing: Array((answers.last?["body"]?.string ?? "").utf8))
            #expect(gone["reason"]?.string == "Unregistered")
            let timestamp = try #require(gone["timestamp"]?.integer)
            #expect(timestamp < SystemWallClock().now.milliseconds)
            let sent = try #require(push.cards.first)
            #expect(sent.card?.title == "배송 출발")
            #expect(sent.card?.facts.contains { $0.value == "key PARCELMOCK, verified" } == true)
            #expect(sent.card?.buttons.map(\.link) == ["https://shop.example/t/1"])
            #expect(answers.first?["id"]?.string == Self.fact(sent, "apns-id"))
        }
    }
}
