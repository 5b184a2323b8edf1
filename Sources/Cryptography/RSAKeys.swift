// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// An RSA key pair, which signs as RS256 does.
public struct RSAPrivateKey: Hashable, Sendable {
    private let material: KeyMaterial

    /// Makes a new one of 2,048 bits.
    public init() throws(CryptographyError) {
        guard let key = pp_make_rsa(2_048) else { throw CryptographyError("libcrypto makes no RSA key") }
        defer { EVP_PKEY_free(key) }
        self.material = try KeyMaterial(key, isPrivate: true)
    }

    /// Reads PKCS #8 or PKCS #1 in PEM.
    public init(pem: String) throws(CryptographyError) {
        self.material = try KeyMaterial(pem: pem, isPrivate: true, algorithm: EVP_PKEY_RSA)
    }

    /// The key as PEM, PKCS #8.
    public var pem: String { get throws(CryptographyError) { try material.pem } }

    /// The public half.
    public var publicKey: RSAPublicKey {
        get throws(CryptographyError) { RSAPublicKey(material: try material.publicHalf) }
    }

    /// Signs as RS256 does (RFC 7518 section 3.3): RSASSA-PKCS1-v1_5 with SHA-256.
    public func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try material.sign(message)
    }
}

/// An RSA public key.
public struct RSAPublicKey: Hashable, Sendable {
    private let material: KeyMaterial

    init(material: KeyMaterial) {
        self.material = material
    }

    /// Reads SubjectPublicKeyInfo in PEM.
    public init(pem: String) throws(CryptographyError) {
        self.material = try KeyMaterial(pem: pem, isPrivate: false, algorithm: EVP_PKEY_RSA)
    }

    /// The key as PEM, SubjectPublicKeyInfo.
    public var pem: String { get throws(CryptographyError) { try material.pem } }

    /// Whether the bytes are this key's RS256 signature of the message.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        material.verifies(signature, of: message)
    }
}
