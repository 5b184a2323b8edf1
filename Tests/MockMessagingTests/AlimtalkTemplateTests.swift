// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockMessaging
import MockWorld
import Testing
import Values

/// Templates: their review, the full-text send that must match them, and what tests set by hand.
struct AlimtalkTemplateTests {
    static let path = Messaging.alimtalk + "/senders/" + Messaging.senderKey + "/templates"

    static let body: JSON = [
        "templateCode": "PICKUP", "templateName": "픽업", "templateContent": "#{이름}님, #{장소}에서 찾아가세요.",
        "buttons": [["ordering": 1, "type": "WL", "name": "지도 보기", "linkMo": "https://map.example/#{곳}"]],
    ]

    static func raw(_ content: String, _ extra: [(String, JSON)] = [], buttons: [JSON]) -> JSON {
        [
            "senderKey": .string(Messaging.senderKey), "templateCode": "PICKUP",
            "recipientList": [
                .object(
                    [
                        .init("recipientNo", "01012345678"), .init("content", .string(content)),
                        .init("buttons", .array(buttons)),
                    ] + extra.map { .init($0.0, $0.1) })
            ],
        ]
    }

    static let button: JSON = [
        "ordering": 1, "type": "WL", "name": "지도 보기", "linkMo": "https://map.example/seoul",
    ]

    @Test("A new template is asked for, reviewed and approved by itself, and cannot be sent before")
    func review() async throws {
        try await Messaging.with { shop in
            func status() async throws -> JSON? {
                try await shop.ask("GET", Self.path + "/PICKUP").at("templates", "status")
            }
            let send: JSON = [
                "senderKey": .string(Messaging.senderKey), "templateCode": "PICKUP",
                "recipientList": [
                    [
                        "recipientNo": "01012345678",
                        "templateParameter": ["이름": "김하늘", "장소": "서울역", "곳": "seoul"],
                    ]
                ],
            ]
            let found1 = try await shop.ask("POST", Self.path, Self.body).code
            #expect(found1 == 0)
            let found2 = try await status()
            #expect(found2 == "TSC01")
            let found3 = try await shop.ask("POST", Messaging.alimtalk + "/messages", send).code
            #expect(found3 == -3005)
            await shop.pass(.seconds(60))
            let found4 = try await status()
            #expect(found4 == "TSC02")
            await shop.pass(.seconds(299))
            let found5 = try await status()
            #expect(found5 == "TSC02")
            await shop.pass(.seconds(1))
            let found6 = try await status()
            #expect(found6 == "TSC03")
            let found7 = try await shop.ask("POST", Messaging.alimtalk + "/messages", send).code
            #expect(found7 == 0)
            #expect(shop.inbox.last?.card?.text == "김하늘님, 서울역에서 찾아가세요.")
            // A change is reviewed again, and the channel's other templates are not touched by it.
            let found8 = try await shop.ask("PUT", Self.path + "/PICKUP", Self.body).code
            #expect(found8 == 0)
            let found9 = try await status()
            #expect(found9 == "TSC01")
            let approved = try await shop.ask("GET", Self.path + "?templateStatus=TSC03")
            #expect(approved.at("templateListResponse", "totalCount") == 6)
            let found10 = try await shop.ask("DELETE", Self.path + "/PICKUP").code
            #expect(found10 == 0)
            let found11 = try await shop.ask("GET", Self.path + "/PICKUP").code
            #expect(found11 == -3003)
        }
    }

