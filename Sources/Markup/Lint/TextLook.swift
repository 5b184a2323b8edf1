// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// How a text looks: what its element has from all around it.
struct TextLook {
    /// Its colour; nil if it cannot be known here.
    var color: CSSColor? = CSSColor(.black)
    /// What it stands on; nil if that is a picture or cannot be known here.
    var ground: RGB? = .white
    /// Its size in pixels.
    var size = 16.0
    /// Whether it is bold.
    var isBold = false
    /// Whether nobody sees it.
    var isHidden = false

    /// Whether it is large enough for less contrast (WCAG 2.2, "large scale": 18 pt, or bold 14 pt).
    var isLarge: Bool { size >= 24 || isBold && size >= 18.66 }

    /// The contrast with what it stands on, if both are known.
    var contrast: Double? {
        guard let color, let ground else { return nil }
        return color.over(ground).contrast(with: ground)
    }

    /// What an element in this one looks like.
    ///
    /// - Parameters:
    ///   - element: The element.
    ///   - style: What the cascade gives it.
    ///   - link: The colour of a link that has none.
    func inside(_ element: HTMLNode, style: [String: String], link: RGB) -> TextLook {
        var look = self
        look.takeSize(element, style)
        look.takeGround(element, style)
        look.takeColor(element, style, link)
        look.takeHiding(style)
        return look
    }

    private mutating func takeSize(_ element: HTMLNode, _ style: [String: String]) {
        let own = Self.ownSizes[element.name].map { size * $0 }
        if let own { size = own }
        if Self.boldElements.contains(element.name) { isBold = true }
        if element.name == "font", let number = element["size"].flatMap({ Int($0) }), (1...7).contains(number) {
            size = [10, 13, 16, 18, 24, 32, 48][number - 1]
        }
        if let text = style["font-size"], let found = Self.pixels(text, of: size) { size = found }
        if let weight = style["font-weight"] {
            switch weight {
            case "bold", "bolder": isBold = true
            case "normal", "lighter": isBold = false
            default: if let number = Double(weight) { isBold = number >= 700 }
            }
        }
    }

    private mutating func takeGround(_ element: HTMLNode, _ style: [String: String]) {
        if let written = element["bgcolor"], let color = CSSColor(written) ?? CSSColor("#" + written) {
            ground = color.over(ground ?? .white)
        } else if element["background"] != nil {
            ground = nil
        }
        // The cascade leaves one of them, `background` split where it is the later one.
        guard let text = style["background-color"] else {
            if let picture = style["background-image"], picture != "none" { ground = nil }
            return
        }
        if let color = CSSColor(text) {
            if color.alpha >= 1 { ground = color.rgb } else { ground = ground.map { color.over($0) } }
        } else if text != "inherit", text != "none", text != "initial", text != "unset" {
            ground = nil
        }
        // With images blocked, a colour below a picture is what is seen; without one, nothing is known.
        if let picture = style["background-image"], picture != "none", CSSColor(text).map({ $0.alpha < 1 }) ?? true {
            ground = nil
        }
    }

    private mutating func takeColor(_ element: HTMLNode, _ style: [String: String], _ link: RGB) {
        let around = color
        if element.name == "a", element["href"] != nil { color = CSSColor(link) }
        let attribute = element.name == "font" ? element["color"] : element.name == "body" ? element["text"] : nil
        if let written = attribute, let found = CSSColor(written) ?? CSSColor("#" + written) { color = found }
        switch style["color"] {
        case nil: break
        case "inherit", "unset", "currentcolor": color = around
        case "initial": color = CSSColor(.black)
        case let text?: color = CSSColor(text)
        }
        if let opacity = style["opacity"].flatMap(Double.init), opacity < 1 {
            color = color.map { CSSColor($0.rgb, alpha: $0.alpha * max(opacity, 0)) }
        }
    }

    private mutating func takeHiding(_ style: [String: String]) {
        let isFolded =
            style["overflow"] == "hidden"
            && ["max-height", "height", "max-width", "width"].contains { Self.isNothing(style[$0]) }
        if style["display"] == "none" || ["hidden", "collapse"].contains(style["visibility"]) || isFolded
            || style["opacity"].flatMap(Double.init) == 0 || style["font-size"].map({ Self.isNothing($0) }) == true
            || color?.alpha == 0
        {
            isHidden = true
        }
    }

    private static func isNothing(_ length: String?) -> Bool {
        ["0", "0px", "0%", "0em", "0pt"].contains(length)
    }

    /// A size in pixels; nil for what cannot be reckoned here.
    static func pixels(_ text: String, of parent: Double) -> Double? {
        if let found = keywords[text] { return found }
        if text == "smaller" { return parent / 1.2 }
        if text == "larger" { return parent * 1.2 }
        let number = text.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        guard let value = Double(number) else { return nil }
        switch text.dropFirst(number.count) {
        case "px": return value
        case "": return value == 0 ? 0 : nil
        case "pt": return value * 4 / 3
        case "pc": return value * 16
        case "em": return value * parent
        case "rem": return value * 16
        case "%": return value / 100 * parent
        case "ex", "ch": return value * parent / 2
        case "in": return value * 96
        case "cm": return value * 96 / 2.54
        case "mm": return value * 9.6 / 2.54
        default: return nil
        }
    }

    /// CSS Fonts 4, "absolute-size", at 16 px.
    private static let keywords: [String: Double] = [
        "xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32,
        "xxx-large": 48,
    ]
    /// What browsers give elements (HTML, "Rendering"), as a share of what is around them.
    private static let ownSizes: [String: Double] = [
        "h1": 2, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 1 / 1.2, "big": 1.2, "sub": 1 / 1.2,
        "sup": 1 / 1.2,
    ]
    private static let boldElements: Set<String> = ["b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"]
}
