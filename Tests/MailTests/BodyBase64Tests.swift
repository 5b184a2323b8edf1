// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Testing
import Values

/// RFC 2045 section 6.8 and RFC 4648 section 10.
struct BodyBase64Tests {
    @Test(
        "the vectors of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(text: String, encoded: String) {
        #expect(String(decoding: BodyBase64.encode(Array(text.utf8)), as: UTF8.self) == encoded)
        #expect(BodyBase64.decode(Array(encoded.utf8)[...]) == Array(text.utf8))
    }

    @Test("every length up to 400 agrees with the unbroken base64 of Values, cut into lines of 76")
    func lines() {
        var random = SplitMix64(seed: 12)
        for length in 0...400 {
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let encoded = BodyBase64.encode(bytes)
            #expect(encoded.count == BodyBase64.encodedSize(length))
            let lines = Samples.lines(String(decoding: encoded, as: UTF8.self))
            #expect(lines.joined() == Base64.encode(bytes))
            #expect(lines.dropLast().allSatisfy { $0.utf8.count == 76 })
            #expect((lines.last ?? "").utf8.count <= 76)
            #expect(BodyBase64.decode(encoded[...]) == bytes)
        }
    }

    @Test("reading passes over what is no letter, and over padding in the middle")
    func tolerant() {
        let written = "Zm9v\r\n Ym#Fy\tZg==Zm8=!"
        #expect(BodyBase64.decode(Array(written.utf8)[...]) == Array("foobarffo".utf8))
        #expect(BodyBase64.decode(Array("Z".utf8)[...]) == [])
        #expect(BodyBase64.decode(Array("====".utf8)[...]) == [])
    }
}
