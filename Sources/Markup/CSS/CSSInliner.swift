// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Moves the rules of style elements into style attributes, where every client reads them.
///
/// A `<style data-inline="keep">`, one with `media`, and one in a conditional comment is left alone. Of the others, what cannot stand in
/// an attribute (`@media`, `:hover`, attribute selectors) is left in the first, compact; what matches nothing goes.
public enum CSSInliner {
    /// Elements that show nothing of their own.
    static let withoutStyle: Set<String> = [
        "html", "head", "meta", "title", "style", "script", "link", "base", "br", "template", "noscript",
    ]

    /// Inlines the styles of a document.
    ///
    /// `makesSiblings` says of a comment's text whether it stands for elements that are not there yet (a part that is repeated or left
    /// out); a rule that asks for an element's place among such siblings is a fault.
    public static func inline(
        _ document: HTMLNode, makesSiblings: (String) -> Bool = { _ in false }
    ) -> [HTMLDocument.Fault] {
        var sheets: [HTMLNode] = []
        var keptText: [String] = []
        document.walk { node in
            if case .comment(let text) = node.kind, text.contains("<style") { keptText.append(text) }
            guard node.name == "style" else { return }
            if node["data-inline"] == "keep" || node["media"] != nil {
                keptText.append(node.textContent)
            } else {
                sheets.append(node)
            }
        }
        var faults: [HTMLDocument.Fault] = []
        let items = sheets.flatMap { sheet in
            let text = sheet.children.first
            let parsed = CSSStylesheet(parsing: sheet.textContent, offset: text?.offset ?? sheet.offset)
            faults += parsed.faults
            return parsed.items
        }
        let elements = CSSElements(document, makes: makesSiblings)
        let cascade = CSSCascade(items, elements: elements)
        faults += cascade.apply()
        let kept = CSSRemainder(items, elements: elements).text
        if let first = sheets.first, !kept.isEmpty {
            first.replaceChildren([HTMLNode(.text(kept), offset: first.children.first?.offset ?? first.offset)])
            keptText.append(kept)
        }
        for sheet in sheets.dropFirst(kept.isEmpty ? 0 : 1) { sheet.parent?.remove(sheet) }
        tidy(elements, keptText: keptText)
        return faults.sorted { $0.offset < $1.offset }
    }

    /// Takes out what the letter needs no more: hints for the inliner and classes that no style mentions.
    private static func tidy(_ elements: CSSElements, keptText: [String]) {
        let isAskedByAttribute = keptText.contains { $0.contains("[class") }
        let mentioned = keptText.reduce(into: Set<String>()) { $0.formUnion(classes(in: $1)) }
        for element in elements.list {
            let node = element.node
            node["data-inline"] = nil
            guard !isAskedByAttribute, node["class"] != nil else { continue }
            let kept = element.classes.filter(mentioned.contains)
            node["class"] = kept.isEmpty ? nil : kept.joined(separator: " ")
        }
    }

    /// Every name behind a dot: the classes that a text of CSS mentions, and a few that are none.
    static func classes(in text: String) -> Set<String> {
        var found: Set<String> = []
        let bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: ".") else {
                at += 1
                continue
            }
            var end = at + 1
            while end < bytes.count {
                let byte = bytes[end]
                if byte == UInt8(ascii: "\\"), end + 1 < bytes.count {
                    end += 2
                } else if byte.isLetter || byte.isDigit || byte >= 0x80 || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
                {
                    end += 1
                } else {
                    break
                }
            }
            if end > at + 1 { found.insert(CSSText.unescaped(bytes[(at + 1)..<end])) }
            at = end
        }
        return found
    }
}
