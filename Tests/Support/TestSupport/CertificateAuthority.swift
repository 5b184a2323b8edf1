// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A certificate authority and a certificate for `localhost`, made by openssl in a temporary folder.
public final class CertificateAuthority: Sendable {
    /// It could not be made.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The authority's certificate, for clients to trust.
    public var caFile: String { folder.appendingPathComponent("ca.pem").path }
    /// The server's certificate and key, as `smtp_peer.py` takes them.
    public var options: [String: any Sendable] {
        ["cert": folder.appendingPathComponent("cert.pem").path, "key": folder.appendingPathComponent("key.pem").path]
    }

    private let folder: URL

    /// Makes both.
    public init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("parcelpost-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = """
            set -e
            key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            openssl req -x509 $key -keyout ca-key.pem -out ca.pem -days 2 -subj "/CN=Test authority" 2>/dev/null
            openssl req $key -keyout key.pem -out request.pem -subj "/CN=localhost" 2>/dev/null
            printf 'subjectAltName=DNS:localhost\\n' > names
            openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 -extfile names \
            -out cert.pem 2>/dev/null
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "openssl made no certificate.") }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
