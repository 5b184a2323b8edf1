// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup

/// Parses text.
func parsed(_ text: String) -> HTMLDocument { HTMLDocument(parsing: Array(text.utf8)) }

/// Parses text and writes it again.
func again(_ text: String) -> String { written(parsed(text).root) }

/// Writes a tree.
func written(_ root: HTMLNode) -> String {
    String(decoding: HTMLSerializer.serialize(root).bytes, as: UTF8.self)
}

/// Inlines the styles of a text; what was wrong with it, and what came out.
func inlined(_ text: String) -> (html: String, faults: [HTMLDocument.Fault]) {
    let document = parsed(text)
    let faults = document.faults + CSSInliner.inline(document.root)
    return (written(document.root), faults)
}

/// A tree as text without places, its white space as a reader sees it: runs are one blank, and what is blank alone is not there.
func outline(_ node: HTMLNode) -> String {
    switch node.kind {
    case .document: node.children.map(outline).joined()
    case .doctype: "(doctype)"
    case .comment(let text): "(!\(text))"
    case .text(let text):
        text.split(whereSeparator: { " \n\t\r".contains($0) }).joined(separator: " ")
    case .element(let name):
        "(\(name)\(node.attributes.map { " \($0.name)=\"\($0.value)\"" }.joined()) \(node.children.map(outline).joined()))"
    }
}

/// Numbers that are the same in every run (SplitMix64, Steele and others 2014).
struct SteadyRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A letter with one of everything that letters hold.
let sampleLetter = """
    <!DOCTYPE html>
    <!-- ppv0x -->
    <html lang="ppv1x" xmlns:v="urn:schemas-microsoft-com:vml">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>[ppv2x] 상품이 출발했어요 &amp; ppv3x</title>
    <!--[if mso]><xml><o:PixelsPerInch>ppv4x</o:PixelsPerInch></xml><style>.fact{color:ppv5x}</style><![endif]-->
    <style>
    /* light */
    .ground { margin: 0; background-color: #ppv6x; }
    .card, td.main { width: ppv7x%; padding: 24px ppv8xpx 12ppv9xpx; font-family: "Noto Sans KR", ppv10x, sans-serif }
    .card .link { color: ppv11x !important; background: url(ppv12x/a.png) }
    .fact:last-child { border-top: 1px solid rgba(ppv13x, 0, 0, .5) }
    @media (max-width: 600px) { .card { width: ppv14x !important; } .link { color: red !important } }
    @media (prefers-color-scheme: dark) { .ground { background-color: ppv15x !important } }
    </style>
    <!--ppo16x--><script type="application/ld+json">{"name":"ppv17x","t":"a<b>ppv18x&amp;"}</script><!--ppc16x-->
    </head>
    <body class="ground">
    <div style="display:none;color:ppv19x">미리 보기 ppv20x&#8199;&zwnj;&nbsp;</div>
    <!--[if mso]><table role="presentation" width="ppv21x"><tr><td><![endif]-->
    <!--[if !mso]><!--><p>ppv22x</p><!--<![endif]-->
    <table role="presentation" class="card" width="ppv23x">
    <!--ppo24x-->
    <tr>
    <td class="main">Hello, <b>ppv25x</b> ppv26xppv27x <a class="link" href="https://예.kr/ppv28x?a=ppv29x&amp;b=c#ppv30x">
    조회 ppv31x</a><!--ppo32x-->, <i>ppv33x</i><!--ppc32x--></td>
    <td class="fact" title='"ppv34x" &lt;x>' alt="">1 &lt; 2 &amp; 3</td>
    </tr>
    <!--ppc24x-->
    </table>
    <!--[if mso]></td></tr></table><![endif]-->
    <main><section><h1>ppv35x</h1><ul><li>ppv36x</li><li>b</li></ul>
    <img src="ppv37x" alt="그림" width="56"><br>
    <pre>
     a ppv38x
       b</pre>
    </section></main>
    </body>
    </html>

    """
