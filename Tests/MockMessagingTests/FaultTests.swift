// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockMessaging
import MockWorld
import Testing
import Values

/// Faults, in each provider's own words.
struct FaultTests {
    private static func put(_ shop: Messaging, _ action: FaultEffect.Action, steps: [FaultStep] = []) {
        var effect = FaultEffect()
        effect.action = action
        var match = FaultMatch()
        match.steps = steps
        shop.bench.faults.replace([FaultRule(name: "rule", match: match, effect: effect)], space: "")
    }

    private static let memo = #"{"object_type":"text","text":"x","link":{}}"#

    @Test("A reply has the provider's shape and the HTTP status of the rule, and nothing is kept")
    func replies() async throws {
        try await Messaging.with { shop in
            Self.put(shop, .reply(FaultReply(503, status: "-9999", text: "System error.")))
            for (path, body) in [
                (Messaging.alimtalk + "/messages", Messaging.start(["01012345678"])),
                (Messaging.sms + "/sender/sms", SMSTests.body("x")),
            ] {
                let answer = try await shop.raw(
                    "POST", path, headers: [("X-Secret-Key", "s"), ("Content-Type", "application/json")],
                    body: body.bytes)
                #expect(answer.status == 503)
                #expect(
                    answer.body == [
                        "header": ["resultCode": -9999, "resultMessage": "System error.", "isSuccessful": false]
                    ])
            }
            let solapi = try await shop.raw(
                "POST", SolapiTests.path, headers: SolapiTests.header("aa"),
                body: SolapiTests.body([["to": "01012345678", "from": "15881234", "text": "x"]]).bytes)
            #expect(solapi.status == 503)
            #expect(solapi.body["errorMessage"] == "System error.")
            let kakao = try await KakaoMemoTests.send(shop, "send", [("template_object", Self.memo)])
            #expect(kakao.status == 503)
            #expect(kakao.body == ["msg": "System error.", "code": -9999])
            #expect(shop.inbox.isEmpty)
        }
    }

    @Test("A lost 200 has kept the message and used its key, so that a repetition meets -1005")
    func lost() async throws {
        try await Messaging.with { shop in
            Self.put(shop, .reply(FaultReply(502, text: "Bad Gateway")), steps: [.accepted])
            let key = [(name: "X-NC-API-IDEMPOTENCY-KEY", value: "k")]
            let first = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"]), headers: key)
            #expect(first.at("header", "resultMessage") == "Bad Gateway")
            #expect(shop.inbox.map(\.refusal) == [nil])
            shop.bench.faults.replace([], space: "")
            let again = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"]), headers: key)
            #expect(again.code == -1005)
        }
    }

    @Test("A rule's result is everybody's in the call; without one, each ending is its own")
    func results() async throws {
        try await Messaging.with { shop in
            Self.put(shop, .result(code: "3016", text: ""))
            _ = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678", "01012343018"]))
            shop.bench.faults.replace([], space: "")
            _ = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678", "01012343018"]))
            Self.put(shop, .result(code: "3018", text: ""))
            _ = try await shop.ask("POST", Messaging.sms + "/sender/sms", SMSTests.body("x", ["01012345678"]))
            await shop.pass(.seconds(3))
            let codes = shop.inbox.map { $0.events.first?.text.prefix(4) }
            #expect(codes == ["3016", "3016", "1000", "3018", "3018"])
        }
    }
}
