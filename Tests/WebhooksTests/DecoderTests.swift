// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Testing
import Values
import Webhooks

@Suite("Webhook bodies")
struct DecoderTests {
    private let now = Timestamp("2026-05-12T14:00:00+09:00", zonelessOffsetSeconds: 0)!
    private let shop = try! ShopID("my-shop")

    private func decode(_ text: String, deliveryID: String? = nil) throws -> DecodedWebhook {
        try WebhookDecoder(shop: shop).decode(
            Array(text.utf8), proof: "deliveryapi: timestamped HMAC", deliveryID: deliveryID, receivedAt: now)
    }

    private func batch(_ text: String) throws -> WebhookBatch {
        guard case .items(let batch) = try decode(text) else {
            Issue.record("expected items")
            throw Problems([])
        }
        return batch
    }

    private func item(_ members: String, event: String = "tracking.polled") throws -> WebhookItem {
        try #require(try batch(#"{"event":"\#(event)","items":[{\#(members)}]}"#).items.first)
    }

    private func event(_ members: String) throws -> TrackingEvent {
        switch try item(members) {
        case .event(let event): return event
        case .rejected(let item):
            Issue.record("rejected: \(item.problems)")
            throw item.problems
        }
    }

    private func kst(_ text: String) -> Timestamp { Timestamp(text, zonelessOffsetSeconds: CivilTime.kst)! }

    /// The body of DeliveryAPI's reference, section 5.1, filled in as the API sends it.
    @Test("tracking.polled as DeliveryAPI documents it")
    func polled() throws {
        let batch = try batch(Samples.polled)
        #expect(batch.envelope.kind == .polled)
        #expect(batch.envelope.sourceID?.text == "req_8fK2")
        #expect(batch.envelope.orderID?.text == "ORD-12345")
        #expect(batch.envelope.sentAt == Timestamp("2026-05-12T04:15:00Z", zonelessOffsetSeconds: 0))
        #expect(batch.rejected.isEmpty && batch.refusal == nil)
        let event = try #require(batch.events.first)
        #expect(event.key.shop == shop)
        #expect(event.key.courier.value == "cj")
        #expect(event.key.trackingNumber.value == "686530129012")
        #expect(event.clientID?.text == "shp_42")
        #expect(event.orderID?.text == "ORD-12345")
        #expect(event.previousStage == .inTransit && event.stage == .outForDelivery && event.hasChanged == true)
        #expect(event.proof == "deliveryapi: timestamped HMAC" && event.receivedAt == now)
        let snapshot = try #require(event.snapshot)
        #expect(snapshot.stage == .outForDelivery)
        #expect(snapshot.stageText?.text == "배송출발" && snapshot.courierName?.text == "CJ대한통운")
        #expect(snapshot.expectedAt == kst("2026-05-12 18:00:00"))
        #expect(snapshot.queriedAt == Timestamp("2026-05-12T04:14:59.120Z", zonelessOffsetSeconds: 0))
        #expect(snapshot.scans.map(\.text.text) == ["집화처리", "간선상차", "간선하차", "배송출발 (16~18시)"])
        #expect(snapshot.scans.map(\.stage) == [.pickedUp, .inTransit, .inTransit, .outForDelivery])
        #expect(snapshot.scans.first?.time == kst("2026-05-11 18:02:11"))
        #expect(snapshot.scans.last?.location?.text == "강남직영")
        #expect(snapshot.scans.last?.driver?.name?.text == "홍길동")
        #expect(snapshot.scans.last?.driver?.phone?.national == "01012345678")
    }

    @Test("tracking.completed, with a parcel that has no trackingData")
    func completed() throws {
        let batch = try batch(
            #"{"event":"tracking.completed","requestId":"req_1","timestamp":"2026-05-12T05:00:00.000Z","items":[{"courierCode":"LOTTE","trackingNumber":"123456789012","currentStatus":"DELIVERED","hasChanged":false,"isDelivered":true}],"summary":{"total":1,"delivered":1,"active":0,"hasChanges":false}}"#
        )
        let event = try #require(batch.events.first)
        #expect(event.kind == .completed && event.stage == .delivered && event.snapshot == nil)
        #expect(event.key.courier.value == "lotte" && event.hasChanged == false)
    }

