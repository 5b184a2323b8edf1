// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// Every letter of the default set tells its facts, in both languages.
@Suite struct LetterTests {
    @Test func everyMilestoneAndTheStaffHaveALetter() throws {
        let catalog = try LetterCase.catalog.get()
        for milestone in Milestone.allCases { #expect(catalog.has(milestone), "\(milestone)") }
        for milestone in [Milestone.failed, .returned] {
            #expect(try LetterCase.letter("ordinary", milestone, audience: .staff).subject.text.contains("직원 알림"))
        }
    }

    @Test(arguments: [
        (Milestone.shipped, "[달빛상점] 주문하신 상품이 출발했어요", "[달빛상점] Your order is on its way"),
        (.outForDelivery, "[달빛상점] 오늘 도착해요", "[달빛상점] Arriving today"),
        (.delivered, "[달빛상점] 배송이 완료됐어요", "[달빛상점] Your order was delivered"),
        (.failed, "[달빛상점] 배송하지 못했어요. 다시 갈게요", "[달빛상점] We could not deliver. We will try again"),
        (.hold, "[달빛상점] 상품을 잠시 보관하고 있어요", "[달빛상점] Your parcel is on hold"),
        (.returned, "[달빛상점] 상품이 되돌아가고 있어요", "[달빛상점] Your parcel is going back"),
        (.cancelled, "[달빛상점] 배송이 취소됐어요", "[달빛상점] Your delivery was cancelled"),
        (.delayed, "[달빛상점] 배송이 늦어지고 있어요", "[달빛상점] Your delivery is running late"),
        (.correction, "[달빛상점] 앞서 보낸 배송 소식을 바로잡아요", "[달빛상점] A correction about your delivery"),
    ])
    func subjectsSpeakInTheShopsVoice(_ milestone: Milestone, _ korean: String, _ english: String) throws {
        for (language, expected) in [(Language.korean, korean), (.english, english)] {
            let letter = try LetterCase.letter("ordinary", milestone, language)
            #expect(letter.subject.text == expected)
            #expect(letter.html.contains("<title>\(expected)</title>"))
        }
    }

    /// What a person would look for in each letter, in HTML and text alike.
    static let facts: [(Milestone, Language, [String])] = [
        (.shipped, .korean, ["상품이 출발했어요", "11월 22일(일)에 도착할 예정이에요", "허브에 도착", "배송 조회하기"]),
        (
            .shipped, .english,
            ["Your order is on its way", "It should arrive on Sun, November 22.", "Arrived at a hub"]
        ),
        (.outForDelivery, .korean, ["오늘 안에 도착해요", "배송 차량에 실려 출발했어요", "도착 예정"]),
        (.outForDelivery, .english, ["Arriving today", "has left on the delivery van"]),
        (.delivered, .korean, ["잘 도착했어요", "11월 22일(일) 오후 3:20에 도착했어요.", "후기 쓰기"]),
        (.delivered, .english, ["Your parcel has arrived", "Sun, November 22 at 3:20 pm", "Write a review"]),
        (
            .failed, .korean,
            ["오늘 전해 드리지 못했어요", "미배달(고객부재)", "이제 이렇게 진행돼요", "CJ대한통운에 전화하기 · 1588-1255", "다시 출발하면 바로 알려"]
        ),
        (.failed, .english, ["We could not deliver today", "What happens next", "Call CJ Logistics · 1588-1255"]),
        (.hold, .korean, ["상품이 잠시 멈춰 있어요", "보관", "다시 움직이면 알려 드릴게요"]),
        (.hold, .english, ["Your parcel is waiting", "We will tell you when it moves again."]),
        (.returned, .korean, ["반송 중이에요", "달빛상점에서 다음 절차를 안내해", "환불을 원하시면"]),
        (.returned, .english, ["Your parcel is going back", "Going back to the sender", "or a refund"]),
        (.cancelled, .korean, ["배송이 취소됐어요", "접수취소", "요청하지 않으셨다면 달빛상점에"]),
        (.cancelled, .english, ["Your delivery was cancelled", "there is nothing left to do"]),
        (.delayed, .korean, ["배송이 늦어지고 있어요", "2일 동안 택배사의 새 기록이 없어요", "11월 22일(일) 오전 6:35 · 송파가락"]),
        (.delayed, .english, ["recorded nothing new for 2 days", "Sun, November 22 at 6:35 am · 송파가락"]),
        (.correction, .korean, ["앞서 보낸 소식과 달라졌어요", "앞서 보낸 소식", "배송 완료", "지금 확인된 소식", "← 반송 중"]),
        (.correction, .english, ["What we said", "Delivered", "What is true now", "← Going back"]),
    ]

    @Test(arguments: facts.indices)
    func eachLetterTellsItsFactsInBothParts(_ index: Int) throws {
        let (milestone, language, expected) = Self.facts[index]
        let letter = try LetterCase.letter("ordinary", milestone, language)
        let words = LetterCase.words(letter.html)
        let text = LetterCase.plain(letter.text)
        let courier = language == .korean ? "CJ대한통운" : "CJ Logistics"
        for fact in expected + [courier, "6865-3012-9012", "1588-1255", "홍*동", "서울특별시 송파구 ***", "제주 노지 감귤", "5kg · 중과"]
        {
            #expect(words.contains(fact), "\(milestone) \(language) html: \(fact)")
            #expect(text.contains(fact), "\(milestone) \(language) text: \(fact)")
        }
        for link in [
            "https://notify.example.com/t/5Qk2mZr8Yw", "https://notify.example.com/u/", "https://dalbit.example/orders",
        ] {
            #expect(letter.html.contains("href=\"" + link) && letter.text.contains(link), "\(link)")
        }
    }

    @Test func theCallIsALinkOnlyWhereOneHelps() throws {
        for milestone in [Milestone.failed, .hold, .delayed] {
            #expect(try LetterCase.letter("ordinary", milestone).html.contains("전화하기"), "\(milestone)")
        }
        #expect(!(try LetterCase.letter("ordinary", .delivered).html).contains("전화하기"))
        #expect(!(try LetterCase.letter("missing-facts", .failed).html).contains("전화하기"))
    }

    @Test(arguments: [
        (Milestone.shipped, "✓ 상품 준비 · ● 배송 중 · ○ 배송 출발 · ○ 배송 완료"),
        (.outForDelivery, "✓ 상품 준비 · ✓ 배송 중 · ● 배송 출발 · ○ 배송 완료"),
        (.delivered, "✓ 상품 준비 · ✓ 배송 중 · ✓ 배송 출발 · ✓ 배송 완료"),
        (.failed, "✓ 상품 준비 · ✓ 배송 중 · ✕ 배송 출발: 전하지 못함 · ○ 배송 완료"),
        (.hold, "✓ 상품 준비 · ■ 배송 중: 보관 중 · ○ 배송 출발 · ○ 배송 완료"),
        (.returned, "✓ 상품 준비 · ✓ 배송 중 · ← 배송 출발: 반송 중 · ○ 배송 완료"),
        (.cancelled, "✓ 상품 준비 · ✕ 배송 중: 배송 취소 · ○ 배송 출발 · ○ 배송 완료"),
    ])
    func theBarTellsBySignAndWord(_ milestone: Milestone, _ expected: String) throws {
        let text = try LetterCase.letter("ordinary", milestone).text
        let line = try #require(text.split(separator: "\n").first { $0.contains("상품 준비") })
        #expect(line == expected)
    }

    @Test func theTextPartReadsLikeALetter() throws {
        let text = try LetterCase.letter("ordinary", .shipped).text
        #expect(
            text.contains(
                """
                11월 22일 일요일
                  06:35  송파가락  간선하차 (허브에 도착)
                  03:12  옥천HUB   간선상차 (허브로 이동 중)

                11월 21일 토요일
                  23:58  옥천HUB   간선하차 (허브에 도착)
                  18:41  강남직영  집화처리 (택배사가 상품을 받았어요)
                  16:02  -         접수 (택배사가 접수했어요)
                """))
        #expect(text.contains("- 제주 노지 감귤 (5kg · 중과), 39,000원 × 2개\n- 유자차 선물 세트, 28,500원 × 1개\n"))
        #expect(text.contains("배송 조회하기 <https://notify.example.com/t/5Qk2mZr8Yw>\n"))
        #expect(!text.contains("\n\n\n"))
    }

