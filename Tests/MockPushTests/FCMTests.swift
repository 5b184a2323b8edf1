// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Curl
import MockPush
import MockTestSupport
import MockWorld
import Settings
import Testing
import Values

struct FCMTests {
    private static let scope = "https://www.googleapis.com/auth/firebase.messaging"

    /// Asks the token endpoint with a claim made from the service account, some of it changed.
    private static func ask(
        _ push: PushBench, claims: [String: JSON] = [:], alg: String = "RS256", key: RSAPrivateKey? = nil,
        space: String = ""
    ) async throws -> HTTPAnswer {
        let account = try await push.running.send("GET", "/api/fcm/service-account.json?space=\(space)").json
        let now = push.bench.clock.now.seconds
        var all: [String: JSON] = [
            "iss": account["client_email"] ?? .null, "scope": .string(scope),
            "aud": "https://oauth2.googleapis.com/token", "iat": .integer(now), "exp": .integer(now + 3_600),
        ]
        all.merge(claims) { $1 }
        let signer = try key ?? RSAPrivateKey(pem: try #require(account["private_key"]?.string))
        let token = try signedToken(
            ["alg": .string(alg), "typ": "JWT"], .object(all.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
        ) { try signer.sign($0) }
        return try await push.running.send(
            "POST", "/token?space=\(space)", headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=\(token)".utf8))
    }

    private static func token(_ push: PushBench, space: String = "") async throws -> String {
        try #require(try await ask(push, space: space).json["access_token"]?.string)
    }

    private static func send(_ push: PushBench, _ body: JSON, token: String) async throws -> HTTPAnswer {
        try await push.running.send(
            "POST", "/v1/projects/shop/messages:send", headers: [("Authorization", "Bearer " + token)], json: body)
    }

    @Test(
        arguments: [
            ("UNREGISTERED", 404, "NOT_FOUND"), ("unregistered", 404, "NOT_FOUND"),
            ("INVALID-ARGUMENT", 400, "INVALID_ARGUMENT"), ("SENDER_ID_MISMATCH", 403, "PERMISSION_DENIED"),
            ("QUOTA_EXCEEDED", 429, "RESOURCE_EXHAUSTED"), ("UNAVAILABLE", 503, "UNAVAILABLE"),
            ("INTERNAL", 500, "INTERNAL"), ("THIRD_PARTY_AUTH_ERROR", 401, "UNAUTHENTICATED"),
        ])
    func endingsOfTokensAreRefusedAsFCMDoes(_ ending: String, _ status: Int, _ name: String) async throws {
        try await PushBench.with { push in
            let answer = try await Self.send(
                push, ["message": ["token": .string("device1:" + ending), "data": ["a": "b"]]],
                token: Self.token(push))
            #expect(answer.status == status)
            let error = try #require(answer.json["error"])
            #expect(error["code"]?.integer == Int64(status))
            #expect(error["status"]?.string == name)
            let detail = try #require(error["details"]?.array?.first)
            #expect(detail["@type"]?.string == "type.googleapis.com/google.firebase.fcm.v1.FcmError")
            #expect(detail["errorCode"]?.string == ending.uppercased().replacing("-", with: "_"))
            #expect(answer.header("retry-after") == (status == 429 ? "60" : nil))
            #expect(push.cards.count == 1)
            #expect(push.cards.first?.refusal?.hasPrefix("\(status) ") == true)
        }
    }

    @Test(
        arguments: [
            (#"{"message":{"token":"a","topic":"b"}}"#, "message"), (#"{"message":{}}"#, "message"), ("{}", "message"),
            (#"{"message":{"token":"a","titel":"b"}}"#, "message"),
            (#"{"message":{"token":"a","notification":{"titel":"b"}}}"#, "message.notification"),
            (#"{"message":{"token":"a","data":{"n":1}}}"#, "message.data[0].value"),
            (#"{"message":{"token":"a","data":{"from":"x"}}}"#, "message.data"),
            (#"{"message":{"token":"a","data":{"google.x":"x"}}}"#, "message.data"),
            (#"{"message":{"token":"a","data":{"gcm":"x"}}}"#, "message.data"),
            (#"{"message":{"token":"a","android":{"priority":"loud"}}}"#, "message.android.priority"),
            (#"{"message":{"token":"a","android":{"ttl":"3600"}}}"#, "message.android.ttl"),
            (#"{"message":{"token":"a","android":{"ttl":"2419201s"}}}"#, "message.android.ttl"),
            (#"{"message":{"topic":"/topics/a"}}"#, "message.topic"),
            (#"{"message":{"condition":"a or b"}}"#, "message.condition"),
        ])
    func fieldsThatAreWrongAreNamed(_ body: String, _ field: String) async throws {
        try await PushBench.with { push in
            let answer = try await Self.send(push, JSON(parsing: Array(body.utf8)), token: Self.token(push))
            #expect(answer.status == 400)
            let detail = try #require(answer.json["error"]?["details"]?.array?.first)
            #expect(detail["@type"]?.string == "type.googleapis.com/google.rpc.BadRequest")
            #expect(detail["fieldViolations"]?.array?.map { $0["field"]?.string } == [field], "\(answer.json)")
            #expect(push.cards.isEmpty)
        }
    }

    @Test func namesInCamelCaseAreTaken() async throws {
        try await PushBench.with { push in
            let answer = try await Self.send(
                push,
                ["validateOnly": false, "message": ["token": "a", "android": ["collapseKey": "k", "ttl": "0s"]]],
                token: Self.token(push))
            #expect(answer.status == 200)
            #expect(push.cards.first?.card?.facts.contains { $0.name == "collapse key" && $0.value == "k" } == true)
        }
    }

    @Test(arguments: [("token", 4_096), ("topic", 2_048)])
    func payloadsHaveALimit(_ target: String, _ limit: Int) async throws {
        try await PushBench.with { push in
            let token = try await Self.token(push)
            for (extra, status) in [(0, 200), (1, 400)] {
                // {"a":"..."}
                let data = JSON.object([.init("a", .string(String(repeating: "x", count: limit - 8 + extra)))])
                let answer = try await Self.send(
                    push, ["message": .object([.init(target, "a"), .init("data", data)])], token: token)
                #expect(answer.status == status)
            }
        }
    }

    @Test func accessTokensEndOnTheMocksClock() async throws {
        try await PushBench.with { push in
            let token = try await Self.token(push)
            let body: JSON = ["message": ["token": "device", "data": ["a": "b"]]]
            #expect(try await Self.send(push, body, token: token).status == 200)
            push.bench.clock.advance(by: .seconds(3_598))
            #expect(try await Self.send(push, body, token: token).status == 200)
            push.bench.clock.advance(by: .seconds(1))
            let late = try await Self.send(push, body, token: token)
            #expect(late.status == 401)
            #expect(late.json["error"]?["status"]?.string == "UNAUTHENTICATED")
            #expect(late.json["error"]?["details"]?.array?.first?["reason"]?.string == "ACCESS_TOKEN_EXPIRED")
            let fresh = try await Self.token(push)
            #expect(try await Self.send(push, body, token: fresh).status == 200)
            #expect(try await Self.send(push, body, token: "ya29.invented").status == 401)
        }
    }

    @Test func aClientThatDoesNotFollowTheClockIsTakenToo() async throws {
        try await PushBench.with { push in
            let machine = push.bench.clock.now.seconds
            push.bench.clock.advance(by: .seconds(5 * 86_400))
            let answer = try await Self.ask(
                push, claims: ["iat": .integer(machine), "exp": .integer(machine + 3_600)])
            #expect(answer.status == 200)
            let stale = try await Self.ask(
                push, claims: ["iat": .integer(machine + 86_400), "exp": .integer(machine + 90_000)])
            #expect(stale.status == 400)
        }
    }

    @Test func theTokenEndpointJudgesTheClaim() async throws {
        try await PushBench.with { push in
            let now = push.bench.clock.now.seconds
            func refusal(_ claims: [String: JSON], alg: String = "RS256", key: RSAPrivateKey? = nil) async throws
                -> String
            {
                let answer = try await Self.ask(push, claims: claims, alg: alg, key: key)
                #expect(answer.status == 400)
                return (answer.json["error"]?.string ?? "") + ": " + (answer.json["error_description"]?.string ?? "")
            }
            #expect(try await refusal([:], key: RSAPrivateKey()) == "invalid_grant: Invalid JWT Signature.")
            #expect(try await refusal([:], alg: "none") == "invalid_grant: Invalid JWT Signature.")
            #expect(
                try await refusal(["iss": "x@other.example"]) == "invalid_grant: Invalid grant: account not found")
            #expect(try await refusal(["aud": "https://other.example/token"]).contains("audience"))
            #expect(try await refusal(["exp": .integer(now + 7_200)]).contains("short-lived"))
            #expect(
                try await refusal(["iat": .integer(now - 7_200), "exp": .integer(now - 3_600)])
                    .contains("short-lived"))
            #expect(try await refusal(["scope": ""]).hasPrefix("invalid_scope"))
            let other = try await push.running.send(
                "POST", "/token", headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array("grant_type=password".utf8))
            #expect(other.json["error"]?.string == "unsupported_grant_type")
            let narrow = try await Self.ask(
                push, claims: ["scope": "https://www.googleapis.com/auth/devstorage.read_only"])
            let token = try #require(narrow.json["access_token"]?.string)
            let answer = try await Self.send(push, ["message": ["token": "a"]], token: token)
            #expect(answer.status == 403)
            #expect(answer.json["error"]?["status"]?.string == "PERMISSION_DENIED")
        }
    }

    @Test func aSpaceIsForgottenAlone() async throws {
        try await PushBench.with { push in
            let (one, two) = (try await Self.token(push, space: "one"), try await Self.token(push, space: "two"))
            push.routes.reset(space: "one")
            #expect(try await Self.send(push, ["message": ["token": "a"]], token: one).status == 401)
            #expect(try await Self.send(push, ["message": ["token": "a"]], token: two).status == 200)
        }
    }

    @Test func theLegacyAddressSaysWhatToUse() async throws {
        try await PushBench.with { push in
            let answer = try await push.running.send("POST", "/fcm/send", json: ["to": "a"])
            #expect(answer.status == 404)
            #expect(answer.json["detail"]?.string?.contains("messages:send") == true)
        }
    }
}
