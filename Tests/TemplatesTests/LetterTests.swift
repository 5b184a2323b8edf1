// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// The letters of the default set, with every fixture.
@Suite struct LetterTests {
    static let folder = Repository.root.appendingPathComponent("templates").path
    static let catalog = Result { try TemplateCatalog.load(folder) }
    static let fixtures = (try? LetterFixture.load(folder + "/fixtures")) ?? []
    static let names = [
        "english", "gift", "hostile", "missing-facts", "no-scans", "ordinary", "twelve-scans",
    ]

    private func letter(_ fixture: String, _ milestone: Milestone, _ language: Language? = nil) throws -> RenderedLetter
    {
        let found = try #require(Self.fixtures.first { $0.name == fixture })
        return try Self.catalog.get().letter(found.letter(milestone, language: language))
    }

    private func page(_ fixture: String, _ page: CustomerPage, _ language: Language? = nil) throws -> String {
        let found = try #require(Self.fixtures.first { $0.name == fixture })
        return try Self.catalog.get().page(page, found.letter(nil, language: language))
    }

    @Test func everyFixtureLoads() throws {
        #expect(try LetterFixture.load(Self.folder + "/fixtures").map(\.name) == Self.names)
        #expect(Self.fixtures.allSatisfy { !$0.about.isEmpty })
    }

