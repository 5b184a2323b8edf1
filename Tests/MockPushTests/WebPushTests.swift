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

struct WebPushTests {
    /// RFC 8291 section 5 and appendix A.
    @Test func theExampleOfRFC8291IsDecrypted() throws {
        let key = try P256PrivateKey(raw: #require(Base64.decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")))
        #expect(
            Base64.encodeURL(try key.publicKey.raw)
                == "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
        let auth = try #require(Base64.decode("BTBZMqHH6r4Tts7J_aSIgg"))
        let body = try #require(
            Base64.decode(
                "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
                    + "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"))
        let text = try WebPushBody.open(body, key: key, auth: auth)
        #expect(String(decoding: text, as: UTF8.self) == "When I grow up, I want to be a watermelon")
        for index in [0, 20, 25, 86, body.count - 1] {
            var other = body
            other[index] ^= 1
            #expect(throws: WebPushBody.Unreadable.self) { try WebPushBody.open(other, key: key, auth: auth) }
        }
        #expect(throws: WebPushBody.Unreadable.self) {
            try WebPushBody.open(Array(body.prefix(86)), key: key, auth: auth)
        }
        #expect(throws: WebPushBody.Unreadable.self) { try WebPushBody.open([], key: key, auth: auth) }
        #expect(throws: WebPushBody.Unreadable.self) {
            try WebPushBody.open(body, key: key, auth: Array(auth.reversed()))
        }
    }

    private static func authorization(
        _ push: PushBench, key: P256PrivateKey, audience: String? = nil, lifetime: Int64 = 3_600,
        subject: String = "mailto:a@shop.example"
    ) throws -> (name: String, value: String) {
        let token = try signedToken(
            ["alg": "ES256", "typ": "JWT"],
            [
                "aud": .string(audience ?? push.url),
                "exp": .integer(push.bench.clock.now.seconds + lifetime), "sub": .string(subject),
            ]
        ) { try key.sign($0) }
        return ("Authorization", "vapid t=\(token), k=\(Base64.encodeURL(try key.publicKey.raw))")
    }

    private static func subscribe(_ push: PushBench, _ fields: JSON = .object([]), space: String = "") async throws
        -> JSON
    {
        let answer = try await push.running.send("POST", "/api/webpush/subscriptions?space=\(space)", json: fields)
        #expect(answer.status == 201, "\(answer.json)")
        return answer.json
    }

    private static func path(_ push: PushBench, _ subscription: JSON) throws -> String {
        let endpoint = try #require(subscription["endpoint"]?.string)
        #expect(endpoint.hasPrefix(push.url + "/push/"))
        return String(endpoint.dropFirst(push.url.utf8.count))
    }

    @Test(
        arguments: [
            ([(name: String, value: String)](), 400), ([("TTL", "-1")], 400), ([("TTL", "a")], 400),
            ([("TTL", "0"), ("Urgency", "now")], 400), ([("TTL", "0"), ("Topic", "a b")], 400),
            ([("TTL", "0"), ("Topic", String(repeating: "a", count: 33))], 400),
            ([("TTL", "0"), ("Urgency", "very-low"), ("Topic", "a-b_c")], 201),
        ])
    func theFieldsOfAPush(_ fields: [(name: String, value: String)], _ status: Int) async throws {
        try await PushBench.with { push in
            let path = try Self.path(push, try await Self.subscribe(push))
            let answer = try await push.running.send(
                "POST", path, headers: fields + [Self.authorization(push, key: P256PrivateKey())])
            #expect(answer.status == status, "\(answer.json)")
            #expect(push.cards.count == (status == 201 ? 1 : 0))
        }
    }

    @Test func whoMaySend() async throws {
        try await PushBench.with { push in
            let key = try P256PrivateKey()
            let path = try Self.path(
                push,
                try await Self.subscribe(
                    push, ["applicationServerKey": .string(Base64.encodeURL(try key.publicKey.raw))]))
            func status(_ authorization: (name: String, value: String)?) async throws -> Int {
                try await push.running.send(
                    "POST", path, headers: [("TTL", "0")] + (authorization.map { [$0] } ?? [])
                ).status
            }
            #expect(try await status(nil) == 401)
            #expect(try await status(("Authorization", "WebPush abc")) == 401)
            #expect(try await status(Self.authorization(push, key: key)) == 201)
            #expect(try await status(Self.authorization(push, key: P256PrivateKey())) == 403)
            #expect(try await status(Self.authorization(push, key: key, audience: "https://a.example")) == 403)
            #expect(try await status(Self.authorization(push, key: key, lifetime: -1)) == 403)
            #expect(try await status(Self.authorization(push, key: key, lifetime: 86_401)) == 403)
            #expect(try await status(Self.authorization(push, key: key, subject: "nobody")) == 403)
            var forged = try Self.authorization(push, key: key)
            forged.value = forged.value.replacing(
                Base64.encodeURL(try key.publicKey.raw), with: Base64.encodeURL(try P256PrivateKey().publicKey.raw))
            #expect(try await status(forged) == 403)
            let token = try Self.authorization(push, key: key, lifetime: 600)
            push.bench.clock.advance(by: .seconds(599))
            #expect(try await status(token) == 201)
            push.bench.clock.advance(by: .seconds(1))
            #expect(try await status(token) == 403)
        }
    }

    @Test(arguments: [404, 410, 413, 429, 503])
    func aSubscriptionCanAnswerAsItIsTold(_ status: Int) async throws {
        try await PushBench.with { push in
            let path = try Self.path(
                push, try await Self.subscribe(push, ["answer": .integer(Int64(status))], space: "run-7"))
            #expect(path.hasSuffix("?space=run-7"))
            let answer = try await push.running.send(
                "POST", path, headers: [("TTL", "0"), Self.authorization(push, key: P256PrivateKey())])
            #expect(answer.status == status)
            #expect((answer.header("retry-after") != nil) == (status == 429 || status == 503))
            #expect(push.cards.map(\.space) == ["run-7"])
            #expect(push.cards.first?.refusal?.hasPrefix("\(status)") == true)
            push.routes.reset(space: "run-7")
            #expect(
                try await push.running.send(
                    "POST", path, headers: [("TTL", "0"), Self.authorization(push, key: P256PrivateKey())]
                ).status == 404)
        }
    }

    @Test(arguments: [#"{"answer":200}"#, #"{"applicationServerKey":"abc"}"#, #"{"nothing":1}"#, "[]"])
    func aSubscriptionThatCannotBe(_ body: String) async throws {
        try await PushBench.with { push in
            let answer = try await push.running.send(
                "POST", "/api/webpush/subscriptions", json: JSON(parsing: Array(body.utf8)))
            #expect(answer.status == 400, "\(answer.json)")
        }
    }
}
