// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Testing
import Values

@Suite("Keys, signatures and secrets against published vectors")
struct KeyTests {
    private static func url(_ text: String) throws -> [UInt8] { try #require(Base64.decode(text)) }

    /// RFC 7515 appendix A.3: ES256.
    @Test func theES256ExampleOfRFC7515() throws {
        let message = Array(
            ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
                + "Ijp0cnVlfQ").utf8)
        let key = try P256PrivateKey(raw: Self.url("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"))
        let point =
            try [4] + Self.url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
            + Self.url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
        let publicKey = try P256PublicKey(raw: point)
        #expect(try key.publicKey == publicKey)
        #expect(publicKey.raw == point)
        let signature = try Self.url(
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
        #expect(publicKey.verifies(signature, of: message))
        for index in [0, 31, 32, 63] {
            var other = signature
            other[index] ^= 1
            #expect(!publicKey.verifies(other, of: message))
        }
        #expect(!publicKey.verifies(signature, of: message + [0]))
        #expect(!publicKey.verifies([], of: message))
        #expect(!publicKey.verifies([UInt8](repeating: 0, count: 64), of: message))
        for _ in 0..<20 {
            let own = try key.sign(message)
            #expect(own.count == 64)
            #expect(publicKey.verifies(own, of: message))
        }
    }

    /// RFC 7515 appendix A.2: RS256, the modulus in a key of its own PEM; signatures of RS256 are deterministic.
    @Test func theRS256ExampleOfRFC7515() throws {
        let message = Array(
            ("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
                + "Ijp0cnVlfQ").utf8)
        let modulus = try Self.url(
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2l"
                + "ZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7W"
                + "TBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs"
                + "91kzk2PAcDTW9gb54h4FRWyuXpoQ")
        // RSAPublicKey with e = 65537 inside SubjectPublicKeyInfo.
        let head: [UInt8] = [
            0x30, 0x82, 0x01, 0x22, 0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05,
            0x00, 0x03, 0x82, 0x01, 0x0F, 0x00, 0x30, 0x82, 0x01, 0x0A, 0x02, 0x82, 0x01, 0x01, 0x00,
        ]
        let der = head + modulus + [0x02, 0x03, 0x01, 0x00, 0x01]
        let key = try RSAPublicKey(
            pem: "-----BEGIN PUBLIC KEY-----\n" + Base64.encode(der) + "\n-----END PUBLIC KEY-----\n")
        let signature = try Self.url(
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5juj"
                + "Gbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe"
                + "7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8"
                + "np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw")
        // Out of the macro, which would print the bytes.
        let verifies = key.verifies(signature, of: message)
        #expect(verifies)
        #expect(!key.verifies(signature, of: message + [0x20]))
        #expect(!key.verifies(Array(signature.dropLast()), of: message))
    }

    @Test func anRSAKeySignsAndItsPublicHalfVerifies() throws {
        let key = try RSAPrivateKey()
        let message = Array("소포".utf8)
        let signature = try key.sign(message)
        #expect(signature.count == 256)
        let publicKey = try RSAPublicKey(pem: key.publicKey.pem)
        #expect(publicKey.verifies(signature, of: message))
        #expect(!publicKey.verifies(signature, of: message + message))
        #expect(try RSAPrivateKey(pem: key.pem) == key)
        #expect(throws: CryptographyError.self) { try P256PrivateKey(pem: key.pem) }
    }

    /// RFC 5903 section 8.1: the 256-bit random ECP group.
    @Test func theSharedSecretOfRFC5903() throws {
        let mine = try P256PrivateKey(
            raw: #require(Hex.decode("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433")))
        let yours = try P256PrivateKey(
            raw: #require(Hex.decode("c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53")))
        let secret = "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"
        #expect(Hex.encode(try mine.sharedSecret(with: yours.publicKey)) == secret)
        #expect(Hex.encode(try yours.sharedSecret(with: mine.publicKey)) == secret)
    }

    @Test func aPointOffTheCurveIsRefused() throws {
        var point = try P256PrivateKey().publicKey.raw
        point[64] ^= 1
        #expect(throws: CryptographyError.self) { try P256PublicKey(raw: point) }
        #expect(throws: CryptographyError.self) { try P256PublicKey(raw: Array(point.dropLast())) }
        #expect(throws: CryptographyError.self) { try P256PublicKey(pem: "nonsense") }
        #expect(throws: CryptographyError.self) { try P256PrivateKey(raw: [UInt8](repeating: 0, count: 32)) }
        #expect(throws: CryptographyError.self) { try P256PrivateKey(raw: [1, 2, 3]) }
    }

    @Test func keysGoThroughPEM() throws {
        let key = try P256PrivateKey()
        #expect(try P256PrivateKey(pem: key.pem) == key)
        #expect(try P256PublicKey(pem: key.publicKey.pem) == key.publicKey)
        #expect(try key.pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    }

    /// RFC 5869 appendix A.1, A.2 and A.3.
    @Test(
        arguments: [
            (
                String(repeating: "0b", count: 22), "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
            ),
            (
                String(repeating: "0b", count: 22), "", "",
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
            ),
        ])
    func hkdf(secret: String, salt: String, info: String, expected: String) throws {
        let output = try HKDF.derive(
            secret: #require(Hex.decode(secret)), salt: #require(Hex.decode(salt)), info: #require(Hex.decode(info)),
            count: 42)
        #expect(Hex.encode(output) == expected)
    }

    struct Sealed: Sendable {
        let key, nonce, header, plaintext, sealed: String
    }

    /// "The Galois/Counter Mode of Operation", test cases 1 to 4, which NIST published with the mode.
    @Test(
        arguments: [
            Sealed(
                key: "00000000000000000000000000000000", nonce: "000000000000000000000000", header: "", plaintext: "",
                sealed: "58e2fccefa7e3061367f1d57a4e7455a"),
            Sealed(
                key: "00000000000000000000000000000000", nonce: "000000000000000000000000", header: "",
                plaintext: "00000000000000000000000000000000",
                sealed: "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"),
            Sealed(
                key: "feffe9928665731c6d6a8f9467308308", nonce: "cafebabefacedbaddecaf888", header: "",
                plaintext:
                    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                    + "b16aedf5aa0de657ba637b391aafd255",
                sealed:
                    "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05"
                    + "1ba30b396a0aac973d58e091473f59854d5c2af327cd64a62cf35abd2ba6fab4"),
            Sealed(
                key: "feffe9928665731c6d6a8f9467308308", nonce: "cafebabefacedbaddecaf888",
                header: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                plaintext:
                    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                    + "b16aedf5aa0de657ba637b39",
                sealed:
                    "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05"
                    + "1ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47"),
        ])
    func aesGCM(vector: Sealed) throws {
        let key = try #require(Hex.decode(vector.key))
        let nonce = try #require(Hex.decode(vector.nonce))
        let header = try #require(Hex.decode(vector.header))
        let plaintext = try #require(Hex.decode(vector.plaintext))
        let sealed = try AESGCM.seal(plaintext, key: key, nonce: nonce, authenticating: header)
        #expect(Hex.encode(sealed) == vector.sealed)
        #expect(try AESGCM.open(sealed, key: key, nonce: nonce, authenticating: header) == plaintext)
        for index in [0, sealed.count - 1] {
            var other = sealed
            other[index] ^= 1
            #expect(throws: CryptographyError.self) {
                try AESGCM.open(other, key: key, nonce: nonce, authenticating: header)
            }
        }
        #expect(throws: CryptographyError.self) {
            try AESGCM.open(sealed, key: key, nonce: nonce, authenticating: header + [0])
        }
        #expect(throws: CryptographyError.self) { try AESGCM.open([1, 2], key: key, nonce: nonce) }
        #expect(throws: CryptographyError.self) { try AESGCM.seal(plaintext, key: [1], nonce: nonce) }
    }
}