    /// The payload of the source document, B.2, with a SweetTracker code.
    @Test("the older tracking.status_changed with a single data")
    func statusChanged() throws {
        let batch = try batch(
            #"{"event":"tracking.status_changed","subscriptionId":"sub_7","timestamp":"2026-05-12T13:10:00","data":{"courierCode":"04","trackingNumber":"686530129012","previousStatus":"IN_TRANSIT","currentStatus":"DELIVERED","tracking":{"deliveryStatus":"DELIVERED","dateDelivered":"2026-05-12 13:05","progresses":[{"time":"2026-05-12 13:05","location":{"name":"강남직영"},"status":"배송완료"}]}},"metadata":{"orderId":"ORD-12345"}}"#
        )
        let event = try #require(batch.events.first)
        #expect(batch.items.count == 1)
        #expect(event.kind == .statusChanged && event.sourceID?.text == "sub_7")
        #expect(event.key.courier.value == "cj" && event.stage == .delivered && event.previousStage == .inTransit)
        #expect(event.orderID?.text == "ORD-12345")
        #expect(event.sentAt == kst("2026-05-12 13:10:00"), "a time without a zone is KST")
        #expect(event.snapshot?.deliveredAt == kst("2026-05-12 13:05"))
        #expect(event.snapshot?.scans.first?.location?.text == "강남직영")
        #expect(event.hasChanged == nil)
    }

    @Test("the header's delivery id comes before the request's")
    func deliveryID() throws {
        guard case .items(let batch) = try decode(Samples.polled, deliveryID: "evt_1") else {
            Issue.record("expected items")
            return
        }
        #expect(batch.events.first?.sourceID?.text == "evt_1")
    }

    @Test("E1: numbers as strings and strings as numbers")
    func looseTypes() throws {
        let event = try event(
            #""courierCode":4,"trackingNumber":686530129012,"clientId":77,"currentStatus":" delivered ","hasChanged":"true","isDelivered":"Y","trackingData":{"productQuantity":"2","dateDelivered":20260512131000,"queriedAt":1778558999,"progresses":[{"dateTime":20260512131000,"status":91}]}"#
        )
        #expect(event.key.courier.value == "cj" && event.key.trackingNumber.value == "686530129012")
        #expect(event.clientID?.text == "77" && event.stage == .delivered && event.hasChanged == true)
        #expect(event.snapshot?.deliveredAt == kst("2026-05-12 13:10:00"))
        #expect(event.snapshot?.queriedAt == Timestamp(seconds: 1_778_558_999))
        #expect(event.snapshot?.scans.first?.text.text == "91")
    }

    @Test("unknown members and missing optional ones do no harm")
    func sparse() throws {
        let event = try event(
            #""zzz":{"deep":[1,{"er":null}]},"courierCode":"moon","trackingNumber":"AB-12 34","currentStatus":"IN_TRANSIT","previousStatus":null,"trackingData":{"progresses":null,"new":1}"#
        )
        #expect(event.key.courier.value == "moon" && event.key.trackingNumber.value == "AB1234")
        #expect(event.snapshot?.scans.isEmpty == true && event.previousStage == nil && event.clientID == nil)
        #expect(event.sentAt == now, "without a timestamp it was sent when it came")
    }

