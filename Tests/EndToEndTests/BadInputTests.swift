// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// What the gateway refuses, and how it says so.
struct BadInputTests {
    @Test("E1: webhooks are believed only with a right and fresh signature, and what is not is not kept")
    func signatures() async throws {
        try await Town.open { (town: Town) async throws in
            try await town.register("686530140001")
            let body = Town.polled("686530140001", "PICKED_UP").bytes
            #expect(try await town.webhook(body, secret: "whsec_wrong").status == 401)
            #expect(try await town.webhook(body, age: 301).status == 401)
            #expect(try await town.webhook(body, age: -301).status == 401)
            #expect(try await town.call("POST", "/webhooks/default/delivery", body: body).status == 401)
            #expect(try await town.trace("686530140001").allSatisfy { $0.kind == "registered" })
            // Nobody waits for a count, so the answers may be there first.
            let counters = try await eventually("four refusals counted") { () -> JSON? in
                let stats = try Binary.run(["queue", "stats", "--json"], in: town.folder)
                let counters = try JSON(parsing: Array(stats.output.utf8))
                let refused = (counters.members ?? []).filter { $0.name.hasPrefix("webhooks.refused.") }
                return refused.compactMap(\.value.integer).reduce(0, +) == 4 ? counters : nil
            }
            #expect(counters["webhooks.refused.wrong-signature"]?.integer == 1)
            #expect(counters["webhooks.refused.stale-timestamp"]?.integer == 2)
            #expect(counters["webhooks.refused.unsigned"]?.integer == 1)
            // And then the right one counts.
            #expect(try await town.webhook(body).status == 200)
            _ = try await town.mails("to:c686530140001@example.com", count: 1)
        }
    }

