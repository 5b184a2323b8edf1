// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Testing
import Values

/// Mail that is not written in UTF-8.
struct LegacyCharsetTests {
    private static func mail(_ charset: String, _ body: [UInt8], subject: String = "x") -> ParsedMail {
        ParsedMail(
            Array(
                "Subject: \(subject)\r\nContent-Type: text/plain; charset=\"\(charset)\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                    .utf8) + body)
    }

    // The bytes are those of Python's codecs: "홍길동 배송".encode(name).
    @Test(
        "Korean as Python encodes it",
        arguments: [
            ("EUC-KR", "c8abb1e6b5bf20b9e8bcdb", "홍길동 배송"), ("ks_c_5601-1987", "c8abb1e6b5bf20b9e8bcdb", "홍길동 배송"),
            ("cp949", "c8abb1e6b5bf20b9e8bcdb", "홍길동 배송"), ("UHC", "8c6320c8ab", "똠 홍"),
            ("euc-kr", "8c6320c8ab", "똠 홍"),
            ("ISO-2022-KR", "1b2429430e482b3166353f0f", "홍길동"),
            ("johab", "d1b78ba995b7", "홍길동"), ("Shift_JIS", "93fa967b", "日本"), ("gb2312", "d6d0b9fa", "中国"),
            ("windows-1252", "93e994", "“é”"), ("UTF-16", "feffd64d", "홍"),
        ])
    func known(charset: String, hex: String, text: String) throws {
        let bytes = try #require(Hex.decode(hex))
        let read = try #require(Self.mail(charset, bytes).text)
        #expect(read.hasPrefix(text), "\(charset): \(read)")
    }

    @Test("a subject in EUC-KR, cut in the middle of a character between two words")
    func subject() {
        let mail = Self.mail("utf-8", [], subject: "=?EUC-KR?B?yKux5rU=?= =?euc-kr?B?vw==?= =?euc-kr?Q?_=B9=E8=BC=DB?=")
        #expect(mail.subject == "홍길동 배송")
    }

    @Test(
        "wrong and hostile charset names never fail",
        arguments: [
            "no-such-set", "//IGNORE", "UTF-8//TRANSLIT", "../../etc/passwd", "CP949//", "ISO-2022-CN-EXT", "\u{FFFD}",
            String(repeating: "x", count: 10_000), " ", "INTERNAL", "IBM930",
        ])
    func unknown(charset: String) {
        let mail = Self.mail(charset, Array("안녕 hello".utf8))
        #expect(mail.text?.contains("hello") == true)
    }

    @Test("bytes that are not of the set named: what can be read is", arguments: LegacyCharset.allCases)
    func garbage(set: LegacyCharset) {
        let ascii = Array("parcel ".utf8)
        let text = Charset.legacy(set).decode(ascii + [0xFF, 0xFF, 0x1B, 0x24, 0x80] + ascii)
        #expect(!text.isEmpty)
        // All pairs of bytes, and a megabyte of nonsense, end and stay in bounds.
        for high in stride(from: UInt8(0), through: 255, by: 5) {
            let pairs = (UInt8(0)...255).flatMap { [high, $0] }
            #expect(Charset.legacy(set).decode(pairs).utf8.count <= pairs.count * 4 + 16)
        }
        let million = [UInt8](repeating: 0xFE, count: 1 << 20)
        #expect(Charset.legacy(set).decode(million).utf8.count <= million.count * 4)
    }
}
