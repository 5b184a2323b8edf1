// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockMessaging
import MockWorld
import Testing
import Values

/// What NHN's alimtalk API answers to a send (its guide, v2.3).
struct AlimtalkSendingTests {
    @Test("A newcomer's first alimtalk is accepted, stands in the inbox and gets its result")
    func firstSend() async throws {
        try await Messaging.with { shop in
            let answer = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages",
                Messaging.start(["01012345678"], extra: [("senderGroupingKey", "group")]))
            #expect(answer.at("header", "resultCode") == 0)
            #expect(answer.at("header", "resultMessage") == "SUCCESS")
            #expect(answer.at("header", "isSuccessful") == true)
            let requestID = try #require(answer.at("message", "requestId")?.string)
            #expect(requestID.utf8.count == 25)
            #expect(answer.at("message", "senderGroupingKey") == "group")
            #expect(
                answer.at("message", "sendResults", "0") == [
                    "recipientSeq": 1, "recipientNo": "01012345678", "resultCode": 0, "resultMessage": "SUCCESS",
                    "recipientGroupingKey": .null,
                ])

            let message = try #require(shop.inbox.first)
            let card = try #require(message.card)
            #expect(message.channel == .alimtalk)
            #expect(message.refusal == nil)
            #expect(card.kind == "AT")
            #expect(card.to == "01012345678")
            #expect(card.template == "DELIVERY_START")
            #expect(card.text.hasPrefix("[달빛상점] 상품이 출발했어요"))
            #expect(card.text.contains("▶ 운송장번호: 123456789012"))
            #expect(card.buttons == [.init(name: "배송 조회", type: "WL", link: "https://track.example/t/abc")])
            #expect(message.events.isEmpty)

