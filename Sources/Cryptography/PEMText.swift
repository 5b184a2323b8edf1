// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// PEM (RFC 7468) as libcrypto writes it.
enum PEMText {
    /// What the body writes into a memory of libcrypto's; it returns 1 for done.
    static func write(_ body: (OpaquePointer) -> Int32) throws(CryptographyError) -> String {
        guard let bio = BIO_new(BIO_s_mem()) else { throw CryptographyError("there is no memory for PEM") }
        defer { BIO_free(bio) }
        var bytes: UnsafeMutablePointer<CChar>?
        guard body(bio) == 1 else { throw CryptographyError("the key or certificate cannot be written as PEM") }
        let count = pp_bio_bytes(bio, &bytes)
        guard count > 0, let bytes else { throw CryptographyError("libcrypto wrote nothing") }
        return String(
            decoding: UnsafeBufferPointer(start: bytes, count: count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// What libcrypto reads from a copy of the text; the caller frees it.
    static func read(_ text: String, _ body: (OpaquePointer) -> OpaquePointer?) -> OpaquePointer? {
        let bytes = Array(text.utf8)
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(bio) }
        guard bytes.count < 1 << 20, BIO_write(bio, bytes, Int32(bytes.count)) == bytes.count else { return nil }
        return body(bio)
    }
}
