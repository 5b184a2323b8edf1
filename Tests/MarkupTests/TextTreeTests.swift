// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing

struct TextTreeTests {
    private static let names = [
        "p", "div", "h1", "h2", "b", "span", "a", "ul", "li", "table", "table", "tbody", "tr", "tr", "td", "td", "th",
        "br", "hr",
        "caption", "footer", "center", "img", "form", "dl", "dd",
    ]

    @Test("of any tree, however odd its nesting, each shown word is told once and in order, and no hidden one is")
    func anyTree() {
        for seed in 0..<1_500 {
            var random = Scramble(seed: UInt64(seed))
            var shown: [String] = []
            let root = HTMLNode(.element("body"), offset: 0)
            Self.grow(root, depth: 0, isShown: true, &random, &shown)
            let text = String(
                decoding: TextLayout.layout(Array(TextPart.derive(root) { _ in false }.utf8)), as: UTF8.self)
            let told = text.split { !$0.isNumber }.map(String.init)
            #expect(told == shown, "seed \(seed): \(HTMLSerializer.serialize(root).text)")
            if told != shown { return }
        }
    }

    private static func grow(
        _ node: HTMLNode, depth: Int, isShown: Bool, _ random: inout Scramble, _ shown: inout [String]
    ) {
        for _ in 0..<(1 + random.below(depth < 6 ? 4 : 1)) {
            guard depth < 8, random.below(4) > 0 else {
                let word = "\(1_000 + random.below(9_000))"
                node.append(HTMLNode(.text(" \(word) "), offset: 0))
                if isShown { shown.append(word) }
                continue
            }
            var name = names[random.below(names.count)]
            // A caption stands before its table's rows, wherever it is written.
            if name == "caption", node.name != "div" { name = "p" }
            let child = HTMLNode(.element(name), offset: 0)
            var isChildShown = isShown
            switch random.below(12) {
            case 0: child["role"] = "presentation"
            case 1: child["role"] = "contentinfo"
            case 2:
                child["style"] = "color:red;display:none"
                isChildShown = false
            case 3: child["colspan"] = "3"
            default: break
            }
            node.append(child)
            if name != "br", name != "hr", name != "img" {
                grow(child, depth: depth + 1, isShown: isChildShown, &random, &shown)
            }
        }
    }
}

extension SerializedHTML {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
