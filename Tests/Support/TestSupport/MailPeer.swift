// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A real mail server for a test: aiosmtpd (`Tests/Support/smtp_peer.py`) or Postfix's smtp-sink, on a free port.
public final class MailPeer {
    /// One thing the server saw.
    public struct Event: Decodable, Sendable {
        /// `connection`, `closed`, `hello`, `auth`, `mail`, `rcpt`, `message`, `reset` or `quit`.
        public let event: String
        /// Which connection, from 1.
        public let number: Int?
        /// How many connections were open, this one included.
        public let open: Int?
        /// Which message, from 1.
        public let message: Int?
        /// The address in MAIL or RCPT.
        public let address: String?
        /// The name in EHLO.
        public let name: String?
        /// The login mechanism.
        public let mechanism: String?
        /// The parameters of MAIL.
        public let options: [String]?
        /// Whether the connection was encrypted.
        public let tls: Bool?
    }

    /// Where it listens on 127.0.0.1.
    public var port: Int { script.port }
    private let script: PythonPeer
    private let folder: URL

    /// Starts aiosmtpd with the options `smtp_peer.py` knows.
    public static func aiosmtpd(_ options: [String: any Sendable] = [:]) async throws -> MailPeer {
        let folder = try makeFolder()
        var options = options
        options["log"] = folder.appendingPathComponent("events").path
        options["store"] = folder.path
        let json = String(decoding: try JSONSerialization.data(withJSONObject: options), as: UTF8.self)
        return try await MailPeer("smtp_peer.py", [json], folder: folder)
    }

    /// Starts smtp-sink with its own options, for example `-p` (no PIPELINING).
    public static func sink(_ arguments: [String] = []) async throws -> MailPeer {
        try await MailPeer("smtp_sink.py", arguments, folder: try makeFolder())
    }

    private init(_ script: String, _ arguments: [String], folder: URL) async throws {
        self.folder = folder
        self.script = try await PythonPeer(script, arguments)
    }

    /// What it saw so far.
    public func events(_ kind: String? = nil) throws -> [Event] {
        let text = try String(contentsOf: folder.appendingPathComponent("events"), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
            .filter { kind == nil || $0.event == kind }
    }

    /// The bytes of a message as it got them, from 1.
    public func message(_ number: Int) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent("\(number).eml")))
    }

    /// Ends it.
    public func stop() { script.stop() }

    deinit {
        script.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func makeFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parcelpost-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
