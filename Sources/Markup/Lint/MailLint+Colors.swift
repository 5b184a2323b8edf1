// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension MailLint {
    /// Colours and sizes, along the tree, in light and in dark mode.
    mutating func checkColors() {
        var sights = ContrastSights()
        let body = page.first("body") ?? page.document.root
        var small = [HTMLNode]()
        Self.look(body, in: Self.start(isDark: false), page: page, isDark: false) { text, words, look in
            sights.see(text, words, look, isDark: false)
            if look.size < 13, Self.hasHangul(words) { small.append(text) }
        }
        if page.hasDarkMode {
            let start = page.declaresDarkCanvas ? Self.start(isDark: true) : Self.start(isDark: false)
            Self.look(body, in: start, page: page, isDark: true) { text, words, look in
                sights.see(text, words, look, isDark: true)
            }
        }
        for sight in sights.list {
            let more = sight.count > 1 ? ", and \(sight.count - 1) more like it" : ""
            find(
                .lowContrast,
                "\(sight.words.excerpt) is \(sight.color.hex) on \(sight.ground.hex), \(sight.ratio):1 instead of \(sight.least):1"
                    + (sight.isDark ? " in dark mode" : "") + more, at: sight.offset)
        }
        guard let first = small.first else { return }
        find(
            .smallText,
            small.count.times("text in Hangul is smaller than 13 px", "texts in Hangul are smaller than 13 px"),
            at: first.offset)
    }

    /// What a client begins with: its canvas and its text.
    private static func start(isDark: Bool) -> TextLook {
        // What Chromium paints where a page says that it has a dark mode.
        isDark ? TextLook(color: CSSColor(.white), ground: RGB(red: 0x12, green: 0x12, blue: 0x12)) : TextLook()
    }

    private static func look(
        _ node: HTMLNode, in around: TextLook, page: LintPage, isDark: Bool, see: (HTMLNode, String, TextLook) -> Void
    ) {
        switch node.kind {
        case .text(let text):
            if !around.isHidden, HTMLNode.isReadable(text) { see(node, text, around) }
        case .element(let name):
            if ["style", "script", "title", "head", "template"].contains(name) { return }
            let link =
                isDark && page.declaresDarkCanvas
                ? RGB(red: 0x9E, green: 0x9E, blue: 0xFF) : RGB(red: 0, green: 0, blue: 0xEE)
            let look = around.inside(node, style: page.style(of: node, isDark: isDark), link: link)
            if look.isHidden { return }
            for child in node.children { Self.look(child, in: look, page: page, isDark: isDark, see: see) }
        case .document:
            for child in node.children { Self.look(child, in: around, page: page, isDark: isDark, see: see) }
        case .doctype, .comment: break
        }
    }

    private static func hasHangul(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) || (0x3130...0x318F).contains($0.value) }
    }
}

/// The pairs of colours that are hard to read, each with where it was first seen.
struct ContrastSights {
    /// A pair of colours.
    struct Sight {
        let color: RGB
        let ground: RGB
        let isDark: Bool
        let least: String
        let ratio: String
        let words: String
        let offset: Int
        var count = 1
    }

    private(set) var list: [Sight] = []

    /// Looks at a text.
    mutating func see(_ node: HTMLNode, _ words: String, _ look: TextLook, isDark: Bool) {
        let least = look.isLarge ? RGB.enoughForLargeText : RGB.enoughForText
        guard let ratio = look.contrast, ratio < least, let ground = look.ground, let color = look.color?.over(ground)
        else { return }
        let same = list.firstIndex { $0.color == color && $0.ground == ground && $0.isDark == isDark }
        if let same {
            list[same].count += 1
            return
        }
        // Rounded down: 4.49 is not enough, and is not told as 4.5.
        let tenths = Int(ratio * 10)
        list.append(
            Sight(
                color: color, ground: ground, isDark: isDark, least: look.isLarge ? "3" : "4.5",
                ratio: "\(tenths / 10).\(tenths % 10)", words: words, offset: node.parent?.offset ?? node.offset))
    }
}
