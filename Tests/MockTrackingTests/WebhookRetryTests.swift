// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import MockTestSupport
import MockTracking
import MockWorld
import Testing
import Values

/// The documented schedule of retries, on a clock that stands still.
struct WebhookRetryTests {
    @Test("after a failed answer: 1, 5, 30, 120 minutes, to the second; the fifth failure ends the subscription")
    func schedule() async throws {
        try await TrackingBench.with { mock in
            let endpoint = try await mock.call("POST", "/v1/webhooks/endpoints", ["url": .string(mock.shopURL)])
            _ = mock.shop.take()
            mock.shop.answer(500)
            let registered = try await mock.call(
                "POST", "/v1/webhooks/register",
                [
                    "items": [["courierCode": "cj", "trackingNumber": "686530129012"]], "recurring": true,
                    "endpointId": endpoint.json["data"]?["endpointId"] ?? .null,
                ])
            let id = registered.json["data"]?["requestId"]?.string ?? ""
            await mock.settle()
            #expect(mock.shop.take().count == 1)
            var bodies: Set<[UInt8]> = []
            for minutes in [1, 5, 30] as [Int64] {
                await mock.pass(minutes * 60 - 1)
                #expect(mock.shop.take().isEmpty, "\(minutes)")
                await mock.pass(1)
                let again = mock.shop.take()
                #expect(again.count == 1, "\(minutes)")
                bodies.formUnion(again.map(\.body))
            }
            #expect(bodies.count == 1)
            #expect(try await mock.call("GET", "/v1/webhooks/subscriptions/" + id).json["data"]?["status"] == "active")
            let pending = try await mock.deliveries()
            #expect(pending.first?["status"] == "pending" && pending.first?["attempts"]?.array?.count == 4)
            // Two hours later; the parcel's next poll lies on the way and tells of a change of its own or of none.
            await mock.pass(7_199)
            #expect(try await mock.deliveries().first?["attempts"]?.array?.count == 4)
            await mock.pass(1)
            let failed = try #require(try await mock.deliveries().first)
            let attempts = try #require(failed["attempts"]?.array)
            #expect(failed["status"] == "failed" && attempts.allSatisfy { $0["code"] == 500 })
            #expect(
                attempts.compactMap { $0["at"]?.string }
                    == [0, 60, 360, 2_160, 9_360].map {
                        (TrackingBench.morning + .seconds($0)).rfc3339
                    })
            let detail = try await mock.call("GET", "/v1/webhooks/subscriptions/" + id).json["data"]
            #expect(detail?["status"] == "failed" && detail?["isActive"] == false && detail?["nextPollAt"] == nil)
            let endpoints = try await mock.call("GET", "/v1/webhooks/endpoints").json["data"]?["endpoints"]?.array
            #expect((endpoints?.first?["consecutiveFailures"]?.integer ?? 0) >= 5)
            _ = mock.shop.take()
            await mock.pass(10 * 86_400)
            #expect(mock.shop.take().isEmpty)
        }
    }

    @Test("a redirect is not followed and counts as failed; a good answer ends the retries")
    func redirect() async throws {
        try await TrackingBench.with { mock in
            let ids = try await mock.subscribe(["686530129012"], recurring: false)
            await mock.settle()
            _ = mock.shop.take()
            mock.shop.answer(302)
            _ = try await mock.call(
                "POST", "/v1/webhooks/register",
                [
                    "items": [["courierCode": "cj", "trackingNumber": "686530129013"]], "recurring": false,
                    "endpointId": .string(ids.endpoint),
                ])
            await mock.settle()
            #expect(mock.shop.take().count == 1)
            mock.shop.answer(204)
            await mock.pass(60)
            #expect(mock.shop.take().count == 1)
            await mock.pass(86_400)
            #expect(mock.shop.take().isEmpty)
            let codes = try await mock.deliveries().last?["attempts"]?.array?.compactMap { $0["code"]?.integer }
            #expect(codes == [302, 204])
            let endpoints = try await mock.call("GET", "/v1/webhooks/endpoints").json["data"]?["endpoints"]?.array
            #expect(endpoints?.first?["consecutiveFailures"] == 0)
        }
    }

    @Test("an answer that comes too late is none; the agenda is busy as long as it is waited for")
    func late() async throws {
        var settings = DeliveryAPISettings()
        // Long enough for the probe and the first webhook on a busy machine.
        settings.answerWithin = .seconds(2)
        try await TrackingBench.with(settings) { mock in
            let ids = try await mock.subscribe(["686530129012"], recurring: false)
            await mock.settle()
            mock.shop.hang()
            _ = try await mock.call(
                "POST", "/v1/webhooks/register",
                [
                    "items": [["courierCode": "cj", "trackingNumber": "686530129013"]], "recurring": false,
                    "endpointId": .string(ids.endpoint),
                ])
            #expect(!mock.running.bench.agenda.isIdle)
            await mock.settle()
            let delivery = try #require(try await mock.deliveries().last)
            let attempt = try #require(delivery["attempts"]?.array?.first)
            #expect(delivery["status"] == "pending" && attempt["code"] == nil)
            #expect(attempt["failure"]?.string?.isEmpty == false && (attempt["milliseconds"]?.integer ?? 0) >= 1_900)
            #expect(delivery["nextAttemptAt"]?.string == (TrackingBench.morning + .seconds(60)).rfc3339)
        }
    }

    @Test("a rotated secret signs the next attempt, a cancelled subscription makes none")
    func rotation() async throws {
        try await TrackingBench.with { mock in
            let ids = try await mock.subscribe(["686530129012"], recurring: false)
            await mock.settle()
            func signature(_ secret: String, _ received: ShopServer.Received) -> String {
                let stamp = received.headers["x-webhook-timestamp"] ?? ""
                let key = Array(secret.utf8)
                return "sha256=" + Hex.encode(Digest.hmacSHA256(Array("\(stamp).".utf8), received.body, key: key))
            }
            let first = try #require(mock.shop.take().first)
            #expect(first.headers["x-webhook-signature"] == signature(ids.secret, first))
            mock.shop.answer(503)
            _ = try await mock.call(
                "POST", "/v1/webhooks/register",
                [
                    "items": [["courierCode": "cj", "trackingNumber": "686530129013"]], "recurring": true,
                    "endpointId": .string(ids.endpoint),
                ])
            await mock.settle()
            let refused = try #require(mock.shop.take().first)
            let rotated = try await mock.call("POST", "/v1/webhooks/endpoints/\(ids.endpoint)/rotate", [:])
            let secret = try #require(rotated.json["data"]?["webhookSecret"]?.string)
            #expect(secret != ids.secret && secret.hasPrefix("whsec_"))
            await mock.pass(60)
            let again = try #require(mock.shop.take().first)
            #expect(again.body == refused.body)
            #expect(again.headers["x-webhook-id"] == refused.headers["x-webhook-id"])
            #expect(again.headers["x-webhook-signature"] == signature(secret, again))
            let request = again.json["requestId"]?.string ?? ""
            #expect(try await mock.call("DELETE", "/v1/webhooks/subscriptions/" + request).code == 200)
            await mock.pass(86_400)
            #expect(mock.shop.take().isEmpty)
            #expect(try await mock.deliveries("?status=cancelled").count == 1)
        }
    }
}
