// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Testing

/// RFC 2045 section 6.7.
struct QuotedPrintableTests {
    private func encode(_ text: String) -> String {
        String(decoding: QuotedPrintable.encode(Array(text.utf8)), as: UTF8.self)
    }

    private func decode(_ text: String) -> String {
        String(decoding: QuotedPrintable.decode(Array(text.utf8)[...]), as: UTF8.self)
    }

    @Test("the example of RFC 2045: a soft line break joins its lines")
    func rfcExample() {
        let encoded = "Now's the time =\r\nfor all folk to come=\r\n to the aid of their country."
        #expect(decode(encoded) == "Now's the time for all folk to come to the aid of their country.")
    }

    @Test(
        "known answers, as Python's quopri and RFC 2045's rules give them",
        arguments: [
            ("plain", "plain"),
            ("a=b", "a=3Db"),
            ("caf\u{E9}", "caf=C3=A9"),
            ("\u{D55C}", "=ED=95=9C"),
            ("ends in space \r\nnext\t\r\n", "ends in space=20\r\nnext=09\r\n"),
            ("space at the very end ", "space at the very end=20"),
            ("tab\tinside", "tab\tinside"),
            (".dot\r\n.\r\nmid.dot", "=2Edot\r\n=2E\r\nmid.dot"),
            ("From me\r\nFrom: me\r\nFro", "=46rom me\r\nFrom: me\r\nFro"),
            ("bare\rreturn\nfeed", "bare=0Dreturn=0Afeed"),
            ("\u{7F}\u{1}", "=7F=01"),
            ("", ""),
        ])
    func knownAnswers(text: String, encoded: String) {
        #expect(encode(text) == encoded)
        #expect(decode(encoded) == text)
    }

    @Test("a line of exactly 76 needs no soft break, one of 77 does")
    func edges() {
        let exact = String(repeating: "a", count: 76)
        #expect(encode(exact) == exact)
        #expect(encode(exact + "\r\n") == exact + "\r\n")
        #expect(encode(exact + "a") == String(repeating: "a", count: 75) + "=\r\naa")
        // An encoded byte that ends the line at column 76.
        #expect(encode(String(repeating: "a", count: 73) + "=") == String(repeating: "a", count: 73) + "=3D")
        #expect(encode(String(repeating: "a", count: 74) + "=") == String(repeating: "a", count: 74) + "=\r\n=3D")
    }

    @Test("a dot that a soft break moves to the start of a line is encoded too")
    func dotAfterSoftBreak() {
        let text = String(repeating: "a", count: 75) + ".." + "b"
        #expect(encode(text) == String(repeating: "a", count: 75) + "=\r\n=2E.b")
    }

    @Test("generated texts come back, in lines of at most 76, with no UTF-8 sequence cut by a soft break")
    func roundTrip() {
        var random = SplitMix64(seed: 11)
        let pieces = [
            "a", " ", "\t", "=", ".", "From ", "\r\n", "한", "é", "👩‍👩‍👧‍👦", "word and ", "\u{1}", "<td style=\"x\">",
        ]
        for _ in 0..<500 {
            let text = (0..<random.below(200)).map { _ in random.pick(pieces) }.joined()
            let encoded = encode(text)
            #expect(decode(encoded) == text)
            for line in Samples.lines(encoded) {
                #expect(line.utf8.count <= 76)
                #expect(line.utf8.last != 0x20 && line.utf8.last != 0x09)
                #expect(!line.hasPrefix(".") && !line.hasPrefix("From "))
                let bytes = QuotedPrintable.decode(Array(line.utf8)[...])
                #expect(String(validating: bytes.last == 0x3D ? Array(bytes.dropLast()) : bytes, as: UTF8.self) != nil)
            }
        }
    }

    @Test(
        "what is not well formed stays as it is",
        arguments: [
            ("a=ZZb", "a=ZZb"), ("a=4", "a=4"), ("lower=c3=a9", "loweré"), ("soft= \t\r\nend", "softend"),
            ("soft=\nend", "softend"), ("trailing=", "trailing"), ("==41", "=A"),
        ])
    func tolerant(encoded: String, text: String) {
        #expect(decode(encoded) == text)
    }
}
