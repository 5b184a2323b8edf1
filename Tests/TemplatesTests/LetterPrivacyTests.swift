// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// What is never shown (SEMANTICS D7), and how much of a recipient is.
@Suite struct LetterPrivacyTests {
    static let secrets = [
        "4821", "48-21", "9999", "종 1203", "010-1234-5678", "0504-1234-9876", "0505-111-2222", "010-9876-5432",
        "5555-6666",
        "7777-8888", "박배달", "최기사", "김기사",
    ]

    @Test(arguments: LetterCase.names, Language.allCases)
    func nothingPrivateAppears(fixture: String, language: Language) throws {
        for (name, html) in try LetterCase.everything(fixture, language) {
            for secret in Self.secrets { #expect(!html.contains(secret), "\(name): \(secret)") }
        }
        for milestone in Milestone.allCases {
            let letter = try LetterCase.letter(fixture, milestone, language)
            let people = fixture == "private-facts" ? [] : ["홍길동", "김영희", "John Smith", "올림픽로 300", "노형로 1"]
            for secret in Self.secrets + people {
                #expect(!LetterCase.all(letter).contains(secret), "\(milestone): \(secret)")
            }
        }
    }

    /// Texts that hold something private, and what of them may be seen.
    static let typed: [(String, String)] = [
        ("문 앞 (공동현관 비밀번호 4821#)", "문 앞"), ("경비실, 비번 4821*", "경비실"), ("무인택배함 / 현관 #4821", "무인택배함"),
        ("문 앞 (종 1203 열쇠 4821)", "문 앞"), ("택배함 (door code 4821)", "택배함"), ("뒷문 · 세대호출 4821", "뒷문"),
        ("경비실 (현관문 4821)", "경비실"),
        ("문 앞, 공동현관 (4821)", "문 앞"), ("택배함 / 비번 / 4821#", "택배함"), ("문 앞, 출입문 (#4821)", "문 앞"), ("문 앞 (pw 4821)", "문 앞"),
        ("문 앞, entrance 4821", "문 앞"), ("경비실, 비번 48-21", "경비실"), ("문 앞 연락처 0504-1234-9876", "문 앞"),
        ("강남직영 배송담당:박배달 010-7777-8888", "강남직영"),
    ]

    @Test(arguments: typed.indices)
    func noFieldLetsItThrough(_ index: Int) throws {
        let (words, shown) = Self.typed[index]
        let line = try Line(words)
        var telling = try LetterCase.telling("ordinary", .outForDelivery)
        telling.shop.privacy = Privacy(recipientName: .full, recipientAddress: .full)
        telling.shipment.registration.orderer.name = line
        telling.shipment.registration.orderer.safePlace = line
        telling.shipment.registration.orderer.address = try Line("서울특별시 송파구 올림픽로 300, " + words)
        telling.shipment.registration.orders = [
            Order(id: line, items: [Order.Item(name: line, option: line)]),
            Order(id: line, items: [Order.Item(name: line)]),
        ]
        telling.shipment.snapshot?.courierName = line
        telling.shipment.snapshot?.scans = [
            Scan(time: nil, location: line, text: line, stage: .pickedUp),
            Scan(time: Timestamp(seconds: 1_795_307_040), location: line, text: line, stage: .outForDelivery),
        ]
        telling.parcels = [ShippingLetter.Parcel(shipment: telling.shipment)]
        for milestone in Milestone.allCases {
            telling.milestone = milestone
            let letter = try LetterCase.catalog.get().letter(telling)
            for secret in Self.secrets { #expect(!LetterCase.all(letter).contains(secret), "\(milestone): \(secret)") }
            #expect(letter.text.contains(shown), "\(milestone): \(shown)")
        }
        telling.milestone = nil
        for page in CustomerPage.allCases {
            let html = try LetterCase.catalog.get().page(page, telling)
            for secret in Self.secrets { #expect(!html.contains(secret), "\(page): \(secret)") }
        }
    }

    @Test(arguments: [
        "101동 1203호 문 앞", "색상 #21 라이트베이지", "1203호, 3층", "5kg · 1,200g", "2026-11-22 오전", "세종 1203호", "아이폰 15 케이스",
        "무선 이어폰 (2026년형)", "현관, 101동 1203호", "공동현관 (1203호)",
    ])
    func whatIsNoSecretStays(_ words: String) throws {
        var telling = try LetterCase.telling("ordinary", .shipped)
        telling.shipment.registration.orderer.safePlace = try Line(words)
        telling.shipment.registration.orders = [Order(id: try Line("A-1"), items: [Order.Item(name: try Line(words))])]
        let text = try LetterCase.catalog.get().letter(telling).text
        #expect(text.components(separatedBy: words).count == 3, "\(words)")
    }

    @Test func theShopDecidesHowMuchOfTheRecipientIsTold() throws {
        var telling = try LetterCase.telling("ordinary", .shipped)
        let full = "서울특별시 송파구 올림픽로 300, 101동 1203호"
        for (disclosure, name, address) in [
            (Disclosure.full, "홍길동" as String?, full as String?), (.masked, "홍*동", "서울특별시 송파구 ***"),
            (.hidden, nil, nil),
        ] {
            telling.shop.privacy = Privacy(recipientName: disclosure, recipientAddress: disclosure)
            let text = try LetterCase.catalog.get().letter(telling).text
            #expect(text.contains("받는 분") == (name != nil) && text.contains("받는 곳") == (address != nil))
            if let name, let address { #expect(text.contains(name) && text.contains(address), "\(disclosure)") }
        }
    }

    @Test func fullNamesOfOthersAreNeverTold() throws {
        var telling = try LetterCase.telling("ordinary", .delivered)
        telling.shop.privacy = Privacy(recipientName: .full, recipientAddress: .full)
        let other = Party(name: try Line("김영희"), address: try Line("부산광역시 해운대구 우동1로 20"))
        telling.shipment.registration.receiver = other
        telling.shipment.snapshot?.expectedAt = Timestamp(seconds: 1_795_400_000)
        for milestone in Milestone.allCases {
            telling.milestone = milestone
            let letter = try LetterCase.catalog.get().letter(telling)
            let all = LetterCase.all(letter)
            #expect(!all.contains("김영희") && !all.contains("우동1로"), "\(milestone)")
            #expect(milestone == .digest || letter.text.contains("김*희"), "\(milestone)")
        }
        telling.milestone = .delivered
        telling.audience = .receiver
        let own = try LetterCase.catalog.get().letter(telling).text
        #expect(own.contains("김영희") && own.contains("우동1로 20"), "whoever gets it may see it")
        telling.audience = .orderer
        telling.shipment.registration.receiver = telling.shipment.registration.orderer
        #expect(try LetterCase.catalog.get().letter(telling).text.contains("홍길동"), "named twice")
    }

    @Test func aDigestHidesTheProductsOfEachGift() throws {
        var telling = try LetterCase.telling("several-parcels", .digest, audience: .receiver)
        telling.parcels[1].shipment.registration.gift = true
        let all = LetterCase.all(try LetterCase.catalog.get().letter(telling))
        #expect(!all.contains("절임배추") && all.contains("유기농 쌀") && all.contains("고춧가루"))
        telling.audience = .orderer
        #expect(LetterCase.all(try LetterCase.catalog.get().letter(telling)).contains("절임배추"))
    }

    @Test func pagesAndStaffAlertsStayMaskedWhateverTheShopSays() throws {
        let page = try LetterCase.page("private-facts", .tracking)
        let alert = LetterCase.all(try LetterCase.letter("private-facts", .failed, audience: .staff))
        for text in [page, alert] {
            #expect(text.contains("홍*동") && text.contains("서울특별시 송파구 ***"))
            #expect(!text.contains("홍길동") && !text.contains("올림픽로"))
        }
    }

    @Test(arguments: Language.allCases) func hostileTextStaysText(language: Language) throws {
        for (name, html) in try LetterCase.everything("hostile", language) {
            #expect(
                !html.replacing("<script type=\"application/ld+json\">", with: "").lowercased().contains("<script"),
                "\(name)")
            #expect(
                !html.contains("<img src=x") && !html.contains("' onmouseover") && !html.contains("onclick=\"x\""),
                "\(name)")
            #expect(html.contains("&lt;") && !html.contains("javascript:alert(4)\""), "\(name)")
        }
        for milestone in Milestone.allCases {
            let letter = try LetterCase.letter("hostile", milestone, language)
            #expect(!letter.subject.text.contains { $0.isNewline })
            #expect(letter.subject.text.contains("<달빛> & \"상점\" {{t.x}}"))
            if milestone != .digest { #expect(letter.text.contains("<script>alert(1)</script>"), "\(milestone)") }
        }
        // The header that a product's name tried to begin is still in the product's name.
        #expect(try LetterCase.letter("hostile", .shipped).text.contains("${HOME} Bcc: all@example.com"))
    }
}
