// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Values

@Suite("Lines, masks, secrets, widths")
struct TextTests {
    /// C0, DEL, C1, line and paragraph separators, bidirectional overrides and isolates.
    private let forbidden: [UInt32] =
        Array(0...0x1F) + Array(0x7F...0x9F) + [0x2028, 0x2029] + Array(0x202A...0x202E) + Array(0x2066...0x2069)

    @Test("a line refuses every control and override, and nothing else")
    func controls() {
        for value in UInt32(0)...0x2100 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "가" + String(Character(scalar)) + "나"
            #expect(Line.hasControls(text) == forbidden.contains(value), "U+\(String(value, radix: 16))")
            #expect((try? Line(text)) == nil || !forbidden.contains(value))
            let clean = Line(cleaning: text).text
            #expect(clean == (forbidden.contains(value) ? "가 나" : text), "U+\(String(value, radix: 16))")
        }
        #expect(!Line.hasControls("한글 emoji 👩‍👩‍👧 é ~"))
    }

    @Test("cleaning cuts at whole characters of UTF-8, refusing does not cut")
    func lengths() throws {
        #expect(Line(cleaning: "가나다", maxBytes: 8).text == "가나")
        #expect(Line(cleaning: "가나다", maxBytes: 9).text == "가나다")
        #expect(Line(cleaning: "ab\u{0}cd", maxBytes: 4).text == "ab c")
        #expect(Line(cleaning: "", maxBytes: 0).text.isEmpty && Line(cleaning: "가", maxBytes: 0).text.isEmpty)
        #expect(try Line("가나다", maxBytes: 9).text == "가나다")
        #expect(throws: ValueError.self) { try Line("가나다", maxBytes: 8) }
        #expect(try Line(" \u{3000}").isBlank && !Line("x").isBlank)
    }

    @Test("a secret never prints itself")
    func secrets() {
        struct Holder { let secret = Secret("hunter2") }
        var dumped = ""
        dump(Holder(), to: &dumped)
        let texts = [
            "\(Secret("hunter2"))", String(describing: Secret("hunter2")), String(reflecting: Secret("hunter2")),
            String(reflecting: Holder()), String(describing: [Secret("hunter2")]), dumped,
            String(describing: Mirror(reflecting: Secret("hunter2")).children.map { "\($0)" }),
            String(describing: Optional(Secret("hunter2"))),
        ]
        for text in texts { #expect(!text.contains("hunter2"), "\(text)") }
        #expect(Secret("hunter2").reveal() == "hunter2")
    }

    @Test("masks keep what staff need and no more")
    func masks() throws {
        #expect(
            Masking.name("홍길동") == "홍*동" && Masking.name("홍길") == "홍*" && Masking.name("홍") == "*"
                && Masking.name("") == "")
        #expect(Masking.phone("01012345678") == "010-****-5678" && Masking.phone("1234") == "***34")
        #expect(Masking.trackingNumber(try TrackingNumber("686530129012")) == "********9012")
        #expect(Masking.trackingNumber(try TrackingNumber("1234")) == "1234")
    }

    @Test(
        "names are masked the Korean way, whatever stands beside them",
        arguments: [
            ("홍길동", "홍*동"), ("남궁민수", "남궁**"), ("남궁 민수", "남궁**"), ("홍 길동", "홍*동"), ("김구름별", "김**별"), ("선우진", "선우*"),
            ("홍길동 010-1234-5678", "홍*동"), ("홍길동(3층)", "홍*동"), ("홍*동", "홍*동"), ("Kim Minsu", "Kim M***"),
            ("Madonna", "M***"), ("محمد علي", "محمد ع***"), ("山田太郎", "山**郎"), (" 홍길동 ", "홍*동"), ("👩‍👩‍👧 가족", "👩‍👩‍👧 가***"),
        ])
    func names(name: String, masked: String) {
        #expect(Masking.name(name) == masked)
    }

    @Test(
        "of an address the region and the district stay",
        arguments: [
            ("서울특별시 송파구 올림픽로 300, 101동 1203호", "서울특별시 송파구 ***"), ("(05540) 서울 송파구 올림픽로 300", "서울 송파구 ***"),
            ("경기도 성남시 분당구 정자일로 95", "경기도 성남시 분당구 ***"), ("세종특별자치시 한누리대로 2130", "세종특별자치시 ***"),
            ("제주특별자치도 제주시 노형로 1", "제주특별자치도 제주시 ***"), ("광주 북구 용봉로 77", "광주 북구 ***"),
            ("300 Olympic-ro, Songpa-gu, Seoul 05540", "***, Songpa-gu, Seoul"), ("문 앞에 놔 주세요 공동현관 1234", "***"),
            ("서울특별시 올림픽로 300", "***"), ("", "***"),
        ])
    func addresses(address: String, masked: String) {
        #expect(Masking.address(address) == masked)
    }

    @Test("a postal address is taken apart")
    func postalPlace() throws {
        let place = try #require(PostalPlace("(05540) 서울특별시 송파구 올림픽로 300, 101동 (신천동)"))
        #expect(place.region == "서울특별시" && place.locality == "송파구" && place.postalCode == "05540")
        #expect(place.street == "올림픽로 300, 101동 (신천동)")
        let english = try #require(PostalPlace("300 Olympic-ro, Songpa-gu, Seoul 05540, Republic of Korea"))
        #expect(english.region == "Seoul" && english.locality == "Songpa-gu" && english.street == "300 Olympic-ro")
    }

    @Test(
        "columns in a terminal",
        arguments: [
            ("", 0), ("abc", 3), ("한글", 4), ("한글 abc", 8), ("ｱｲ", 2), ("ＡＢ", 4), ("漢字", 4), ("😀", 2), ("👩‍👩‍👧", 2),
            ("🇰🇷", 2),
            ("e\u{301}", 1), ("\u{1112}\u{1161}\u{11AB}", 2), ("☎️", 2), ("☎", 1), ("—", 1), ("①", 1),
        ])
    func widths(text: String, columns: Int) {
        #expect(DisplayWidth.columns(text) == columns)
        #expect(DisplayWidth.columns(DisplayWidth.pad(text, to: 20)) == 20)
    }

    @Test("a problem reads file:line: field: message [rule] way out")
    func problems() {
        let problem = Problem(
            file: "a.yaml", line: 3, field: "shops.x", rule: "unknown-key", message: "is not known",
            wayOut: "Remove it.")
        #expect(problem.description == "a.yaml:3: shops.x: is not known [unknown-key] Remove it.")
        #expect(Problem(rule: "r", message: "m").description == "m [r]")
        #expect(Problems([problem, Problem(rule: "r", message: "m")]).description.split(separator: "\n").count == 2)
    }
}

