// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notices
import Shipping
import Templates
import TestSupport
import Testing
import Values

/// The parts that letters share: long journeys, digests, the staff's alert, the footer, facts for machines, pages.
@Suite struct LetterPartsTests {
    @Test func longJourneysAreFoldedInLettersAndWholeOnThePage() throws {
        let letter = try LetterCase.letter("sixty-scans", .delivered)
        #expect(letter.html.components(separatedBy: "<tr").count < 50)
        #expect(letter.html.contains("이전 기록 40건은 배송 조회에서 볼 수 있어요</a>"))
        #expect(letter.text.contains("이전 기록 40건은 배송 조회에서 볼 수 있어요 <https://notify.example.com/t/5Qk2mZr8Yw>"))
        #expect(letter.text.contains("16:48") && !letter.text.contains("상품인수"))
        #expect(letter.html.utf8.count < 90 * 1024)
        let page = try LetterCase.page("sixty-scans", .tracking)
        #expect(page.contains("상품인수") && !page.contains("이전 기록"))
        var telling = try LetterCase.telling("sixty-scans", .delivered)
        telling.trackingPage = nil
        let plain = try LetterCase.catalog.get().letter(telling)
        #expect(plain.text.contains("이전 기록 40건은 줄였어요") && !plain.html.contains("/t/5Qk2mZr8Yw"))
        #expect(try LetterCase.letter("sixty-scans", .delivered, .english).text.contains("See 40 earlier records"))
    }

    @Test(arguments: [(24, 24, false), (25, 20, true)])
    func twentyFourScansStay(count: Int, shown: Int, isFolded: Bool) throws {
        var telling = try LetterCase.telling("sixty-scans", .delivered)
        let scans = try #require(telling.shipment.snapshot).scans
        telling.shipment.snapshot?.scans = Array(scans.suffix(count))
        let text = try LetterCase.catalog.get().letter(telling).text
        #expect(LetterCase.scans(in: text) == shown)
        #expect(text.contains("이전 기록") == isFolded)
    }

    /// Gmail cuts a mail off near 102 KB; an order may hold hundreds of products.
    @Test func longOrdersAreCutShortInLettersAndWholeOnThePage() throws {
        var telling = try LetterCase.telling("with-logo", .delivered)
        let items = try (1...200).map { number in
            Order.Item(
                name: try Line("상품 \(number)번"), option: try Line("선택 \(number)"),
                imageURL: try WebURL("https://shop.example/\(number).png"))
        }
        telling.shipment.registration.orders = [
            Order(id: try Line("A-1"), items: Array(items[..<20])),
            Order(id: try Line("A-2"), items: Array(items[20...])),
        ]
        let catalog = try LetterCase.catalog.get()
        let letter = try catalog.letter(telling)
        #expect(letter.html.utf8.count < 40 * 1024)
        #expect(letter.text.contains("상품 30번") && !letter.text.contains("상품 31번"))
        #expect(letter.text.contains("이 밖에 상품 170개가 더 있어요."))
        telling.milestone = nil
        let page = try catalog.page(.tracking, telling)
        #expect(page.contains("상품 200번") && !page.contains("이 밖에"))
        telling.milestone = .delivered
        telling.shipment.registration.orders = [Order(id: try Line("A-1"), items: Array(items[..<30]))]
        #expect(try !catalog.letter(telling).text.contains("이 밖에"))
    }

    @Test func theOldestScansWithoutATimeAreOfNoDay() throws {
        let text = try LetterCase.letter("missing-facts", .delivered).text
        let parts = text.components(separatedBy: "시간 기록 없음\n")
        #expect(parts.count == 2)
        #expect(parts.first?.contains("간선하차") == true && parts.last?.contains("접수") == true)
    }

    @Test func whereAParcelIsLeftIsToldOnlyToWhomTheAddressIsTold() throws {
        var telling = try LetterCase.telling("ordinary", .outForDelivery)
        let catalog = try LetterCase.catalog.get()
        #expect(try catalog.letter(telling).text.contains("문 앞"))
        #expect(try !LetterCase.page("ordinary", .tracking).contains("문 앞"))
        telling.shop.privacy.recipientAddress = .hidden
        let hidden = try catalog.letter(telling)
        #expect(!hidden.html.contains("문 앞") && !hidden.text.contains("문 앞"))
    }

