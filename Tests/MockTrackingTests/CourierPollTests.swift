// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockTracking
import MockWorld
import Testing
import Values

/// Registered parcels travel on the mock's clock, and the polls tell of it.
struct CourierPollTests {
    @Test("a registered parcel is told of status by status until it is delivered, in one go or step by step")
    func plays() async throws {
        let told = Told()
        for steps in [1, 96] as [Int64] {
            try await TrackingBench.with { mock in
                let ids = try await mock.subscribe(["686530129012"])
                await mock.settle()
                for _ in 0..<steps { await mock.pass(4 * 86_400 / steps) }
                let received = mock.shop.take()
                await told.add(received.map(\.body))
                let statuses = received.map(\.status)
                #expect(statuses.first == "PENDING" && statuses.last == "DELIVERED", "\(statuses)")
                #expect(
                    statuses == ["PENDING", "REGISTERED", "PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"])
                #expect(received.dropLast().allSatisfy { $0.event == "tracking.polled" })
                #expect(received.last?.event == "tracking.completed")
                for (one, previous) in zip(received.dropFirst(), statuses) {
                    let item = one.json["items"]?.array?.first
                    #expect(item?["previousStatus"]?.string == previous && item?["hasChanged"] == true)
                    #expect(one.json["requestId"]?.string == ids.request)
                    #expect(one.json["metadata"]?["orderId"] == "ORD-1")
                    // No scan of the future.
                    let queried = item?["trackingData"]?["queriedAt"]?.string ?? ""
                    let last = item?["trackingData"]?["dateLastProgress"]?.string ?? ""
                    let at = Timestamp(queried, zonelessOffsetSeconds: 0)
                    let scan = Timestamp(last.replacing(" ", with: "T"), zonelessOffsetSeconds: CivilTime.kst)
                    #expect(try #require(at) >= #require(scan))
                }
                let detail = try await mock.call("GET", "/v1/webhooks/subscriptions/" + ids.request).json["data"]
                #expect(detail?["isActive"] == false && detail?["status"] == "completed")
                #expect(detail?["summary"]?["delivered"] == 1)
            }
        }
        // The same seed tells the same, however the time passed.
        let runs = await told.runs
        #expect(runs.count == 2 && runs[0] == runs[1])
    }

    private actor Told {
        var runs: [[[UInt8]]] = []
        func add(_ bodies: [[UInt8]]) { runs.append(bodies) }
    }

    @Test("the courier does not answer: 2, 4, 8, 16, 30, 30 minutes, then it does")
    func backoff() async throws {
        try await TrackingBench.with { mock in
            // A number that fails seven times.
            let ids = try await mock.subscribe(["686530120507"])
            func polledAt() async throws -> String? {
                let detail = try await mock.call("GET", "/v1/webhooks/subscriptions/" + ids.request)
                return detail.json["data"]?["lastPolledAt"]?.string
            }
            await mock.settle()
            var due: Int64 = 0
            #expect(try await polledAt() == TrackingBench.morning.rfc3339)
            for minutes in [2, 4, 8, 16, 30, 30] as [Int64] {
                let before = try await polledAt()
                await mock.pass(minutes * 60 - 1)
                #expect(try await polledAt() == before)
                await mock.pass(1)
                due += minutes * 60
                #expect(try await polledAt() == (TrackingBench.morning + .seconds(due)).rfc3339)
                let item = try await mock.call("GET", "/v1/webhooks/subscriptions/" + ids.request)
                    .json["data"]?["items"]?.array?.first
                #expect(item?["error"] == "TRACKING_FAILED" && item?["trackingData"] == nil)
            }
            #expect(mock.shop.take().isEmpty)
            await mock.pass(30 * 60)
            #expect(mock.shop.take().count == 1)
            let item = try await mock.call("GET", "/v1/webhooks/subscriptions/" + ids.request)
                .json["data"]?["items"]?.array?.first
            #expect(item?["error"] == nil)
        }
    }

    @Test("failures can be asked for, of one parcel and of a whole courier")
    func injected() async throws {
        try await TrackingBench.with { mock in
            func trace(_ courier: String, _ number: String) async throws -> String? {
                let answer = try await mock.call(
                    "POST", "/v1/tracking/trace",
                    ["items": [["courierCode": .string(courier), "trackingNumber": .string(number)]]])
                return answer.json["data"]?["results"]?.array?.first?["error"]?["code"]?.string
            }
            let before = TrackingBench.morning - .seconds(5 * 86_400)
            for number in ["686530129012", "686530129013"] {
                let set = try await mock.call(
                    "PUT", "/api/tracking/parcels",
                    [
                        "courierCode": "cj", "trackingNumber": .string(number), "upTo": "FAILED",
                        "beginsAfter": .string(before.rfc3339),
                    ])
                #expect(set.code == 200)
            }
            #expect(try await trace("cj", "686530129012") == nil)
            _ = try await mock.call(
                "PUT", "/api/tracking/failures",
                ["courierCode": "cj", "trackingNumber": "686530129012", "lookUps": 1])
            #expect(try await trace("cj", "6865-3012-9012") == "TRACKING_FAILED")
            #expect(try await trace("cj", "686530129012") == nil)
            _ = try await mock.call("PUT", "/api/tracking/failures", ["courierCode": "CJ", "lookUps": 2])
            #expect(try await trace("cj", "686530129012") == "TRACKING_FAILED")
            #expect(try await trace("cj", "686530129013") == "TRACKING_FAILED")
            #expect(try await trace("cj", "686530129013") == nil)
            let wrong = try await mock.call("PUT", "/api/tracking/failures", ["lookUps": -1, "off": true])
            #expect(wrong.code == 400 && wrong.json["problems"]?.array?.count == 3)
        }
    }

    @Test("several parcels of one registration come in one body, good ones beside bad ones")
    func several() async throws {
        try await TrackingBench.with { mock in
            let ids = try await mock.subscribe(["686530129012", "686530120500", "12"])
            await mock.settle()
            let first = try #require(mock.shop.take().first)
            let items = try #require(first.json["items"]?.array)
            #expect(items.count == 3 && items[0]["hasChanged"] == true && items[0]["error"] == nil)
            #expect(items[1]["error"] == "TRACKING_FAILED" && items[1]["hasChanged"] == false)
            #expect(items[2]["error"] == "INVALID_TRACKING_NUMBER" && items[2]["currentStatus"] == "UNKNOWN")
            #expect(first.json["summary"]?["total"] == 3 && first.json["summary"]?["hasChanges"] == true)
            await mock.pass(15 * 86_400)
            let detail = try await mock.call("GET", "/v1/webhooks/subscriptions/" + ids.request).json["data"]
            #expect(detail?["status"] == "expired" && detail?["isActive"] == false)
        }
    }
}