            await shop.pass(.seconds(3))
            #expect(message.events.map(\.text) == ["1000 Success"])
            #expect(message.events.first?.verdict == .good)
            let one = try await shop.ask("GET", Messaging.alimtalk + "/messages/\(requestID)/1")
            #expect(one.at("message", "messageStatus") == "COMPLETED")
            #expect(one.at("message", "resultCode") == "1000")
            #expect(one.at("message", "resendStatus") == "RSC01")
            #expect(one.at("message", "buttons", "0", "linkMo") == "https://track.example/t/abc")
        }
    }

    @Test("An ending that is one of Kakao's codes is that result", arguments: ["3018", "3019", "3020", "3021", "3012"])
    func endings(ending: String) async throws {
        try await Messaging.with { shop in
            let answer = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["0101234" + ending]))
            #expect(answer.code == 0)
            await shop.pass(.seconds(3))
            let requestID = try #require(answer.at("message", "requestId")?.string)
            let one = try await shop.ask("GET", Messaging.alimtalk + "/messages/\(requestID)/1")
            #expect(one.at("message", "resultCode") == .string(ending))
            #expect(one.at("message", "messageStatus") == "FAILED")
            #expect(shop.inbox.first?.events.first?.verdict == .bad)
        }
    }

    /// A change of the documented body, and the header's code.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let name: String
        let change: [(String, JSON)]
        let code: Int64
        var testDescription: String { name }
    }

    static let wrongs: [Wrong] = [
        .init(name: "unknown template", change: [("templateCode", "NOPE")], code: -3003),
        .init(name: "no sender key", change: [("senderKey", .null)], code: -2002),
        .init(name: "blank sender key", change: [("senderKey", "  ")], code: -2001),
        .init(
            name: "long sender key", change: [("senderKey", .string(String(repeating: "k", count: 41)))], code: -2000),
        .init(name: "sender key of another type", change: [("senderKey", ["a": 1])], code: -9994),
        .init(name: "no recipients", change: [("recipientList", [])], code: -4011),
        .init(name: "recipients missing", change: [("recipientList", .null)], code: -4011),
        .init(name: "recipients of another type", change: [("recipientList", "01012345678")], code: -9994),
        .init(name: "a recipient of another type", change: [("recipientList", ["01012345678"])], code: -9994),
        .init(
            name: "1,001 recipients",
            change: [("recipientList", .array(Array(repeating: ["recipientNo": "01012345678"], count: 1_001)))],
            code: -2000),
        .init(
            name: "a recipient without a number", change: [("recipientList", [["templateParameter": [:]]])], code: -2002
        ),
        .init(
            name: "a long number", change: [("recipientList", [["recipientNo": "0101234567890123"]])], code: -2000),
        .init(name: "a time that is none", change: [("requestDate", "tomorrow")], code: -2027),
        .init(name: "a time that is past", change: [("requestDate", "2020-01-01 00:00")], code: -2025),
        .init(name: "a time after 60 days", change: [("requestDate", "2030-01-01 00:00")], code: -2026),
        .init(name: "a long statistics id", change: [("statsId", "123456789")], code: -2000),
    ]

    @Test("What is wrong with the whole request is told in the header", arguments: wrongs)
    func wrong(_ wrong: Wrong) async throws {
        try await Messaging.with { shop in
            let answer = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"], extra: wrong.change))
            #expect(answer.code == wrong.code)
            #expect(answer.at("header", "isSuccessful") == false)
            await shop.pass(.seconds(60))
            #expect(shop.inbox.allSatisfy { $0.refusal?.hasPrefix(String(wrong.code)) == true })
        }
    }

    @Test("One recipient's fault is theirs alone; when all fail the header says so")
    func perRecipient() async throws {
        try await Messaging.with { shop in
            let good: JSON = ["recipientNo": "01012345678", "templateParameter": Messaging.parameters]
            let missing: JSON = ["recipientNo": "01087654321", "templateParameter": ["고객명": "김하늘"]]
            let number: JSON = ["recipientNo": "call me", "templateParameter": Messaging.parameters]
            let some = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages",
                Messaging.start([], extra: [("recipientList", [good, missing, number])]))
            #expect(some.code == 0)
            let codes = some.at("message", "sendResults")?.array?.map { $0["resultCode"]?.integer }
            #expect(codes == [0, -3004, -5000])
            #expect(
                shop.inbox.map(\.refusal) == [
                    nil, "-3004 Please check template parameter.", "-5000 RecipientNo is invalid.",
                ])
            let none = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages",
                Messaging.start([], extra: [("recipientList", [missing, number])]))
            #expect(none.code == -1031)
        }
    }

    @Test("Values may not be too long, nor their names hold @, nor the text be over 1,300 characters")
    func values() async throws {
        try await Messaging.with { shop in
            func code(_ change: [(String, JSON)]) async throws -> Int64? {
                let members = (Messaging.parameters.members ?? []).filter { one in
                    !change.contains { $0.0 == one.name }
                }
                let parameters = JSON.object(members + change.map { JSON.Member($0.0, $0.1) })
                let answer = try await shop.ask(
                    "POST", Messaging.alimtalk + "/messages",
                    Messaging.start(
                        [],
                        extra: [
                            (
                                "recipientList",
                                [["recipientNo": "01012345678", "templateParameter": parameters]]
                            )
                        ]))
                return answer.at("message", "sendResults", "0", "resultCode")?.integer
            }
            let wrongs: [([(String, JSON)], Int64)] = [
                ([("상품명", .string(String(repeating: "가", count: 1_301)))], -3048),
                ([("상품명", .string(String(repeating: "가", count: 1_290)))], -2019),
                ([("a@b", "x")], -3347),
                ([("배송조회링크", "track.example")], -3006),
                ([("상품명", "\u{1}")], -3004),
            ]
            for (change, expected) in wrongs {
                let found = try await code(change)
                #expect(found == expected, "\(change.map(\.0))")
            }
            // Numbers stand for texts, as Java reads them.
            let number = try await code([("운송장번호", 123_456_789_012)])
            #expect(number == 0)
        }
    }

    @Test("An idempotency key is refused for ten minutes of the mock's clock")
    func idempotency() async throws {
        try await Messaging.with { shop in
            let key = [(name: "X-NC-API-IDEMPOTENCY-KEY", value: "parcel-1")]
            func send() async throws -> Int64? {
                try await shop.ask(
                    "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"]), headers: key
                ).code
            }
            let found1 = try await send()
            #expect(found1 == 0)
            let found2 = try await send()
            #expect(found2 == -1005)
            await shop.pass(.seconds(599))
            let found3 = try await send()
            #expect(found3 == -1005)
            await shop.pass(.seconds(2))
            let found4 = try await send()
            #expect(found4 == 0)
            #expect(shop.inbox.filter { $0.refusal == nil }.count == 2)
            #expect(shop.inbox.filter { $0.refusal?.hasPrefix("-1005") == true }.count == 2)
            // Another space has keys of its own.
            let other = try await shop.in("other").ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"]), headers: key)
            #expect(other.code == 0)
        }
    }

    @Test("Bad JSON, another content type, no secret and unknown paths are told as NHN tells them")
    func shapes() async throws {
        try await Messaging.with { shop in
            func send(_ body: String, _ type: String = "application/json") async throws -> JSON {
                let answer = try await shop.raw(
                    "POST", Messaging.alimtalk + "/messages",
                    headers: [("X-Secret-Key", "secret"), ("Content-Type", type)], body: Array(body.utf8))
                #expect(answer.status == 200)
                return answer.body
            }
            let found5 = try await send("{").code
            #expect(found5 == -3002)
            let found6 = try await send("").code
            #expect(found6 == -3002)
            let found7 = try await send("[]").code
            #expect(found7 == -3002)
            let found8 = try await send("{}", "text/plain").code
            #expect(found8 == -9996)
            let found9 = try await send("{\"senderKey\":\"\u{1}\"}").code
            #expect(found9 == -3002)
            let noSecret = try await shop.raw("GET", Messaging.alimtalk + "/messages")
            #expect(noSecret.body.code == -1001)
            let found10 = try await shop.ask("GET", Messaging.alimtalk + "/nothing").code
            #expect(found10 == -9998)
            let found11 = try await shop.ask("POST", Messaging.alimtalk + "/messages/a/b/c", [:]).code
            #expect(found11 == -9998)
            let huge = try await shop.raw(
                "POST", Messaging.alimtalk + "/messages", headers: [("X-Secret-Key", "secret")],
                body: Array(repeating: 0x20, count: 17 << 20))
            #expect(huge.status == 413)
            #expect(shop.inbox.isEmpty)
        }
    }
}