    @Test func aDigestTellsOfEveryParcel() throws {
        let letter = try LetterCase.letter("several-parcels", .digest)
        #expect(letter.subject.text == "[초록들판] 나누어 보낸 상자 3개의 배송 소식이에요")
        let words = LetterCase.words(letter.html)
        for fact in [
            "상자 3개로 나누어 보냈어요", "그 가운데 1개가 도착했어요.", "✓ 배송 완료", "● 배송 중", "● 배송 출발", "CJ대한통운", "우체국택배", "로젠택배",
            "6865-3012-9012", "689901-2345678", "974-1234-5678", "11월 22일(일) 오후 3:20", "11월 23일(월) 예정", "유기농 쌀", "절임배추",
            "고춧가루", "주문 번호 20261121-0047",
        ] {
            #expect(words.contains(fact), "html: \(fact)")
            #expect(LetterCase.plain(letter.text).contains(fact), "text: \(fact)")
        }
        for page in ["t/5Qk2mZr8Yw", "t/7Hd4nQp0Xs", "t/7Hd4nQp1Xs"] {
            #expect(letter.html.contains("https://notify.example.com/" + page) && letter.text.contains(page))
        }
        let english = try LetterCase.letter("several-parcels", .digest, .english)
        #expect(english.subject.text == "[초록들판] News of your order's 3 parcels")
        #expect(english.text.contains("1 of them arrived so far."))
        var telling = try LetterCase.telling("several-parcels", .digest)
        for index in telling.parcels.indices { telling.parcels[index].shipment.stage = .delivered }
        let arrived = try LetterCase.catalog.get().letter(telling)
        #expect(arrived.subject.text == "[초록들판] 나누어 보낸 상자가 모두 도착했어요")
    }

    @Test func aDayThatHasPassedIsNoPromise() throws {
        var telling = try LetterCase.telling("ordinary", .delayed)
        #expect(!(try LetterCase.catalog.get().letter(telling).text).contains("도착 예정"))
        telling.now = telling.shipment.snapshot?.expectedAt
        #expect(try LetterCase.catalog.get().letter(telling).text.contains("도착 예정"))
    }

    @Test func aDigestPromisesNoDayThatHasPassed() throws {
        var telling = try LetterCase.telling("several-parcels", .digest)
        #expect(try LetterCase.catalog.get().letter(telling).text.contains("11월 23일(월) 예정"))
        telling.now = telling.now.map { $0 + .seconds(3 * 86_400) }
        #expect(!(try LetterCase.catalog.get().letter(telling).text).contains("11월 23일"))
    }

    @Test func aDigestWithoutParcelsTellsOfItsOwn() throws {
        var telling = try LetterCase.telling("ordinary", .digest)
        telling.parcels = []
        #expect(try LetterCase.catalog.get().letter(telling).text.contains("CJ대한통운 6865-3012-9012"))
    }

    @Test func severalOrdersInOneParcelAreToldApart() throws {
        let letter = try LetterCase.letter("several-parcels", .shipped)
        #expect(letter.text.contains("20261121-0031, 20261121-0047"))
        #expect(letter.text.contains("주문 번호 20261121-0031\n- 유기농 쌀"))
        #expect(!(try LetterCase.letter("ordinary", .shipped)).text.contains("주문 번호 20261121-0042\n"))
    }