    @Test("The mock's own API sets the review, makes templates, and tells mistakes as problem details")
    func control() async throws {
        try await Messaging.with { shop in
            _ = try await shop.ask("POST", Self.path, Self.body)
            let set = try await shop.ask(
                "PUT", "/api/nhn/templates/PICKUP", ["status": "REJ", "comment": "변수가 너무 많습니다."])
            #expect(set["status"] == "REJ")
            await shop.pass(.seconds(3_600))
            let one = try await shop.ask("GET", Self.path + "/PICKUP")
            #expect(one.at("templates", "status") == "TSC04")
            #expect(one.at("templates", "comments", "0", "content") == "변수가 너무 많습니다.")
            let made = try await shop.ask("PUT", "/api/nhn/templates/OWN", ["content": "#{a}"])
            #expect(made["status"] == "APR")
            #expect(made["variables"] == ["a"])
            let wrong = try await shop.raw(
                "PUT", "/api/nhn/templates/OWN", body: Array(#"{"status": "OK", "mood": 1}"#.utf8))
            #expect(wrong.status == 400)
            #expect(wrong.body["problems"]?.array?.count == 2)
            let missing = try await shop.raw("PUT", "/api/nhn/templates/NONE", body: Array("{}".utf8))
            #expect(missing.status == 404)
            // Another space has none of it.
            let other = try await shop.in("other").ask("GET", "/api/nhn/templates")
            #expect(other["templates"]?.array?.count == 6)
        }
    }

    @Test(
        "A full text must be the template with something filled in",
        arguments: [
            ("김하늘님, 서울역에서 찾아가세요.", Int64(0)), ("님, 에서 찾아가세요.", 0), ("김하늘님, 서울역에서 찾아가세요!", -3010),
            ("김하늘님 서울역에서 찾아가세요.", -3010), ("", -2001), (" 김하늘님, 서울역에서 찾아가세요. ", -3010),
        ])
    func match(content: String, code: Int64) async throws {
        try await Messaging.with { shop in
            _ = try await shop.ask("PUT", "/api/nhn/templates/PICKUP", Self.own)
            let answer = try await shop.ask(
                "POST", Messaging.alimtalk + "/raw-messages", Self.raw(content, buttons: [Self.button]))
            let found = answer.at("message", "sendResults", "0", "resultCode")?.integer ?? answer.code
            #expect(found == code)
            #expect(answer.code == (code == -3010 ? -1031 : code))
        }
    }

    private static let own: JSON = [
        "content": "#{이름}님, #{장소}에서 찾아가세요.",
        "button": ["name": "지도 보기", "link": "https://map.example/#{곳}"],
    ]

    @Test("Buttons must be the template's; what each type needs is told by its code")
    func buttons() async throws {
        try await Messaging.with { shop in
            _ = try await shop.ask("PUT", "/api/nhn/templates/PICKUP", Self.own)
            func code(_ buttons: [JSON]) async throws -> Int64? {
                let answer = try await shop.ask(
                    "POST", Messaging.alimtalk + "/raw-messages",
                    Self.raw("김하늘님, 서울역에서 찾아가세요.", buttons: buttons))
                return answer.at("message", "sendResults", "0", "resultCode")?.integer
            }
            let wrongs: [([JSON], Int64)] = [
                ([], -3011),
                ([["ordering": 1, "type": "WL", "name": "지도", "linkMo": "https://map.example/x"]], -3011),
                ([["ordering": 1, "type": "WL", "name": "지도 보기", "linkMo": "https://evil.example/x"]], -3011),
                ([["ordering": 1, "type": "WL", "name": "지도 보기"]], -3000),
                ([["ordering": 1, "type": "WL", "name": "지도 보기", "linkMo": "map.example"]], -3006),
                ([["ordering": 1, "type": "AL", "name": "앱", "linkMo": "https://a.example"]], -3007),
                ([["ordering": 1, "type": "TN", "name": "전화 연결"]], -3052),
                ([["ordering": 1, "type": "TN", "name": "전화", "telNumber": "1"]], -3051),
                ([["ordering": 1, "type": "TN", "name": "전화 연결", "telNumber": "call me"]], -3053),
                ([["ordering": 1, "type": "AC", "name": "추가"]], -3026),
                ([["ordering": 1, "type": "XX", "name": "x"]], -2018), (["x"], -2018),
                ([["ordering": 1, "type": "BK"]], -3009),
                ([["ordering": 1, "type": "BK", "name": "#{x}"]], -3008),
                (Array(repeating: ["type": "BK", "name": "x"], count: 6), -2000),
            ]
            for (buttons, expected) in wrongs {
                let found = try await code(buttons)
                #expect(found == expected, "\(JSON.array(buttons).text)")
            }
            let right = try await code([Self.button])
            #expect(right == 0)
        }
    }

    @Test("Kakao may be the one who compares: then the results say 3016 and 3027")
    func atDelivery() async throws {
        var settings = MessagingSettings()
        settings.nhn.alimtalk.contentCheck = .delivery
        try await Messaging.with(settings) { shop in
            _ = try await shop.ask("PUT", "/api/nhn/templates/PICKUP", Self.own)
            for (content, buttons) in [("다른 글", [Self.button]), ("김하늘님, 서울역에서 찾아가세요.", [])] {
                let answer = try await shop.ask(
                    "POST", Messaging.alimtalk + "/raw-messages", Self.raw(content, buttons: buttons))
                #expect(answer.code == 0)
            }
            await shop.pass(.seconds(3))
            let codes = shop.inbox.compactMap { $0.events.first?.text.prefix(4) }
            #expect(codes == ["3016", "3027"])
        }
    }

    @Test("Urgent sends need a word of authentication, and are listed apart")
    func auth() async throws {
        try await Messaging.with { shop in
            let path = Messaging.alimtalk + "/auth/messages"
            let none = try await shop.ask("POST", path, Messaging.start(["01012345678"]))
            #expect(none.at("message", "sendResults", "0", "resultCode") == -8006)
            let right = try await shop.ask(
                "POST", path,
                [
                    "senderKey": .string(Messaging.senderKey), "templateCode": "AUTH_CODE",
                    "recipientList": [
                        ["recipientNo": "01012345678", "templateParameter": ["쇼핑몰명": "달빛상점", "인증번호": "123456"]]
                    ],
                ])
            #expect(right.code == 0)
            let id = try #require(right.at("message", "requestId")?.string)
            let auth = try await shop.ask("GET", path + "?requestId=" + id)
            #expect(auth.at("messageSearchResultResponse", "totalCount") == 1)
            let normal = try await shop.ask("GET", Messaging.alimtalk + "/messages?requestId=" + id)
            #expect(normal.at("messageSearchResultResponse", "totalCount") == 0)
        }
    }

    @Test("Accounts and channels that may not send are told so")
    func strictness() async throws {
        var settings = MessagingSettings()
        settings.nhn.appKeys = ["appkey": Secret("secret")]
        settings.nhn.alimtalk.isNewAccount = true
        settings.nhn.alimtalk.senders = [
            Messaging.senderKey: .active, "inactive": .inactive, "blocked": .blocked, "group": .group,
            "keyless": .keyless,
        ]
        try await Messaging.with(settings) { shop in
            for (key, code) in [
                ("inactive", Int64(-1014)), ("blocked", -1027), ("group", -1024), ("keyless", -1006), ("none", -2017),
            ] {
                let answer = try await shop.ask(
                    "POST", Messaging.alimtalk + "/messages",
                    Messaging.start(["01012345678"], extra: [("senderKey", .string(key))]))
                #expect(answer.code == code)
            }
            let long = try await shop.ask("POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"]))
            #expect(long.at("message", "sendResults", "0", "resultCode") == -1028)
            let key = try await shop.ask("GET", "/alimtalk/v2.3/appkeys/other/message-results")
            #expect(key.code == -1000)
            let secret = try await shop.raw(
                "GET", Messaging.alimtalk + "/message-results", headers: [("X-Secret-Key", "other")])
            #expect(secret.body.code == -1001)
        }
    }
}
