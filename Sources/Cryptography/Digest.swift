// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Hashes and keyed hashes over libcrypto.
public enum Digest {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        _ = SHA256(bytes, bytes.count, &output)
        return output
    }

    /// HMAC-SHA-256 (RFC 2104) of the parts one after the other: 32 bytes.
    ///
    /// - Parameters:
    ///   - parts: The message, in as many pieces as the caller has it.
    ///   - key: Any length; libcrypto hashes a key longer than 64 bytes.
    public static func hmacSHA256(_ parts: [UInt8]..., key: [UInt8]) -> [UInt8] {
        var message = parts.first ?? []
        for part in parts.dropFirst() { message += part }
        var output = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        // libcrypto refuses a null key; an empty Swift array may hand one over.
        let safeKey = key.isEmpty ? [0] : key
        _ = HMAC(EVP_sha256(), safeKey, Int32(key.count), message, message.count, &output, &length)
        return output
    }

    /// Compares in a time that depends on the lengths only.
    public static func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return left.isEmpty || CRYPTO_memcmp(left, right, left.count) == 0
    }
}
