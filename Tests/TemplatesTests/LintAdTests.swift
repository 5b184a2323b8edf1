// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Templates
import Testing
import Values

struct LintAdTests {
    private func words(_ template: String) -> [String] {
        AdGuard.problems(template: template, file: "a.mustache").map { String($0.message.split(separator: "\"")[0]) }
    }

    @Test(
        "Words of advertising are found, with particles and in compounds",
        arguments: [
            ("쿠폰을 드려요", "쿠폰"), ("첫 구매 할인가", "할인"), ("10% 할인", "할인"), ("적립금이 쌓였어요", "적립금"), ("회원 혜택", "혜택"),
            ("오늘의 특가!", "특가"),
            ("무료 증정", "무료 증정"), ("무료증정", "무료 증정"), ("무료\n  증정", "무료 증정"), ("사은품", "사은품"), ("이벤트에 응모", "이벤트"),
            ("프로모션", "프로모션"),
            ("여름세일 중", "세일"), ("세일!", "세일"), ("세일을 해요", "세일"), ("경품", "경품"), ("당첨되셨어요", "당첨"), ("추천상품", "추천 상품"),
            ("Your coupon", "coupon"), ("COUPONS inside", "coupons"), ("20% off", "% off"), ("20 % OFF today", "% off"),
            ("a discount.", "discount"),
            ("Sale", "sale"), ("(sale)", "sale"), ("promo", "promo"), ("free  gift", "free gift"),
            ("voucher", "voucher"), ("Rewards", "rewards"),
            ("a Special Offer for you", "special offer"), ("coupon을", "coupon"), ("무료 coupon", "coupon"),
            // a Mac writes Hangul in parts
            ("쿠폰".decomposedStringWithCanonicalMapping, "쿠폰"),
        ])
    func found(text: String, word: String) {
        #expect(words("<p>\(text)</p>") == [word])
    }

    @Test(
        "Other words are not",
        arguments: [
            "세일러 문", "세일즈 팀", "납세일", "과세일", "분할인도", "은혜택배", "wholesale", "salesperson", "resale", "after-sale service",
            "promontory", "discountenance",
            "free of charge, gift wrapped", "100% official", "for-sale", "배송이 시작됐어요", "Your parcel is on its way",
            "쿠 폰", "할\u{200B}머니 인사", "offer", "office",
        ])
    func notFound(text: String) {
        #expect(words("<p>\(text)</p>") == [])
    }

    @Test("Values, markup and comments are not looked at; what people see or hear is")
    func places() {
        #expect(words("<p>{{item.coupon}} {{{sale}}} {{! 할인 }} {{#sale}}a{{/sale}}</p>") == [])
        #expect(words("<a class=\"sale\" href=\"https://a.example/coupon\" id=\"promo\">a</a>") == [])
        #expect(words("<!-- 쿠폰 --><style>.sale{color:red}/* coupon */</style><script>coupon</script>") == [])
        #expect(words("<img alt=\"쿠폰\" src=\"sale.png\">") == ["쿠폰"])
        #expect(words("<a href=\"{{url}}\" aria-label='{{n}} 할인'>a</a>") == ["할인"])
        #expect(words("<!--[if mso]><p>할인</p><![endif]-->") == ["할인"])
        #expect(words("<b data-text=\"쿠폰\">a</b>") == ["쿠폰"])
        #expect(words("쿠폰 <b") == ["쿠폰"])
        #expect(words("{{쿠폰") == [])
        #expect(words("") == [])
    }

    @Test("The line is told, once for a word")
    func lines() throws {
        let problems = AdGuard.problems(template: "<p>\n할인\n\n할인 할인 쿠폰</p>", file: "a.mustache")
        #expect(
            problems.map { "\($0.line ?? 0) \($0.message)" } == [
                "2 \"할인\" is a word of advertising", "4 \"할인\" is a word of advertising",
                "4 \"쿠폰\" is a word of advertising",
            ])
        let problem = try #require(problems.first)
        #expect(problem.rule == "ad-words" && problem.severity == .error && problem.file == "a.mustache")
        #expect(problem.wayOut?.contains("(광고)") == true)
    }

    @Test("The words of a language are looked at behind their keys")
    func locales() {
        let yaml = """
            # 할인은 여기 쓰지 않습니다
            coupon:
              sale: "{{coupon}} 배송"
              title: 쿠폰이 있어요
              list: [세일, 배송]  # 특가
              text: |
                둘째 줄: 사은품
            """
        let problems = AdGuard.problems(locale: yaml, file: "ko.yaml")
        #expect(
            problems.map { "\($0.line ?? 0) \($0.message.split(separator: "\"")[0])" } == ["4 쿠폰", "5 세일", "7 사은품"])
    }

    @Test("A folder's letters, partials and words are looked at; pages, styles and fixtures are not")
    func folder() throws {
        let set = try TestSet([
            "moon/email/shipped.mustache": "<p>할인</p>", "moon/partials/foot.mustache": "<p>\n쿠폰</p>",
            "moon/sms/shipped.mustache": "특가", "moon/locales/ko.yaml": "a: 경품\n",
            "moon/page/tracking.mustache": "<p>할인</p>", "moon/styles/mail.css": "/* sale */",
            "fixtures/ordinary.mustache": "할인",
        ])
        defer { set.remove() }
        let places = AdGuard.problems(in: set.folder.path).map { problem in
            "\(problem.file?.dropFirst(set.folder.path.count + 1) ?? ""):\(problem.line ?? 0)"
        }
        #expect(
            places == [
                "moon/email/shipped.mustache:1", "moon/partials/foot.mustache:2", "moon/sms/shipped.mustache:1",
                "moon/locales/ko.yaml:1",
            ])
    }
}
