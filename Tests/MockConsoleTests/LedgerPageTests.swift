// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import MockConsole
import MockTestSupport
import MockWorld
import TestSupport
import Testing
import Web

/// The ledger's page in a real browser (`Tests/Support/ledger_page.py`).
@Suite(.timeLimit(.minutes(2))) struct LedgerPageTests {
    @Test("A person fills the form in and reads the answer, at phone width and dark too; axe-core has nothing to say")
    func browser() async throws {
        let lines =
            LedgerTests.lines(1, "decided", "sent") + LedgerTests.lines(2, "decided", "retry?", "sent")
            + LedgerTests.lines(3, "decided", "sent")
        let peer = try await PythonPeer("journal_peer.py", ["plain"])
        defer { peer.stop() }
        let gateway = "http://127.0.0.1:\(peer.port)"
        try await RunningBench.with { bench, router in
            LedgerRoutes(bench: bench).add(to: router)
            router.get("/assets/tools.css") { _, _ in PageResponse.stylesheet(ToolsStylesheet.text) }
        } _: { running in
            let scene = LedgerTests.Scene(running: running, gateway: gateway)
            try await scene.tell(lines.joined(separator: "\n"))
            scene.store("d1@shop.example")
            scene.store("d2@shop.example", copies: 2)
            scene.store("a-stranger-with-a-rather-long-message-id-that-does-not-fit-a-phone@elsewhere.example.com")
            let pictures = ProcessInfo.processInfo.environment["LEDGER_PICTURES"]
            let (status, words) = try await Self.run(
                ["http://\(running.address)", gateway, "good"] + (pictures.map { [$0] } ?? []))
            #expect(status == 0, "\(words)")
        }
    }

    /// Runs the script without holding a thread of the pool.
    private static func run(_ arguments: [String]) async throws -> (status: Int32, words: String) {
        let process = Process()
        process.executableURL = Repository.root.appendingPathComponent(".venv/bin/python3")
        process.arguments = [Repository.root.appendingPathComponent("Tests/Support/ledger_page.py").path] + arguments
        var environment = ProcessInfo.processInfo.environment
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        return (status, String(decoding: data, as: UTF8.self))
    }
}
