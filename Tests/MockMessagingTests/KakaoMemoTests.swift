// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockMessaging
import MockWorld
import Testing
import Values

/// Kakao Developers' memos, by both paths.
struct KakaoMemoTests {
    static let template = #"{"object_type":"text","text":"배송이 완료됐어요","link":{"web_url":"https://shop.example/r"}}"#

    static func send(
        _ shop: Messaging, _ path: String, _ fields: [(String, String)], token: String? = "token",
        type: String = "application/x-www-form-urlencoded;charset=utf-8"
    ) async throws -> (status: Int, body: JSON) {
        let body = fields.map { name, value in
            name + "="
                + value.utf8.map { byte in "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
                .joined()
        }.joined(separator: "&")
        let authorization = token.map { [(name: "Authorization", value: "Bearer " + $0)] } ?? []
        return try await shop.raw(
            "POST", "/v2/api/talk/memo/" + path,
            headers: [("Content-Type", type), ("X-Parcelpost-Space", shop.space)] + authorization,
            body: Array(body.utf8))
    }

    @Test(
        "A text arrives by the documented path and by the one of the shop's document",
        arguments: ["default/send", "send"])
    func text(path: String) async throws {
        try await Messaging.with { shop in
            let answer = try await Self.send(shop, path, [("template_object", Self.template)])
            #expect(answer.status == 200)
            #expect(answer.body == ["result_code": 0])
            let message = try #require(shop.inbox.first)
            #expect(message.channel == .memo)
            #expect(message.card?.text == "배송이 완료됐어요")
            #expect(message.card?.buttons.first?.link == "https://shop.example/r")
            #expect(!message.transcript.entries.contains { $0.text.contains("token") && $0.text.contains("Bearer") })
        }
    }

    @Test("A template of the console is named by its id, by one path only")
    func templateID() async throws {
        try await Messaging.with { shop in
            let fields = [("template_id", "12345"), ("template_args", #"{"상품":"컵"}"#)]
            let found1 = try await Self.send(shop, "send", fields).body
            #expect(found1 == ["result_code": 0])
            #expect(shop.inbox.first?.card?.template == "12345")
            #expect(shop.inbox.first?.card?.text == "상품: 컵")
            let found2 = try await Self.send(shop, "default/send", fields).body["code"]
            #expect(found2 == -2)
        }
    }

    @Test("200 characters and no more")
    func limit() async throws {
        try await Messaging.with { shop in
            func text(_ count: Int) -> String {
                #"{"object_type":"text","text":""# + String(repeating: "가", count: count) + #"","link":{}}"#
            }
            let found3 = try await Self.send(shop, "default/send", [("template_object", text(200))]).status
            #expect(found3 == 200)
            let long = try await Self.send(shop, "default/send", [("template_object", text(201))])
            #expect(long.status == 400)
            #expect(long.body["code"] == -2)
            #expect(shop.inbox.last?.refusal?.hasPrefix("-2 ") == true)
        }
    }

    @Test(
        "Wrong bodies are -2, a wrong type -8",
        arguments: ["", "{", "[]", #"{"object_type":"poem"}"#, #"{"object_type":"text"}"#])
    func wrong(template: String) async throws {
        try await Messaging.with { shop in
            let found4 = try await Self.send(shop, "default/send", [("template_object", template)]).body["code"]
            #expect(found4 == -2)
            let found5 = try await Self.send(shop, "send", []).body["code"]
            #expect(found5 == -2)
            let found6 = try await Self.send(shop, "send", [("template_id", "x")]).body["code"]
            #expect(found6 == -2)
            let found7 = try await Self.send(shop, "send", [("template_id", "1")], type: "text/plain").body["code"]
            #expect(found7 == -8)
        }
    }

    @Test("Tokens: missing, unknown, without consent, and those that ask for an error")
    func tokens() async throws {
        var settings = MessagingSettings()
        settings.kakao.tokens = [Secret("good"), Secret("error-402")]
        settings.kakao.dailyLimit = 2
        settings.kakao.domains = ["shop.example"]
        try await Messaging.with(settings) { shop in
            func send(_ token: String?, _ template: String = Self.template) async throws -> [JSON?] {
                let answer = try await Self.send(shop, "default/send", [("template_object", template)], token: token)
                return [.integer(Int64(answer.status)), answer.body["code"]]
            }
            let found8 = try await send(nil)
            #expect(found8 == [401, -401])
            let found9 = try await send("bad")
            #expect(found9 == [401, -401])
            let found10 = try await send("error-402")
            #expect(found10 == [403, -402])
            let found11 = try await send("error-501")
            #expect(found11 == [400, -501])
            let found12 = try await send("error-9798")
            #expect(found12 == [503, -9798])
            let foreign = #"{"object_type":"text","text":"x","link":{"web_url":"https://evil.example"}}"#
            let found13 = try await send("good", foreign)
            #expect(found13 == [401, -401])
            let found14 = try await send("good")
            #expect(found14 == [200, nil])
            let found15 = try await send("good")
            #expect(found15 == [200, nil])
            let found16 = try await send("good")
            #expect(found16 == [400, -10])
            await shop.pass(.seconds(86_400))
            let found17 = try await send("good")
            #expect(found17 == [200, nil])
        }
    }
}
