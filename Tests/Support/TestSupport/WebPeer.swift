// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A plain HTTP server for a test (`Tests/Support/web_peer.py`).
public final class WebPeer {
    /// A request as `/echo` tells it.
    public struct Seen: Decodable, Sendable {
        public let method: String
        public let path: String
        public let body: String
        public let headers: [String: String]
    }

    /// Where it listens.
    public var url: String { "http://127.0.0.1:\(script.port)" }
    private let script: PythonPeer
    private let log: URL

    /// Starts it.
    public init() async throws {
        log = FileManager.default.temporaryDirectory.appendingPathComponent("parcelpost-" + UUID().uuidString)
        script = try await PythonPeer("web_peer.py", [log.path])
    }

    /// The paths asked for so far.
    public func requests() throws -> [String] {
        try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Ends it.
    public func stop() { script.stop() }

    deinit {
        script.stop()
        try? FileManager.default.removeItem(at: log)
    }
}
