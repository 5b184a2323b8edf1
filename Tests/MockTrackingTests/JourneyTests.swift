// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockTracking
import MockWorld
import TestSupport
import Testing
import Values

/// Journeys and their signatures, without a network.
struct JourneyTests {
    private static let now = Timestamp("2026-11-22T03:00:00Z", zonelessOffsetSeconds: 0)!

    private static func journey(
        _ parcels: [JourneyPlan.Parcel], shape: JourneyPlan.Shape = .polled, seed: UInt64 = 7,
        now: Timestamp = now, today: Bool = false, drivers: Bool = false
    ) -> Journey {
        Journey(
            JourneyPlan(
                parcels: parcels, shape: shape, seed: seed, endsBefore: now, arrivesToday: today, namesDrivers: drivers)
        )
    }

    private static func parcel(
        _ courier: String = "cj", upTo: JourneyPlan.Status = .delivered, faults: [JourneyPlan.Fault] = []
    ) -> JourneyPlan.Parcel {
        JourneyPlan.Parcel(
            courierCode: courier, trackingNumber: "686530129012", clientID: "s-1", orderID: "ORD-1", upTo: upTo,
            faults: faults)
    }

    private static func body(_ webhook: Journey.Webhook) throws -> JSON { try JSON(parsing: webhook.body) }

    @Test("the same seed plays the same bytes, another one others")
    func seeds() {
        let parcels = [Self.parcel("cj", faults: JourneyPlan.Fault.allCases), Self.parcel("post")]
        #expect(Self.journey(parcels).webhooks.map(\.body) == Self.journey(parcels).webhooks.map(\.body))
        #expect(Self.journey(parcels).webhooks.map(\.body) != Self.journey(parcels, seed: 8).webhooks.map(\.body))
    }

    @Test(
        "one webhook a status, in order",
        arguments: [
            ("cj", JourneyPlan.Status.delivered, "REGISTERED PICKED_UP IN_TRANSIT OUT_FOR_DELIVERY DELIVERED"),
            ("post", .delivered, "PICKED_UP IN_TRANSIT OUT_FOR_DELIVERY DELIVERED"),
            ("logen", .inTransit, "PICKED_UP IN_TRANSIT"),
            ("lotte", .failed, "REGISTERED PICKED_UP IN_TRANSIT OUT_FOR_DELIVERY FAILED"),
            ("hanjin", .returned, "REGISTERED PICKED_UP IN_TRANSIT OUT_FOR_DELIVERY FAILED RETURNED"),
            ("kyungdong", .hold, "REGISTERED PICKED_UP IN_TRANSIT HOLD"), ("CJ", .cancelled, "REGISTERED CANCELLED"),
            ("cj", .pending, "PENDING"),
        ])
    func statuses(courier: String, upTo: JourneyPlan.Status, words: String) {
        #expect(Self.journey([Self.parcel(courier, upTo: upTo)]).webhooks.map(\.status).joined(separator: " ") == words)
    }

    @Test("polled: the body of DeliveryAPI's SDK, with all scans so far, in Korean time without a zone")
    func polledShape() throws {
        let webhooks = Self.journey([Self.parcel()]).webhooks
        let last = try Self.body(#require(webhooks.last))
        #expect(last["event"] == "tracking.polled" && last["requestId"]?.string?.hasPrefix("req_") == true)
        #expect(last["metadata"]?["orderId"] == "ORD-1" && last["summary"]?["delivered"] == 1)
        let item = try #require(last["items"]?.array?.first)
        #expect(item["courierCode"] == "cj" && item["trackingNumber"] == "686530129012" && item["clientId"] == "s-1")
        #expect(item["currentStatus"] == "DELIVERED" && item["previousStatus"] == "OUT_FOR_DELIVERY")
        #expect(item["hasChanged"] == true && item["isDelivered"] == true)
        let data = try #require(item["trackingData"])
        #expect(data["courierName"] == "CJ대한통운" && data["deliveryStatusText"] == "배송완료")
        let scans = try #require(data["progresses"]?.array)
        #expect(scans.compactMap { $0["status"]?.string } == ["접수", "집화처리", "간선상차", "간선하차", "배송출발", "배송완료"])
        let times = scans.compactMap { $0["dateTime"]?.string }
        #expect(
            times == times.sorted() && times.allSatisfy { $0.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil })
        #expect(data["dateDelivered"]?.string == times.last)
        #expect(webhooks.allSatisfy { $0.scannedAt <= Self.now })
        #expect(try Self.body(webhooks[0])["items"]?.array?.first?["previousStatus"] == nil)
    }

    @Test("the other shapes")
    func otherShapes() throws {
        let completed = Self.journey([Self.parcel()], shape: .completed).webhooks
        #expect(completed.map(\.event) == Array(repeating: "tracking.polled", count: 4) + ["tracking.completed"])
        let single = try Self.body(#require(Self.journey([Self.parcel()], shape: .statusChanged).webhooks.last))
        #expect(
            single["event"] == "tracking.status_changed" && single["subscriptionId"]?.string?.hasPrefix("sub_") == true)
        #expect(single["data"]?["currentStatus"] == "DELIVERED" && single["data"]?["tracking"]?["progresses"] != nil)
        #expect(single["items"] == nil && single["metadata"]?["orderId"] == "ORD-1")
    }

