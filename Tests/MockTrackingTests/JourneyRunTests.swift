// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockTestSupport
import MockTracking
import MockWorld
import Testing
import Values

/// `POST /api/journeys` on a clock that stands still.
struct JourneyRunTests {
    private static func order(_ mock: TrackingBench, _ members: JSON) -> JSON {
        .object(
            [.init("webhookURL", .string(mock.shopURL)), .init("secret", "whsec_test")] + (members.members ?? []))
    }

    private static func statuses(_ received: [ShopServer.Received]) -> [String] {
        received.flatMap { $0.json["items"]?.array?.compactMap { $0["currentStatus"]?.string } ?? [] }
    }

    @Test("with a speed nothing is sent before the clock says so, and all when it is moved; the answer came at once")
    func speed() async throws {
        try await TrackingBench.with { mock in
            let started = try await mock.call(
                "POST", "/api/journeys", Self.order(mock, ["parcels": 3, "speed": "60x", "wait": false, "seed": 5]))
            #expect(started.code == 202 && started.json["status"] == "playing")
            let id = try #require(started.json["id"]?.string)
            await mock.settle()
            #expect(mock.shop.take().count == 1)
            let next = try #require(try await mock.call("GET", "/api/journeys/" + id).json["nextAt"]?.string)
            let due = try #require(Timestamp(next, zonelessOffsetSeconds: 0))
            let wait = (due - mock.running.bench.clock.now).wholeMilliseconds
            mock.running.bench.clock.advance(by: .milliseconds(wait - 1))
            await mock.settle()
            #expect(mock.shop.take().isEmpty)
            mock.running.bench.clock.advance(by: .milliseconds(1))
            await mock.settle()
            #expect(mock.shop.take().count == 1)
            await mock.pass(86_400)
            let ended = try await mock.call("GET", "/api/journeys/" + id).json
            #expect(ended["status"] == "ended" && ended["nextAt"] == nil)
            #expect(ended["summary"]?["total"] == ended["webhooks"] && ended["summary"]?["refused"] == 0)
            #expect(ended["sent"]?.array?.count == mock.shop.take().count + 2)
            #expect(ended["codes"]?["200"] == ended["webhooks"])
        }
    }

    @Test("a journey is ended by DELETE and by the reset of its space, and nothing of it is sent any more")
    func ended() async throws {
        try await TrackingBench.with { mock in
            var ids: [String] = []
            for space in ["a", "b", "b"] {
                let started = try await mock.call(
                    "POST", "/api/journeys?space=" + space,
                    Self.order(mock, ["parcels": 2, "speed": 60, "wait": false]))
                ids.append(started.json["id"]?.string ?? "")
            }
            await mock.settle()
            #expect(mock.shop.take().count == 3)
            #expect(try await mock.call("GET", "/api/journeys?space=b").json["journeys"]?.array?.count == 2)
            let cancelled = try await mock.call("DELETE", "/api/journeys/" + ids[0])
            #expect(cancelled.code == 200 && cancelled.json["status"] == "cancelled")
            mock.routes.reset(space: "b")
            await mock.pass(86_400)
            #expect(mock.shop.take().isEmpty)
            #expect(try await mock.call("GET", "/api/journeys").json["journeys"]?.array?.count == 1)
            #expect(try await mock.call("GET", "/api/journeys/" + ids[1]).code == 404)
            #expect(try await mock.deliveries("?space=b").isEmpty)
            #expect(try await mock.deliveries("?space=a").count == 1)
        }
    }

    @Test("a burst sends side by side and keeps each parcel's order")
    func burst() async throws {
        try await TrackingBench.with { mock in
            let answer = try await mock.call(
                "POST", "/api/journeys", Self.order(mock, ["parcels": 40, "concurrency": 16, "seed": 2]))
            #expect(answer.code == 200 && answer.json["summary"]?["accepted"]?.integer ?? 0 > 150)
            let byParcel = Dictionary(grouping: mock.shop.take()) {
                $0.json["items"]?.array?.first?["trackingNumber"]?.string ?? ""
            }
            #expect(byParcel.count == 40)
            for received in byParcel.values {
                let statuses = received.map(\.status)
                #expect(statuses.suffix(2) == ["OUT_FOR_DELIVERY", "DELIVERED"], "\(statuses)")
            }
        }
    }

