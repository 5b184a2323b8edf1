// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// SEMANTICS G: the gateway follows the mock's clock, in development.
struct ClockTests {
    @Test("Its calendar time is the mock's: webhooks, retries and the letter's date; it is told by name at /api/clock")
    func follows() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            let follower = try await town.mock("GET", "/api/clock")["followers"]?.array?.first
            #expect(follower?["name"]?.string == "gateway")
            try await town.settle(advance: "3d")
            #expect(town.ahead > .seconds(3 * 86_400 - 2))
            try await town.register("655000000001")
            // Signed by the machine's time it would be three days old.
            let old = try await town.webhook(Town.polled("655000000001", "PICKED_UP"), ahead: .zero)
            #expect(old.status == 401)
            #expect(try await town.webhook(Town.polled("655000000001", "PICKED_UP", at: town.now)).status == 200)
            try await town.settle()
            let mail = try #require(try await town.mails("to:c655000000001@example.com", count: 1).first)
            let raw = try await town.call("GET", town.inbox + "/api/messages/\(mail["id"]?.string ?? "")/raw")
            let date = String(decoding: raw.body, as: UTF8.self).split(whereSeparator: \.isNewline)
                .first { $0.hasPrefix("Date: ") }?.dropFirst(6)
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
            let written = try #require(date.flatMap { format.date(from: String($0)) })
            #expect(abs(written.timeIntervalSince1970 - Double(town.now.seconds)) < 60)
        }
    }

    @Test("A move of nine hours while a letter is on the wire does not send it twice: no lease ends by a move")
    func inFlight() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            try await town.mock(
                "PUT", "/api/faults",
                ["rules": [["name": "slow", "match": ["step": "end-of-data"], "delay": "1500ms"]]])
            try await town.register("655000000002")
            _ = try await town.webhook(Town.polled("655000000002", "PICKED_UP", at: town.now))
            _ = try await eventually("the letter is on the wire") { () -> Bool? in
                try JSON(parsing: try await town.api("GET", "/v1/idle").body)["leased"]?.integer == 1 ? true : nil
            }
            try await town.mock("POST", "/api/clock", ["advance": "9h"])
            #expect(
                try await town.mock("GET", "/api/messages")["messages"]?.array?.isEmpty == true,
                "it was too quick to tell")
            try await town.settle()
            #expect(try await town.mock("GET", "/api/messages")["messages"]?.array?.count == 1)
            let trace = try await town.trace("655000000002")
            #expect(!trace.contains { $0.kind == "recovered" }, "\(trace)")
        }
    }

    @Test("When the mock is gone, the gateway works on, its time keeps its lead, and it says so once")
    func mockGone() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            try await town.settle(advance: "9h")
            town.mock?.kill()
            _ = try await eventually("the log says that the mock is gone") {
                town.gateway?.log.contains("cannot be followed") == true ? true : nil
            }
            try await town.register("655000000003")
            #expect(try await town.webhook(Town.polled("655000000003", "PICKED_UP", at: town.now)).status == 200)
            let trace =
                try JSON(parsing: try await town.api("GET", "/v1/trace/655000000003").body)["trace"]?.array ?? []
            let at = try #require(trace.first?["at"]?.string)
            let moment = try #require(Timestamp(at, zonelessOffsetSeconds: 0))
            #expect(moment > SystemWallClock().now + .seconds(8 * 3_600))
            #expect(town.gateway?.log.split(separator: "\n").count { $0.contains("cannot be followed") } == 1)
        }
    }

    @Test("In production a followed clock is refused, with the reason and the way out; so is one on the internet")
    func refused() async throws {
        try await withTemporaryFolder { folder in
            let config = folder.appendingPathComponent("parcelpost.yaml")
            for (environment, clock, words) in [
                ("production", "http://127.0.0.1:8026", "in production nobody moves the clock"),
                ("development", "https://mock.example.com", "on this machine or in a private network"),
            ] {
                try Town.settings(smtp: "127.0.0.1:2525", environment: environment, clock: clock).write(
                    to: config, atomically: true, encoding: .utf8)
                let result = try Binary.run(["serve", "--config", config.path], in: folder)
                #expect(result.status == 78)
                #expect(result.errors.contains("server.followClock"), "\(result.errors)")
                #expect(result.errors.contains(words), "\(result.errors)")
            }
        }
    }
}