    @Test func missingFactsHaveDesignedFallbacks() throws {
        let letter = try LetterCase.letter("missing-facts", .delivered)
        let words = LetterCase.words(letter.html)
        for fact in ["달나라택배", "MX77120", "상품 1개"] { #expect(words.contains(fact), "\(fact)") }
        #expect(letter.text.contains("- 상품, 1개\n"))
        for absent in ["택배사 고객센터", "받는 분", "받는 곳", "맡길 곳", "도착했어요. 아직"] {
            #expect(!words.contains(absent), "\(absent)")
        }
        #expect(try LetterCase.letter("no-scans", .shipped).text.contains("아직 택배사의 기록이 없어요."))
        #expect(try LetterCase.letter("missing-facts", .delayed).text.contains("2일 동안"))
        #expect(try LetterCase.letter("no-scans", .delayed).text.contains("택배사의 새 기록이 아직 없어요."))
    }

    @Test(arguments: LetterCase.names, Language.allCases)
    func noLetterHasAHole(fixture: String, language: Language) throws {
        for milestone in Milestone.allCases {
            let letter = try LetterCase.letter(fixture, milestone, language)
            let place = "\(fixture) \(milestone) \(language)"
            #expect(!letter.subject.isBlank, "\(place)")
            for hole in ["null", "undefined", "nil", "Optional"] + (fixture == "hostile" ? [] : ["{{", "}}"]) {
                #expect(!LetterCase.words(letter.html).contains(hole), "\(place): \(hole)")
                #expect(!letter.text.contains(hole) && !letter.subject.text.contains(hole), "\(place): \(hole)")
            }
            #expect(
                !letter.html.contains(/<(td|th|p|li|a|b|span|h[1-6])\b[^>]*>\s*<\/\1>/), "\(place): an empty element")
        }
    }

