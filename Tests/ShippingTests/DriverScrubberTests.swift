// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Testing
import Values

@Suite("SEMANTICS D7: drivers are people too")
struct DriverScrubberTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let written: String
        let shown: String
        let name: String?
        let phone: String?

        init(_ written: String, _ shown: String, _ name: String? = nil, _ phone: String? = nil) {
            self.written = written
            self.shown = shown
            self.name = name
            self.phone = phone
        }

        var testDescription: String { written }
    }

    @Test(
        "D7: couriers' own words",
        arguments: [
            // CJ대한통운
            Case(
                "고객님의 상품을 배송할 예정입니다.(16~18시)(배송담당:홍길동 010-1234-5678)", "고객님의 상품을 배송할 예정입니다.(16~18시)", "홍길동",
                "01012345678"),
            Case("고객님의 상품이 배송완료 되었습니다.(담당사원:홍길동 010-1234-5678)", "고객님의 상품이 배송완료 되었습니다.", "홍길동", "01012345678"),
            Case("고객님의 상품이 배송지에 도착하였습니다.(배송예정:홍길동 010-1234-5678)", "고객님의 상품이 배송지에 도착하였습니다.", "홍길동", "01012345678"),
            Case("고객님의 상품이 배송완료 되었습니다.(담당사원:이동욱)", "고객님의 상품이 배송완료 되었습니다.", "이동욱"),
            Case(
                "고객님의 상품을 배송할 예정입니다.(17∼19시)(배송담당:남궁민수 050-7123-4567)", "고객님의 상품을 배송할 예정입니다.(17∼19시)", "남궁민수",
                "05071234567"),
            // 한진
            Case("배송출발하였습니다. (배송사원 : 이가람 010-0000-5746)", "배송출발하였습니다.", "이가람", "01000005746"),
            Case("배송출발하였습니다. (배송사원 : 김지연)", "배송출발하였습니다.", "김지연"),
            Case("배송완료하였습니다.(배송사원:홍** 010-****-5678)", "배송완료하였습니다.", "홍**"),
            // 로젠
            Case("고객님께 물품을 배달 준비 중입니다. 배송예정 홍길동 010-1234-5678", "고객님께 물품을 배달 준비 중입니다. 배송예정", "홍길동", "01012345678"),
            Case("서광산(으)로 출발하였습니다. 0505-278-8601", "서광산(으)로 출발하였습니다.", nil, "05052788601"),
            Case("배송출고 (담당직원: 정보람, 연락처: 010-1234-5678)", "배송출고", "정보람", "01012345678"),
            // 우체국
            Case("배달준비 집배원:홍길동", "배달준비", "홍길동"),
            Case("배달준비 집배원:홍길동, 010-1234-5678", "배달준비", "홍길동", "01012345678"),
            Case("집배원 김우체 010-9876-5432 방문예정", "집배원 방문예정", "김우체", "01098765432"),
            Case("동대문우체국 02-2210-3703", "동대문우체국", nil, "0222103703"),
            // 롯데
            Case("배달예정입니다. 배송기사:홍길동 010-1234-5678", "배달예정입니다.", "홍길동", "01012345678"),
            Case("배송기사정보 : 홍길동 ☎010-1234-5678", "", "홍길동", "01012345678"),
            Case("배송기사 홍길동(010-1234-5678)님이 배송할 예정입니다.", "배송기사님이 배송할 예정입니다.", "홍길동", "01012345678"),
            // free wording
            Case("홍길동 기사님이 배송 중입니다", "기사님이 배송 중입니다", "홍길동"),
            Case("택배기사(김상호) 배송중", "택배기사 배송중", "김상호"),
            Case("담당 : 홍길동 / 010.1234.5678", "", "홍길동", "01012345678"),
            Case("집하담당:홍길동", "", "홍길동"),
            Case("배송 담당 : 홍길동 (Tel. 02)123-4567)", "", "홍길동", "021234567"),
            Case("배송담당:강남대리점 홍길동", "배송담당:강남대리점", "홍길동"),
            Case("Driver: John Smith +82 10 1234 5678", "", "John Smith", "01012345678"),
            Case("홍길동(01012345678) 배송출발", "배송출발", "홍길동", "01012345678"),
            Case("배송출발 ０１０-１２３４-５６７８", "배송출발", nil, "01012345678"),
            Case("기사님 연락처: 031-123-4567", "기사님", nil, "0311234567"),
        ])
    func couriersWords(_ test: Case) {
        let scrubbed = DriverScrubber.scrub(test.written)
        #expect(scrubbed.text.text == test.shown)
        #expect(scrubbed.driver?.name?.text == test.name)
        #expect(scrubbed.driver?.phone?.national == test.phone)
    }

    @Test(
        "D7: what names nobody stays as it is",
        arguments: [
            "간선상차", "배송출발", "고객님의 상품을 배송할 예정입니다.(16~18시)", "보내시는 고객님으로부터 상품을 인수받았습니다", "배송예정시간 : 16~18시",
            "배송예정 16:00~18:00", "배송예정: 오늘 중", "고객센터 1588-1255로 문의하세요", "문의 1899-5368", "080-023-8000", "기사 배정 완료",
            "기사님이 방문할 예정입니다", "기사 연락처 확인중", "집배원 방문예정", "집배원 배달중", "담당점소: 강남", "배송담당: 강남대리점", "2026-05-12 13:10:00 도착",
            "운송장 686530129012", "2024.04.10 01:02 이천센터", "미배달 (고객 부재)", "현관문 앞(위탁배송)", "1개 (2,500원)", "대전HUB",
            "기사 사정으로 지연되었습니다", "수령인 : 본인", "Delivered to front desk", "",
        ])
    func nobody(_ written: String) {
        let scrubbed = DriverScrubber.scrub(written)
        #expect(scrubbed.text.text == written)
        #expect(scrubbed.driver == nil)
    }

    /// All Korean numbers but companies' own, in every way to write them, in the middle of other words.
    @Test("D7: no personal number survives, however it is written")
    func everySpelling() {
        let numbers = [
            ["010", "1234", "5678"], ["011", "234", "5678"], ["0507", "1234", "5678"], ["0505", "123", "4567"],
            ["02", "123", "4567"], ["02", "1234", "5678"], ["031", "123", "4567"], ["064", "1234", "5678"],
            ["070", "1234", "5678"],
        ]
        for parts in numbers {
            for separator in ["-", "", " ", ".", " - ", "–"] {
                for (before, after) in [
                    ("", ""), ("배송출발 ", " 입니다"), ("(", ")"), ("연락처:", "로 전화"), ("☎", ""), ("A/", "/B"),
                ] {
                    let written = before + parts.joined(separator: separator) + after
                    let scrubbed = DriverScrubber.scrub(written)
                    let digits = scrubbed.text.text.filter { $0.isNumber }
                    #expect(digits.isEmpty, "\(written) became \(scrubbed.text.text)")
                    #expect(scrubbed.driver?.phone?.national == parts.joined(), "\(written)")
                }
            }
        }
    }

    @Test("any text of any length gives a line within its limit, and scrubbing again changes nothing")
    func anything() {
        var random = SplitMix(seed: 7)
        let alphabet = Array("홍길동배송담당기사님예정 ():/,.-~010123456789☎*\n\u{202E}가나AbD".unicodeScalars)
        for _ in 0..<5_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<random.next(60) { text.append(alphabet[random.next(alphabet.count)]) }
            let once = DriverScrubber.scrub(String(text), maxBytes: 80)
            #expect(once.text.text.utf8.count <= 80)
            #expect(!Line.hasControls(once.text.text))
            #expect(DriverScrubber.scrub(once.text.text, maxBytes: 80).text == once.text, "\(String(text))")
            #expect(
                !once.text.text.contains(#/(^|[^0-9-.*])01[0-9]-[0-9]{4}-[0-9]{4}/#), "\(String(text)) kept a number")
        }
    }
}

/// A small generator of repeatable numbers (Steele, Lea, Flood 2014).
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func next(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}
