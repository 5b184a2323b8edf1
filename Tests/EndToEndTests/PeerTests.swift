// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import Glibc
import TestSupport
import Testing
import Values

/// The same road against mail servers nobody here wrote.
struct PeerTests {
    @Test("Postfix's smtp-sink takes every letter")
    func smtpSink() async throws {
        try await withTemporaryFolder { folder in
            let peer = try MailPeer.smtpSink(folder: folder)
            defer { peer.process.stop() }
            try await peer.untilListening()
            try await Town.open(relay: peer.address) { (town: Town) async throws in
                try await drive(town, parcels: 40)
                try await town.idle()
                let files = try FileManager.default.contentsOfDirectory(atPath: peer.dump.path)
                let mails = try files.map {
                    try String(contentsOf: peer.dump.appendingPathComponent($0), encoding: .utf8)
                }
                let ids = mails.compactMap { $0.firstMatch(of: /Message-ID: (<[^>]+>)/)?.output.1 }
                #expect(mails.count == 40)
                #expect(Set(ids).count == 40)
            }
        }
    }

    @Test("Python's aiosmtpd takes every letter, and Python's email package reads it")
    func aiosmtpd() async throws {
        try await withTemporaryFolder { folder in
            let peer = try MailPeer.aiosmtpd(folder: folder)
            defer { peer.process.stop() }
            try await peer.untilListening()
            try await Town.open(relay: peer.address) { (town: Town) async throws in
                try await drive(town, parcels: 20)
                try await town.idle()
                let answers = peer.process.log.split(separator: "\n").compactMap { try? JSON(parsing: Array($0.utf8)) }
                #expect(answers.count == 20)
                for answer in answers {
                    #expect(answer["defects"]?.array?.isEmpty == true)
                    #expect(answer["types"]?.array?.compactMap(\.string) == ["text/plain", "text/html"])
                    #expect(answer["subject"]?.string?.contains("달빛상점") == true)
                    #expect(answer["text"]?.string?.contains("겨울 니트") == true)
                }
            }
        }
    }

    private func drive(_ town: Town, parcels: Int) async throws {
        for number in 0..<parcels { try await town.register(String(688_000_000_000 + number)) }
        for number in 0..<parcels {
            let answer = try await town.webhook(Town.polled(String(688_000_000_000 + number), "OUT_FOR_DELIVERY"))
            #expect(answer.status == 200)
        }
    }
}

/// A mail server of somebody else on a free port.
struct MailPeer {
    let process: LeashedProcess
    let address: String
    let dump: URL

    /// smtp-sink that refuses every mail after its data with `554 5.6.0`, for good.
    static func refusing(folder: URL) throws -> MailPeer {
        let address = "127.0.0.1:\(try FreePort.find())"
        let process = try LeashedProcess(
            "smtp-sink", user + ["-c", "-f", ".", "-B", "554 5.6.0 content not wanted", address, "256"], folder: folder,
            name: "refusing-sink", environment: sbin)
        return MailPeer(process: process, address: address, dump: folder)
    }

    /// smtp-sink insists on another user when it is started by root.
    private static let user = geteuid() == 0 ? ["-u", "nobody"] : []

    private static let sbin = [
        "PATH": "/usr/sbin:/usr/bin:/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    ]

    /// smtp-sink that keeps every mail in a file.
    static func smtpSink(folder: URL, port: UInt16? = nil) throws -> MailPeer {
        let dump = folder.appendingPathComponent("dump")
        try FileManager.default.createDirectory(
            at: dump, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
        let address = "127.0.0.1:\(try port ?? FreePort.find())"
        let process = try LeashedProcess(
            "smtp-sink", user + ["-c", "-d", dump.path + "/%M.", address, "256"], folder: folder, name: "smtp-sink",
            environment: sbin)
        return MailPeer(process: process, address: address, dump: dump)
    }

    static func aiosmtpd(folder: URL) throws -> MailPeer {
        let port = try FreePort.find()
        let python = Repository.root.appendingPathComponent(".venv/bin/python")
        let script = Repository.root.appendingPathComponent("Tests/EndToEndTests/reading_sink.py")
        let process = try LeashedProcess(
            python.path, [script.path, String(port)], folder: folder, name: "aiosmtpd")
        return MailPeer(process: process, address: "127.0.0.1:\(port)", dump: folder)
    }

    func untilListening() async throws {
        let port = UInt16(address.split(separator: ":")[1]) ?? 0
        _ = try await eventually("\(address) listens") {
            guard process.isRunning else { throw Timeout(what: "the peer ended: " + process.log) }
            return FreePort.isTaken(port) ? true : nil
        }
    }
}