    @Test("code and number may stand in trackingData only")
    func inner() throws {
        let event = try event(
            #""trackingData":{"courierCode":"post","trackingNumber":"6891234567890","deliveryStatus":"IN_TRANSIT"}"#)
        #expect(event.key.courier.value == "post" && event.stage == .inTransit)
    }

    @Test("a status nobody knows is UNKNOWN and still an event")
    func unknownStatus() throws {
        #expect(
            try event(#""courierCode":"cj","trackingNumber":"1234","currentStatus":"TELEPORTED""#).stage == .unknown)
        #expect(
            try event(
                #""courierCode":"cj","trackingNumber":"1234","currentStatus":"TELEPORTED","trackingData":{"deliveryStatus":"IN_TRANSIT"}"#
            ).stage == .inTransit)
    }

    @Test(
        "times in all their spellings",
        arguments: [
            ("\"2026-05-12 13:10:00\"", "2026-05-12T04:10:00Z"),
            ("\"2026-05-12T13:10:00+09:00\"", "2026-05-12T04:10:00Z"),
            ("\"2026-05-12T04:10:00Z\"", "2026-05-12T04:10:00Z"), ("\"2026.05.12 13:10\"", "2026-05-12T04:10:00Z"),
            ("\"20260512131000\"", "2026-05-12T04:10:00Z"), ("\"202605121310\"", "2026-05-12T04:10:00Z"),
            ("\"20260512\"", "2026-05-11T15:00:00Z"), ("\" 2026-05-12 13:10:00 \"", "2026-05-12T04:10:00Z"),
            ("1778559000", "2026-05-12T04:10:00Z"), ("\"1778559000\"", "2026-05-12T04:10:00Z"),
            ("1778559000000", "2026-05-12T04:10:00Z"), ("1778559000.0", "2026-05-12T04:10:00Z"),
        ])
    func times(written: String, meant: String) throws {
        let event = try event(
            #""courierCode":"cj","trackingNumber":"1234","currentStatus":"IN_TRANSIT","trackingData":{"progresses":[{"dateTime":\#(written),"status":"x"}]}"#
        )
        #expect(event.snapshot?.scans.first?.time == Timestamp(meant, zonelessOffsetSeconds: 0))
    }

    @Test(
        "a scan whose time cannot be read is kept without one",
        arguments: [
            "\"어제\"", "\"0001-01-01 00:00:00\"", "\"2026-02-30 10:00\"", "\"\"", "null", "{}", "7", "1e300",
            "\"99999999999999\"",
        ])
    func noTime(written: String) throws {
        let event = try event(
            #""courierCode":"cj","trackingNumber":"1234","currentStatus":"IN_TRANSIT","trackingData":{"progresses":[{"dateTime":\#(written),"status":"간선상차"}]}"#
        )
        #expect(event.snapshot?.scans == [Scan(time: nil, location: nil, text: try Line("간선상차"))])
    }

    @Test(
        "A3, A6: a webhook cannot be sent in the future", arguments: ["2026-05-12T06:30:00Z", "2099-01-01T00:00:00Z"])
    func sentInTheFuture(written: String) throws {
        let batch = try batch(
            #"{"event":"tracking.polled","timestamp":"\#(written)","items":[{"courierCode":"cj","trackingNumber":"1234","currentStatus":"IN_TRANSIT"}]}"#
        )
        #expect(batch.envelope.sentAt == now)
    }

    @Test("scans come out oldest first, whatever their order; those without a time stay behind their neighbour")
    func scanOrder() throws {
        func texts(_ scans: [(String?, String)]) throws -> [String] {
            let list = scans.map { time, text in
                #"{"dateTime":\#(time.map { "\"2026-05-12 \($0)\"" } ?? "null"),"status":"\#(text)"}"#
            }
            let event = try event(
                #""courierCode":"cj","trackingNumber":"1234","currentStatus":"IN_TRANSIT","trackingData":{"progresses":[\#(list.joined(separator: ","))]}"#
            )
            return event.snapshot?.scans.map(\.text.text) ?? []
        }
        #expect(try texts([("08:00", "a"), ("09:00", "b"), ("10:00", "c")]) == ["a", "b", "c"])
        #expect(try texts([("10:00", "c"), ("09:00", "b"), ("08:00", "a")]) == ["a", "b", "c"])
        #expect(try texts([("08:00", "a"), ("10:00", "c"), (nil, "d"), ("09:00", "b")]) == ["a", "b", "c", "d"])
        #expect(try texts([("08:00", "a"), (nil, "n"), ("08:00", "b")]) == ["a", "n", "b"])
        #expect(try texts([(nil, "x"), (nil, "y")]) == ["x", "y"])
    }

    @Test("a scan shows the short status, the hours, and the reason when something went wrong")
    func scanText() throws {
        func text(_ members: String) throws -> String? {
            try event(
                #""courierCode":"cj","trackingNumber":"1234","currentStatus":"IN_TRANSIT","trackingData":{"progresses":[{\#(members)}]}"#
            ).snapshot?.scans.first?.text.text
        }
        #expect(try text(#""status":"간선상차","description":"물류터미널로 상품이 이동중입니다.""#) == "간선상차")
        #expect(
            try text(#""status":"배송출발","description":"고객님의 상품을 배송할 예정입니다.(17∼19시)(배송담당:홍길동 010-1234-5678)""#)
                == "배송출발 (17~19시)")
        #expect(try text(#""status":"배송출발","description":"14:00 ~ 16:00 도착 예정""#) == "배송출발 (14~16시)")
        #expect(try text(#""status":"미배달","description":"고객 부재""#) == "미배달 · 고객 부재")
        #expect(try text(#""status":"미배달","statusCode":"FAILED","description":"미배달: 주소 불명""#) == "미배달: 주소 불명")
        #expect(try text(#""status":"IN_TRANSIT","description":"이동중""#) == "이동중")
        #expect(try text(#""status":"","description":"이동중""#) == "이동중")
        #expect(try text(#""status":"접수\r\nBcc: x@example.com","description":null"#) == "접수  Bcc: x@example.com")
        #expect(try text(#""location":"대전HUB""#) == nil)
    }

    @Test("E1: a bad item is rejected with its place and its problems, and takes no neighbour with it")
    func badItems() throws {
        let batch = try batch(
            #"{"event":"tracking.polled","items":["#
                + #"{"courierCode":"cj","trackingNumber":"1","currentStatus":"IN_TRANSIT"},"#
                + #"{"courierCode":"cj","trackingNumber":"686530129012","currentStatus":"IN_TRANSIT"},"#
                + #"17,null,"#
                + #"{"courierCode":"한진","trackingNumber":{},"currentStatus":[]},"#
                + #"{"courierCode":"post","trackingNumber":1e30,"currentStatus":"DELIVERED"},"#
                + #"{"courierCode":"post","trackingNumber":"6891234567890","error":"NOT_FOUND: 010-1234-5678"},"#
                + #"{"courierCode":"post\r\nX: y","trackingNumber":"6891234567890","currentStatus":"DELIVERED"},"#
                + #"{"courierCode":"lotte","trackingNumber":"123456789012","currentStatus":"DELIVERED","error":"late"}]}"#
        )
        #expect(batch.events.map(\.key.trackingNumber.value) == ["686530129012", "123456789012"])
        #expect(batch.rejected.map(\.index) == [0, 2, 3, 4, 5, 6, 7])
        #expect(
            batch.rejected.map { $0.problems.list.map { $0.field ?? "" } } == [
                ["/items/0/trackingNumber"], ["/items/2"], ["/items/3"],
                ["/items/4/courierCode", "/items/4/trackingNumber", "/items/4/currentStatus"],
                ["/items/5/trackingNumber"],
                ["/items/6/error"], ["/items/7/courierCode"],
            ])
        let error = try #require(batch.rejected.first { $0.index == 6 })
        #expect(error.problems.list[0].rule == "source-error")
        #expect(error.problems.list[0].message.contains("NOT_FOUND"))
        #expect(!error.problems.list[0].message.contains("1234-5678"))
        #expect(!String(decoding: error.raw, as: UTF8.self).contains("1234-5678"))
        #expect(batch.refusal == nil, "one usable item is enough for 200")
    }

