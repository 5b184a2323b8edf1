// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A key pair as PKCS #8 bytes, which libcrypto reads again at each use.
///
/// Bytes, and not libcrypto's object: a value that is `Sendable` by itself.
struct KeyMaterial: Hashable, Sendable {
    /// The key pair (RFC 5208) or, of a public key, the SubjectPublicKeyInfo (RFC 5280).
    let der: [UInt8]
    /// Whether the private half is there.
    let isPrivate: Bool

    /// Keeps what libcrypto made; the object stays the caller's.
    init(_ key: OpaquePointer, isPrivate: Bool) throws(CryptographyError) {
        var bytes = [UInt8]()
        let length = isPrivate ? i2d_PrivateKey(key, nil) : i2d_PUBKEY(key, nil)
        guard length > 0 else { throw CryptographyError("the key cannot be written") }
        bytes = [UInt8](repeating: 0, count: Int(length))
        bytes.withUnsafeMutableBufferPointer { buffer in
            var pointer = buffer.baseAddress
            _ = isPrivate ? i2d_PrivateKey(key, &pointer) : i2d_PUBKEY(key, &pointer)
        }
        self.der = bytes
        self.isPrivate = isPrivate
    }

    /// Reads bytes of either kind and requires the algorithm.
    init(der: [UInt8], isPrivate: Bool, algorithm: Int32) throws(CryptographyError) {
        guard let key = Self.open(der, isPrivate: isPrivate) else {
            throw CryptographyError("this is no \(isPrivate ? "private" : "public") key")
        }
        defer { EVP_PKEY_free(key) }
        try Self.check(key, algorithm)
        try self.init(key, isPrivate: isPrivate)
    }

    /// Reads PEM and requires the algorithm; an encrypted key is refused.
    init(pem: String, isPrivate: Bool, algorithm: Int32) throws(CryptographyError) {
        let read = PEMText.read(pem) { isPrivate ? pp_read_private_key($0) : pp_read_public_key($0) }
        guard let key = read else {
            throw CryptographyError(
                "this is no \(isPrivate ? "private" : "public") key in PEM (or it is encrypted, which is not taken)")
        }
        defer { EVP_PKEY_free(key) }
        try Self.check(key, algorithm)
        try self.init(key, isPrivate: isPrivate)
    }

    /// The key as PEM: PKCS #8 or SubjectPublicKeyInfo.
    var pem: String {
        get throws(CryptographyError) {
            try with { key throws(CryptographyError) in
                try PEMText.write { bio in
                    isPrivate
                        ? PEM_write_bio_PrivateKey(bio, key, nil, nil, 0, nil, nil) : PEM_write_bio_PUBKEY(bio, key)
                }
            }
        }
    }

    /// The public half.
    var publicHalf: KeyMaterial {
        get throws(CryptographyError) {
            try with { key throws(CryptographyError) in try KeyMaterial(key, isPrivate: false) }
        }
    }

    /// Hands out libcrypto's object for as long as the body runs.
    func with<Result>(
        _ body: (OpaquePointer) throws(CryptographyError) -> Result
    ) throws(CryptographyError) -> Result {
        guard let key = Self.open(der, isPrivate: isPrivate) else {
            throw CryptographyError("the key cannot be read")
        }
        defer { EVP_PKEY_free(key) }
        return try body(key)
    }

    /// Signs with SHA-256, in libcrypto's form (PKCS #1 for RSA, DER for ECDSA).
    func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try with { key throws(CryptographyError) in
            guard let context = EVP_MD_CTX_new() else { throw CryptographyError("there is no memory to sign") }
            defer { EVP_MD_CTX_free(context) }
            var signature = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(key)))
            var length = signature.count
            guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
                EVP_DigestSign(context, &signature, &length, message, message.count) == 1
            else { throw CryptographyError("the key does not sign") }
            return Array(signature.prefix(length))
        }
    }

    /// Whether a signature in libcrypto's form is this key's over the message.
    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        let answer = try? with { key throws(CryptographyError) -> Bool in
            guard let context = EVP_MD_CTX_new() else { return false }
            defer { EVP_MD_CTX_free(context) }
            guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1 else { return false }
            return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        }
        ERR_clear_error()
        return answer ?? false
    }

    private static func open(_ der: [UInt8], isPrivate: Bool) -> OpaquePointer? {
        der.withUnsafeBufferPointer { buffer in
            var pointer = buffer.baseAddress
            return isPrivate
                ? d2i_AutoPrivateKey(nil, &pointer, buffer.count) : d2i_PUBKEY(nil, &pointer, buffer.count)
        }
    }

    private static func check(_ key: OpaquePointer, _ algorithm: Int32) throws(CryptographyError) {
        guard EVP_PKEY_get_base_id(key) == algorithm else {
            throw CryptographyError(algorithm == EVP_PKEY_RSA ? "this is no RSA key" : "this is no elliptic curve key")
        }
        guard algorithm == EVP_PKEY_EC else { return }
        var name = [CChar](repeating: 0, count: 80)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1,
            String(decoding: name.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self) == "prime256v1"
        else { throw CryptographyError("this key is not of the curve P-256") }
    }
}
