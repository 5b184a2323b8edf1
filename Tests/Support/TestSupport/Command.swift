// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program of the PATH that was run to its end.
package struct Command: Sendable {
    /// Its exit status.
    package let status: Int32
    /// What it wrote to standard output.
    package let output: String
    /// What it wrote to standard error.
    package let error: String

    /// Runs a program.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - arguments: What follows the name.
    ///   - input: What it reads.
    ///   - environment: What is added to the test's own environment.
    package static func run(
        _ name: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Command {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files and not pipes: nobody has to empty them while the program runs.
        func file(_ name: String, _ content: [UInt8] = []) throws -> FileHandle {
            let url = folder.appendingPathComponent(name)
            try Data(content).write(to: url)
            return try FileHandle(forUpdating: url)
        }
        process.standardInput = try file("in", input)
        process.standardOutput = try file("out")
        process.standardError = try file("err")
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
        }
        return Command(status: status, output: try text("out"), error: try text("err"))
    }

    /// Runs a command line: the name, then the arguments.
    package static func run(_ words: [String]) async throws -> Command {
        try await run(words.first ?? "true", Array(words.dropFirst()))
    }
}
