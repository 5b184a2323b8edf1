// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Glibc

/// A program started by a test that ends with the test, even when the test is killed.
///
/// It runs under `Tests/Support/leash`, which ends it when our end of its standard input closes.
public final class LeashedProcess {
    /// The process id of the program's leash.
    public let pid: Int32
    private let process: Process
    private let input = Pipe()
    private let output: URL

    /// Starts a program; its output goes to a file in `folder`.
    public init(
        _ program: String, _ arguments: [String], folder: URL, name: String, environment: [String: String] = [:]
    ) throws {
        output = folder.appendingPathComponent(name + ".log")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let handle = try FileHandle(forWritingTo: output)
        process = Process()
        process.executableURL = Repository.root.appendingPathComponent("Tests/Support/leash")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        pid = process.processIdentifier
    }

    /// What it printed so far.
    public var log: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// Whether it still runs.
    public var isRunning: Bool { process.isRunning }

    /// Asks it to end and waits; returns its exit status.
    @discardableResult
    public func stop() -> Int32 {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it at once, as a power cut would, and waits for its end.
    public func kill() {
        Glibc.kill(pid, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to stop in order (SIGTERM) and waits; returns its exit status.
    public func terminate() -> Int32 {
        Glibc.kill(pid, SIGTERM)
        return wait()
    }

    /// Asks it to read again what it can read again (SIGHUP).
    public func hangUp() {
        Glibc.kill(pid, SIGHUP)
    }

    /// Waits for its end; returns its exit status.
    @discardableResult
    public func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    deinit {
        if process.isRunning { stop() }
    }
}

/// Where the sources are.
public enum Repository {
    /// The top folder of the checkout.
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

/// A folder that is gone with the closure.
public func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parcelpost-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
