// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockMessaging
import MockWorld
import Testing
import Values

/// Solapi's API, by its SDK for Python and by hand.
struct SolapiTests {
    static func header(_ name: String, date: String = "2026-11-22T12:00:00Z") -> [(name: String, value: String)] {
        [
            (
                name: "Authorization",
                value: "HMAC-SHA256 apiKey=key, date=\(date), salt=0123456789ab, signature=\(name)"
            )
        ]
    }

    static func body(_ messages: [JSON], _ extra: [(String, JSON)] = []) -> JSON {
        .object([.init("messages", .array(messages))] + extra.map { .init($0.0, $0.1) })
    }

    static let path = "/messages/v4/send-many/detail"

    private static let program = """
        import sys, json
        from solapi.services.message_service import SolapiMessageService
        from solapi.model.request.message import Message
        from solapi.model.request.send_message_request import SendRequestConfig
        from solapi.model.kakao.kakao_option import KakaoOption as Response
        from solapi.model import KakaoOption
        from solapi.error.MessageNotReceiveError import MessageNotReceivedError

        base, secret = sys.argv[1], sys.argv[2]
        service = SolapiMessageService("the-key", secret)
        service.base_url = base
        try:
            variables = {"쇼핑몰명": "달빛상점", "고객명": "김하늘", "상품명": "컵", "택배사": "한진택배",
                         "운송장번호": "1234567890", "배송조회링크": "https://track.example/t"}
            sent = service.send([
                Message(from_="1588-1234", to="010-1234-5678", text="상품이 출발했어요"),
                Message(from_="15881234", to="01012343104",
                        kakao_options=KakaoOption(pf_id="PF01", template_id="DELIVERY_START", variables=variables)),
                Message(from_="15881234", to="call me", text="x"),
            ], SendRequestConfig(show_message_list=True))
            group = service.get_group(sent.group_info.group_id)
            listed = service.get_group_messages(group.group_id)
            everything = service.get_messages()
            groups = service.get_groups()
            balance = service.get_balance()
            try:
                service.send(Message(from_="15881234", to="x", text="x"))
                all_failed = "no"
            except MessageNotReceivedError as error:
                all_failed = "yes"
            print(json.dumps({
                "total": group.count.total, "failed": [m.status_code for m in sent.failed_message_list],
                "registered": group.count.registered_success, "messages": len(sent.message_list),
                "listed": len(listed.message_list), "everything": len(everything.message_list),
                "groups": len(groups.group_list), "balance": balance.balance, "allFailed": all_failed}))
        except Exception as error:
            print(json.dumps({"error": list(map(str, error.args))}))
        """

