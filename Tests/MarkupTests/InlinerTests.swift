// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct InlinerTests {
    /// The style of the one `<p id="t">` after inlining.
    private func style(_ css: String, _ tag: String = "<p id='t' class='a b'>x</p>") -> String? {
        let document = parsed("<html><head><style>\(css)</style></head><body>\(tag)</body></html>")
        #expect(CSSInliner.inline(document.root) == [])
        var found: String?
        document.root.walk { if $0["id"] == "t" { found = $0["style"] } }
        return found
    }

    /// What stays in `<style>`.
    private func rest(_ css: String, _ body: String = "<p class='a b'><a href='x'>x</a></p>") -> String {
        let document = parsed("<html><head><style>\(css)</style></head><body>\(body)</body></html>")
        #expect(CSSInliner.inline(document.root) == [])
        var found = ""
        document.root.walk { if $0.name == "style" { found += $0.textContent } }
        return found
    }

    /// Tried choice by choice, each of these would take longer than the world is old.
    @Test(.timeLimit(.minutes(1)), arguments: [" ", " div > ", " div ~ "])
    func aSelectorThatHoldsNowhereIsGivenUpSoon(_ joint: String) {
        let depth = 120
        let inner = (0..<depth).map { _ in "<div></div>" }.joined() + "<p id='t'>x</p>"
        let tag = String(repeating: "<div>", count: depth) + inner + String(repeating: "</div>", count: depth)
        let many = [String](repeating: "div", count: 30).joined(separator: joint)
        #expect(style("i " + many + " p{color:red}", tag) == nil)
        #expect(style(many + " p{color:red}", tag) == (joint == " div ~ " ? nil : "color:red"))
    }

    @Test(arguments: [
        ("p{color:red}", "color:red"), ("p{color:red}p{color:blue}", "color:blue"),
        (".a{color:red}p{color:blue}", "color:red"),
        ("#t{color:red}.a.b{color:blue}", "color:red"), ("p{color:red!important}#t{color:blue}", "color:red!important"),
        (".a{color:red}.b{color:blue}", "color:blue"), (".a,#t{color:red}.b{color:blue}", "color:red"),
        ("*{color:red}", "color:red"), ("p{margin:0;color:red;margin:1px}", "color:red;margin:1px"),
        ("p{padding-left:1px;padding:0}", "padding:0"), ("p{padding:0;padding-left:1px}", "padding:0;padding-left:1px"),
        ("#t{padding-left:1px}p{padding:0}", "padding:0;padding-left:1px"),
        ("p{padding-left:1px}#t{padding:0}", "padding:0"),
        ("p{border-top:1px}.a{border:0}", "border:0"), ("p{border-top-color:x}.a{border-color:y}", "border-color:y"),
        ("p{border-top-color:x;border-left:y}.a{border-top:z}", "border-left:y;border-top:z"),
        ("p{background-color:x;background-image:y}.a{background:z}", "background:z"),
        ("p{line-height:2;font-size:1px;font-weight:3}.a{font:4px x}", "font:4px x"),
        ("p{list-style-type:x}.a{list-style:none}", "list-style:none"),
        ("p{border-radius:1px}.a{border:0}", "border-radius:1px;border:0"),
        ("p{padding-left:1px!important}.a{padding:0}", "padding:0;padding-left:1px!important"),
        ("p{padding:0!important}#t{padding-left:1px}", "padding:0!important"),
        ("p{font-family:\"A B\",'C'}", "font-family:'A B','C'"), ("p{quotes:\"it's\"}", "quotes:'it\\'s'"),
        ("p{width:100%;width:calc(100% - 2px)}", "width:100%;width:calc(100% - 2px)"),
        ("p{width:calc(1px)}#t{width:2px}", "width:2px"), ("p{COLOR : RED ;}", "color:RED"),
    ])
    func theCascadeIsThatOfCSS(css: String, expected: String) {
        #expect(style(css) == expected)
    }

    @Test(arguments: [
        ("p{color:red}", "color:blue", "color:blue"), ("p{color:red!important}", "color:blue", "color:red!important"),
        ("p{color:red!important}", "color:blue!important", "color:blue!important"),
        ("p{padding-left:1px;margin:0}", " padding : 0 ; ", "margin:0;padding:0"), ("", "a : b;", "a:b"),
        ("p{color:ppv1x}", "width:ppv2x%;height:3ppv4xpx", "color:ppv1x;width:ppv2x%;height:3ppv4xpx"),
    ])
    func theElementsOwnStyleWinsAsInCSS(css: String, own: String, expected: String) {
        #expect(style(css, "<p id='t' style='\(own)'>x</p>") == expected)
    }

    @Test(arguments: [
        ("p{color:red}", ""), (".a:hover { color : red }", ".a:hover{color:red}"), (".none:hover{color:red}", ""),
        (".a, .a:hover, .none:hover { b : c ; }", ".a:hover{b:c}"), ("a[href^=\"x\"]{b:c}", "a[href^=\"x\"]{b:c}"),
        (".none a[x]{b:c}", ""), ("[data-ogsc] .a{b:c}", "[data-ogsc] .a{b:c}"), (":root{--x:1}", ":root{--x:1}"),
        ("@media (max-width : 1px) { .a , .none { b : c !important } } ", "@media (max-width:1px){.a{b:c!important}}"),
        ("@media x{.none{b:c}}", ""), ("@media x{.a{b:c}}p{d:e}@media x{.b{f:g}}", "@media x{.a{b:c}.b{f:g}}"),
        ("@media x{.a{b:c}}@media y{.b{f:g}}", "@media x{.a{b:c}}@media y{.b{f:g}}"),
        ("@font-face{a:b}/* c */.a::before{d:e}", "@font-face{a:b}.a::before{d:e}"), ("html{b:c}", "html{b:c}"),
        ("@media x{@supports (y:z){.a{b:c}}.b{d:e}}", "@media x{@supports (y:z){.a{b:c}}.b{d:e}}"), (".a{}", ""),
    ])
    func whatCannotBeInlinedStays(css: String, expected: String) {
        #expect(rest(css) == expected)
    }

    @Test func severalStylesBecomeOne() {
        let html = inlined(
            """
            <html><head><style>p{color:red}</style><style>.a:hover{b:c}p{color:blue}</style>
            <style data-inline="keep">.kept{d:e}</style><style media="print">p{color:green}</style></head>
            <body><p class="a kept gone">x</p></body></html>
            """
        ).html
        #expect(
            html == """
                <html><head><style>.a:hover{b:c}</style>
                <style>.kept{d:e}</style><style media="print">p{color:green}</style></head>
                <body><p class="a kept" style="color:blue">x</p></body></html>
                """)
    }

    @Test func classesThatNoStyleMentionsGo() {
        let html = inlined(
            """
            <html><head><!--[if mso]><style>.facts{a:b}</style><![endif]--><style>.x{c:d}@media y{.dark{e:f!important}}</style></head>
            <body><p class="x facts">1</p><p class="dark z">2</p><p class="x">3</p></body></html>
            """
        ).html
        #expect(html.contains("<p class=\"facts\" style=\"c:d\">1</p><p class=\"dark\">2</p><p style=\"c:d\">3</p>"))
        let byPart = inlined("<style>[class*=col]{a:b}</style><p class='col-1 z'>x</p>").html
        #expect(byPart.contains("<p class=\"col-1 z\">"))
    }

    @Test func whatShowsNothingGetsNoStyle() {
        let html = inlined(
            "<html><head><title>t</title><style>*{a:b}</style></head><body><p>x<br>y</p><script>z</script></body></html>"
        ).html
        #expect(
            html
                == "<html><head><title>t</title></head><body style=\"a:b\"><p style=\"a:b\">x<br>y</p><script>z</script></body></html>"
        )
    }

    @Test func aRuleForTheRootStays() {
        let html = inlined("<html class='x'><head><style>.x{a:b}*{c:d}</style></head><body class='x'>t</body></html>")
            .html
        #expect(
            html.contains("<html class=\"x\"><head><style>.x{a:b}</style></head><body class=\"x\" style=\"c:d;a:b\">"))
    }

    @Test func faultsOfStylesAreTold() {
        let source =
            "<html><head><style>\n.x { color red; width: 1px }</style></head><body><p class='x' style='a'>x</p></body></html>"
        let faults = inlined(source).faults
        let bytes = Array(source.utf8)
        #expect(faults.count == 2)
        #expect(bytes[faults[0].offset...].starts(with: Array("color red".utf8)))
        #expect(bytes[faults[1].offset...].starts(with: Array("<p".utf8)))
    }

    @Test func placesAmongSiblingsThatAreMadeLaterAreFaults() {
        let document = parsed(
            "<style>tr:first-child td{a:b}</style><table><!--ppo1x--><tr><td>x</td></tr><!--ppc1x--></table>")
        #expect(CSSInliner.inline(document.root) { $0.hasPrefix("pp") }.count == 1)
    }

    @Test(arguments: try Oracles.read().inlining)
    func stylesAreThoseThatCSSInlineMakes(page: Oracles.Inlined) {
        let document = parsed(page.html)
        #expect(document.faults == [])
        #expect(CSSInliner.inline(document.root) == [])
        var found: [String: [String: String]] = [:]
        document.root.walk { node in
            guard let number = node["data-n"], let style = node["style"] else { return }
            let list = CSSStylesheet.declarations(parsing: style).declarations
            found[number] = Dictionary(
                uniqueKeysWithValues: list.map { ($0.name, $0.value + ($0.isImportant ? "!important" : "")) })
        }
        #expect(found == page.styles)
    }
}
