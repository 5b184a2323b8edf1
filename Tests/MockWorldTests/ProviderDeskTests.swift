// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import Hummingbird
import MockTestSupport
import MockWorld
import Testing
import Values
import Web

/// What a provider's failures look like on the wire, judged by curl's exit codes.
struct ProviderDeskTests {
    /// curl's exit code and what it printed.
    private struct Outcome {
        let code: Int32
        let output: String
        let seconds: Double
    }

    /// A provider that keeps what it is sent and answers with a text of 1,000 characters.
    private static func with(
        _ body: @escaping @Sendable (RunningBench) async throws -> Void
    ) async throws {
        try await RunningBench.with(
            routes: { bench, router in
                let desk = ProviderDesk(bench: bench, provider: "test", channel: .sms) { reply in
                    var headers: [(name: String, value: String)] = []
                    if let wait = reply.retryAfter { headers.append(("Retry-After", "\(wait.components.seconds)")) }
                    return .json(
                        ["code": .string(reply.status ?? ""), "message": .string(reply.text)], status: reply.code,
                        headers: headers)
                }
                router.post("/send") { request, context in
                    try await desk.serve(request, context) { call in
                        let to = String(decoding: call.body, as: UTF8.self)
                        try await call.begin(recipients: [to])
                        call.keep(MessageCard(provider: "test", kind: "SMS", from: "shop", to: to, text: "본문"))
                        return .json(["text": .string(String(repeating: "가나다라마바사아자차", count: 100))])
                    }
                }
            }, body)
    }

    /// Sends by curl; each option as curl's manual has it.
    private static func curl(_ running: RunningBench, to: String = "01012345678", _ options: String...) async throws
        -> Outcome
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appendingPathComponent(UUID().uuidString)
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        process.arguments =
            ["curl", "-sS", "--max-time", "30", "-d", to, "http://\(running.address)/send"] + options
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = FileHandle.nullDevice
        let start = ContinuousClock().now
        let code = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let took = start.duration(to: ContinuousClock().now)
        return Outcome(
            code: code, output: String(decoding: try Data(contentsOf: file), as: UTF8.self),
            seconds: Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18)
    }

    private static func set(_ running: RunningBench, _ rule: String) throws {
        running.bench.faults.replace(try FaultChange(yaml: "rules: [{\(rule)}]", .set).rules ?? [], space: "")
    }

    private static func kept(_ running: RunningBench) -> Int { running.bench.inbox.counts.messages }

    @Test("without a fault the truth is answered and kept")
    func truth() async throws {
        try await Self.with { running in
            let outcome = try await Self.curl(running)
            #expect(outcome.code == 0 && outcome.output.utf8.count > 3_000 && Self.kept(running) == 1)
        }
    }

    @Test(
        "broken off before anything is done: 52 an end without an answer, 56 a reset, 1 no HTTP, 18 a part",
        arguments: [("disconnect", 52), ("reset", 56), ("garbage", 1), ("truncate", 18)])
    func brokenBefore(action: String, code: Int32) async throws {
        try await Self.with { running in
            try Self.set(running, "step: request, action: \(action)")
            #expect(try await Self.curl(running).code == code)
            #expect(Self.kept(running) == 0)
            running.bench.faults.remove(space: "")
            #expect(try await Self.curl(running).code == 0)
        }
    }

    @Test("broken off after it was kept: the lost 200", arguments: [("disconnect", 52), ("reset", 56), ("garbage", 1)])
    func brokenAfter(action: String, code: Int32) async throws {
        try await Self.with { running in
            try Self.set(running, "step: accepted, action: \(action)")
            #expect(try await Self.curl(running).code == code)
            #expect(Self.kept(running) == 1)
        }
    }

    @Test("half of the answer comes under the length of the whole")
    func truncated() async throws {
        try await Self.with { running in
            let whole = try await Self.curl(running).output
            try Self.set(running, "action: truncate")
            let outcome = try await Self.curl(running, "-D", "-")
            #expect(outcome.code == 18 && outcome.output.contains("Content-Length: \(whole.utf8.count)\r\n"))
            let body = outcome.output.components(separatedBy: "\r\n\r\n").last ?? ""
            #expect(abs(body.utf8.count - whole.utf8.count / 2) <= 3 && whole.hasPrefix(body.prefix(500)))
            #expect(Self.kept(running) == 2)
        }
    }

    @Test(
        "a refusal has the provider's own shape, before or after the work",
        arguments: [("request", 0), ("accepted", 1)])
    func refused(step: String, kept: Int) async throws {
        try await Self.with { running in
            try Self.set(
                running, "step: \(step), reply: {code: 429, status: '-1234', text: 'slow down', retryAfter: 7s}")
            let outcome = try await Self.curl(running, "-i")
            #expect(outcome.output.hasPrefix("HTTP/1.1 429 ") && outcome.output.contains("Retry-After: 7\r\n"))
            #expect(outcome.output.hasSuffix(#"{"code":"-1234","message":"slow down"}"#))
            #expect(Self.kept(running) == kept)
        }
    }

    @Test("a delay, and an answer that drips")
    func slow() async throws {
        try await Self.with { running in
            try Self.set(running, "step: request, delay: 300ms")
            #expect(try await Self.curl(running).seconds >= 0.3)
            try Self.set(running, "step: accepted, delay: 300ms, reply: {code: 503}")
            #expect(try await Self.curl(running).seconds >= 0.3)
            // 3,011 bytes and a few.
            try Self.set(running, "step: request, bytesPerSecond: 6000")
            let outcome = try await Self.curl(running)
            #expect(outcome.code == 0 && outcome.seconds >= 0.5 && outcome.output.utf8.count > 3_000)
            // curl gives up where an answer is too slow for it: 28.
            try Self.set(running, "step: accepted, bytesPerSecond: 1")
            #expect(try await Self.curl(running, "--speed-limit", "100", "--speed-time", "1").code == 28)
        }
    }

    @Test("a connection that is broken off leaves the others alone")
    func others() async throws {
        try await Self.with { running in
            try Self.set(running, "recipient: '010*', action: reset, step: request")
            try await withThrowingTaskGroup(of: (Bool, Int32).self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let isBroken = number.isMultiple(of: 2)
                        return (
                            isBroken,
                            try await Self.curl(running, to: isBroken ? "0101111000\(number)" : "0212345\(number)").code
                        )
                    }
                }
                for try await (isBroken, code) in group { #expect(code == (isBroken ? 56 : 0)) }
            }
        }
    }

    @Test("a transcript names secrets and hides what they are, in fields and in the query")
    func secrets() async throws {
        try await Self.with { running in
            let fields = [
                "Authorization", "X-Secret-Key", "Cookie", "X-Api-Key", "Proxy-Authorization", "X-Auth-Token",
            ]
            var headers = fields.map { (name: $0, value: "hidden") }
            headers.append((name: "X-Shown", value: "shown"))
            _ = try await running.send(
                "POST", "/send?access_token=hidden&page=2&apiKey=hidden&secret", headers: headers,
                body: Array("01012345678".utf8))
            let message = try #require(running.bench.inbox.list(InboxFilter(), limit: 1).messages.first)
            let lines = message.transcript.entries.map(\.text)
            #expect(lines.first == "POST /send?access_token=****&page=2&apiKey=****&secret=****")
            #expect(!lines.contains { $0.contains("hidden") })
            #expect(lines.count { $0.hasSuffix(": ****") } == fields.count)
            #expect(lines.contains { $0.lowercased() == "x-shown: shown" })
        }
    }
}
