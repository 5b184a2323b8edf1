// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct HTMLDocumentTests {
    @Test func aLetterIsReadWithoutFault() {
        let document = parsed(sampleLetter)
        #expect(document.faults == [])
        let top = document.root.children.map { outline($0).prefix(9) }.filter { !$0.isEmpty }
        #expect(top == ["(doctype)", "(! ppv0x ", "(html lan"])
    }

    @Test(arguments: [
        ("x", "x"), ("<p>a</p><p>b</p>", "(p a)(p b)"), ("t <b>b</b> c<div>d</div>", "t(b b)c(div d)"),
        ("<!--a--><td>x</td>", "(!a)(td x)"), ("<meta charset=euc-kr>한글", "(meta charset=\"euc-kr\" )한글"),
        ("<p>a<p>b", "(p a)(p b)"), ("<ul><li>a<li>b</ul>", "(ul (li a)(li b))"),
        ("<P CLASS=A>x</P>", "(p class=\"A\" x)"), ("<title>a &lt; b</title>", "(title a < b)"),
        ("<v:rect a='1'><v:fill/></v:rect>", "(v:rect a=\"1\" (v:fill ))"),
        ("<!DOCTYPE html><html><body>x</body></html>", "(doctype)(html (body x))"),
    ])
    func nothingIsInvented(source: String, expected: String) {
        #expect(outline(parsed(source).root) == expected)
    }

    @Test(arguments: [
        ("&nbsp;&amp;&#44032;&#xAC01;&quot;", "\u{A0}&가각\""),
        ("https://예.kr/%20?a=1&amp;b=2 3", "https://예.kr/%20?a=1&b=2 3"),
        (" a  b ", " a  b "), ("&lt;&gt;'", "<>'"), ("", ""),
    ])
    func attributesComeDecodedAndNotEncodedAnew(source: String, expected: String) {
        let node = parsed("<a href=\"\(source)\">x</a>").root.children.first
        #expect(node?["href"] == expected)
    }

    @Test func everyElementKnowsItsStartTag() {
        for source in [sampleLetter, sampleLetter.split(separator: "\n").joined(), "\u{FEFF}" + sampleLetter] {
            let bytes = Array(source.utf8)
            var count = 0
            parsed(source).root.walk { node in
                guard case .element(let name) = node.kind else { return }
                count += 1
                #expect(bytes[node.offset...].starts(with: Array("<\(name)".utf8)))
            }
            #expect(count == 26)
        }
    }

    @Test func textAndCommentsKnowWhereTheyStart() {
        let source = Array("<p>ab<!--c-->d<br>e</p>".utf8)
        let offsets = parsed("<p>ab<!--c-->d<br>e</p>").root.children[0].children.map(\.offset)
        #expect(offsets == [3, 5, 13, 14, 18])
        #expect(source[5] == UInt8(ascii: "<"))
    }

    /// Each with the place of what is wrong and a word of what is said.
    @Test(arguments: [
        ("<div><span>x</div>", 5, "<span> is not closed where </div> comes"),
        ("<div><p>x</div></p>", 15, "</p> closes nothing"),
        ("<div>", 0, "never closed"), ("x</b>", 1, "</b> closes nothing"),
        ("<table><tr><td><b>x</td></tr></table>", 15, "<b> is not closed where </td> comes"),
        ("<table><tr><td></div></td></tr></table>", 15, "</div> closes nothing"),
        ("<p a=1 b=2 a=3>x</p>", 11, "attribute a twice"), ("<a href='x'>a <b><a>b</a></b></a>", 17, "another <a>"),
        ("<table><td>x</td></table>", 7, "<tr> only"), ("<div><tr><td>x</td></tr></div>", 5, "in <table>"),
        ("<table><tr>x<td>y</td></tr></table>", 11, "text cannot stand in <tr>"),
        ("<table><div>x</div></table>", 7, "cannot stand in <table>"), ("<br></br>", 4, "no end tag"),
        ("<div/>x", 0, "does not close itself"), ("<dvi>x</dvi>", 0, "no element <dvi>"),
        ("<html><head><div>x</div></head><body></body></html>", 12, "cannot stand in <head>"),
        ("<html><head>x</head><body></body></html>", 12, "text cannot stand in <head>"),
        ("<body><body>x</body></body>", 6, "second <body>"), ("<a href='?a=1&b=2'>x</a>", 13, "write &amp;"),
        ("a &foo; b", 2, "&foo; is not known"), ("a < b", 2, "write &lt;"), ("<p>a &#0; b</p>", 5, "&#0; is not known"),
        ("<![if mso]>x<![endif]>", 0, "<!--[if !mso]><!-->"), ("<?xml?>x", 0, "no markup"),
        ("<a href=\"x>y</a>", 0, "ends inside"), ("<p>x<!-- y</p>", 4, "ends inside"), ("<p>x</p", 4, "ends inside"),
        ("<a><table><tr><td>x</td></tr></table></a>", 3, "end <a> before it"),
        ("<p>a<section>b</section></p>", 4, "close the <p>"), ("", 0, "empty"), (" \n", 0, "empty"),
        ("a\u{0}b", 1, "control character"), ("<p>a\u{1}b</p>", 4, "control character"),
    ])
    func slipsAreTold(source: String, offset: Int, message: String) {
        let faults = parsed(source).faults
        #expect(faults.first?.offset == offset)
        #expect(faults.first?.message.contains(message) == true, "\(faults)")
    }

    @Test(arguments: [
        "<main><section><article><header>a</header><nav>b</nav></article><footer><time>c</time></footer></section></main>",
        "<p>R & D, a & b</p>", "<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>",
        "<picture><source srcset='a'><img src='b'></picture>",
        "<script>if (a < b && c) '</b>'</script>", "<style>a > b { }</style>", "<p>a<p>b", "<ul><li>a<li>b</ul>",
        "<table><tr><td>a<td>b<tr><td>c</table>", "<!--[if mso]><td><![endif]--><p>x</p>", "<td-x>custom</td-x>",
        "<table><!--a--><tr><!--b--><td>x</td><!--c--></tr><!--d--></table>", "<p>&hellip;&#8199;&#x200b;&zwnj;</p>",
        "<div><a href='x'><span>a</span><br>b</a></div>", "<o:p>x</o:p>", "<b><i>x</i></b>",
        "<figure><figcaption>x</figcaption></figure>",
    ])
    func whatIsRightIsNotBlamed(source: String) {
        #expect(parsed(source).faults == [])
    }

    @Test func oneSlipIsToldOnce() {
        let faults = parsed("<div><b><i>x</b></i></div><p>fine</p>").faults
        #expect(faults.count == 1)
    }

    @Test func bytesThatAreNoUTF8AreToldAndReplaced() {
        let document = HTMLDocument(parsing: Array("<p>a".utf8) + [0xFF, 0xEC, 0x9D] + Array("b</p>".utf8))
        #expect(document.faults.map(\.offset) == [4, 5, 6])
        #expect(document.root.textContent == "a???b")
    }

    @Test func aByteOrderMarkMovesNothing() {
        let document = parsed("\u{FEFF}<p>x</p>")
        #expect(document.faults == [])
        #expect(document.root.children.last?.offset == 3)
    }

    @Test(.timeLimit(.minutes(1))) func depthAndSizeAreBounded() {
        let deep = parsed(String(repeating: "<div>", count: 100_000))
        #expect(deep.faults.contains { $0.message.contains("deep") })
        let large = HTMLDocument(parsing: Array(repeating: UInt8(ascii: "<"), count: HTMLDocument.maximumBytes + 1))
        #expect(large.faults.map(\.message).first?.contains("MiB") == true)
        #expect(large.root.children.isEmpty)
        let brackets = HTMLDocument(parsing: Array(repeating: UInt8(ascii: "<"), count: 1 << 20))
        #expect(!brackets.faults.isEmpty)
    }

    @Test func lineEndsAreThoseOfHTML() {
        #expect(parsed("<pre>a\r\nb\rc</pre>").root.textContent == "a\nb\nc")
    }
}
