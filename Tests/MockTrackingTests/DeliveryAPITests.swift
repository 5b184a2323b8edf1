// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import MockTestSupport
import MockTracking
import MockWorld
import Testing
import Values

/// DeliveryAPI's envelope, its refusals and its bounds, beside what the SDK's test shows.
struct DeliveryAPITests {
    @Test("the same seed gives the same ids, secrets and webhooks; a space that was reset begins again")
    func deterministic() async throws {
        let told = Told()
        for seed in [1, 1, 2] as [UInt64] {
            var settings = DeliveryAPISettings()
            settings.seed = seed
            try await TrackingBench.with(settings) { mock in
                // The port differs, so what holds the URL is left out.
                let ids = try await mock.subscribe(["686530129012"])
                await mock.pass(3 * 86_400)
                await told.add([[ids.endpoint, ids.request, ids.secret].joined(separator: " ").utf8.map { $0 }])
                await told.add(mock.shop.take().map(\.body))
                mock.routes.reset(space: "")
                let again = try await mock.subscribe(["686530129013"])
                #expect(again.endpoint == ids.endpoint && again.request == ids.request)
            }
        }
        let runs = await told.runs
        #expect(runs.count == 6 && runs[0] == runs[2] && runs[1] == runs[3])
        #expect(runs[0] != runs[4] && runs[1] != runs[5])
    }

    private actor Told {
        var runs: [[[UInt8]]] = []
        func add(_ bodies: [[UInt8]]) { runs.append(bodies) }
    }

    @Test(
        "bodies that are none, or too much, are refused in the provider's envelope",
        arguments: [
            ("/v1/tracking/trace", "{"), ("/v1/tracking/trace", "[]"), ("/v1/tracking/trace", #"{"items":[]}"#),
            ("/v1/tracking/trace", #"{"items":{}}"#), ("/v1/webhooks/register", #"{"items":[{}]}"#),
            ("/v1/webhooks/register", #"{"items":[{"courierCode":"cj","trackingNumber":"686530129012"}]}"#),
            (
                "/v1/webhooks/register",
                #"{"items":[{"courierCode":"cj","trackingNumber":"686530129012"}],"recurring":true,"metadata":{"a":1}}"#
            ),
            ("/v1/webhooks/endpoints", "{}"), ("/v1/webhooks/endpoints", #"{"url":"http://127.0.0.1:1/\r\nX: y"}"#),
            ("/v1/webhooks/endpoints", #"{"url":7}"#), ("/v1/webhooks/results", "null"),
        ])
    func refused(path: String, body: String) async throws {
        try await TrackingBench.with { mock in
            let answer = try await mock.running.send(
                "POST", path, headers: [("Content-Type", "application/json"), TrackingBench.key],
                body: Array(body.utf8))
            let json = try JSON(parsing: answer.body)
            #expect(answer.status == 400 && json["isSuccess"] == false && json["statusCode"] == 400)
            #expect(json["errorCode"] == "INVALID_PARAMS" && json["error"]?.string?.isEmpty == false)
        }
    }

    @Test(
        "who has no pair of keys is not let in",
        arguments: ["", "Bearer", "Bearer pk_test_a", "Basic pk_test_a:sk_test_a", "Bearer a b:c"])
    func unauthorized(field: String) async throws {
        try await TrackingBench.with { mock in
            let answer = try await mock.running.send(
                "GET", "/v1/tracking/couriers", headers: [("Authorization", field)])
            let json = try JSON(parsing: answer.body)
            #expect(answer.status == 401 && json["errorCode"] == "UNAUTHORIZED" && json["isSuccess"] == false)
        }
    }

    @Test("a key sees its own endpoints only, a space its own; a key has ten of them")
    func owners() async throws {
        try await TrackingBench.with { mock in
            func call(_ method: String, _ path: String, key: String, _ json: JSON? = nil) async throws -> JSON {
                let answer = try await mock.running.send(
                    method, path, headers: [("Authorization", "Bearer \(key):s")], body: json?.bytes ?? [])
                return try JSON(parsing: answer.body)
            }
            let url: JSON = ["url": .string(mock.shopURL)]
            var id = ""
            for number in 1...11 {
                let made = try await call("POST", "/v1/webhooks/endpoints", key: "a", url)
                #expect(made["isSuccess"] == .bool(number <= 10))
                id = made["data"]?["endpointId"]?.string ?? id
            }
            #expect(try await call("GET", "/v1/webhooks/endpoints", key: "a")["data"]?["total"] == 10)
            #expect(try await call("GET", "/v1/webhooks/endpoints", key: "b")["data"]?["total"] == 0)
            #expect(try await call("GET", "/v1/webhooks/endpoints?space=x", key: "a")["data"]?["total"] == 0)
            #expect(try await call("DELETE", "/v1/webhooks/endpoints/" + id, key: "b")["errorCode"] == "NOT_FOUND")
            #expect(try await call("DELETE", "/v1/webhooks/endpoints/" + id, key: "a")["isSuccess"] == true)
            #expect(try await call("GET", "/v1/webhooks/endpoints", key: "a")["data"]?["total"] == 9)
        }
    }

    @Test("a fault strikes in the provider's own shape, and only the number it is about")
    func faults() async throws {
        try await TrackingBench.with { mock in
            var match = FaultMatch()
            match.providers = [FaultPattern("deliveryapi")]
            match.recipients = [FaultPattern("686530129099")]
            var effect = FaultEffect()
            effect.action = .reply(FaultReply(429, text: "slow down", retryAfter: .seconds(30)))
            try mock.running.bench.faults.add([FaultRule(name: "busy", match: match, effect: effect)], space: "")
            func trace(_ number: String) async throws -> HTTPAnswer {
                try await mock.running.send(
                    "POST", "/v1/tracking/trace", headers: [TrackingBench.key],
                    json: ["items": [["courierCode": "cj", "trackingNumber": .string(number)]]])
            }
            let struck = try await trace("686530129099")
            #expect(struck.status == 429 && struck.header("Retry-After") == "30")
            let json = try JSON(parsing: struck.body)
            #expect(json["errorCode"] == "RATE_LIMITED" && json["error"] == "slow down" && json["statusCode"] == 429)
            #expect(try await trace("686530129098").status == 200)
        }
    }
}
