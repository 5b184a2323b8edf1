// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing
import Values

struct LintTests {
    @Test("A good mail breaks no rule")
    func good() {
        #expect(LintMail().findings() == [])
    }

    @Test("Rules have one name each, a sentence and a way out")
    func rules() {
        let names = LintRule.ofMail.map(\.name)
        #expect(Set(names).count == names.count)
        for rule in LintRule.ofMail {
            #expect(rule.about.hasSuffix("."), "\(rule.name)")
            #expect(!rule.wayOut.isEmpty && !rule.wayOut.hasSuffix("."), "\(rule.name)")
            #expect(rule.name.allSatisfy { $0.isLowercase || $0 == "-" }, "\(rule.name)")
            #expect(!rule.about.contains("|"), "the docs' table has no room for it: \(rule.name)")
        }
    }

    @Test(
        "A mail that breaks one rule is told that rule, and what is like it but right is not",
        arguments: [
            // rule, broken, kept
            ("missing-lang", LintMail(language: ""), LintMail(language: " lang=\"en\"")),
            ("missing-lang", LintMail(language: " lang=\"\""), LintMail()),
            ("missing-dir", LintMail(direction: ""), LintMail(direction: " dir=\"rtl\"")),
            ("missing-dir", LintMail(direction: " dir=\"up\""), LintMail(direction: " dir=\"AUTO\"")),
            ("missing-title", LintMail(title: ""), LintMail(title: "<title>a</title>")),
            ("missing-title", LintMail(title: "<title> </title>"), LintMail()),
            (
                "missing-charset", LintMail(charset: ""),
                LintMail(charset: "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">")
            ),
            ("missing-charset", LintMail(charset: "<meta charset=\"euc-kr\">"), LintMail()),
            ("missing-landmark", LintMail(landmark: ""), LintMail(landmark: " role=\"main\"")),
            ("heading-order", LintMail(headline: ""), LintMail()),
            ("heading-order", .with("<h1>둘</h1>"), .with("<h2>둘</h2><h3>셋</h3><h2>넷</h2>")),
            ("heading-order", .with("<h3>셋</h3>"), .with("<h2>둘</h2>")),
            ("empty-heading", .with("<h2> &nbsp; </h2>"), .with("<h2>둘</h2>")),
            ("not-well-formed", .with("<p>아<b>니</p></b>"), .with("<p>아<b>니</b></p>")),
            ("not-well-formed", .with("</div></div>"), .with("<div></div>")),
            ("duplicate-id", .with("<p id=\"a\">1</p><p id=\"a\">2</p>"), .with("<p id=\"a\">1</p><p id=\"b\">2</p>")),
            ("forbidden-element", .with("<script>1</script>"), .with("<p>script</p>")),
            ("forbidden-element", .with("<form><p>a</p></form>"), .with("<p>a</p>")),
            ("forbidden-element", .with("<iframe src=\"https://a.example\"></iframe>"), .with("<!-- <iframe> -->")),
            ("forbidden-element", .with("<object data=\"a\"></object>"), LintMail()),
            ("forbidden-element", .with("<video src=\"https://a.example/a.mp4\"></video>"), LintMail()),
            (
                "forbidden-element", LintMail(head: "<link rel=\"stylesheet\" href=\"https://a.example/a.css\">"),
                LintMail(head: "<style>p{margin:0}</style>")
            ),
            ("event-handler", .with("<p onclick=\"a()\">a</p>"), .with("<p title=\"onclick\">a</p>")),
            ("json-ld", .with("<script type=\"application/ld+json\">{</script>"), .with(Self.parcel)),
            (
                "json-ld", .with("<script type=\"application/ld+json\">{\"@type\":\"Thing\"}</script>"),
                .with(Self.parcel)
            ),
            (
                "json-ld", .with("<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\"}</script>"),
                .with("<script type=\"application/ld+json\">[\(Self.thing),\(Self.thing)]</script>")
            ),
            ("reading-order", .with("<p tabindex=\"2\">a</p>"), .with("<p tabindex=\"0\">a</p>")),
        ])
    func documents(rule: String, broken: LintMail, kept: LintMail) {
        // What no mail has, some clients lack, too.
        #expect(Set(broken.broken()).subtracting(["client-layout"]) == [rule])
        #expect(!kept.broken().contains(rule), "\(kept.findings())")
    }

    static let thing = "{\"@context\":\"https://schema.org\",\"@type\":\"ParcelDelivery\"}"
    static let parcel = "<script type=\"application/ld+json\">\(thing)</script>"

    @Test(
        "Tables and images",
        arguments: [
            (
                "layout-table-without-role", "<table><tr><td>a</td></tr></table>",
                "<table role=\"none\"><tr><td>a</td></tr></table>"
            ),
            (
                // The headers of a table inside do not make the outer one a table of data.
                "layout-table-without-role", "<table><tr><td>\(Self.data)</td></tr></table>",
                "<table role=\"presentation\"><tr><td>\(Self.data)</td></tr></table>"
            ),
            ("data-table-without-caption", "<table><tr><th scope=\"col\">a</th></tr></table>", Self.data),
            (
                "data-table-without-caption", "<table><caption></caption><tr><th scope=\"col\">a</th></tr></table>",
                "<table aria-label=\"a\"><tr><th scope=\"col\">a</th></tr></table>"
            ),
            ("data-table-without-scope", "<table><caption>a</caption><tr><th>a</th></tr></table>", Self.data),
            ("img-without-alt", Self.image("width=\"9\""), Self.image("width=\"9\" alt=\"\"")),
            ("img-without-size", Self.image("alt=\"a\""), Self.image("alt=\"a\" height=\"9\"")),
            (
                "img-without-size", Self.image("alt=\"a\" style=\"width: auto\""),
                Self.image("alt=\"a\" style=\"width: 100%\"")
            ),
            ("img-without-source", "<img alt=\"a\" width=\"9\">", Self.image("alt=\"a\" width=\"9\"")),
            ("img-without-source", "<img src=\"/a.png\" alt=\"a\" width=\"9\">", LintMail().content),
            (
                "data-image", "<img src=\"data:image/png;base64,AA==\" alt=\"a\" width=\"9\">",
                Self.image("alt=\"a\" width=\"9\"")
            ),
            (
                "link-not-https", "<img src=\"http://a.example/a.png\" alt=\"a\" width=\"9\">",
                Self.image("alt=\"a\" width=\"9\"")
            ),
            (
                "tracking-pixel", Self.image("alt=\"\" width=\"1\" height=\"1\""),
                Self.image("alt=\"\" width=\"1\" height=\"20\"")
            ),
            (
                "tracking-pixel", Self.image("alt=\"\" style=\"width:1px;height:1px\""),
                Self.image("alt=\"\" style=\"width:1px;height:100%\"")
            ),
            (
                "too-many-images", String(repeating: Self.image("alt=\"a\" width=\"9\""), count: 10),
                String(repeating: Self.image("alt=\"a\" width=\"9\""), count: 9)
            ),
        ])
    func tablesAndImages(rule: String, broken: String, kept: String) {
        let findings = LintMail.with(broken).findings().filter { $0.severity > .note || $0.rule == rule }
        // A data: image is also what some clients lack.
        #expect(Set(findings.map(\.rule)).subtracting(["client-layout"]) == [rule])
        #expect(!LintMail.with(kept).broken().contains(rule))
    }

    static let data = "<table><caption>b</caption><tr><th scope=\"col\">b</th></tr><tr><td>b</td></tr></table>"

    static func image(_ attributes: String) -> String { "<img src=\"https://a.example/a.png\" \(attributes)>" }

    @Test("Inline images are looked up among the mail's parts, and weighed")
    func inlineParts() {
        let mail = LintMail.with("<img src=\"cid:a\" alt=\"\" width=\"9\">")
        #expect(mail.broken() == [], "the parts are not known")
        #expect(mail.broken(MailLint.Options(inlineParts: [:])) == ["cid-missing"])
        #expect(mail.broken(MailLint.Options(inlineParts: ["a": 500_000])) == [])
        #expect(mail.broken(MailLint.Options(inlineParts: ["a": 500_001])) == ["images-heavy"])
        #expect(
            mail.broken(MailLint.Options(inlineParts: ["a": 9, "invoice": 900_000])) == [], "an attachment is no image")
    }

