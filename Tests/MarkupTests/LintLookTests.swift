// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing
import Values

struct LintLookTests {
    @Test(
        "Contrast follows the tree: style, bgcolor, font, transparency, links",
        arguments: [
            ("<p style=\"color:#767676\">a</p>", nil),
            ("<p style=\"color:#777777\">가나</p>", "\"가나\" is #777777 on #ffffff, 4.4:1 instead of 4.5:1"),
            ("<p style=\"color:#949494;font-size:24px\">a</p>", nil),
            ("<p style=\"color:#949494;font-size:18pt\">a</p>", nil),
            ("<p style=\"color:#949494;font-size:23px\">a</p>", "\"a\" is #949494 on #ffffff, 3.0:1 instead of 4.5:1"),
            ("<p style=\"color:#949494;font-size:19px\"><b>a</b></p>", nil),
            (
                "<p style=\"color:#949494;font-size:18px\"><b>a</b></p>",
                "\"a\" is #949494 on #ffffff, 3.0:1 instead of 4.5:1"
            ),
            ("<h2 style=\"color:#959595\">a</h2>", "\"a\" is #959595 on #ffffff, 2.9:1 instead of 3:1"),
            ("<p><font color=\"silver\">a</font></p>", "\"a\" is #c0c0c0 on #ffffff, 1.8:1 instead of 4.5:1"),
            (
                "<table role=\"presentation\" bgcolor=\"#333333\"><tr><td>a</td></tr></table>",
                "\"a\" is #000000 on #333333, 1.6:1 instead of 4.5:1"
            ),
            ("<table role=\"presentation\" bgcolor=\"333333\"><tr><td style=\"color:#fff\">a</td></tr></table>", nil),
            (
                "<div style=\"background:#fff\"><div style=\"background:rgba(0,0,0,.9)\"><p>a</p></div></div>",
                "\"a\" is #000000 on #1a1a1a, 1.2:1 instead of 4.5:1"
            ),
            ("<p style=\"color:rgba(0,0,0,.4)\">a</p>", "\"a\" is #999999 on #ffffff, 2.8:1 instead of 4.5:1"),
            ("<p style=\"color:#000;opacity:.4\">a</p>", "\"a\" is #999999 on #ffffff, 2.8:1 instead of 4.5:1"),
            (
                "<div style=\"background:#333;color:#fff\"><a href=\"https://a.example\">a</a></div>",
                "\"a\" is #0000ee on #333333, 1.3:1 instead of 4.5:1"
            ),
            (
                "<div style=\"background:#333;color:#fff\"><a href=\"https://a.example\" style=\"color:inherit\">a</a></div>",
                nil
            ),
            // not seen, or not knowable
            ("<p style=\"color:#fff;display:none\">a</p>", nil),
            ("<div style=\"max-height:0;overflow:hidden\"><p style=\"color:#fff\">a</p></div>", nil),
            ("<p style=\"color:#fff\">&nbsp;&#8199;&#847;&zwnj;</p>", nil),
            ("<p style=\"color:var(--x)\">a</p>", nil),
            ("<div style=\"background:url(https://a.example/a.png)\"><p style=\"color:#fff\">a</p></div>", nil),
            (
                "<div style=\"background:#fff url(https://a.example/a.png)\"><p style=\"color:#eee\">a</p></div>",
                "\"a\" is #eeeeee on #ffffff, 1.1:1 instead of 4.5:1"
            ),
        ] as [(String, String?)])
    func contrast(content: String, message: String?) {
        let found = LintMail.with(content).findings().filter { $0.rule == "low-contrast" }
        #expect(found.map(\.message) == (message.map { [$0] } ?? []))
    }

    @Test("A pair of colours is told once, with a count")
    func once() {
        let line = "<p style=\"color:#aaa\">a</p>"
        let found = LintMail.with(line + line + line).findings().filter { $0.rule == "low-contrast" }
        #expect(found.map(\.message) == ["\"a\" is #aaaaaa on #ffffff, 2.3:1 instead of 4.5:1, and 2 more like it"])
    }

    @Test("Dark mode is looked at with its own rules")
    func dark() {
        let rules = "@media (prefers-color-scheme: dark) { .card { background-color: #0d1117 !important } }"
        let light = "<div class=\"card\" style=\"background-color:#ffffff;color:#1f2328\"><p>a</p></div>"
        let bad = LintMail.styled(rules, light).findings()
        #expect(bad.map(\.message) == ["\"a\" is #1f2328 on #0d1117, 1.1:1 instead of 4.5:1 in dark mode"])
        let good = rules.replacing("{ background", with: "{ color: #e6edf3 !important; background")
        #expect(LintMail.styled(good, light).findings() == [])
        // Without !important a rule loses to the inline style, in dark mode too.
        let weak = good.replacing("#e6edf3 !important", with: "#e6edf3")
        #expect(LintMail.styled(weak, light).broken() == ["low-contrast"])
    }

