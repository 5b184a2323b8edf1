// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct HTMLSerializerTests {
    @Test(arguments: [
        ("<br/><img src=x alt=''>", "<br><img src=\"x\" alt=\"\">"),
        ("<td nowrap hidden=''>x</td>", "<td nowrap hidden>x</td>"),
        ("<p title='\"a\" & <b> \u{A0}'>x</p>", "<p title=\"&quot;a&quot; &amp; &lt;b&gt; &nbsp;\">x</p>"),
        ("<p>&lt;a&gt; &amp; &nbsp;\"'한\u{200C}</p>", "<p>&lt;a&gt; &amp; &nbsp;\"'한\u{200C}</p>"),
        ("<a href='https://예.kr/?q=가 나&amp;r=%20'>x</a>", "<a href=\"https://예.kr/?q=가 나&amp;r=%20\">x</a>"),
        ("<script>a<b && c</script>", "<script>a<b && c</script>"), ("<style>a>b{}</style>", "<style>a>b{}</style>"),
        ("<title>a & b</title>", "<title>a &amp; b</title>"),
        (
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://x/y.dtd\"><p>x</p>",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://x/y.dtd\">\n<p>x</p>"
        ),
    ])
    func bytesAreThoseOfHTML5(source: String, expected: String) {
        #expect(again(source) == expected)
    }

    @Test(arguments: [
        ("<p>  a \n\t b  </p>", "<p>a b</p>"), ("<div> <p> a </p> <p> b </p> </div>", "<div><p>a</p>\n<p>b</p></div>"),
        ("<p>a <b>b</b> <i> c</i>d</p>", "<p>a <b>b</b> <i> c</i>d</p>"), ("<p>a<b>b</b>c</p>", "<p>a<b>b</b>c</p>"),
        (
            "<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</table>\n<p>c</p>",
            "<table><tr><td>a</td>\n<td>b</td></tr></table>\n<p>c</p>"
        ),
        ("<div>a</div><div>b</div>", "<div>a</div><div>b</div>"),
        ("<p>a<br>\n b</p>", "<p>a<br>b</p>"), ("<pre> a\n  b </pre> ", "<pre> a\n  b </pre>"),
        ("<p style='white-space: pre-wrap'> a  b </p>", "<p style=\"white-space: pre-wrap\"> a  b </p>"),
        (
            "<div style='display:inline-block'>a</div> <div style='display:inline-block'>b</div>",
            "<div style=\"display:inline-block\">a</div> <div style=\"display:inline-block\">b</div>"
        ),
        ("<p>a&nbsp; &nbsp;b</p>", "<p>a&nbsp; &nbsp;b</p>"), ("<p>a <!--x--> b</p>", "<p>a <!--x--> b</p>"),
        (
            "<table> <!--a--> <tr><td>x</td></tr> <!--b--> </table>",
            "<table><!--a-->\n<tr><td>x</td></tr>\n<!--b--></table>"
        ),
        ("<p><!--a-->x, <!--b--></p>", "<p><!--a-->x, <!--b--></p>"), ("<p> <!--a--> x </p>", "<p><!--a-->\nx</p>"),
        ("<td>a <img src='x'> b</td>", "<td>a <img src=\"x\"> b</td>"), ("a <div> b </div> c", "a<div>b</div>\nc"),
    ])
    func whiteSpaceThatShowsNothingGoes(source: String, expected: String) {
        #expect(again(source) == expected)
    }

    @Test(arguments: [
        "<!--[if mso]><table><tr><td width=\"600\"><![endif]-->", "<!--[if !mso]><!-- -->", "<!--<![endif]-->",
        "<!--[if !mso]><!-->", "<!--[if (gte mso 9)|(IE)]>  <v:rect a='1' />\n & \u{A0}<![endif]-->", "<!---->",
        "<!-- - -->",
    ])
    func commentsComeOutByteByByte(comment: String) {
        #expect(again("<div>\(comment)<p>x</p></div>") == "<div>\(comment)<p>x</p></div>")
    }

    @Test func marksLeadBackToTheSource() {
        let source = Array(sampleLetter.utf8)
        let serialized = HTMLSerializer.serialize(parsed(sampleLetter).root)
        #expect(serialized.marks.count == 26)
        for mark in serialized.marks {
            let tag = serialized.bytes[mark.offset...].prefix { $0 != 0x20 && $0 != UInt8(ascii: ">") }
            #expect(source[mark.source...].starts(with: tag))
        }
        #expect(serialized.marks.map(\.offset) == serialized.marks.map(\.offset).sorted())
    }

    @Test func aLetterReadAgainIsTheSame() {
        let once = parsed(sampleLetter).root
        let twice = parsed(written(once)).root
        #expect(outline(once) == outline(twice))
        #expect(written(once) == written(twice))
    }

    /// Trees of every shape, from a seed: written, read and written, they stay as they are.
    @Test(arguments: 0..<60) func anyTreeReadAgainIsTheSame(seed: UInt64) {
        var random = SteadyRandom(seed: seed)
        let source = Self.fragment(depth: 0, block: true, &random)
        let once = parsed(source)
        #expect(once.faults == [], "\(source)")
        let bytes = written(once.root)
        let twice = parsed(bytes)
        #expect(twice.faults == [])
        #expect(outline(twice.root) == outline(once.root))
        #expect(written(twice.root) == bytes)
    }

    private static func fragment(depth: Int, block: Bool, _ random: inout SteadyRandom) -> String {
        var text = "x"
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            switch Int.random(in: 0..<9, using: &random) {
            case 0: text += [" ", "\n  ", "", "\t"].randomElement(using: &random) ?? ""
            case 1:
                text +=
                    ["한글 &amp; ", "a  b", "&nbsp;", "&lt;i&gt;", "\u{1F4E6}", "& "].randomElement(using: &random) ?? ""
            case 2:
                text +=
                    ["<!--ppo1x-->", "<!-- c -->", "<!--[if mso]><td><![endif]-->"].randomElement(using: &random) ?? ""
            case 3: text += ["<br>", "<img alt=\"\" src=\"a&amp;b\">", "<br/>"].randomElement(using: &random) ?? ""
            case 4, 5:
                guard depth < 6 else { continue }
                let name = ["b", "span", "i", "em"].randomElement(using: &random) ?? "b"
                text += "<\(name) class='x  y'>\(fragment(depth: depth + 1, block: false, &random))</\(name)>"
            default:
                guard depth < 6, block else { continue }
                let name = ["div", "section", "table", "ul", "blockquote"].randomElement(using: &random) ?? "div"
                let inner = fragment(depth: depth + 1, block: true, &random)
                let (open, close) =
                    name == "table" ? (" <tr>\n<td>", "</td> </tr>\n") : name == "ul" ? ("\n<li>", "</li>\n") : ("", "")
                text += "<\(name)>\(open)\(inner)\(close)</\(name)>"
            }
        }
        return text
    }
}
