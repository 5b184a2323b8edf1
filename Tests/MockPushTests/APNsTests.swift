// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Foundation
import MockPush
import MockTestSupport
import MockWorld
import Settings
import TestSupport
import Testing
import Values

struct APNsTests {
    private struct Answer {
        let status: Int
        let reason: String?
        let json: JSON
        let error: String
    }

    private static let device = String(repeating: "0a", count: 32)

    private static func key(_ push: PushBench) async throws -> P256PrivateKey {
        try P256PrivateKey(
            pem: try #require(try await push.running.send("GET", "/api/apns/key.json").json["key"]?.string))
    }

    private static func token(
        _ push: PushBench, key: P256PrivateKey, age: Int64 = 0, kid: String = "PARCELMOCK", alg: String = "ES256"
    ) throws -> String {
        let issued = push.bench.clock.now.seconds - age
        return try signedToken(
            ["alg": .string(alg), "kid": .string(kid)], ["iss": "PARCELTEAM", "iat": .integer(issued)]
        ) { try key.sign($0) }
    }

    /// Sends by curl.
    private static func send(
        _ push: PushBench, token: String?, device: String = device, topic: String? = "example.shop",
        fields: [String] = [], body: String = #"{"aps":{"alert":"안녕"}}"#, version: String = "--http2",
        method: String = "POST"
    ) async throws -> Answer {
        var arguments = [
            "curl", "-sS", version, "--cacert", push.caFile, "-X", method, "-w", "\n%{http_code}", "--data-raw", body,
        ]
        if let token { arguments += ["-H", "authorization: bearer " + token] }
        if let topic { arguments += ["-H", "apns-topic: " + topic] }
        for field in fields { arguments += ["-H", field] }
        let answer = try await Command.run(arguments + ["https://localhost:\(push.https.port)/3/device/\(device)"])
        let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
        let json = (try? JSON(parsing: Array(lines.dropLast().joined().utf8))) ?? .null
        return Answer(
            status: lines.last.flatMap { Int($0) } ?? 0, reason: json["reason"]?.string, json: json,
            error: answer.error)
    }

    @Test(
        arguments: [
            (["apns-id: 1"], "BadMessageId"), (["apns-priority: 7"], "BadPriority"),
            (["apns-push-type: background", "apns-priority: 10"], "BadPriority"),
            (["apns-expiration: soon"], "BadExpirationDate"), (["apns-push-type: loud"], "InvalidPushType"),
            (["apns-collapse-id: " + String(repeating: "c", count: 65)], "BadCollapseId"),
            (["apns-priority: 5", "apns-priority: 10"], "DuplicateHeaders"),
        ])
    func fieldsThatAreWrong(_ fields: [String], _ reason: String) async throws {
        try await PushBench.with { push in
            let answer = try await Self.send(
                push, token: Self.token(push, key: Self.key(push)), fields: fields)
            #expect(answer.status == 400)
            #expect(answer.reason == reason, "\(answer.error)")
        }
    }

    @Test("An expiration behind all calendars is taken and shown as it is")
    func expirations() async throws {
        try await PushBench.with { push in
            for seconds in ["9223372036854775807", "9223372036854775", "253402300800"] {
                let answer = try await Self.send(
                    push, token: Self.token(push, key: Self.key(push)), fields: ["apns-expiration: " + seconds])
                #expect(answer.status == 200)
                let facts = push.cards.compactMap(\.card).flatMap(\.facts)
                #expect(facts.contains { $0.name == "expiration" && $0.value == seconds })
            }
        }
    }

    @Test(
        arguments: [
            ("dead0400", 400, "BadDeviceToken"), ("dead1400", 400, "DeviceTokenNotForTopic"),
            ("dead0410", 410, "Unregistered"), ("dead1410", 410, "ExpiredToken"),
            ("dead0413", 413, "PayloadTooLarge"), ("DEAD0429", 429, "TooManyRequests"),
            ("dead0500", 500, "InternalServerError"), ("dead0503", 503, "ServiceUnavailable"),
            ("dead1503", 503, "Shutdown"),
        ])
    func endingsOfDeviceTokens(_ ending: String, _ status: Int, _ reason: String) async throws {
        try await PushBench.with { push in
            let answer = try await Self.send(
                push, token: Self.token(push, key: Self.key(push)), device: Self.device.dropLast(8) + ending)
            #expect(answer.status == status)
            #expect(answer.reason == reason)
            #expect((answer.json["timestamp"]?.integer != nil) == (status == 410))
            #expect(push.cards.first?.refusal == "\(status) \(reason)")
        }
    }

    @Test func whatAProviderTokenMustBe() async throws {
        var settings = PushSettings()
        settings.apns.topics = ["example.shop"]
        try await PushBench.with(settings: settings) { push in
            let key = try await Self.key(push)
            #expect(try await Self.send(push, token: nil).reason == "MissingProviderToken")
            #expect(try await Self.send(push, token: "a.b.c").reason == "InvalidProviderToken")
            let forged = try Self.token(push, key: P256PrivateKey())
            #expect(try await Self.send(push, token: forged).reason == "InvalidProviderToken")
            let other = try Self.token(push, key: key, alg: "none")
            #expect(try await Self.send(push, token: other).reason == "InvalidProviderToken")
            let old = try await Self.send(push, token: Self.token(push, key: key, age: 3_600))
            #expect(old.reason == "ExpiredProviderToken")
            #expect(old.status == 403)
            let good = try Self.token(push, key: key)
            #expect(try await Self.send(push, token: good).status == 200)
            #expect(try await Self.send(push, token: good, topic: "other.app").reason == "TopicDisallowed")
            #expect(try await Self.send(push, token: good, topic: nil).reason == "MissingTopic")
            #expect(
                try await Self.send(
                    push, token: good, topic: "example.shop.voip", fields: ["apns-push-type: voip"]
                ).status == 200)
            // It ages with the mock's clock.
            push.bench.clock.advance(by: .seconds(3_599))
            #expect(try await Self.send(push, token: good).status == 200)
            push.bench.clock.advance(by: .seconds(1))
            #expect(try await Self.send(push, token: good).reason == "ExpiredProviderToken")
        }
    }

