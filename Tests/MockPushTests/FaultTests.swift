// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Curl
import MockPush
import MockTestSupport
import MockWorld
import TestSupport
import Testing
import Values

/// Faults come in the shape that each provider gives to its errors.
struct FaultTests {
    private static func rule(_ provider: String, _ action: FaultEffect.Action, step: FaultStep = .request) -> FaultRule
    {
        var match = FaultMatch()
        match.providers = [FaultPattern(provider)]
        match.steps = [step]
        var effect = FaultEffect()
        effect.action = action
        return FaultRule(name: provider, match: match, effect: effect)
    }

    private static func sendFCM(_ push: PushBench) async throws -> HTTPAnswer {
        try await push.running.send(
            "POST", "/v1/projects/shop/messages:send", headers: [("Authorization", "Bearer any")],
            json: ["message": ["token": "a", "data": ["b": "c"]]])
    }

    private static var settings: PushSettings {
        var settings = PushSettings()
        settings.fcm.checksTokens = false
        settings.webPush.requiresVAPID = false
        return settings
    }

    @Test(
        arguments: [
            (FaultReply(503, text: "later", retryAfter: .milliseconds(1_500)), 503, "UNAVAILABLE", "2"),
            (FaultReply(429, text: ""), 429, "RESOURCE_EXHAUSTED", "60"),
            (FaultReply(404, status: "UNREGISTERED", text: ""), 404, "NOT_FOUND", nil),
            (FaultReply(401, text: "no"), 401, "UNAUTHENTICATED", nil),
            (FaultReply(502, text: "no"), 502, "INTERNAL", nil),
        ])
    func fcm(_ reply: FaultReply, _ status: Int, _ name: String, _ retryAfter: String?) async throws {
        try await PushBench.with(settings: Self.settings) { push in
            push.bench.faults.replace([Self.rule("fcm", .reply(reply))], space: "")
            let answer = try await Self.sendFCM(push)
            #expect(answer.status == status)
            #expect(answer.json["error"]?["status"]?.string == name)
            #expect(answer.header("retry-after") == retryAfter)
            #expect(push.cards.isEmpty)
        }
    }

    @Test func aLost200IsInTheInboxAndNotAtTheSender() async throws {
        try await PushBench.with(settings: Self.settings) { push in
            push.bench.faults.replace([Self.rule("fcm", .disconnect, step: .accepted)], space: "")
            _ = await #expect(throws: (any Error).self) { try await Self.sendFCM(push) }
            #expect(push.cards.count == 1)
            push.bench.faults.replace([], space: "")
            let again = try await Self.sendFCM(push)
            #expect(again.status == 200)
        }
    }

    @Test func theTokenEndpointFailsAsOAuthDoes() async throws {
        try await PushBench.with { push in
            push.bench.faults.replace(
                [Self.rule("google-oauth", .reply(FaultReply(503, status: "temporarily_unavailable", text: "later")))],
                space: "")
            let answer = try await push.running.send("POST", "/token", body: Array("grant_type=x".utf8))
            #expect(answer.status == 503)
            #expect(answer.json == ["error": "temporarily_unavailable", "error_description": "later"])
        }
    }

    @Test func apnsAndWebPush() async throws {
        try await PushBench.with(settings: Self.settings) { push in
            push.bench.faults.replace(
                [
                    Self.rule("apns", .reply(FaultReply(410, status: "ExpiredToken", text: ""))),
                    Self.rule("webpush", .reply(FaultReply(429, text: "slowly", retryAfter: .seconds(7)))),
                ], space: "")
            let key = try P256PrivateKey()
            let token = try signedToken(
                ["alg": "ES256", "kid": "SOMEKEY"],
                ["iss": "TEAM", "iat": .integer(push.bench.clock.now.seconds)]
            ) { try key.sign($0) }
            let apns = try await Command.run(
                "curl",
                [
                    "-sS", "--http2", "--cacert", push.caFile, "-H", "authorization: bearer " + token, "-H",
                    "apns-topic: a", "--data-raw", #"{"aps":{}}"#,
                    "https://\(push.https)/3/device/" + String(repeating: "ab", count: 32),
                ])
            let reason = try JSON(parsing: Array(apns.output.utf8))
            #expect(reason["reason"]?.string == "ExpiredToken", "\(apns.error)")
            #expect(reason["timestamp"]?.integer != nil)
            let made = try await push.running.send("POST", "/api/webpush/subscriptions", json: .object([]))
            let endpoint = try #require(made.json["endpoint"]?.string)
            let pushed = try await push.running.send(
                "POST", String(endpoint.dropFirst(push.url.utf8.count)), headers: [("TTL", "0")])
            #expect(pushed.status == 429)
            #expect(pushed.header("retry-after") == "7")
            #expect(pushed.json["detail"]?.string == "slowly")
            #expect(push.cards.isEmpty)
        }
    }
}