    @Test("E1: with no usable item the refusal names every problem")
    func noUsableItem() throws {
        let batch = try batch(#"{"event":"tracking.polled","items":[{},{"courierCode":"cj","trackingNumber":"1234"}]}"#)
        #expect(
            batch.refusal?.list.map { $0.field ?? "" } == [
                "/items/0/courierCode", "/items/0/trackingNumber", "/items/0/currentStatus", "/items/1/currentStatus",
            ])
        let legacy = try self.batch(#"{"event":"tracking.status_changed","data":{"trackingNumber":"1234"}}"#)
        #expect(legacy.refusal?.list.map { $0.field ?? "" } == ["/data/courierCode", "/data/currentStatus"])
    }

    @Test(
        "E1: an object without items is the source's probe",
        arguments: [
            "{}", #"{"event":"webhook.test"}"#, #"{"event":"tracking.polled","items":[]}"#,
            #"{"test":true,"data":null}"#,
            #"{"items":null}"#, #"{"data":{}}"#, #"{"event":"tracking.polled","data":[]}"#,
        ])
    func probe(_ text: String) throws {
        #expect(try decode(text) == .probe)
    }

    @Test("an event we do not know is told by its name, in one clean line")
    func unknownEvent() throws {
        #expect(
            try decode(#"{"event":"tracking.exploded","items":[{}]}"#) == .unknownEvent(try Line("tracking.exploded")))
        #expect(
            try decode(#"{"event":{"type":"delivery.delivered"},"data":{"a":1}}"#)
                == .unknownEvent(try Line("delivery.delivered")))
        #expect(try decode(#"{"event":"x\r\ny","items":[{}]}"#) == .unknownEvent(try Line("x  y")))
        #expect(
            try batch(
                #"{"type":"TRACKING.POLLED","data":{"items":[{"courierCode":"cj","trackingNumber":"1234","currentStatus":"FAILED"}]}}"#
            ).events.count == 1)
    }

    @Test(
        "what is not JSON or has another shape is refused, with the field named",
        arguments: [
            ("", ""), ("not json", ""), ("[]", ""), ("\"x\"", ""), ("{\"items\":[", ""),
            (#"{"event":"tracking.polled","items":{}}"#, "/items"),
            (#"{"event":"tracking.polled","data":"x"}"#, "/data"),
            (#"{"event":"tracking.polled","data":{"items":3}}"#, "/data/items"),
            (#"{"items":[{}]}"#, "/event"), (#"{"event":" ","items":[{}]}"#, "/event"),
            (String(repeating: "[", count: 100_000), ""),
            ("{\"event\":\"tracking.polled\",\"items\":[{\"a\":\"\u{1}\"}]}", ""),
        ])
    func wrongShape(text: String, field: String) {
        #expect { try decode(text) } throws: { ($0 as? Problems)?.list.map(\.field) == [field] }
    }

    @Test("invalid UTF-8 is refused")
    func invalidUTF8() {
        #expect(throws: Problems.self) {
            try WebhookDecoder(shop: shop).decode(
                Array(#"{"event":"#.utf8) + [0x22, 0xFF, 0x22, 0x7D], proof: "", receivedAt: now)
        }
    }

    @Test("a thousand items are read, one more is refused as a whole")
    func tooManyItems() throws {
        let one = #"{"courierCode":"cj","trackingNumber":"1234","currentStatus":"IN_TRANSIT"}"#
        func body(_ count: Int) -> String {
            #"{"event":"tracking.polled","items":[\#(Array(repeating: one, count: count).joined(separator: ","))]}"#
        }
        #expect(try batch(body(1_000)).events.count == 1_000)
        #expect { try decode(body(1_001)) } throws: { ($0 as? Problems)?.list.first?.rule == "too-many-items" }
    }

    @Test("the newest 500 scans are kept, and texts are cut")
    func bounds() throws {
        let scans = (0..<700).map {
            #"{"dateTime":\#(1_778_000_000 + $0),"status":"\#($0)","location":"\#(String(repeating: "가", count: 500))"}"#
        }
        let event = try event(
            #""courierCode":"cj","trackingNumber":"1234","clientId":"\#(String(repeating: "c", count: 300))","currentStatus":"IN_TRANSIT","trackingData":{"progresses":[\#(scans.joined(separator: ","))]}"#
        )
        #expect(event.snapshot?.scans.count == 500)
        #expect(event.snapshot?.scans.first?.text.text == "200" && event.snapshot?.scans.last?.text.text == "699")
        #expect(event.snapshot?.scans.allSatisfy { ($0.location?.text.utf8.count ?? 0) <= 200 } == true)
        #expect(event.clientID == nil, "an id too long to be one of ours is none")
    }

    @Test("no bytes bring it down: random changes to a good webhook")
    func fuzz() {
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let good = Array(Samples.polled.utf8)
        let pieces = [
            "null", "[]", "{}", "\"\"", "1e308", "-1", "\"\\ud83d\"", "true", "\"010-1234-5678\"",
            "99999999999999999999",
        ].map { Array($0.utf8) }
        var decoded = 0
        for _ in 0..<3_000 {
            var bytes = good
            for _ in 0...next(3) {
                let at = next(bytes.count)
                switch next(3) {
                case 0: bytes[at] = UInt8(next(256))
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + next(20)))
                default: bytes.insert(contentsOf: pieces[next(pieces.count)], at: at)
                }
            }
            if (try? WebhookDecoder(shop: shop).decode(bytes, proof: "", receivedAt: now)) != nil { decoded += 1 }
        }
        #expect(decoded > 0)
    }

    @Test("D7: neither the snapshot nor the kept bytes hold a person's name, address or phone")
    func noPersonalData() throws {
        let event = try event(
            #""courierCode":"cj","trackingNumber":"686530129012","currentStatus":"OUT_FOR_DELIVERY","receiverPhone":"010-9999-8888","metadata":{"orderId":"O-1","customerName":"김고객"},"trackingData":{"senderName":"보낸이","receiverName":"받는이","receiverAddress":"서울 강남구","productName":"찻잔","deliveryStatusText":"배송출발","progresses":[{"dateTime":"2026-05-12 08:00","location":"강남직영","status":"배송출발","description":"배송할 예정입니다.(배송담당:홍길동 010-1234-5678)","telno":"02-555-1234","telno2":"010-7777-6666"}]}"#
        )
        let kept = String(decoding: event.body, as: UTF8.self)
        for personal in ["보낸이", "받는이", "강남구", "홍길동", "1234-5678", "555-1234", "7777", "9999-8888", "김고객", "telno"] {
            #expect(!kept.contains(personal), "the bytes hold \(personal)")
            #expect(event.snapshot?.scans.contains { $0.text.text.contains(personal) } == false)
        }
        for useful in ["686530129012", "찻잔", "강남직영", "배송출발", "O-1", "배송할 예정입니다."] {
            #expect(kept.contains(useful), "the bytes lost \(useful)")
        }
        #expect(throws: Never.self) { try JSON(parsing: event.body) }
        #expect(event.snapshot?.scans.first?.driver?.name?.text == "홍길동", "the driver goes to a place of its own")
    }

    @Test("D7: telno alone names a driver, a company's number does not")
    func telno() throws {
        func driver(_ telno: String) throws -> Scan.Driver? {
            try event(
                #""courierCode":"cj","trackingNumber":"1234","currentStatus":"IN_TRANSIT","trackingData":{"progresses":[{"status":"배송출발","telno":"\#(telno)","telno2":""}]}"#
            ).snapshot?.scans.first?.driver
        }
        #expect(try driver("010-1234-5678")?.phone?.national == "01012345678")
        #expect(try driver("1588-1255") == nil)
        #expect(try driver("없음") == nil)
    }
}
