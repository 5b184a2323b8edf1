// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import MockConsole
import MockTestSupport
import MockWorld
import Synchronization
import Testing
import Values

/// The clock, the faults and the spaces by their API.
struct ControlRoutesTests {
    private static let scenarios = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("mocks/scenarios").path

    /// What has happened, in its order.
    private final class Diary: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func write(_ line: String) { lines.withLock { $0.append(line) } }
    }

    /// What has come of a line that is not complete.
    private final class Unfinished: Sendable {
        private let rest = Mutex("")

        func lines(with data: Data) -> [String] {
            rest.withLock { rest in
                rest += String(decoding: data, as: UTF8.self)
                var parts = rest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                rest = parts.removeLast()
                return parts
            }
        }
    }

    private static func with(
        onReset: [@Sendable (String) -> Void] = [], _ body: @escaping @Sendable (RunningBench) async throws -> Void
    ) async throws {
        try await RunningBench.with(
            routes: { ControlRoutes(bench: $0, scenarios: scenarios, onReset: onReset).add(to: $1) }, body)
    }

    private static func json(_ answer: HTTPAnswer) throws -> JSON { try JSON(parsing: answer.body) }

    private static func rules(_ json: JSON) -> [String] {
        (json["problems"]?.array ?? []).compactMap { $0["rule"]?.string }
    }

    // MARK: Clock

    @Test("the clock is looked at and moved; what is due is done")
    func clock() async throws {
        try await Self.with { running in
            let bench = running.bench
            let start = bench.clock.now
            bench.agenda.after(.seconds(3_600), space: "a", "first") {}
            bench.agenda.after(.seconds(86_400), space: "b", "second") {}
            let before = try Self.json(try await running.send("GET", "/api/clock"))
            #expect(before["now"]?.string == start.rfc3339 && before["offsetMilliseconds"]?.integer == 0)
            #expect(before["entries"]?.array?.compactMap { $0["what"]?.string } == ["first", "second"])
            let one = try Self.json(try await running.send("GET", "/api/clock?space=b"))
            #expect(one["entryCount"]?.integer == 1)

            let answer = try await running.send("POST", "/api/clock", json: ["advance": "9h", "settle": true])
            let moved = try Self.json(answer)
            #expect(answer.status == 200 && moved["now"]?.string == (start + .seconds(9 * 3_600)).rfc3339)
            #expect(moved["steps"]?.integer == 2 && moved["done"]?.integer == 1 && moved["settled"]?.bool == true)
            #expect(moved["movedMilliseconds"]?.integer == 32_400_000 && moved["lost"]?.array == [])

            // As people write it with curl: no zone is Korea, no type of content is none of JSON.
            let to = CivilTime(start + .seconds(86_400), offsetSeconds: 32_400)
            let plain = try await running.send(
                "POST", "/api/clock", headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(#"{"to":"\#(to.date)T\#(to.time)"}"#.utf8))
            #expect(plain.status == 200 && bench.clock.now == start + .seconds(86_400))
        }
    }

    @Test(
        "orders that cannot be are refused with every reason",
        arguments: [
            ("{}", ["nothing-asked"]), ("{\"advance\":\"9\u{7}\"}", ["not-json"]),
            ("{\"advance\":\"nine\"}", ["bad-value"]),
            ("{\"advance\":\"-1h\"}", ["bad-value"]), ("{\"advance\":9}", ["wrong-type"]),
            ("{\"advance\":\"4000d\"}", ["bad-value"]), ("{\"to\":\"2001-01-01\"}", ["in-the-past"]),
            ("{\"to\":\"2999-01-01\"}", ["too-far"]), ("{\"advance\":\"1h\",\"to\":\"2026-12-30\"}", ["both"]),
            ("{\"advance\":\"1h\",\"timeout\":\"6m\",\"setle\":true}", ["bad-value", "unknown-member"]),
            ("[]", ["wrong-type", "nothing-asked"]),
            ("{\"advance\":", ["not-json"]),
        ])
    func badOrders(body: String, expected: [String]) async throws {
        try await Self.with { running in
            let answer = try await running.send("POST", "/api/clock", body: Array(body.utf8))
            #expect(answer.status == 400 && answer.header("content-type") == "application/problem+json")
            #expect(Self.rules(try Self.json(answer)) == expected)
            #expect(running.bench.clock.offset == .zero)
        }
    }

    /// One who follows by HTTP: reads the stream with curl and acknowledges as docs/mock-clock.md says.
    private final class HTTPFollower: Sendable {
        private let process: Process
        let lines: AsyncStream<String>

        init(_ running: RunningBench, name: String) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["curl", "-sN", "http://\(running.address)/api/clock/follow?name=\(name)"]
            let pipe = Pipe()
            process.standardOutput = pipe
            let (lines, told) = AsyncStream.makeStream(of: String.self)
            let rest = Unfinished()
            pipe.fileHandleForReading.readabilityHandler = { handle in
                let data = handle.availableData
                guard !data.isEmpty else {
                    handle.readabilityHandler = nil
                    return told.finish()
                }
                for line in rest.lines(with: data) { told.yield(line) }
            }
            self.process = process
            self.lines = lines
            try process.run()
        }

        /// Ends it as a crash does; a signal that can be blocked may wait for ever.
        func end() { kill(process.processIdentifier, SIGKILL) }
    }

    @Test("a follower by HTTP is told, waited for, and named when its connection ends")
    func follower() async throws {
        try await Self.with { running in
            let follower = try HTTPFollower(running, name: "shop%20gateway")
            defer { follower.end() }
            let names = Diary()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await line in follower.lines {
                        if line.hasPrefix("event: ") { names.write(String(line.dropFirst(7))) }
                        guard line.hasPrefix("data: ") else { continue }
                        let data = try JSON(parsing: Array(line.dropFirst(6).utf8))
                        if data["offsetMilliseconds"]?.integer == 7_200_000 { return follower.end() }
                        let answer = try await running.send(
                            "POST", "/api/clock/ack",
                            json: [
                                "follower": data["follower"] ?? .null, "sequence": data["sequence"] ?? .null,
                                "now": .string(running.bench.clock.now.rfc3339),
                            ])
                        #expect(answer.status == 204)
                    }
                }
                while try Self.json(try await running.send("GET", "/api/clock"))["followers"]?.array?.first?[
                    "acknowledged"]?
                    .integer == nil
                {}
                let first = try Self.json(
                    try await running.send(
                        "POST", "/api/clock", json: ["advance": "1h", "settle": true, "timeout": "20s"]))
                let standing = first["followers"]?.array?.first
                #expect(standing?["name"]?.string == "shop gateway" && standing?["now"]?.string != nil)
                #expect(standing?["sequence"] == standing?["acknowledged"])
                #expect(names.all.first == "time" && names.all.contains("settle"))
                let second = try Self.json(
                    try await running.send(
                        "POST", "/api/clock", json: ["advance": "1h", "settle": true, "timeout": "20s"]))
                #expect(second["lost"]?.array == ["shop gateway"] && second["followers"]?.array == [])
                group.cancelAll()
            }
        }
    }

    @Test("who does not acknowledge is named in a 504")
    func laggard() async throws {
        try await Self.with { running in
            let follower = try HTTPFollower(running, name: "laggard")
            defer { follower.end() }
            for await line in follower.lines where line.hasPrefix("data: ") { break }
            let answer = try await running.send("POST", "/api/clock", json: ["advance": "1h", "timeout": "100ms"])
            let json = try Self.json(answer)
            #expect(answer.status == 504 && json["type"]?.string == "urn:parcelpost:problem:clock-not-settled")
            let problem = try #require(json["problems"]?.array?.first)
            #expect(
                problem["rule"]?.string == "follower-late"
                    && problem["message"]?.string?.contains("laggard (f1)") == true)
        }
    }

    @Test("acknowledgements of nobody, of the future, and pages of other sites are refused")
    func refusals() async throws {
        try await Self.with { running in
            let unknown = try await running.send("POST", "/api/clock/ack", json: ["follower": "f1", "sequence": 1])
            #expect(unknown.status == 404)
            #expect(try Self.json(unknown)["type"]?.string == "urn:parcelpost:problem:no-such-follower")
            let empty = try await running.send("POST", "/api/clock/ack", json: [:])
            let missing = try Self.rules(Self.json(empty))
            #expect(empty.status == 400 && missing == ["missing-member", "missing-member"])
            for field in [("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site")] {
                let page = try await running.send("GET", "/api/clock/follow", headers: [field])
                #expect(page.status == 403)
            }
            let post = try await running.send(
                "POST", "/api/clock", headers: [("Origin", "http://evil.example")],
                body: Array("{\"advance\":\"1h\"}".utf8))
            #expect(post.status == 403 && running.bench.clock.offset == .zero)
        }
    }

    // MARK: Faults

    @Test("rules are set, added, counted, taken out; in a space or in all")
    func faults() async throws {
        try await Self.with { running in
            let book = running.bench.faults
            let moment = FaultMoment(.rcpt, channel: .email, provider: "smtp", space: "a", recipients: ["x@naver.com"])
            var answer = try await running.send(
                "PUT", "/api/faults?space=a",
                json: ["rules": [["name": "n", "match": ["domain": "naver.com"], "reply": ["code": 451]]]])
            #expect(answer.status == 200)
            #expect(book.decide(moment).rule == "n")
            answer = try await running.send(
                "POST", "/api/faults", body: Array(#"{"step":"rcpt","delay":"1s","times":1}"#.utf8))
            #expect(answer.status == 201)
            #expect(try Self.json(answer)["rules"]?.array?.first?["name"]?.string == "rule-1")
            answer = try await running.send("GET", "/api/faults", headers: [("X-Parcelpost-Space", "a")])
            let shown = try Self.json(answer)
            #expect(
                shown["rules"]?.array?.first?["met"]?.integer == 1
                    && shown["rules"]?.array?.first?["struck"]?.integer == 1)
            #expect(shown["rulesOfAllSpaces"]?.array?.count == 1 && shown["magic"]?.bool == true)
            answer = try await running.send("POST", "/api/faults?space=a", json: ["name": "n", "delay": "1s"])
            #expect(answer.status == 409)
            answer = try await running.send("DELETE", "/api/faults?space=a&name=n")
            #expect(answer.status == 200)
            answer = try await running.send("DELETE", "/api/faults?space=a&name=n")
            #expect(answer.status == 404)
            answer = try await running.send("DELETE", "/api/faults")
            #expect(book.lines.isEmpty && book.decide(moment).isNothing)
        }
    }

    @Test("a scenario is played by its name, a file sent as it is; magic is switched")
    func scenarios() async throws {
        try await Self.with { running in
            let list = try Self.json(try await running.send("GET", "/api/scenarios"))["scenarios"]?.array ?? []
            #expect(list.count >= 8 && list.allSatisfy { ($0["about"]?.string?.count ?? 0) > 20 })
            var answer = try await running.send("PUT", "/api/faults", json: ["scenario": "kakao-outage"])
            #expect(answer.status == 200)
            #expect(try Self.json(answer)["scenario"]?.string == "kakao-outage")
            #expect(running.bench.faults.lines.map(\.name) == ["kakao-failing", "kakao-down"])
            // What is shown can be sent back.
            answer = try await running.send("PUT", "/api/faults", body: answer.body)
            #expect(answer.status == 200 && running.bench.faults.lines.count == 2)
            answer = try await running.send("POST", "/api/faults", json: ["scenario": "naver-block"])
            #expect(answer.status == 201 && running.bench.faults.lines.count == 3)
            let file = try Data(contentsOf: URL(fileURLWithPath: Self.scenarios + "/flaky.yaml"))
            answer = try await running.send("PUT", "/api/faults", body: Array(file))
            #expect(answer.status == 200 && running.bench.faults.lines.count == 8)
            answer = try await running.send("PUT", "/api/faults?space=b", json: ["magic": false])
            #expect(try Self.json(answer)["magic"]?.bool == false && running.bench.faults.lines.count == 8)
        }
    }

    @Test(
        "a body with mistakes changes nothing and tells all of them",
        arguments: [
            (
                #"{"rules":[{"name":"a","reply":{"code":9}},{"nmae":"b","delay":"soon"}]}"#,
                ["out-of-range", "unknown-key", "bad-value"]
            ),
            (#"{"scenario":"../flaky"}"#, ["bad-name"]), (#"{"scenario":"no-such"}"#, ["no-such-scenario"]),
            (#"{"rules":[{"reply":{"code":550},"action":"reset"}]}"#, ["both"]), ("{}", ["nothing-asked"]),
            ("rules: [", ["bad-yaml"]),
        ])
    func mistakes(body: String, expected: [String]) async throws {
        try await Self.with { running in
            _ = try await running.send("PUT", "/api/faults", json: ["rules": [["name": "old", "delay": "1s"]]])
            let answer = try await running.send("PUT", "/api/faults", body: Array(body.utf8))
            #expect(answer.status == 400)
            #expect(
                Set(Self.rules(try Self.json(answer))) == Set(expected),
                "\(String(decoding: answer.body, as: UTF8.self))")
            #expect(running.bench.faults.lines.map(\.name) == ["old"])
        }
    }

    // MARK: Spaces

    @Test("a space is forgotten whole, and only that one")
    func spaces() async throws {
        let reset = Diary()
        try await Self.with(onReset: [{ reset.write($0) }]) { running in
            let bench = running.bench
            let names = ["", "a", "팀 나/+%"]
            for name in names {
                let card = MessageCard(provider: "x", kind: "SMS", from: "1", to: "2", text: "본문")
                bench.inbox.add(
                    InboxDraft(card: card, channel: .sms, raw: [], space: name, receivedAt: bench.clock.now))
                bench.agenda.after(.seconds(60), space: name, "thing") {}
                bench.faults.replace(try FaultChange(yaml: "rules: [{delay: 1s}]", .set).rules ?? [], space: name)
            }
            func spaces() async throws -> [String] {
                let json = try Self.json(try await running.send("GET", "/api/spaces"))
                return (json["spaces"]?.array ?? []).filter {
                    $0["messages"]?.integer == 1 && $0["agendaEntries"]?.integer == 1 && $0["faultRules"]?.integer == 1
                }.compactMap { $0["space"]?.string }
            }
            #expect(try await spaces() == names.sorted())
            let answer = try await running.send("DELETE", "/api/spaces/%ED%8C%80%20%EB%82%98%2F+%25")
            #expect(answer.status == 200)
            #expect(
                try Self.json(answer) == [
                    "space": "팀 나/+%", "deleted": 1, "cancelled": 1, "faultRules": 1,
                ])
            #expect(try await spaces() == ["", "a"])
            _ = try await running.send("DELETE", "/api/spaces/-")
            #expect(try await spaces() == ["a"])
            #expect(reset.all == ["팀 나/+%", ""])
        }
    }
}
