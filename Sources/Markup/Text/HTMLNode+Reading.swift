// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension HTMLNode {
    /// Whether it says that it is not shown, or not read: inlined style, `hidden`, `aria-hidden`.
    var isHiddenFromReaders: Bool {
        if self["hidden"] != nil || self["aria-hidden"] == "true" { return true }
        guard let style = self["style"] else { return false }
        var isHidden = false
        for declaration in style.split(separator: ";") {
            let parts = declaration.split(separator: ":", maxSplits: 1).map {
                $0.filter { !$0.isWhitespace }.lowercased()
            }
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "display": isHidden = parts[1].hasPrefix("none")
            case "mso-hide": if parts[1].hasPrefix("all") { return true }
            default: break
            }
        }
        return isHidden
    }

    /// Whether it or something below it, as far as that is shown, fits.
    func holds(_ fits: (HTMLNode) -> Bool) -> Bool {
        guard case .element = kind, !isHiddenFromReaders else { return false }
        return fits(self) || children.contains { $0.holds(fits) }
    }

    /// Whether an image is shown in it.
    var holdsImage: Bool { holds { $0.name == "img" } }

    /// Whether it shows several links, or one that a section may repeat, and nothing else but separators.
    func isLinkList(_ isPlaceholder: (HTMLNode) -> Bool) -> Bool {
        var links = 0
        var hasPlaceholder = false
        func isLinks(_ node: HTMLNode) -> Bool {
            switch node.kind {
            case .text(let text): return text.allSatisfy { $0.isWhitespace || "·•|,/-–—".contains($0) }
            case .comment:
                if isPlaceholder(node) { hasPlaceholder = true }
                return true
            case .doctype, .document: return true
            case .element(let name):
                if node.isHiddenFromReaders { return true }
                if name == "a" {
                    if TextLink(node["href"] ?? "").hasAddress { links += 1 }
                    return true
                }
                guard name != "br", name != "img", name != "table", node["data-text"] == nil,
                    TextPartWalker.distance(of: name) == .none
                else { return false }
                return node.children.allSatisfy(isLinks)
            }
        }
        guard children.allSatisfy(isLinks) else { return false }
        return links > 1 || links == 1 && hasPlaceholder
    }
}
