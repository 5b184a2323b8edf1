// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A key pair of the curve P-256, which signs (ES256) and agrees on secrets (ECDH).
public struct P256PrivateKey: Hashable, Sendable {
    let material: KeyMaterial

    /// Makes a new one.
    public init() throws(CryptographyError) {
        guard let key = pp_make_p256() else { throw CryptographyError("libcrypto makes no P-256 key") }
        defer { EVP_PKEY_free(key) }
        self.material = try KeyMaterial(key, isPrivate: true)
    }

    /// Reads PKCS #8 or SEC 1 in PEM: what Apple hands out as a `.p8` file.
    public init(pem: String) throws(CryptographyError) {
        self.material = try KeyMaterial(pem: pem, isPrivate: true, algorithm: EVP_PKEY_EC)
    }

    /// Reads the 32 bytes of the private number, as VAPID keys are written (RFC 8292).
    public init(raw: [UInt8]) throws(CryptographyError) {
        guard raw.count == 32 else { throw CryptographyError("a private P-256 number has 32 bytes") }
        // ECPrivateKey (RFC 5915) without the public half, which libcrypto computes.
        let head: [UInt8] = [0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20]
        let curve: [UInt8] = [0xA0, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
        self.material = try KeyMaterial(der: head + raw + curve, isPrivate: true, algorithm: EVP_PKEY_EC)
        // 0 and numbers past the curve's order have no public half.
        guard try material.publicHalf.der.count == 91 else {
            throw CryptographyError("this number is no private key of P-256")
        }
    }

    /// The key as PEM, PKCS #8.
    public var pem: String { get throws(CryptographyError) { try material.pem } }

    /// The public half.
    public var publicKey: P256PublicKey {
        get throws(CryptographyError) { P256PublicKey(material: try material.publicHalf) }
    }

    /// Signs as ES256 does (RFC 7518 section 3.4): 64 bytes, R then S.
    public func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        let der = try material.sign(message)
        let raw = der.withUnsafeBufferPointer { buffer -> [UInt8]? in
            var pointer = buffer.baseAddress
            guard let signature = d2i_ECDSA_SIG(nil, &pointer, buffer.count) else { return nil }
            defer { ECDSA_SIG_free(signature) }
            var raw = [UInt8](repeating: 0, count: 64)
            let isWhole = raw.withUnsafeMutableBufferPointer { raw in
                BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw.baseAddress, 32) == 32
                    && BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw.baseAddress.map { $0 + 32 }, 32) == 32
            }
            return isWhole ? raw : nil
        }
        guard let raw else { throw CryptographyError("the signature cannot be written") }
        return raw
    }

    /// The secret shared with another's public key (SP 800-56A): 32 bytes.
    public func sharedSecret(with other: P256PublicKey) throws(CryptographyError) -> [UInt8] {
        try material.with { key throws(CryptographyError) in
            try other.material.with { peer throws(CryptographyError) in
                guard let context = EVP_PKEY_CTX_new(key, nil) else {
                    throw CryptographyError("there is no memory to agree on a secret")
                }
                defer { EVP_PKEY_CTX_free(context) }
                var secret = [UInt8](repeating: 0, count: 32)
                var length = secret.count
                guard EVP_PKEY_derive_init(context) == 1, EVP_PKEY_derive_set_peer(context, peer) == 1,
                    EVP_PKEY_derive(context, &secret, &length) == 1, length == 32
                else { throw CryptographyError("the two keys agree on no secret") }
                return secret
            }
        }
    }
}
