// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A script of `Tests/Support`, run under the leash by the Python of `.venv`, that prints `{"port": N}` when it listens.
public final class PythonPeer {
    /// It did not start.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Where it listens on 127.0.0.1.
    public let port: Int
    private let process = Process()
    private let input = Pipe()

    /// Starts the script and waits until it listens.
    public init(_ script: String, _ arguments: [String]) async throws {
        let support = Repository.root.appendingPathComponent("Tests/Support")
        let python = Repository.root.appendingPathComponent(".venv/bin/python3")
        guard FileManager.default.isExecutableFile(atPath: python.path) else {
            throw Failure(description: "There is no .venv: run make setup.")
        }
        process.executableURL = support.appendingPathComponent("leash")
        process.arguments = [python.path, support.appendingPathComponent(script).path] + arguments
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var line = Data()
                while let byte = try? output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte[0] != 0x0A {
                    line += byte
                }
                continuation.resume(returning: line)
            }
        }
        guard let ready = try? JSONDecoder().decode([String: Int].self, from: line), let port = ready["port"] else {
            throw Failure(description: script + " did not start.")
        }
        self.port = port
    }

    /// Ends it.
    public func stop() {
        guard process.isRunning else { return }
        try? input.fileHandleForWriting.close()
        // Not `waitUntilExit`: it runs a run loop on whatever thread this is and may miss the end, and then spins for ever.
        for _ in 0..<2_000 where process.isRunning && !hasEnded { poll(nil, 0, 5) }
    }

    /// Whether the system knows it as ended, noticed by Foundation or not.
    private var hasEnded: Bool {
        var information = siginfo_t()
        let answer = waitid(P_PID, id_t(process.processIdentifier), &information, WEXITED | WNOHANG | WNOWAIT)
        return answer != 0 || information.si_signo == SIGCHLD
    }

    deinit { stop() }
}