    @Test(arguments: [(Milestone.failed, "상품을 전하지 못했어요"), (.returned, "상품이 되돌아오고 있어요")])
    func theStaffIsToldWhatItNeeds(milestone: Milestone, headline: String) throws {
        let letter = try LetterCase.letter("ordinary", milestone, audience: .staff)
        for fact in [
            headline, "CJ대한통운", "6865-3012-9012", "20261121-0042", "1588-1255", "parcelpost why 686530129012", "홍*동",
            "서울특별시 송파구 ***", "직원",
        ] {
            #expect(LetterCase.words(letter.html).contains(fact), "html: \(fact)")
            #expect(letter.text.contains(fact), "text: \(fact)")
        }
        #expect(LetterCase.scans(in: letter.text) == 5)
        // Nothing to opt out of, and nothing said as if to a customer.
        for absent in ["/u/", "그만 받기", "이 메일에 답장하시면", "후기"] {
            #expect(!LetterCase.all(letter).contains(absent), "\(absent)")
        }
        #expect(
            try LetterCase.letter("english", milestone, .english, audience: .staff).subject.text
                .hasPrefix("[Moonlight staff] "))
    }

    @Test func theFooterSaysWhyAndLinksOnlyToWhatThereIs() throws {
        let whole = try LetterCase.letter("ordinary", .shipped).text
        for fact in [
            "달빛상점에서 보낸 메일이에요", "서울특별시 성동구 연무장길 12", "사업자등록번호 123-45-67890", "주문 내역 <https://dalbit.example/orders>",
            "알림 설정 <https://dalbit.example/account/notifications>", "배송 알림 그만 받기 <https://notify.example.com/u/",
        ] { #expect(whole.contains(fact), "\(fact)") }
        let bare = try LetterCase.letter("no-logo", .shipped)
        #expect(!bare.html.contains("<img") && !bare.text.contains("알림 설정"))
        #expect(bare.html.contains("<b ") && LetterCase.words(bare.html).contains("책방 물결"))
        let logo = try LetterCase.letter("with-logo", .shipped).html
        #expect(logo.contains("src=\"https://skypaper.example/logo.png\" alt=\"하늘문구\""))
        #expect(logo.components(separatedBy: "<img").count == 4)
    }

    @Test func machinesGetAllFactsOrNone() throws {
        func facts(_ telling: ShippingLetter) throws -> JSON? {
            let html = try LetterCase.catalog.get().letter(telling).html
            guard let script = html.firstMatch(of: /<script type="application\/ld\+json">(.*?)<\/script>/) else {
                return nil
            }
            return try JSON(parsing: Array(script.1.utf8))
        }
        var telling = try LetterCase.telling("ordinary", .shipped)
        let parcel = try #require(try facts(telling))
        #expect(parcel["@type"]?.string == "ParcelDelivery" && parcel["trackingNumber"]?.string == "686530129012")
        #expect(parcel["carrier"]?["name"]?.string == "CJ대한통운")
        #expect(parcel["deliveryAddress"]?["addressRegion"]?.string == "서울특별시")
        #expect(parcel["deliveryAddress"]?["addressLocality"]?.string == "송파구")
        #expect(parcel["deliveryAddress"]?["addressCountry"]?.string == "KR")
        #expect(parcel["deliveryAddress"]?["name"]?.string == "홍*동")
        #expect(parcel["deliveryAddress"]?["streetAddress"] == nil)
        #expect(parcel["expectedArrivalUntil"]?.string == "2026-11-22T23:59:00+09:00")
        #expect(parcel["itemShipped"]?["name"]?.string == "제주 노지 감귤")
        #expect(parcel["partOfOrder"]?["orderNumber"]?.string == "20261121-0042")
        #expect(parcel["partOfOrder"]?["merchant"]?["name"]?.string == "달빛상점")
        #expect(parcel["trackingUrl"]?.string == "https://notify.example.com/t/5Qk2mZr8Yw")
        telling.shop.privacy = Privacy(recipientName: .full, recipientAddress: .full)
        #expect(try facts(telling)?["deliveryAddress"]?["streetAddress"]?.string == "올림픽로 300, 101동 1203호")
        telling.shop.privacy = Privacy(recipientName: .hidden, recipientAddress: .masked)
        #expect(try facts(telling)?["deliveryAddress"]?["name"] == nil)
        telling.shop.privacy.recipientAddress = .hidden
        #expect(try facts(telling) == nil)
        telling = try LetterCase.telling("ordinary", .shipped)
        telling.shipment.registration.orderer.address = try Line("어딘가 먼 곳")
        #expect(try facts(telling) == nil)
        for fixture in ["missing-facts", "no-logo", "gift"] {
            #expect(try facts(try LetterCase.telling(fixture, .shipped)) == nil, "\(fixture)")
        }
        var hostile = try LetterCase.telling("ordinary", .shipped)
        let words = "\" </script><script>alert(1)</script> \\ & 한글"
        hostile.shipment.registration.orders[0].items[0].name = try Line(words)
        #expect(try facts(hostile)?["itemShipped"]?["name"]?.string == words)
    }

    @Test func theTrackingPageShowsWhereTheParcelIs() throws {
        let html = try LetterCase.page("ordinary", .tracking).replacing("\u{A0}", with: " ")
        for fact in ["잘 도착했어요", "11월 22일(일) 오후 3:25 기준", "noindex", "택배사 페이지에서 보기", "서울특별시 송파구 ***"] {
            #expect(html.contains(fact), "\(fact)")
        }
        #expect(!html.contains("notify.example.com/u/") && !html.contains("ld+json"))
        #expect(try LetterCase.page("no-scans", .tracking).contains("상품을 준비하고 있어요"))
        var telling = try LetterCase.telling("ordinary", .failed)
        telling.milestone = nil
        let failed = try LetterCase.catalog.get().page(.tracking, telling)
        #expect(failed.contains("전화하기") && failed.contains("미배달(고객부재)"))
    }

    @Test func thePagesOfTheUnsubscribeLinkSayWhatTheyDo() throws {
        let ask = try LetterCase.page("ordinary", .unsubscribe)
        #expect(ask.contains("<form method=\"post\" action=\"https://notify.example.com/u/"))
        #expect(ask.contains("배송은 그대로 진행돼요."))
        #expect(try LetterCase.page("ordinary", .unsubscribed, .english).contains("Delivery mails are off"))
    }
}
