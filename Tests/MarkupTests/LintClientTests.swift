// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing
import Values

struct LintClientTests {
    /// What is found about clients, for the clients of these names.
    private func told(_ mail: LintMail, _ clients: [String] = ["default"]) throws -> [String] {
        let chosen = try ClientSupport.standard.clients(named: clients)
        return mail.findings(MailLint.Options(clients: chosen)).filter { $0.rule.hasPrefix("client-") }
            .map { "\($0.severity) \($0.message)" }
    }

    @Test("What a client lacks is told once, with its clients and how often")
    func once() throws {
        let mail = LintMail.with("<div style=\"display:flex\">a</div><p style=\"display: FLEX\">b</p>")
        #expect(try told(mail) == ["warning Outlook for Windows lacks display: flex, which is used 2 times"])
        #expect(try told(mail, ["gmail", "apple-mail"]) == [])
        #expect(try told(mail, []) == [])
    }

    @Test(
        "Layout is a warning, looks are a note, the rest is nothing",
        arguments: [
            ("border-radius:8px", ["note Outlook for Windows lacks border-radius"]),
            ("position:absolute", ["warning Outlook for Windows lacks position"]),
            ("position:relative", []), ("float:none", []), ("opacity:1", []), ("box-shadow:none", []),
            ("width:calc(100% - 8px)", ["warning Outlook for Windows lacks calc()"]),
            ("width:100%;width:calc(100% - 8px)", []),
            ("font-size:2rem", ["warning Outlook for Windows lacks the unit rem"]),
            ("font-size:20px;font-size:2rem", []),
            ("background:linear-gradient(#fff,#eee)", ["note Outlook for Windows lacks linear-gradient()"]),
            ("margin:-8px 0", ["warning Outlook for Windows lacks negative margins"]),
            ("margin-top:-8px", ["warning Outlook for Windows lacks negative margins"]),
            ("margin:8px", []), ("padding:8px;color:#000;mso-padding-alt:0", []),
            ("font-family:'rem',Arial", []), ("display:none;position:absolute", []),
        ])
    func severities(style: String, expected: [String]) throws {
        #expect(try told(.with("<div style=\"\(style)\">a</div>"), ["outlook-windows"]) == expected)
    }

    @Test("Elements, attributes and images")
    func elements() throws {
        #expect(try told(.with("<section>a</section>"), ["outlook-windows"]).count == 1)
        #expect(
            try told(.with("<p hidden>a</p>"), ["gmail"]) == ["warning Gmail in the browser lacks the attribute hidden"]
        )
        let picture = "<img src=\"https://a.example/a.WEBP?b=c.png\" alt=\"\" width=\"9\">"
        #expect(try told(.with(picture), ["outlook-windows"]) == ["warning Outlook for Windows lacks WEBP images"])
        #expect(try told(.with(picture), ["apple-mail"]) == [])
        #expect(try told(.with("<form><input type=\"checkbox\"></form>"), ["outlook-windows"]).count == 2)
    }

    @Test("What stands behind @media or @supports is for those that know it")
    func wrapped() throws {
        let flex = ".a{display:flex}"
        let box = "<div class=\"a\">a</div>"
        #expect(try told(.styled(flex, box), ["outlook-windows"]).count == 1)
        #expect(try told(.styled("@media (min-width: 600px){\(flex)}", box), ["outlook-windows"]) == [])
        #expect(try told(.styled("@supports (display:flex){\(flex)}", box), ["outlook-windows"]) == [])
    }

    @Test("What Outlook skips by a conditional comment is not told of Outlook")
    func conditional() throws {
        let flex = "<div style=\"display:flex\">a</div>"
        let skipped = "<!--[if !mso]><!-->\(flex)<!--<![endif]-->"
        #expect(try told(.with(skipped), ["outlook-windows"]) == [])
        #expect(try told(.with(skipped + flex), ["outlook-windows"]).count == 1)
        #expect(try told(.with("<!--[if mso]>\(flex)<![endif]-->")) == [])
        #expect(try told(.with("<!--[if mso]><p>a</p><![endif]-->\(flex)"), ["outlook-windows"]).count == 1)
    }

    @Test("A guess is called one")
    func untested() throws {
        let mail = LintMail.styled("p:first-child{margin:0}")
        #expect(try told(mail, ["naver"]) == ["note Naver Mail (untested) lacks :first-child"])
    }

    @Test("At-rules that carry looks are noted")
    func atRules() throws {
        let mail = LintMail.styled(
            "@font-face{font-family:a;src:url(https://a.example/a.woff2)} @keyframes b{from{opacity:0}}")
        #expect(
            try told(mail, ["gmail"]) == [
                "note Gmail in the browser lacks @font-face", "note Gmail in the browser lacks @keyframes",
            ])
    }
}