    @Test func aWindowIsToldWhereTheCourierGaveOne() throws {
        var telling = try LetterCase.telling("ordinary", .outForDelivery)
        for (words, expected) in [
            ("배송출발 (16~18시)", "16:00~18:00"), ("14:00 ~ 16:30 도착예정", "14:00~16:30"),
            ("오전 9시 30분-11시 배송", "09:30~11:00"),
            ("배송출발", nil), ("2026-11-22 배송출발", nil), ("010-12-34시", nil), ("18~16시", nil), ("25~27시", nil),
            ("1-2개", nil),
        ] as [(String, String?)] {
            let scan = Scan(
                time: Timestamp(seconds: 1_795_307_040), location: nil, text: try Line(words), stage: .outForDelivery)
            telling.shipment.snapshot?.scans = [scan]
            let text = try LetterCase.catalog.get().letter(telling).text
            if let expected {
                #expect(text.contains(expected + " 사이에 도착할 예정이에요."), "\(words)")
            } else {
                #expect(!text.contains("사이에 도착할"), "\(words)")
            }
        }
    }

    @Test(arguments: Language.allCases) func aGiftShowsNeitherProductNorPrice(language: Language) throws {
        for milestone in Milestone.allCases {
            let letter = try LetterCase.letter("gift", milestone, language)
            for secret in ["감귤", "유자차", "39,000", "28,500", "20261121-0042", "reviews/new", "ld+json"] {
                #expect(!LetterCase.all(letter).contains(secret), "\(milestone) \(secret)")
            }
        }
        #expect(!(try LetterCase.page("gift", .tracking, language)).contains("감귤"))
        #expect(try LetterCase.letter("gift", .shipped).subject.text == "[달빛상점] 선물이 출발했어요")
        // The shop's own people see what the customer who ordered sees.
        #expect(try LetterCase.letter("gift", .failed, audience: .staff).text.contains("20261121-0042"))
    }
}
