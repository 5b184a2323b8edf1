// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A public key of the curve P-256.
public struct P256PublicKey: Hashable, Sendable {
    let material: KeyMaterial

    init(material: KeyMaterial) {
        self.material = material
    }

    /// Reads SubjectPublicKeyInfo in PEM.
    public init(pem: String) throws(CryptographyError) {
        self.material = try KeyMaterial(pem: pem, isPrivate: false, algorithm: EVP_PKEY_EC)
    }

    /// Reads the 65 bytes of an uncompressed point (SEC 1), as Web Push writes keys; a point off the curve is refused.
    public init(raw: [UInt8]) throws(CryptographyError) {
        guard raw.count == 65, raw[0] == 4 else {
            throw CryptographyError("a public P-256 key has 65 bytes, of which the first is 4")
        }
        self.material = try KeyMaterial(der: Self.head + raw, isPrivate: false, algorithm: EVP_PKEY_EC)
    }

    /// The key as an uncompressed point: 65 bytes.
    public var raw: [UInt8] { Array(material.der.suffix(65)) }

    /// The key as PEM, SubjectPublicKeyInfo.
    public var pem: String { get throws(CryptographyError) { try material.pem } }

    /// Whether 64 bytes are this key's ES256 signature of the message.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == 64, let parts = ECDSA_SIG_new() else { return false }
        defer { ECDSA_SIG_free(parts) }
        let (r, s) = signature.withUnsafeBufferPointer { bytes in
            (BN_bin2bn(bytes.baseAddress, 32, nil), BN_bin2bn(bytes.baseAddress.map { $0 + 32 }, 32, nil))
        }
        guard let r, let s, ECDSA_SIG_set0(parts, r, s) == 1 else {
            BN_free(r)
            BN_free(s)
            return false
        }
        let length = i2d_ECDSA_SIG(parts, nil)
        guard length > 0 else { return false }
        var der = [UInt8](repeating: 0, count: Int(length))
        der.withUnsafeMutableBufferPointer { buffer in
            var pointer = buffer.baseAddress
            _ = i2d_ECDSA_SIG(parts, &pointer)
        }
        return material.verifies(der, of: message)
    }

    /// SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point (RFC 5480).
    private static let head: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48,
        0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ]
}
