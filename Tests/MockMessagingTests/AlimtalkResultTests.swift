// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockMessaging
import MockWorld
import Settings
import Testing
import Values

/// Results: by query, by message-results, by webhook, and what goes out by SMS instead.
struct AlimtalkResultTests {
    @Test("A thousand recipients have their results at once, to be asked for page by page")
    func pages() async throws {
        try await Messaging.with { shop in
            let numbers = (0..<1_000).map { "0105" + String(format7(5_000_000 + $0)) }
            let answer = try await shop.ask("POST", Messaging.alimtalk + "/messages", Messaging.start(numbers))
            #expect(answer.at("message", "sendResults")?.array?.count == 1_000)
            #expect(shop.inbox.count == 1_000)
            #expect(shop.bench.agenda.entries.count == 1)
            await shop.pass(.seconds(3))
            // 2026-11-22 21:00 in Seoul.
            let range = "startUpdateDate=2026-11-22%2021:00&endUpdateDate=2026-11-22+21:00"
            let first = try await shop.ask("GET", Messaging.alimtalk + "/message-results?" + range)
            #expect(first["messages"]?.array?.count == 15)
            let last = try await shop.ask(
                "GET", Messaging.alimtalk + "/message-results?pageNum=2&pageSize=600&" + range)
            #expect(last["messages"]?.array?.count == 400)
            let count = try await shop.ask("GET", Messaging.alimtalk + "/message-results/count?" + range)
            #expect(count["totalCount"] == 1_000)
            let auth = try await shop.ask(
                "GET", Messaging.alimtalk + "/message-results/count?alimtalkMessageType=AUTH&" + range)
            #expect(auth["totalCount"] == 0)
            let found1 = try await shop.ask("GET", Messaging.alimtalk + "/message-results").code
            #expect(found1 == -4000)
        }
    }

    private func format7(_ number: Int) -> String {
        String(repeating: "0", count: 7 - String(number).count) + String(number)
    }

