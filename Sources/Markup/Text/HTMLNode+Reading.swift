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
}
