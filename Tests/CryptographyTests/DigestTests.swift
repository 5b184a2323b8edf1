// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Testing
import Values

@Suite("Digests against published vectors")
struct DigestTests {
    /// FIPS 180-4 examples and NIST's long message.
    @Test(
        "SHA-256",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func sha256(text: String, digest: String) {
        #expect(Hex.encode(Digest.sha256(Array(text.utf8))) == digest)
    }

    struct Vector: Sendable {
        let key: [UInt8]
        let message: [UInt8]
        let digest: String
    }

    /// RFC 4231 sections 4.2 to 4.8; 4.6 truncates to 128 bits.
    @Test(
        "RFC 4231 HMAC-SHA-256",
        arguments: [
            Vector(
                key: Array(repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
                digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            Vector(
                key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
                digest: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            Vector(
                key: Array(repeating: 0xAA, count: 20), message: Array(repeating: 0xDD, count: 50),
                digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
            Vector(
                key: Array(1...25), message: Array(repeating: 0xCD, count: 50),
                digest: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
            Vector(
                key: Array(repeating: 0x0C, count: 20), message: Array("Test With Truncation".utf8),
                digest: "a3b6167473100ee06e0c796c2955552b"),
            Vector(
                key: Array(repeating: 0xAA, count: 131),
                message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
            Vector(
                key: Array(repeating: 0xAA, count: 131),
                message: Array(
                    "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
                        .utf8),
                digest: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        ])
    func hmac(vector: Vector) {
        let digest = Digest.hmacSHA256(vector.message, key: vector.key)
        #expect(Hex.encode(digest).hasPrefix(vector.digest))
        #expect(digest.count == 32)
        // The same in pieces.
        for cut in [0, 1, vector.message.count / 2, vector.message.count] {
            let pieces = Digest.hmacSHA256(
                Array(vector.message.prefix(cut)), [], Array(vector.message.dropFirst(cut)), key: vector.key)
            #expect(pieces == digest, "cut at \(cut)")
        }
    }

    /// Python: hmac.new(b"", b"", "sha256").hexdigest().
    @Test("an empty key and an empty message are no crash and have their known digest")
    func emptyKey() {
        #expect(
            Hex.encode(Digest.hmacSHA256([], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
        #expect(Digest.hmacSHA256(key: []) == Digest.hmacSHA256([], key: []))
    }

    @Test("the constant-time comparison compares")
    func comparison() {
        #expect(Digest.equalInConstantTime([], []))
        #expect(Digest.equalInConstantTime([1, 2, 3], [1, 2, 3]))
        #expect(!Digest.equalInConstantTime([1, 2, 3], [1, 2, 4]))
        #expect(!Digest.equalInConstantTime([1, 2, 3], [1, 2]))
        #expect(!Digest.equalInConstantTime([0], []))
    }

    @Test("random bytes have the length asked for and do not repeat")
    func random() {
        #expect(RandomBytes.make(0).isEmpty)
        let many = Set((0..<1_000).map { _ in RandomBytes.make(16) })
        #expect(many.count == 1_000)
        #expect(many.allSatisfy { $0.count == 16 })
    }
}