    @Test func everyMilestoneToldByDefaultHasALetter() throws {
        let catalog = try Self.catalog.get()
        for milestone in Milestone.toldByDefault { #expect(catalog.has(milestone)) }
        #expect(catalog.has(.correction))
    }

    @Test(arguments: names, Language.allCases)
    func everyLetterIsWhole(fixture: String, language: Language) throws {
        let catalog = try Self.catalog.get()
        for milestone in Milestone.allCases where catalog.has(milestone) {
            let letter = try letter(fixture, milestone, language)
            let place = "\(fixture) \(milestone) \(language)"
            #expect(!letter.subject.isBlank, "\(place)")
            if fixture != "hostile" {
                for part in [letter.subject.text, letter.html, letter.text] {
                    for hole in ["null", "undefined", "{{", "}}", "nil", "Optional"] {
                        #expect(!part.contains(hole), "\(place): \(hole)")
                    }
                }
            }
            let faults = MarkupCheck.faults(in: letter.html)
            #expect(faults.isEmpty, "\(place): \(faults)")
            #expect(letter.html.utf8.count < 40_000, "\(place)")
        }
        for page in CustomerPage.allCases {
            let faults = MarkupCheck.faults(in: try self.page(fixture, page, language))
            #expect(faults.isEmpty, "\(fixture) \(page) \(language): \(faults)")
        }
    }

    @Test(arguments: Language.allCases) func hostileTextStaysText(language: Language) throws {
        for milestone in Milestone.toldByDefault {
            let html = try letter("hostile", milestone, language).html
            #expect(!html.lowercased().contains("<script"))
            #expect(!html.contains("<img src=x"))
            #expect(!html.contains("' onmouseover"))
            #expect(html.contains("&lt;script&gt;"))
            let subject = try letter("hostile", milestone, language).subject.text
            #expect(!subject.contains("\n") && !subject.contains("\r"))
        }
    }

    @Test(arguments: names) func peopleAreNotToldOf(fixture: String) throws {
        let catalog = try Self.catalog.get()
        for milestone in Milestone.allCases where catalog.has(milestone) {
            for language in Language.allCases {
                let letter = try letter(fixture, milestone, language)
                let all = letter.subject.text + letter.html + letter.text
                // SEMANTICS D7: door codes and people's numbers and addresses are not even in the view.
                for secret in ["4821", "9999", "종 1203", "010-1234-5678", "올림픽로 300", "홍길동", "김영희", "John Smith"] {
                    #expect(!all.contains(secret), "\(secret)")
                }
            }
        }
    }

    @Test(arguments: Language.allCases) func giftShowsNeitherProductNorPrice(language: Language) throws {
        let catalog = try Self.catalog.get()
        for milestone in Milestone.allCases where catalog.has(milestone) {
            let letter = try letter("gift", milestone, language)
            let all = letter.subject.text + letter.html + letter.text
            for secret in ["감귤", "유자차", "39,000", "28,500", "20261121-0042"] {
                #expect(!all.contains(secret), "\(milestone) \(secret)")
            }
        }
        #expect(!(try page("gift", .tracking, language)).contains("감귤"))
    }

    @Test func subjectsSpeakInTheShopsVoice() throws {
        #expect(try letter("ordinary", .shipped).subject.text == "[달빛상점] 주문하신 상품이 출발했어요")
        #expect(try letter("ordinary", .outForDelivery).subject.text == "[달빛상점] 오늘 도착해요")
        #expect(try letter("ordinary", .delivered).subject.text == "[달빛상점] 배송이 완료됐어요")
        #expect(try letter("ordinary", .failed).subject.text == "[달빛상점] 배송하지 못했어요. 다시 갈게요")
        #expect(try letter("ordinary", .returned).subject.text == "[달빛상점] 상품이 되돌아가고 있어요")
        #expect(try letter("gift", .shipped).subject.text == "[달빛상점] 선물이 출발했어요")
        #expect(try letter("english", .delivered).subject.text == "[Moonlight] Your order was delivered")
    }

    @Test func htmlTellsWhatHappenedAndWhatNext() throws {
        let html = try letter("ordinary", .delivered).html
        for fact in [
            "<html lang=\"ko\" dir=\"ltr\"", "<title>[달빛상점] 배송이 완료됐어요</title>", "잘 도착했어요",
            "11월 22일(일) 오후 3:20에 도착했어요.", "6865-3012-9012", "CJ대한통운", "href=\"tel:15881255\"", "제주 노지 감귤",
            "5kg · 중과 · 2개", "39,000원", "11월 22일 일요일", "11월 21일 토요일", "간선상차", "허브로 이동 중", "✓ 배송 완료",
            "후기 쓰기", "배송 알림 그만 받기", "https://notify.example.com/t/5Qk2mZr8Yw", "<caption", "scope=\"rowgroup\"",
        ] { #expect(html.contains(fact), "\(fact)") }
        #expect(!(try letter("ordinary", .shipped).html).contains("후기"))
    }

    @Test func textPartReadsLikeALetter() throws {
        let text = try letter("ordinary", .shipped).text
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
        #expect(text.hasPrefix("달빛상점\n\n상품이 출발했어요\n"))
        #expect(text.contains("배송 조회하기\nhttps://notify.example.com/t/5Qk2mZr8Yw\n"))
        #expect(text.contains("- 제주 노지 감귤 (5kg · 중과), 2개, 39,000원\n"))
        #expect(!text.contains("\n\n\n\n"))
    }

    @Test func missingFactsHaveDesignedFallbacks() throws {
        let letter = try letter("missing-facts", .delivered)
        #expect(letter.html.contains("달나라택배"))
        #expect(letter.html.contains("MX77120"))
        #expect(
            letter.html.contains(
                "<p class=\"item-name\" style=\"margin:0;font-size:15px;line-height:1.5;color:#1f2328\">상품</p>"))
        #expect(letter.text.contains("- 상품, 1개\n"))
        #expect(letter.text.contains("\n  -      -         배송완료\n"))
        #expect(!letter.html.contains("></td><td class=\"scan-place"))
        #expect(try self.letter("no-scans", .shipped).text.contains("아직 택배사의 기록이 없어요."))
    }

    @Test(arguments: [
        (Milestone.shipped, "✓ 상품 준비|● 배송 중|○ 배송 출발|○ 배송 완료"),
        (.outForDelivery, "✓ 상품 준비|✓ 배송 중|● 배송 출발|○ 배송 완료"),
        (.delivered, "✓ 상품 준비|✓ 배송 중|✓ 배송 출발|✓ 배송 완료"),
        (.failed, "✓ 상품 준비|✓ 배송 중|✕ 배송 출발|○ 배송 완료"),
        (.hold, "✓ 상품 준비|✕ 배송 중|○ 배송 출발|○ 배송 완료"),
    ])
    func theBarTellsBySign(_ milestone: Milestone, _ expected: String) throws {
        let text = try letter("ordinary", milestone).text
        let line = try #require(text.split(separator: "\n").first { $0.contains("상품 준비") })
        #expect(line.split(separator: "   ").joined(separator: "|") == expected)
    }

    @Test func theTrackingPageShowsWhereTheParcelIs() throws {
        let html = try page("ordinary", .tracking)
        #expect(html.contains("잘 도착했어요"))
        #expect(html.contains("11월 22일(일) 오후 3:25 기준"))
        #expect(html.contains("noindex"))
        #expect(!html.contains("notify.example.com/u/"))
        #expect(try page("no-scans", .tracking).contains("상품을 준비하고 있어요"))
        #expect(
            try page("ordinary", .unsubscribe).contains("<form method=\"post\" action=\"https://notify.example.com/u/"))
        #expect(try page("ordinary", .unsubscribed, .english).contains("Delivery mails are off"))
    }
}