    @Test("A mail that says it has a dark mode stands on a dark canvas there")
    func canvas() {
        let meta = "<meta name=\"color-scheme\" content=\"light dark\">"
        #expect(LintMail(head: meta, content: "<p>a</p>").broken() == [], "the client's own colours fit")
        let mail = LintMail(head: meta, content: "<p style=\"color:#1f2328\">a</p>")
        #expect(mail.findings().map(\.message) == ["\"a\" is #1f2328 on #121212, 1.1:1 instead of 4.5:1 in dark mode"])
        #expect(LintMail.with("<p style=\"color:#1f2328\">a</p>").broken() == [], "no dark mode is claimed")
    }

    @Test("Rules of <style> count by weight, and those for other widths do not")
    func cascade() {
        let text = "<i class=\"a\" id=\"b\">x</i>"
        #expect(LintMail.styled(".a{color:#aaa}", text).broken() == ["low-contrast"])
        #expect(LintMail.styled("#b{color:#000} .a{color:#aaa}", text).broken() == [])
        #expect(LintMail.styled(".a{color:#000} i{color:#aaa}", text).broken() == [])
        #expect(LintMail.styled("i{color:#000} i{color:#aaa}", text).broken() == ["low-contrast"])
        #expect(LintMail.styled("i{color:#aaa !important} #b{color:#000}", text).broken() == ["low-contrast"])
        #expect(LintMail.styled("@media (max-width: 480px) {.a{color:#aaa}}", text).broken() == [])
        #expect(LintMail.styled("@media screen {.a{color:#aaa}}", text).broken() == ["low-contrast"])
        #expect(LintMail.styled("@media print {.a{color:#aaa}}", text).broken() == [])
    }

    @Test(
        "Hangul is not smaller than 13 px",
        arguments: [
            ("<p style=\"font-size:12px\">가</p>", 1), ("<p style=\"font-size:13px\">가</p>", 0),
            ("<p style=\"font-size:12px\">abc 123</p>", 0), ("<div style=\"font-size:12px\"><p>가</p><p>나</p></div>", 1),
            ("<p style=\"font-size:9pt\">가</p>", 1), ("<p style=\"font-size:10pt\">가</p>", 0),
            ("<div style=\"font-size:10px\"><p style=\"font-size:1.4em\">가</p></div>", 0),
            ("<div style=\"font-size:10px\"><p style=\"font-size:120%\">가</p></div>", 1),
            ("<div style=\"font-size:14px\"><small>가</small></div>", 1), ("<font size=\"1\">가</font>", 1),
            ("<p style=\"font:12px/1.5 Arial\">가</p>", 1), ("<p style=\"font-size:1px;display:none\">가</p>", 0),
            ("<p style=\"font-size:x-small\">ㄱ</p>", 1), ("<p style=\"font-size:0\">가</p>", 0),
        ])
    func small(content: String, count: Int) {
        #expect(LintMail.with(content).broken().filter { $0 == "small-text" }.count == count)
    }

    @Test("Gmail clips above 102,000 bytes, and a style above 8,192 is dropped")
    func sizes() {
        func mail(_ bytes: Int) -> LintMail {
            let rest = bytes - LintMail.with("<p></p>").html.utf8.count
            return .with("<p>\(String(repeating: "a", count: rest))</p>")
        }
        #expect(mail(80_000).broken() == [])
        #expect(mail(80_001).broken() == ["large-html"])
        #expect(mail(102_000).broken() == ["large-html"])
        let clipped = mail(102_001).findings()
        #expect(clipped.map(\.rule) == ["gmail-clips"])
        #expect(clipped.first?.message == "the HTML has 102,001 bytes; Gmail shows 102,000")
        func style(_ bytes: Int) -> LintMail { .styled("p{margin:0}".padding(to: bytes)) }
        #expect(style(8192).broken() == [])
        #expect(style(8193).broken() == ["style-too-large"])
        let two = LintMail(head: "<style>\("p{margin:0}".padding(to: 8000))</style><style>p{margin:0}</style>")
        #expect(two.broken() == [], "the limit is each style's own")
    }

    @Test("Classes that match nothing are noted, those of clients are not")
    func unusedClasses() {
        let mail = LintMail.styled(
            ".used{margin:0} .gone{margin:0} p.gone, .ExternalClass{margin:0}", "<p class=\"used\">a</p>")
        #expect(mail.findings().filter { $0.rule == "unused-class" }.map(\.message) == ["nothing has the class gone"])
    }
}

extension String {
    /// The text with spaces behind it.
    fileprivate func padding(to bytes: Int) -> String { self + String(repeating: " ", count: bytes - utf8.count) }
}
