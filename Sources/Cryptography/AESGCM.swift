// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// AES-128-GCM (SP 800-38D) with 12-byte nonces and 16-byte tags.
public enum AESGCM {
    private static let tagBytes = 16

    /// Encrypts; the tag stands behind the ciphertext.
    public static func seal(
        _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], authenticating header: [UInt8] = []
    ) throws(CryptographyError) -> [UInt8] {
        try run(key, nonce) { context throws(CryptographyError) in
            var output = [UInt8](repeating: 0, count: plaintext.count + 16)
            var length: Int32 = 0
            var tag = [UInt8](repeating: 0, count: tagBytes)
            guard EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nil, key, nonce) == 1,
                header.isEmpty || EVP_EncryptUpdate(context, nil, &length, header, Int32(header.count)) == 1
            else { throw CryptographyError("AES-GCM does not start") }
            length = 0
            guard
                plaintext.isEmpty
                    || EVP_EncryptUpdate(context, &output, &length, plaintext, Int32(plaintext.count)) == 1
            else { throw CryptographyError("AES-GCM does not encrypt") }
            var rest = [UInt8](repeating: 0, count: 16)
            var restLength: Int32 = 0
            guard EVP_EncryptFinal_ex(context, &rest, &restLength) == 1,
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, Int32(tagBytes), &tag) == 1
            else { throw CryptographyError("AES-GCM does not end") }
            return output.prefix(Int(length)) + tag
        }
    }

    /// Decrypts what `seal` made.
    ///
    /// - Throws: `CryptographyError` when a bit of it, the header, the nonce or the key is another.
    public static func open(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], authenticating header: [UInt8] = []
    ) throws(CryptographyError) -> [UInt8] {
        guard sealed.count >= tagBytes else { throw CryptographyError("there is no room for the tag of AES-GCM") }
        return try run(key, nonce) { context throws(CryptographyError) in
            let ciphertext = Array(sealed.dropLast(tagBytes))
            var tag = Array(sealed.suffix(tagBytes))
            var output = [UInt8](repeating: 0, count: ciphertext.count + 16)
            var length: Int32 = 0
            guard EVP_DecryptInit_ex(context, EVP_aes_128_gcm(), nil, key, nonce) == 1,
                header.isEmpty || EVP_DecryptUpdate(context, nil, &length, header, Int32(header.count)) == 1
            else { throw CryptographyError("AES-GCM does not start") }
            length = 0
            guard
                ciphertext.isEmpty
                    || EVP_DecryptUpdate(context, &output, &length, ciphertext, Int32(ciphertext.count)) == 1,
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, Int32(tagBytes), &tag) == 1
            else { throw CryptographyError("AES-GCM does not decrypt") }
            var rest = [UInt8](repeating: 0, count: 16)
            var restLength: Int32 = 0
            guard EVP_DecryptFinal_ex(context, &rest, &restLength) == 1 else {
                throw CryptographyError("the tag does not fit: the key, the nonce or the text is another")
            }
            return Array(output.prefix(Int(length)))
        }
    }

    private static func run(
        _ key: [UInt8], _ nonce: [UInt8], _ body: (OpaquePointer) throws(CryptographyError) -> [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard key.count == 16, nonce.count == 12 else {
            throw CryptographyError("AES-128-GCM takes a key of 16 bytes and a nonce of 12")
        }
        guard let context = EVP_CIPHER_CTX_new() else { throw CryptographyError("there is no memory for AES-GCM") }
        defer { EVP_CIPHER_CTX_free(context) }
        return try body(context)
    }
}