    @Test("Lists need a condition, a span of a month, and pages that can be")
    func conditions() async throws {
        try await Messaging.with { shop in
            _ = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages",
                Messaging.start(["01012345678", "01012343018"], recipient: [("recipientGroupingKey", "order-1")]))
            await shop.pass(.seconds(3))
            func list(_ query: String) async throws -> JSON {
                try await shop.ask("GET", Messaging.alimtalk + "/messages?" + query)
            }
            let day = "startRequestDate=2026-11-22%2000:00&endRequestDate=2026-11-23%2000:00"
            let found2 = try await list("").code
            #expect(found2 == -4103)
            let found3 = try await list("startRequestDate=2026-11-22%2000:00").code
            #expect(found3 == -4103)
            let found4 = try await list("startRequestDate=x&endRequestDate=y").code
            #expect(found4 == -4103)
            let found5 = try await list("startRequestDate=2026-09-22%2000:00&endRequestDate=2026-11-23%2000:00").code
            #expect(found5 == -4003)
            let found6 = try await list("startRequestDate=2026-07-01%2000:00&endRequestDate=2026-07-02%2000:00").code
            #expect(found6 == -4017)
            let found7 = try await list(day + "&pageSize=1001").code
            #expect(found7 == -4000)
            let found8 = try await list(day + "&pageNum=x").code
            #expect(found8 == -4000)
            let all = try await list(day)
            #expect(all.at("messageSearchResultResponse", "totalCount") == 2)
            let failed = try await list(day + "&resultCode=MRC02&recipientGroupingKey=order-1")
            #expect(failed.at("messageSearchResultResponse", "messages", "0", "recipientNo") == "01012343018")
            #expect(failed.at("messageSearchResultResponse", "messages", "0", "messageStatus") == "FAILED")
            #expect(failed.at("messageSearchResultResponse", "totalCount") == 1)
            let found9 = try await shop.ask("GET", Messaging.alimtalk + "/messages/none/1").code
            #expect(found9 == -1016)
            let found10 = try await shop.ask("GET", Messaging.alimtalk + "/messages/none/x").code
            #expect(found10 == -9994)
        }
    }

    @Test("What is sent for later waits for its time and can be taken back, all or some")
    func scheduled() async throws {
        try await Messaging.with { shop in
            let answer = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages",
                Messaging.start(
                    ["01012345678", "01012345679", "01012345670"], extra: [("requestDate", "2026-11-23 09:00")]))
            let id = try #require(answer.at("message", "requestId")?.string)
            await shop.pass(.seconds(3_600))
            #expect(shop.inbox.allSatisfy { $0.events.isEmpty })
            let path = Messaging.alimtalk + "/messages/" + id
            let found11 = try await shop.ask("DELETE", path + "?recipientSeq=1,3").code
            #expect(found11 == 0)
            let found12 = try await shop.ask("GET", path + "/1").at("message", "messageStatus")
            #expect(found12 == "CANCEL")
            let found13 = try await shop.ask("DELETE", path + "?recipientSeq=1").code
            #expect(found13 == -2029)
            await shop.pass(.seconds(12 * 3_600))
            #expect(shop.inbox.map { $0.events.last?.text.prefix(4) } == ["CANC", "1000", "CANC"])
            let found14 = try await shop.ask("DELETE", path).code
            #expect(found14 == -2029)
            let found15 = try await shop.ask("DELETE", Messaging.alimtalk + "/messages/none").code
            #expect(found15 == -1016)
        }
    }

    @Test("Whom KakaoTalk does not reach gets an SMS, and the alimtalk's fallback says so")
    func fallback() async throws {
        try await Messaging.with { shop in
            let resend: JSON = ["isResend": true, "resendSendNo": "15881234"]
            let answer = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages",
                Messaging.start(
                    ["01012343019", "01012345678", "01030013019"], recipient: [("resendParameter", resend)]),
                headers: [(name: "X-Parcelpost-Event", value: "parcel-1")])
            let id = try #require(answer.at("message", "requestId")?.string)
            func one(_ seq: Int) async throws -> JSON {
                try await shop.ask("GET", Messaging.alimtalk + "/messages/\(id)/\(seq)")["message"] ?? .null
            }
            let found16 = try await one(1)["resendStatus"]
            #expect(found16 == "RSC02")
            await shop.pass(.seconds(3))
            let found17 = try await one(1)["resendStatus"]
            #expect(found17 == "RSC03")
            let found18 = try await one(2)["resendStatus"]
            #expect(found18 == "RSC01")
            let sms = try #require(shop.inbox.first { $0.channel == .sms })
            #expect(shop.inbox.allSatisfy { $0.event == "parcel-1" })
            #expect(sms.card?.kind == "LMS")
            #expect(sms.card?.from == "15881234")
            #expect(sms.card?.to == "01012343019")
            #expect(sms.card?.text.hasSuffix("배송 조회 - https://track.example/t/abc") == true)
            #expect(sms.card?.facts.contains(.init("alimtalk", id + "/1")) == true)
            await shop.pass(.seconds(3))
            let sent = try await one(1)
            #expect(sent["resendStatus"] == "RSC04")
            #expect(sent["resendResultCode"] == "1000")
            #expect(sent["resultCode"] == "3019")
            let failed = try await one(3)
            #expect(failed["resendStatus"] == "RSC05")
            #expect(failed["resendResultCode"] == "3001")
            // The SMS API knows it too.
            let smsID = try #require(sent["resendRequestId"]?.string)
            let found = try await shop.ask("GET", Messaging.sms + "/sender/mms/\(smsID)?recipientSeq=1")
            #expect(found.at("body", "data", "msgStatus") == "3")
        }
    }

    @Test("A channel falls back by its own setting; without one, and without a number, asking for it is refused")
    func failback() async throws {
        var settings = MessagingSettings()
        settings.nhn.sms.senderNumbers = ["15881234"]
        try await Messaging.with(settings) { shop in
            func send(_ resend: JSON?) async throws -> JSON? {
                try await shop.ask(
                    "POST", Messaging.alimtalk + "/messages",
                    Messaging.start(["01012343018"], recipient: resend.map { [("resendParameter", $0)] } ?? [])
                ).at("message", "sendResults", "0", "resultCode")
            }
            let found19 = try await send(["isResend": true])
            #expect(found19 == -2502)
            let found20 = try await shop.ask("POST", Messaging.alimtalk + "/failback/appkey", ["resendAppKey": "s"])
                .code
            #expect(found20 == 0)
            func set(_ number: String) async throws -> Int64? {
                try await shop.ask(
                    "POST", Messaging.alimtalk + "/failback",
                    [
                        "senderKey": .string(Messaging.senderKey), "isResend": true, "resendSendNo": .string(number),
                    ]
                ).code
            }
            let found21 = try await set("0212345678")
            #expect(found21 == -1003)
            let found22 = try await set("1588-1234")
            #expect(found22 == 0)
            let found23 = try await send(nil)
            #expect(found23 == 0)
            let found24 = try await send(["isResend": false])
            #expect(found24 == 0)
            let found25 = try await send(["isResend": true, "resendSendNo": "0212345678"])
            #expect(found25 == 0)
            await shop.pass(.seconds(3))
            await shop.pass(.seconds(3))
            let texts = shop.inbox.filter { $0.channel == .sms }
            #expect(texts.map { $0.refusal?.prefix(5) } == [nil, "-2312"])
            let ends = shop.inbox.filter { $0.channel == .alimtalk && $0.refusal == nil }
                .map { $0.events.last?.text.prefix(5) }
            #expect(ends == ["RSC04", "3018 ", "RSC05"])
        }
    }

    @Test("What does not match the template is refused and still goes out by SMS")
    func mismatch() async throws {
        try await Messaging.with { shop in
            let answer = try await shop.ask(
                "POST", Messaging.alimtalk + "/raw-messages",
                [
                    "senderKey": .string(Messaging.senderKey), "templateCode": "DELIVERY_START",
                    "recipientList": [
                        [
                            "recipientNo": "01012345678", "content": "다른 글",
                            "resendParameter": ["isResend": true, "resendSendNo": "15881234"],
                        ]
                    ],
                ])
            #expect(answer.code == -1031)
            #expect(answer.at("message", "sendResults", "0", "resultCode") == -3010)
            await shop.pass(.seconds(3))
            #expect(shop.inbox.map(\.channel) == [.alimtalk, .sms])
            #expect(shop.inbox.last?.card?.text == "다른 글")
            #expect(shop.inbox.last?.card?.textBytes == 7)
        }
    }

    @Test("Results are posted as NHN posts them, with the words from the console")
    func webhook() async throws {
        try await Messaging.with { shop in
            let set = try await shop.ask(
                "PUT", "/api/nhn/webhook", ["url": .string(shop.sinkURL), "signature": "typed in the console"])
            #expect(set["signature"] == "typed in the console")
            let answer = try await shop.ask(
                "POST", Messaging.alimtalk + "/messages",
                Messaging.start(["01012345678", "01012343020"], recipient: [("recipientGroupingKey", "order-1")]))
            await shop.pass(.seconds(3))
            let post = try #require(shop.sink.posts.first)
            #expect(shop.sink.posts.count == 1)
            #expect(post.signature == "typed in the console")
            #expect(post.body["productName"] == "KakaoTalk Bizmessage")
            #expect(post.body["appKey"] == "appkey")
            #expect(post.body["event"] == "MESSAGE_RESULT_UPDATE")
            let hooks = try #require(post.body["hooks"]?.array)
            #expect(hooks.map { $0["resultCode"] } == ["1000", "3020"])
            #expect(hooks.first?["kakaoMessageType"] == "ALIMTALK_NORMAL")
            #expect(hooks.first?["requestId"] == answer.at("message", "requestId"))
            #expect(hooks.first?["recipientGroupingKey"] == "order-1")
            #expect(hooks.first?["requestDate"] == "2026-11-22 21:00:00")
            #expect(Set(hooks.compactMap { $0["hookId"]?.string }).count == 2)
            #expect(shop.inbox.first?.events.last?.text == "The webhook MESSAGE_RESULT_UPDATE was answered with 200.")
            // Another machine is not reached, and another space has no webhook.
            let remote = try await shop.raw(
                "PUT", "/api/nhn/webhook", body: Array(#"{"url": "https://shop.example/hook"}"#.utf8))
            #expect(remote.status == 400)
            _ = try await shop.in("other").ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"]))
            await shop.pass(.seconds(3))
            #expect(shop.sink.posts.count == 1)
        }
    }

    @Test("A space that is reset has forgotten its requests, templates and keys")
    func reset() async throws {
        try await Messaging.with { shop in
            let other = shop.in("other")
            let key = [(name: "X-NC-API-IDEMPOTENCY-KEY", value: "k")]
            var ids: [String] = []
            for space in [shop, other] {
                let answer = try await space.ask(
                    "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"]), headers: key)
                ids.append(try #require(answer.at("message", "requestId")?.string))
            }
            let found26 = try await other.ask("GET", Messaging.alimtalk + "/messages/\(ids[1])/1").code
            #expect(found26 == 0)
            shop.routes.reset(space: "other")
            let found27 = try await other.ask("GET", Messaging.alimtalk + "/messages/\(ids[1])/1").code
            #expect(found27 == -1016)
            let found28 = try await shop.ask("GET", Messaging.alimtalk + "/messages/\(ids[0])/1").code
            #expect(found28 == 0)
            let again = try await other.ask(
                "POST", Messaging.alimtalk + "/messages", Messaging.start(["01012345678"]), headers: key)
            #expect(again.code == 0)
        }
    }
}