    @Test("live journeys begin after now and take the time they take")
    func live() async throws {
        try await TrackingBench.with { mock in
            let started = try await mock.call(
                "POST", "/api/journeys", Self.order(mock, ["parcels": 5, "live": true, "wait": false]))
            #expect(started.code == 202)
            await mock.settle()
            #expect(mock.shop.take().isEmpty)
            await mock.pass(86_400 * 4)
            let received = mock.shop.take()
            #expect(received.filter { $0.status == "DELIVERED" }.count == 5)
            let wrong = try await mock.call(
                "POST", "/api/journeys", Self.order(mock, ["parcels": 5, "live": true, "speed": 2]))
            #expect(wrong.code == 400 && wrong.json["problems"]?.array?.first?["pointer"] == "/live")
        }
    }

    @Test("several items in one webhook; each change is told once, error items stand beside good ones")
    func batch() async throws {
        try await TrackingBench.with { mock in
            _ = try await mock.call(
                "POST", "/api/journeys",
                Self.order(
                    mock, ["parcels": 20, "batch": 10, "shape": "completed", "rates": ["item-error": "30%"]]))
            let received = mock.shop.take()
            #expect(Set(received.map { $0.json["items"]?.array?.count ?? 0 }) == [10])
            #expect(Set(received.map { $0.json["requestId"]?.string }).count == 2)
            var delivered: [String: Int] = [:]
            var besideGood = 0
            for one in received {
                let items = one.json["items"]?.array ?? []
                for item in items where item["hasChanged"] == true && item["currentStatus"] == "DELIVERED" {
                    delivered[item["trackingNumber"]?.string ?? "", default: 0] += 1
                }
                let failed = items.filter { $0["error"] != nil }
                #expect(failed.allSatisfy { $0["error"] == "TRACKING_FAILED" && $0["trackingData"] == nil })
                if !failed.isEmpty, items.contains(where: { $0["hasChanged"] == true }) { besideGood += 1 }
            }
            #expect(delivered.count == 20 && delivered.values.allSatisfy { $0 == 1 })
            #expect(besideGood > 0)
            #expect(received.filter { $0.event == "tracking.completed" }.count == 2)
        }
    }

    @Test("what is wrong with an order is told all at once")
    func refused() async throws {
        try await TrackingBench.with { mock in
            let answer = try await mock.call(
                "POST", "/api/journeys",
                [
                    "webhookURL": "http://169.254.169.254/latest", "secret": "s", "parcels": 100_001, "batch": 0,
                    "rates": ["duplicate": "120%", "vanish": 1], "concurrency": 300, "trouble": "x",
                ])
            let pointers = Set(answer.json["problems"]?.array?.compactMap { $0["pointer"]?.string } ?? [])
            #expect(
                pointers == [
                    "/webhookURL", "/parcels", "/batch", "/rates/duplicate", "/rates/vanish", "/concurrency",
                    "/trouble",
                ])
            let slow = try await mock.call(
                "POST", "/api/journeys", Self.order(mock, ["parcels": 2, "speed": 1]))
            #expect(slow.code == 400 && slow.json["detail"]?.string?.contains("wait") == true)
            await mock.settle()
            #expect(mock.shop.received.isEmpty)
        }
    }

    @Test(
        "webhooks go to this machine only, however another one is written",
        arguments: [
            "http://example.com/", "http://10.0.0.1/", "http://127.0.0.1.nip.io/", "http://2130706433/",
            "http://127.1/",
            "http://0x7f.0.0.1/", "http://0.0.0.0/", "http://[::ffff:169.254.169.254]/", "http://user@127.0.0.1/",
            "file:///etc/passwd", "http://localhost.example.com/",
        ])
    func targets(url: String) async throws {
        try await TrackingBench.with { mock in
            let answer = try await mock.call(
                "POST", "/api/journeys", ["webhookURL": .string(url), "secret": "s", "parcels": 1])
            #expect(answer.code == 400 && answer.json["problems"]?.array?.count == 1)
            let endpoint = try await mock.call("POST", "/v1/webhooks/endpoints", ["url": .string(url)])
            #expect(endpoint.code == 400 && endpoint.json["errorCode"] == "INVALID_PARAMS")
        }
    }
}