    @Test("hours are those couriers work, and all is over in time", arguments: 1...50)
    func hours(seed: UInt64) throws {
        let journey = Self.journey([Self.parcel()], seed: seed)
        for webhook in journey.webhooks {
            let hour = CivilTime(webhook.scannedAt, offsetSeconds: CivilTime.kst).hour
            switch webhook.status {
            case "PICKED_UP": #expect((18..<21).contains(hour))
            case "OUT_FOR_DELIVERY": #expect((8..<11).contains(hour))
            case "DELIVERED": #expect((11..<20).contains(hour))
            default: break
            }
        }
        #expect(journey.webhooks.map(\.scannedAt) == journey.webhooks.map(\.scannedAt).sorted())
    }

    @Test(
        "arrivesToday ends today at any hour, in order and not in the future",
        arguments: [
            "00:00:00", "00:00:05", "00:30:00", "07:59:00", "09:30:00", "13:00:00", "23:59:59",
        ])
    func today(time: String) {
        let now = Timestamp("2026-11-22T\(time)", zonelessOffsetSeconds: CivilTime.kst)!
        for seed in 1...20 {
            let journey = Self.journey([Self.parcel(), Self.parcel("post")], seed: UInt64(seed), now: now, today: true)
            let moments = journey.webhooks.map(\.scannedAt)
            #expect(moments == moments.sorted() && moments.allSatisfy { $0 <= now })
            for webhook in journey.webhooks where webhook.status == "DELIVERED" || webhook.status == "OUT_FOR_DELIVERY"
            {
                #expect(CivilTime(webhook.scannedAt, offsetSeconds: CivilTime.kst).date == "2026-11-22")
            }
        }
    }

    @Test("each fault does what it says", arguments: 1...20)
    func faults(seed: UInt64) throws {
        let clean = Self.journey([Self.parcel()], seed: seed).webhooks.map(\.status)
        func play(_ fault: JourneyPlan.Fault) -> [Journey.Webhook] {
            Self.journey([Self.parcel(faults: [fault])], seed: seed).webhooks
        }
        let doubled = play(.duplicate)
        let copy = try #require(doubled.firstIndex { $0.fault == .duplicate })
        #expect(doubled.count == clean.count + 1 && doubled[copy].id == doubled[copy - 1].id)
        #expect(doubled[copy].body == doubled[copy - 1].body)
        let reordered = play(.reorder)
        #expect(reordered.map(\.status).sorted() == clean.sorted() && reordered.map(\.status) != clean)
        for fault in [JourneyPlan.Fault.wrongSign, .stale] {
            let webhooks = play(fault)
            let place = try #require(webhooks.firstIndex { $0.fault == fault })
            #expect(webhooks.count == clean.count + 1 && webhooks[place].body == webhooks[place + 1].body)
            #expect(webhooks[place + 1].fault == nil)
        }
        #expect(play(.drop).count == clean.count - 1)
        let unchanged = try #require(play(.unchanged).last)
        #expect(try Self.body(unchanged)["items"]?.array?.first?["hasChanged"] == false)
    }

    @Test("drivers are named only when asked for")
    func drivers() throws {
        func text(_ drivers: Bool) throws -> String {
            String(
                decoding: try #require(Self.journey([Self.parcel()], drivers: drivers).webhooks.last).body,
                as: UTF8.self)
        }
        #expect(try text(true).contains("배송담당") && text(true).contains("\"telno\":\"010-"))
        #expect(try !text(false).contains("배송담당") && !text(false).contains("010-"))
    }

    @Test("Standard Webhooks: the published vector")
    func standardVector() {
        let signer = WebhookSigner(scheme: .standard, secret: Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let headers = signer.headers(
            body: Array(#"{"test": 2432232314}"#.utf8), id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330)
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(
            headers.map(\.value) == [
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ])
    }

    @Test("DeliveryAPI's two schemes agree with Python's hmac")
    func deliveryAPISignatures() async throws {
        let body = #"{"event":"tracking.polled","이름":"홍길동"}"#
        let script = """
            import hashlib, hmac, sys
            body, secret = sys.argv[1].encode(), sys.argv[2].encode()
            print(hmac.new(secret, b"1779250000." + body, hashlib.sha256).hexdigest())
            print(hmac.new(secret, body, hashlib.sha256).hexdigest())
            """
        let python = try await Command.run("python3", ["-c", script, body, "whsec_test"])
        let expected = python.output.split(separator: "\n").map(String.init)
        let signed = WebhookSigner(scheme: .deliveryAPI, secret: Secret("whsec_test")).headers(
            body: Array(body.utf8), id: "evt_1", timestamp: 1_779_250_000)
        #expect(signed.map(\.name) == ["X-Webhook-Id", "X-Webhook-Timestamp", "X-Webhook-Signature"])
        #expect(signed.map(\.value) == ["evt_1", "1779250000", "sha256=" + expected[0]])
        let bare = WebhookSigner(scheme: .bodyOnly, secret: Secret("whsec_test")).headers(
            body: Array(body.utf8), id: "evt_1", timestamp: 1_779_250_000)
        #expect(bare.map(\.name) == ["X-DeliveryAPI-Signature"] && bare.map(\.value) == [expected[1]])
    }
}
