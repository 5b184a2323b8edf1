// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The program under test, built beside this test program.
enum Binary {
    /// The path of `parcelpost`.
    static let path: String = {
        let ourselves = try! FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: ourselves).deletingLastPathComponent().appendingPathComponent("parcelpost").path
    }()

    /// What a command that ends by itself printed, and its exit status.
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], program: String = path
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let files = try ["out", "err"].map { name in
            let file = folder.appendingPathComponent("run-\(UUID().uuidString).\(name)")
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
            return (file, try FileHandle(forWritingTo: file))
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = files[0].1
        process.standardError = files[1].1
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try String(contentsOf: files[0].0, encoding: .utf8),
            errors: try String(contentsOf: files[1].0, encoding: .utf8))
    }
}

/// Looks again and again until something is there, at most for a while; for things other processes do.
func eventually<Found>(
    _ what: String, within limit: Duration = .seconds(30), _ look: () async throws -> Found?
) async throws -> Found {
    let clock = ContinuousClock()
    let end = clock.now + limit
    while true {
        if let found = try await look() { return found }
        guard clock.now < end else { throw Timeout(what: what) }
        try await clock.sleep(for: .milliseconds(10))
    }
}

/// What was waited for in vain.
struct Timeout: Error, CustomStringConvertible {
    let what: String
    var description: String { "not within the limit: " + what }
}