    @Test("The SDK for Python sends, asks and reads every answer")
    func sdk() async throws {
        var settings = MessagingSettings()
        settings.solapi.apiKeys = ["the-key": Secret("the-secret")]
        try await Messaging.with(settings) { shop in
            let right = try await Python.run(Self.program, [shop.base, "the-secret"])
            #expect(right.errors == "")
            #expect(
                try JSON(parsing: Array(right.text.utf8)) == [
                    "total": 3, "failed": ["1020"], "registered": 2, "messages": 3, "listed": 2, "everything": 2,
                    "groups": 1, "balance": .number(100_000), "allFailed": "yes",
                ])
            #expect(shop.inbox.map(\.channel) == [.sms, .alimtalk, .sms, .sms])
            #expect(shop.inbox.first?.card?.text == "상품이 출발했어요")
            #expect(shop.inbox[1].card?.text.hasPrefix("[달빛상점] 상품이 출발했어요") == true)
            #expect(shop.inbox[1].card?.buttons.first?.link == "https://track.example/t")
            let wrong = try await Python.run(Self.program, [shop.base, "another"])
            #expect(wrong.text.contains("SignatureDoesNotMatch"))
        }
    }

    @Test("Signatures must be there, young and new")
    func signatures() async throws {
        try await Messaging.with { shop in
            func code(_ headers: [(name: String, value: String)]) async throws -> JSON? {
                try await shop.ask("GET", "/cash/v1/balance", headers: headers)["errorCode"]
            }
            let none = try await code([])
            #expect(none == "Unauthorized")
            let fresh = try await code(Self.header("aa"))
            #expect(fresh == nil)
            let again = try await code(Self.header("aa"))
            #expect(again == "DuplicatedSignature")
            let old = try await code(Self.header("ab", date: "2026-11-22T11:44:59Z"))
            #expect(old == "RequestTimeTooSkewed")
            let garbage = try await code(Self.header("ac", date: "today"))
            #expect(garbage == "RequestTimeTooSkewed")
            let basic = try await code([(name: "Authorization", value: "Basic x")])
            #expect(basic == "Unauthorized")
        }
    }

    @Test("Each message is judged for itself, and a recipient twice in a group is written to once")
    func judged() async throws {
        var settings = MessagingSettings()
        settings.solapi.senderNumbers = ["15881234"]
        try await Messaging.with(settings) { shop in
            func text(_ to: String, _ text: String, _ extra: [(String, JSON)] = []) -> JSON {
                .object(
                    [.init("to", .string(to)), .init("from", "15881234"), .init("text", .string(text))]
                        + extra.map { .init($0.0, $0.1) })
            }
            let answer = try await shop.ask(
                "POST", Self.path,
                Self.body([
                    text("01012345678", "하나"), text("01012345678", "둘"),
                    text("01012345670", "셋", [("from", "021234567")]),
                    text("01012345671", ""), text("01012345672", "넷 🎁"),
                    text("01012345673", String(repeating: "가", count: 50), [("type", "SMS")]),
                    text("01012345674", String(repeating: "가", count: 50)),
                    text("01012345675", "", [("kakaoOptions", ["pfId": "PF", "templateId": "NONE"])]),
                    text(
                        "01012345676", "",
                        [("kakaoOptions", ["pfId": "PF", "templateId": "DELIVERY_START", "variables": [:]])]),
                ]), headers: Self.header("aa"))
            let codes = answer["failedMessageList"]?.array?.map { $0["statusCode"] }
            #expect(codes == ["1025", "1062", "1010", "1023", "1026", "3103", "1030"])
            #expect(answer.at("groupInfo", "count", "registeredSuccess") == 2)
            #expect(answer["messageList"] == nil)
            #expect(shop.inbox.filter { $0.refusal == nil }.map { $0.card?.kind } == ["SMS", "LMS"])
        }
    }

    @Test("A message to many is kept for each of them without the list of all the others")
    func many() async throws {
        try await Messaging.with { shop in
            let numbers = (0..<300).map { JSON.string("0101234\(1_000 + $0)") }
            _ = try await shop.ask(
                "POST", Self.path, Self.body([["to": .array(numbers), "from": "15881234", "text": "하나"]]),
                headers: Self.header("many"))
            let kept = shop.inbox
            #expect(kept.count == 300 && kept.allSatisfy { $0.raw.count < 200 })
            let first = try JSON(parsing: try #require(kept.first { $0.card?.to == "01012341000" }).raw)
            #expect(first["messages"]?.array?.first?["to"] == "01012341000")
        }
    }

    @Test("Results come later, KakaoTalk's failures go out as text messages, and groups can be taken back")
    func results() async throws {
        try await Messaging.with { shop in
            func kakao(_ to: String, _ disableSms: Bool) -> JSON {
                [
                    "to": .string(to), "from": "15881234",
                    "kakaoOptions": [
                        "pfId": "PF", "templateId": "AUTH_CODE", "disableSms": .bool(disableSms),
                        "variables": ["#{쇼핑몰명}": "달빛상점", "#{인증번호}": "1234"],
                    ],
                ]
            }
            _ = try await shop.ask(
                "POST", Self.path, Self.body([kakao("01012343019", false), kakao("01012343020", true)]),
                headers: Self.header("aa"))
            await shop.pass(.seconds(3))
            let list = try await shop.ask("GET", "/messages/v4/list", headers: Self.header("ab"))
            let rows = (list["messageList"]?.members ?? []).map(\.value)
            #expect(rows.map { $0["statusCode"] } == ["4000", "3107"])
            #expect(rows.map { $0["replacement"] } == [true, false])
            #expect(shop.inbox.map(\.channel) == [.alimtalk, .alimtalk, .sms])
            #expect(shop.inbox.first?.events.map(\.kind) == ["result", "resend"])

            let later = try await shop.ask(
                "POST", Self.path,
                Self.body(
                    [["to": ["01012345678", "01012345679"], "from": "15881234", "text": "내일"]],
                    [("scheduledDate", "2026-11-23T09:00:00+09:00")]), headers: Self.header("ac"))
            let id = try #require(later.at("groupInfo", "groupId")?.string)
            #expect(later.at("groupInfo", "status") == "SCHEDULED")
            let gone = try await shop.ask("DELETE", "/messages/v4/groups/\(id)/schedule", headers: Self.header("ad"))
            #expect(gone["status"] == "FAILED")
            await shop.pass(.seconds(86_400))
            #expect(shop.inbox.last?.events.map(\.text) == ["The sender took it back before its time."])
        }
    }

    @Test(
        "Bodies that cannot be are told in Solapi's shape",
        arguments: [
            "", "{", "[]", "{}", #"{"messages":[]}"#, #"{"messages":[{"text":"x"}]}"#, #"{"messages":[{"to":[1]}]}"#,
            #"{"messages":[{"to":"1","type":"PIGEON"}]}"#, #"{"messages":[{"to":"1"}],"scheduledDate":"soon"}"#,
            #"{"messages":[{"to":"1","kakaoOptions":{"variables":{"a":1}}}]}"#,
            #"{"messages":[{"to":"1","kakaoOptions":{"variables":{"a.b":"1"}}}]}"#,
        ])
    func wrong(body: String) async throws {
        try await Messaging.with { shop in
            let answer = try await shop.raw("POST", Self.path, headers: Self.header("aa"), body: Array(body.utf8))
            #expect(answer.status == 400)
            #expect(answer.body["errorCode"] == "ValidationError")
            #expect(shop.inbox.isEmpty)
        }
    }
}
