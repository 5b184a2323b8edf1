// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockMessaging
import MockWorld
import Testing
import Values

/// NHN's SMS API (its guide, v3.0).
struct SMSTests {
    static func body(_ text: String, _ numbers: [String] = ["01012345678"], _ extra: [(String, JSON)] = []) -> JSON {
        .object(
            [
                .init("body", .string(text)), .init("sendNo", "15881234"),
                .init("recipientList", .array(numbers.map { ["recipientNo": .string($0)] })),
            ] + extra.map { .init($0.0, $0.1) })
    }

    @Test("The source document's request is answered in the documented shape and arrives")
    func documented() async throws {
        try await Messaging.with { shop in
            let answer = try await shop.ask(
                "POST", Messaging.sms + "/sender/sms",
                Self.body("상품이 출발했어요", ["01012345678"], [("senderGroupingKey", "SenderGroupingKey")]))
            let id = try #require(answer.at("body", "data", "requestId")?.string)
            #expect(
                answer == [
                    "header": ["resultCode": 0, "resultMessage": "SUCCESS", "isSuccessful": true],
                    "body": [
                        "data": [
                            "requestId": .string(id), "statusCode": "2", "senderGroupingKey": "SenderGroupingKey",
                            "sendResultList": [
                                [
                                    "recipientNo": "01012345678", "resultCode": 0, "resultMessage": "SUCCESS",
                                    "recipientSeq": 1, "recipientGroupingKey": .null,
                                ]
                            ],
                        ]
                    ],
                ])
            #expect(id.utf8.count == 25)
            let card = try #require(shop.inbox.first?.card)
            #expect(card.kind == "SMS")
            #expect(card.textBytes == 17)
            #expect(card.text == "상품이 출발했어요")
            let path = Messaging.sms + "/sender/sms/\(id)?recipientSeq=1"
            let found1 = try await shop.ask("GET", path).at("body", "data", "msgStatus")
            #expect(found1 == "2")
            await shop.pass(.seconds(3))
            let one = try await shop.ask("GET", path).at("body", "data") ?? .null
            #expect(one["msgStatus"] == "3")
            #expect(one["resultCode"] == "1000")
            #expect(one["requestDate"] == "2026-11-22 21:00:00.0")
            #expect(one["telecomCode"]?.integer != nil)
            let results = try await shop.ask(
                "GET",
                Messaging.sms
                    + "/message-results?startUpdateDate=2026-11-22%2021:00:00&endUpdateDate=2026-11-22%2021:01:00")
            #expect(results.at("body", "totalCount") == 1)
            #expect(results.at("body", "data", "0", "telecomCode")?.string != nil)
        }
    }

    @Test(
        "What is wrong with the whole request is told in the header",
        arguments: [
            ("sms", "", [("body", "")], Int64(-2014)), ("sms", "x", [("recipientList", .null)], -2001),
            ("sms", "x", [("recipientList", [])], -2001), ("sms", "x", [("recipientList", "01012345678")], -9997),
            (
                "sms", "x", [("recipientList", .array(Array(repeating: ["recipientNo": "01012345678"], count: 1_001)))],
                -2016
            ),
            ("sms", String(repeating: "a", count: 256), [], -2015), ("sms", "도착 🎁", [], -2023),
            ("sms", "a\u{7}", [], -2023), ("sms", "x", [("requestDate", "soon")], -2000),
            ("sms", "x", [("requestDate", "2020-01-01 00:00")], -2022), ("sms", "x", [("sendNo", "")], -2312),
            ("sms", "x", [("sendNo", "0299999999")], -2312), ("sms", "x", [("sendNo", "0212345678")], -2313),
            ("sms", "", [("templateId", "none")], -2110), ("mms", "x", [], -2014),
            ("mms", "x", [("title", .string(String(repeating: "가", count: 121)))], -2015),
            ("mms", "x", [("title", "t"), ("attachFileIdList", [99])], -2004),
            ("auth/sms", "1234", [], -8000), ("ad-sms", "싸요", [], -6003), ("ad-sms", "(광고) 싸요", [], -6003),
            ("ad-sms", "(광고) 싸요 무료거부 080-999-9999", [], -6004),
        ] as [(String, String, [(String, JSON)], Int64)])
    func wrong(path: String, text: String, extra: [(String, JSON)], code: Int64) async throws {
        var settings = MessagingSettings()
        settings.nhn.sms.senderNumbers = ["15881234", "0212345678"]
        settings.nhn.sms.blockedNumbers = ["0212345678"]
        settings.nhn.sms.unsubscribeNumbers = ["0808880327"]
        try await Messaging.with(settings) { shop in
            let answer = try await shop.ask(
                "POST", Messaging.sms + "/sender/" + path, Self.body(text, ["01012345678"], extra))
            #expect(answer.code == code)
            #expect(shop.inbox.allSatisfy { $0.refusal?.hasPrefix(String(code)) == true })
        }
    }

    @Test("Right ones of every kind, with what they show")
    func kinds() async throws {
        try await Messaging.with { shop in
            func send(_ path: String, _ text: String, _ extra: [(String, JSON)] = []) async throws -> MessageCard? {
                let answer = try await shop.ask(
                    "POST", Messaging.sms + "/sender/" + path, Self.body(text, ["01012345678"], extra))
                #expect(answer.code == 0)
                return shop.inbox.last?.card
            }
            let long = try await send("sms", String(repeating: "가", count: 50))
            #expect(long?.textBytes == 100)
            #expect(long?.text.unicodeScalars.count == 45)
            let lms = try await send("mms", String(repeating: "가", count: 50), [("title", "배송 출발")])
            #expect(lms?.kind == "LMS")
            #expect(lms?.title == "배송 출발")
            #expect(lms?.text.unicodeScalars.count == 50)
            let auth = try await send("auth/sms", "[달빛상점] 인증번호 1234")
            #expect(auth?.kind == "SMS")
            let ad = try await send("ad-mms", "(광고) 테스트\n [무료 수신 거부]0808880327", [("title", "광고")])
            #expect(ad?.facts.contains(.init("adYn", "Y")) == true)
            let upload = try await shop.ask(
                "POST", Messaging.sms + "/attachfile/binaryUpload",
                ["fileName": "a.jpg", "createUser": "u", "fileBody": "/9j/4AAQSkZJRg=="])
            let file = try #require(upload.at("body", "data", "fileId"))
            let mms = try await send("mms", "사진", [("title", "t"), ("attachFileIdList", [file])])
            #expect(mms?.kind == "MMS")
            let filled = try await send(
                "sms", "##이름##님 ##없음##",
                [("recipientList", [["recipientNo": "01012345678", "templateParameter": ["이름": "김하늘"]]])])
            #expect(filled?.text == "김하늘님 ##없음##")
        }
    }

    @Test("Attachments are JPEG of at most 300 KB")
    func attachments() async throws {
        try await Messaging.with { shop in
            for (name, body, code) in [
                ("a.png", "AAAA", Int64(-2003)), ("", "AAAA", -2002), ("../a.jpg", "AAAA", -2002), ("a.jpg", "", -2005),
                ("a.jpg", "?", -9997), ("a.jpg", String(repeating: "AAAA", count: 102_401), -2005),
            ] {
                let answer = try await shop.ask(
                    "POST", Messaging.sms + "/attachfile/binaryUpload",
                    ["fileName": .string(name), "createUser": "u", "fileBody": .string(body)])
                #expect(answer.code == code)
            }
        }
    }

    @Test("One recipient's fault is theirs alone")
    func recipients() async throws {
        try await Messaging.with { shop in
            let answer = try await shop.ask(
                "POST", Messaging.sms + "/sender/mms",
                Self.body(
                    "긴 글", [],
                    [
                        ("title", "t"),
                        (
                            "recipientList",
                            [
                                ["recipientNo": "01012345678"], ["recipientNo": ""], ["recipientNo": "call me"],
                                ["recipientNo": "0312345678", "countryCode": "81"],
                                ["internationalRecipientNo": "821012345678"],
                            ]
                        ),
                    ]))
            let codes = answer.at("body", "data", "sendResultList")?.array?.map { $0["resultCode"]?.integer }
            #expect(codes == [0, -2018, -2019, -2024, 0])
            #expect(shop.inbox.filter { $0.refusal != nil }.count == 3)
        }
    }

    @Test("An ending is a carrier's code, but for those that mean KakaoTalk; 2000 comes when the carrier gives up")
    func endings() async throws {
        try await Messaging.with { shop in
            let answer = try await shop.ask(
                "POST", Messaging.sms + "/sender/sms",
                Self.body("x", ["01012343001", "01012343012", "01012343019", "01012342000"]))
            let id = try #require(answer.at("body", "data", "requestId")?.string)
            func status(_ seq: Int) async throws -> [JSON?] {
                let one = try await shop.ask("GET", Messaging.sms + "/sender/sms/\(id)?recipientSeq=\(seq)")
                return [one.at("body", "data", "msgStatus"), one.at("body", "data", "resultCode")]
            }
            await shop.pass(.seconds(3))
            #expect(try await status(1) == ["0", "3001"])
            #expect(try await status(2) == ["0", "3012"])
            #expect(try await status(3) == ["3", "1000"])
            let found2 = try await status(4)
            #expect(found2 == ["2", nil])
            await shop.pass(.seconds(25 * 3_600))
            #expect(try await status(4) == ["0", "2000"])
        }
    }

    @Test("A new organisation's month has its limit")
    func quota() async throws {
        var settings = MessagingSettings()
        settings.nhn.sms.monthlyLimit = 3
        try await Messaging.with(settings) { shop in
            func send(_ count: Int) async throws -> Int64? {
                try await shop.ask(
                    "POST", Messaging.sms + "/sender/sms", Self.body("x", Array(repeating: "01012345678", count: count))
                ).code
            }
            let found3 = try await send(2)
            #expect(found3 == 0)
            let found4 = try await send(2)
            #expect(found4 == -2052)
            let found5 = try await send(1)
            #expect(found5 == 0)
            let found6 = try await send(1)
            #expect(found6 == -2052)
            await shop.pass(.seconds(9 * 86_400))
            let found7 = try await send(3)
            #expect(found7 == 0)
        }
    }

    @Test("Who refused advertisements gets none; what is reserved can be taken back; webhooks tell all of it")
    func extras() async throws {
        try await Messaging.with { shop in
            _ = try await shop.ask("PUT", "/api/nhn/webhook", ["url": .string(shop.sinkURL)])
            let out = try await shop.ask(
                "POST", Messaging.sms + "/blockservice/recipients",
                ["unsubscribeNo": "0808880327", "recipientNoList": ["01012345678"]])
            #expect(out.code == 0)
            #expect(shop.sink.posts.last?.body["event"] == "UNSUBSCRIBE")
            let ad = "(광고) 싸요 무료거부 0808880327"
            let refused = try await shop.ask("POST", Messaging.sms + "/sender/ad-sms", Self.body(ad))
            #expect(refused.at("body", "data", "sendResultList", "0", "resultCode") == -6001)
            let gone = try await shop.ask(
                "DELETE",
                Messaging.sms
                    + "/blockservice/recipients/removes?unsubscribeNo=0808880327&updateUser=u&recipientNoList=01012345678"
            )
            #expect(gone.code == 0)
            let reserved = try await shop.ask(
                "POST", Messaging.sms + "/sender/ad-sms",
                Self.body(ad, ["01012345678", "01012345679"], [("requestDate", "2026-11-23 09:00")]))
            let id = try #require(reserved.at("body", "data", "requestId")?.string)
            let list = try await shop.ask("GET", Messaging.sms + "/reservations")
            #expect(list.at("body", "totalCount") == 2)
            let cancel = try await shop.ask(
                "PUT", Messaging.sms + "/reservations/cancel",
                ["reservationList": [["requestId": .string(id), "recipientSeq": 1]], "updateUser": "u"])
            #expect(cancel.at("body", "data") == ["requestedCount": 1, "canceledCount": 1])
            await shop.pass(.seconds(86_400))
            let hooks = shop.sink.posts.last?.body["hooks"]?.array ?? []
            #expect(hooks.map { $0["recipientNo"] } == ["01012345679"])
            #expect(hooks.first?["messageStatus"] == "COMPLETED")
            #expect(hooks.first?["senderType"] == "AD_SMS")
            #expect(hooks.first?["requestDate"] == "2026-11-23T09:00:00")
        }
    }

    @Test("Queries need their conditions; bad JSON, types and unknown paths are told in NHN's words")
    func queries() async throws {
        try await Messaging.with { shop in
            func ask(_ path: String) async throws -> Int64? { try await shop.ask("GET", Messaging.sms + path).code }
            let found8 = try await ask("/sender/sms")
            #expect(found8 == -2011)
            let found9 = try await ask("/sender/sms?startRequestDate=x&endRequestDate=y")
            #expect(found9 == -2000)
            let found10 = try await ask(
                "/sender/sms?startRequestDate=2026-01-01%2000:00:00&endRequestDate=2026-03-01%2000:00:00")
            #expect(found10 == -4000)
            let found11 = try await ask("/sender/sms/none")
            #expect(found11 == -2012)
            let found12 = try await ask("/sender/sms/none?recipientSeq=1")
            #expect(found12 == -2008)
            let found13 = try await ask("/message-results")
            #expect(found13 == -1005)
            let twoDays = "startUpdateDate=2026-11-20%2000:00:00&endUpdateDate=2026-11-22%2000:00:00"
            let found14 = try await ask("/message-results?" + twoDays)
            #expect(found14 == -4000)
            let found15 = try await ask("/nothing")
            #expect(found15 == -9998)
            let bad = try await shop.raw(
                "POST", Messaging.sms + "/sender/sms", headers: [("X-Secret-Key", "s")], body: Array("{".utf8))
            #expect(bad.body.code == -9997)
            let type = try await shop.raw(
                "POST", Messaging.sms + "/sender/sms", headers: [("X-Secret-Key", "s"), ("Content-Type", "text/xml")],
                body: Array("{}".utf8))
            #expect(type.body.code == -9996)
        }
    }
}
