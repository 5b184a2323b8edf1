// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOSSL

/// The certificate and the key a server shows, checked when they are made.
public struct TLSFiles: Sendable {
    /// They are no certificate and key.
    public struct Unusable: Error, CustomStringConvertible {
        /// What is wrong, without what the files hold.
        public let description: String
    }

    let configuration: TLSConfiguration

    /// Reads both.
    ///
    /// - Parameters:
    ///   - certificatePEM: The server's certificate, then those that lead to an authority.
    ///   - keyPEM: The key of the first certificate, not encrypted.
    /// - Throws: `Unusable` when one cannot be read, or they do not belong together.
    public init(certificatePEM: String, keyPEM: String) throws {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))
        } catch {
            throw Unusable(description: "The certificate for TLS cannot be read: it must be PEM.")
        }
        guard !chain.isEmpty else { throw Unusable(description: "There is no certificate for TLS in the PEM.") }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
        } catch {
            throw Unusable(description: "The key for TLS cannot be read: it must be PEM and not encrypted.")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        // How long a peer may take to answer the end of TLS.
        configuration.shutdownTimeout = .seconds(1)
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw Unusable(description: "The key for TLS is not that of the certificate.")
        }
        self.configuration = configuration
    }
}
