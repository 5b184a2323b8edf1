// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import Hummingbird
import MockConsole
import MockTestSupport
import MockWorld
import TestSupport
import Values
import Web

/// What the tests of the API have in common.
enum Console {
    /// The moment their clocks show at the start.
    static let start = Timestamp(milliseconds: 1_795_348_800_000)

    /// The console on a free port, and `POST /test/mail`, which keeps its body as a mail.
    static func with(
        routes: @escaping @Sendable (Bench, Router<WebContext>) -> Void = { _, _ in },
        _ body: @escaping @Sendable (RunningBench) async throws -> Void
    ) async throws {
        try await RunningBench.with(
            start: start,
            routes: { bench, router in
                ConsoleRoutes(bench: bench).add(to: router)
                router.post("/test/mail") { request, _ in
                    let kept = bench.inbox.add(mail(try await request.bytes(), at: bench.clock.now))
                    return JSONResponse(["id": .string(kept.id.description)])
                }
                routes(bench, router)
            }, body)
    }

    /// A mail as SMTP would bring it.
    static func mail(
        _ raw: [UInt8], to: [String] = ["hong@example.com"], at moment: Timestamp = start, refusal: String? = nil,
        user: String? = nil
    ) -> InboxDraft {
        InboxDraft(
            mail: raw, envelope: SMTPEnvelope(sender: "bounce@shop.example", recipients: to, user: user),
            receivedAt: moment, refusal: refusal)
    }

    /// A mail with a subject and a text.
    static func mail(
        _ subject: String, text: String = "본문", headers: String = "", to: [String] = ["hong@example.com"],
        at moment: Timestamp = start, refusal: String? = nil
    ) -> InboxDraft {
        mail(
            Array(
                "From: shop@example.com\r\nSubject: \(subject)\r\n\(headers)Content-Type: text/plain; charset=utf-8\r\n\r\n\(text)\r\n"
                    .utf8), to: to, at: moment, refusal: refusal)
    }

    /// An alimtalk as NHN's API would bring it.
    static func alimtalk(_ text: String, to: String = "01012345678") -> InboxDraft {
        var card = MessageCard(
            provider: "nhn-alimtalk", kind: "AT", from: "@shop", to: to, text: text, template: "SHIPPED_01")
        card.buttons = [.init(name: "배송 조회", type: "WL", link: "https://example.com/t/1")]
        card.facts = [.init("senderKey", "abc")]
        return InboxDraft(
            card: card, channel: .alimtalk, raw: Array("{\"to\":\"x\"}".utf8), space: "", receivedAt: start)
    }

    /// Runs a Python script with the address of the API and more arguments.
    ///
    /// - Returns: What it printed; what it said when it failed.
    static func python(_ script: String, _ running: RunningBench, _ arguments: [String] = []) async throws -> String {
        try await run(
            Repository.root.appendingPathComponent(".venv/bin/python3").path,
            ["-c", script, "http://\(running.address)"] + arguments)
    }

    /// Runs a program to its end.
    static func run(_ path: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: output) }
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        return status == 0 ? text : "exit \(status): " + text
    }
}

extension RunningBench {
    /// The JSON a path answers.
    func json(_ path: String, _ method: String = "GET") async throws -> JSON {
        try JSON(parsing: try await send(method, path).body)
    }
}