    @Test(
        "Links",
        arguments: [
            ("empty-link-text", "<a href=\"https://a.example\"> </a>", "<a href=\"https://a.example\">a</a>"),
            (
                "empty-link-text", "<a href=\"https://a.example\">\(Self.image("alt=\"\" width=\"9\""))</a>",
                "<a href=\"https://a.example\">\(Self.image("alt=\"a\" width=\"9\""))</a>"
            ),
            (
                "empty-link-text", "<a href=\"https://a.example\"><span aria-hidden=\"true\">x</span></a>",
                "<a href=\"https://a.example\" aria-label=\"a\"></a>"
            ),
            ("link-without-target", "<a>a</a>", "<a name=\"a\"></a>"),
            ("link-without-target", "<a href=\"\">a</a>", "<a href=\" https://a.example \">a</a>"),
            ("link-without-target", "<a href=\"#\">a</a>", "<a href=\"#a\">a</a><p id=\"a\">a</p>"),
            ("link-without-target", "<a href=\"/parcels\">a</a>", "<a href=\"https://a.example/parcels\">a</a>"),
            ("link-without-target", "<a href=\"//a.example\">a</a>", "<a href=\"mailto:a@a.example\">a</a>"),
            ("link-without-target", "<a href=\"https:///a\">a</a>", "<a href=\"https://a\">a</a>"),
            ("link-without-target", "<a href=\"tel:\">a</a>", "<a href=\"tel:1588-1255\">a</a>"),
            ("link-not-https", "<a href=\"HTTP://a.example\">a</a>", "<a href=\"HTTPS://a.example\">a</a>"),
            ("link-shortener", "<a href=\"https://bit.ly/a\">a</a>", "<a href=\"https://rabbit.ly/a\">a</a>"),
            (
                "link-shortener", "<a href=\"https://WWW.Me2.do:443/a\">a</a>",
                "<a href=\"https://a.example/bit.ly\">a</a>"
            ),
            ("link-shortener", "<a href=\"https://han.gl?a\">a</a>", "<a href=\"https://han.gl.example\">a</a>"),
            (
                "link-shortener", "<a href=\"https://a.example@t.co/\">a</a>",
                "<a href=\"https://t.co@a.example/\">a</a>"
            ),
            ("link-shortener", "<a href=\"https://buly.kr/a\">a</a>", "<a href=\"https://url.krx/\">a</a>"),
            (
                "link-bad-scheme", "<a href=\"javascript:alert(1)\">a</a>",
                "<a href=\"https://a.example/javascript:\">a</a>"
            ),
            ("link-bad-scheme", "<a href=\" Java&#10;Script:alert(1)\">a</a>", "<a href=\"sms:01012345678\">a</a>"),
            ("link-bad-scheme", "<a href=\"data:text/html,a\">a</a>", LintMail().content),
            ("link-bad-scheme", "<a href=\"file:///etc/passwd\">a</a>", LintMail().content),
        ])
    func links(rule: String, broken: String, kept: String) {
        let findings = LintMail.with(broken).findings().filter { $0.severity > .note }
        #expect(Set(findings.map(\.rule)) == [rule])
        #expect(!LintMail.with(kept).broken().contains(rule), "\(LintMail.with(kept).findings())")
    }

    @Test("A finding names the thing, says where it is, and keeps an address to its host")
    func named() throws {
        let mail = LintMail.with("<a href=\"https://a.example/t/secret\"></a><a href=\"http://a.example\">내 \n 배송</a>")
        let findings = mail.findings()
        #expect(findings.map(\.message) == ["a link to a.example has no words", "the link \"내 배송\" uses http"])
        let start = try #require(mail.html.utf8.firstRange(of: "<a href=\"https://a.example/t".utf8)).lowerBound
        let place = mail.html.utf8.distance(from: mail.html.utf8.startIndex, to: start)
        #expect((place...place + 40).contains(findings[0].offset))
        #expect(findings[0].offset < findings[1].offset)
    }
}