@Suite("Hexadecimal and base64")
struct EncodingTests {
    /// RFC 4648 section 10.
    @Test(
        "RFC 4648 vectors",
        arguments: [
            ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
            ("foob", "Zm9vYg==", "666f6f62"),
            ("fooba", "Zm9vYmE=", "666f6f6261"), ("foobar", "Zm9vYmFy", "666f6f626172"),
        ])
    func vectors(text: String, base64: String, hex: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == base64 && Base64.decode(base64) == bytes)
        #expect(Base64.encodedBytes(bytes) == Array(base64.utf8))
        let bare = base64.filter { $0 != "=" }
        #expect(Base64.encodeURL(bytes) == bare && Base64.decode(bare) == bytes)
        #expect(Hex.encode(bytes) == hex && Hex.decode(hex) == bytes && Hex.decode(hex.uppercased()) == bytes)
    }

    @Test("both alphabets, all byte values and lengths, come back")
    func roundTrip() {
        var state: UInt64 = 3
        for length in 0..<200 {
            let bytes = (0..<length).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(truncatingIfNeeded: state >> 33)
            }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes && Base64.decode(Base64.encodeURL(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=" && Base64.encodeURL([0xFB, 0xFF]) == "-_8")
    }

    @Test(
        "what is neither is nil",
        arguments: ["A", "AAAAA", "A===", "====", "Zg=", "Zg===", "Zm9v=", "Z g=", "Zg==\n", "한", "Zh==", "Zm9=", "="])
    func noBase64(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("what is no hexadecimal is nil", arguments: ["0", "0g", "0x", " 00", "한", "-1"])
    func noHex(_ text: String) {
        #expect(Hex.decode(text) == nil)
    }
}
