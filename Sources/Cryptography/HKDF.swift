// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// HKDF with SHA-256 (RFC 5869).
public enum HKDF {
    /// The first step: a key of even randomness, 32 bytes.
    public static func extract(salt: [UInt8], secret: [UInt8]) -> [UInt8] {
        Digest.hmacSHA256(secret, key: salt)
    }

    /// The second step: as many bytes as are needed, at most 8,160.
    public static func expand(_ key: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
        let count = min(max(count, 0), 255 * 32)
        var output = [UInt8]()
        var block = [UInt8]()
        var index: UInt8 = 0
        while output.count < count {
            index += 1
            block = Digest.hmacSHA256(block, info, [index], key: key)
            output += block
        }
        return Array(output.prefix(count))
    }

    /// Both steps.
    public static func derive(secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
        expand(extract(salt: salt, secret: secret), info: info, count: count)
    }
}