    @Test func payloadsHaveALimit() async throws {
        try await PushBench.with { push in
            let token = try Self.token(push, key: await Self.key(push))
            func body(_ bytes: Int) -> String {
                let frame = #"{"aps":{"alert":""}}"#
                return #"{"aps":{"alert":""# + String(repeating: "x", count: bytes - frame.utf8.count) + #""}}"#
            }
            #expect(try await Self.send(push, token: token, body: body(4_096)).status == 200)
            #expect(try await Self.send(push, token: token, body: body(4_097)).reason == "PayloadTooLarge")
            #expect(
                try await Self.send(
                    push, token: token, fields: ["apns-push-type: voip"], body: body(5_120)
                ).status == 200)
            #expect(try await Self.send(push, token: token, body: "").reason == "PayloadEmpty")
            let odd = try await Self.send(push, token: token, body: "not json")
            #expect(odd.status == 200)
            #expect(push.cards.last?.events.map(\.verdict) == [.bad])
        }
    }

    @Test func aTokenForEachPushIsTooMany() async throws {
        var settings = PushSettings()
        settings.apns.tokenUpdates = 2
        try await PushBench.with(settings: settings) { push in
            let key = try await Self.key(push)
            let tokens = try (0..<3).map { try Self.token(push, key: key, age: Int64($0)) }
            #expect(try await Self.send(push, token: tokens[0]).status == 200)
            #expect(try await Self.send(push, token: tokens[1]).status == 200)
            let third = try await Self.send(push, token: tokens[2])
            #expect(third.status == 429)
            #expect(third.reason == "TooManyProviderTokenUpdates")
            #expect(try await Self.send(push, token: tokens[1]).status == 200)
            push.bench.clock.advance(by: .seconds(1_200))
            #expect(try await Self.send(push, token: tokens[2]).status == 200)
        }
    }

    @Test func devicesAndMethodsAndVersions() async throws {
        try await PushBench.with { push in
            let token = try Self.token(push, key: await Self.key(push))
            for device in ["xyz", "0a", Self.device + "0"] {
                #expect(try await Self.send(push, token: token, device: device).reason == "BadDeviceToken")
            }
            #expect(try await Self.send(push, token: token, device: "").reason == "MissingDeviceToken")
            let get = try await Self.send(push, token: token, method: "PUT")
            #expect(get.status == 405)
            #expect(get.reason == "MethodNotAllowed")
            let old = try await Self.send(push, token: token, version: "--http1.1")
            #expect(old.status == 505)
            #expect(old.json["detail"]?.string?.contains("HTTP/2 only") == true)
        }
    }

    @Test func aPushSentAgainWithItsIDIsACopy() async throws {
        try await PushBench.with { push in
            let token = try Self.token(push, key: await Self.key(push))
            let id = ["apns-id: 123e4567-e89b-12d3-a456-4266554400a0"]
            for _ in 0..<2 { #expect(try await Self.send(push, token: token, fields: id).status == 200) }
            #expect(push.cards.map(\.copy) == [1, 2])
            #expect(push.cards.first?.card?.text == "안녕")
        }
    }
}