    @Test(
        "E1: a body without items is the source's probe: 200, signed or not, and nothing happens",
        arguments: ["{}", #"{"event":"test","items":[]}"#])
    func probe(body: String) async throws {
        try await Town.open { (town: Town) async throws in
            for path in ["/webhooks/delivery", "/webhook/delivery", "/webhooks/default/delivery"] {
                #expect(try await town.call("POST", path, body: Array(body.utf8)).status == 200)
                #expect(try await town.webhook(Array(body.utf8), path: path).status == 200)
            }
        }
    }

    @Test(
        "E1: what is no webhook is 400 and names what is wrong",
        arguments: [
            (#"{"event":"tracking.polled","items":[{"courierCode":"cj"}]}"#, "/items/0/trackingNumber"),
            (#"{"event":"tracking.polled","items":"x"}"#, "/items"), (#"[1,2]"#, "object"), ("hello", "not JSON"),
            (
                #"{"items":[{"courierCode":"cj","trackingNumber":"686530140001","currentStatus":"DELIVERED"}]}"#,
                "/event"
            ),
        ])
    func badBodies(body: String, named: String) async throws {
        try await Town.open { (town: Town) async throws in
            let answer = try await town.webhook(Array(body.utf8))
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(answer.status == 400, "\(text)")
            #expect(answer.header("content-type") == "application/problem+json")
            #expect(text.contains(named), "\(text)")
        }
    }

    @Test("E1: one bad item never takes its neighbours with it")
    func neighbours() async throws {
        try await Town.open { (town: Town) async throws in
            try await town.register("686530140002")
            try await town.register("686530140003")
            let body: JSON = [
                "event": "tracking.polled", "timestamp": .string(SystemWallClock().now.rfc3339),
                "items": [
                    Town.item("686530140002", "PICKED_UP"),
                    ["courierCode": 7, "trackingNumber": "a\r\nBcc: x@y.example"],
                    ["error": "NOT_FOUND"], Town.item("686530140003", "PICKED_UP"),
                ],
            ]
            #expect(try await town.webhook(body).status == 200)
            _ = try await town.mails("to:c686530140002@example.com", count: 1)
            _ = try await town.mails("to:c686530140003@example.com", count: 1)
        }
    }

    @Test(
        "An event of an unknown name is 200 and kept, or 400 by setting", arguments: [("accept", 200), ("refuse", 400)])
    func unknownEvent(setting: String, status: Int) async throws {
        try await withTemporaryFolder { folder in
            let town = try Town(folder: folder)
            try await town.startMock()
            let config = folder.appendingPathComponent("parcelpost.yaml")
            let text = Town.settings(smtp: town.smtp).replacing("schemes:", with: "unknownEvents: \(setting), schemes:")
            try text.write(to: config, atomically: true, encoding: .utf8)
            try await town.startGateway(writingSettings: false)
            let body: JSON = ["event": "tracking.teleported", "items": [Town.item("686530140004", "DELIVERED")]]
            #expect(try await town.webhook(body).status == status)
            town.close()
            await town.loop.shutdown()
        }
    }

    @Test("Promise 5: a body over 1 MiB is 413")
    func tooLarge() async throws {
        try await Town.open { (town: Town) async throws in
            let body = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
            #expect(try await town.webhook(body).status == 413)
            #expect(try await town.call("GET", "/healthz").status == 200)
            #expect(try await town.call("GET", "/readyz").status == 200)
        }
    }

    @Test("Line breaks in any field of a registration are refused and every one is named")
    func headerInjection() async throws {
        try await Town.open { (town: Town) async throws in
            let evil: JSON = .string("x\r\nBcc: everybody@example.com")
            let body: JSON = [
                "orders": [["id": evil, "items": [["name": evil, "option": evil]]]],
                "orderer": ["name": evil, "email": evil, "phone": evil, "address": evil], "clientId": evil,
                "reviewUrl": evil,
            ]
            let answer = try await town.api("PUT", "/v1/shipments/cj/686530140005", body)
            #expect(answer.status == 400)
            let problems = try JSON(parsing: answer.body)["problems"]?.array ?? []
            let pointers = Set(problems.compactMap { $0["pointer"]?.string })
            let expected: Set = [
                "/orders/0/id", "/orders/0/items/0/name", "/orders/0/items/0/option", "/orderer/name", "/orderer/email",
                "/orderer/phone", "/orderer/address", "/clientId", "/reviewUrl",
            ]
            #expect(pointers.isSuperset(of: expected), "\(expected.subtracting(pointers))")
            #expect(try await town.api("GET", "/v1/shipments/cj/686530140005").status == 404)
            for path in ["/v1/shipments/cj/a%0d%0ab", "/v1/shipments/c%00j/686530140005"] {
                #expect(try await town.api("PUT", path, Town.registration("686530140005")).status == 400)
            }
        }
    }

    @Test("The API wants its key, and says so")
    func keys() async throws {
        try await Town.open { (town: Town) async throws in
            for path in ["/v1/shipments", "/v1/trace/686530140006", "/v1/journal", "/v1/idle"] {
                #expect(try await town.call("GET", path).status == 401)
                let wrong = try await town.call("GET", path, headers: [(name: "Authorization", value: "Bearer nope")])
                #expect(wrong.status == 401)
                #expect(try await town.api("GET", path).status == 200)
            }
            #expect(try await town.call("GET", "/nothing/here").status == 404)
            #expect(try await town.call("DELETE", "/healthz").status == 405)
        }
    }

    @Test("Promise 7: no name, address, phone number or secret reaches the log")
    func logs() async throws {
        try await Town.open { (town: Town) async throws in
            try await town.register("686530140007", email: "geheim@private.example", name: "남궁비밀")
            _ = try await town.webhook(Town.polled("686530140007", "PICKED_UP"))
            _ = try await town.mails("to:geheim@private.example", count: 1)
            // A relay that is gone makes the log speak.
            town.mock?.kill()
            _ = try await town.webhook(Town.polled("686530140007", "OUT_FOR_DELIVERY"))
            _ = try await eventually("a failed attempt in the log") {
                town.gateway?.log.contains("delivery not sent") == true ? true : nil
            }
            _ = try await town.webhook(Array("{}".utf8), secret: "whsec_wrong")
            let log = town.gateway?.log ?? ""
            for secret in ["geheim", "남궁비밀", "1234-5678", "12345678", Town.secret, Town.apiKey] {
                #expect(!log.contains(secret))
            }
        }
    }
}
