// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What the `<style>` elements of a mail say, and what an element gets of it.
struct MailStyles {
    typealias Declaration = CSSStylesheet.Declaration

    /// A rule as the lint needs it.
    struct Rule {
        /// Its selectors.
        let selectors: [CSSSelector]
        /// What it declares.
        let declarations: [Declaration]
        /// Where it is, in the mail.
        let offset: Int
        /// Whether it stands in `@media` or `@supports`, or its `<style>` has a `media`.
        let isConditional: Bool
        /// Whether it counts on a wide screen: in light mode, in dark mode.
        let counts: (light: Bool, dark: Bool)
        /// The classes it names.
        let classes: [String]
        /// The pseudo-classes and pseudo-elements it names.
        let pseudos: [String]
    }

    /// An at-rule, by its name without `@`.
    struct AtRule {
        let name: String
        let offset: Int
    }

    /// The rules, in order.
    private(set) var rules: [Rule] = []
    /// The at-rules that are not groups.
    private(set) var atRules: [AtRule] = []
    /// What is wrong in them.
    private(set) var faults: [HTMLDocument.Fault] = []
    /// Whether `:root` says that the mail has a dark mode; selectors do not match it, for only a client knows its root.
    var declaresDarkRoot: Bool {
        rules.contains { rule in
            rule.selectors.contains { $0.text == ":root" }
                && rule.declarations.contains { $0.name == "color-scheme" && $0.value.contains("dark") }
        }
    }
    /// Whether there is a rule for dark mode only.
    var hasDarkRules: Bool { rules.contains { $0.counts.dark && !$0.counts.light } }

    /// Reads style elements.
    init(_ elements: [HTMLNode]) {
        for element in elements {
            let offset = element.children.first?.offset ?? element.offset
            let sheet = CSSStylesheet(parsing: element.textContent, offset: offset)
            faults += sheet.faults
            let media = element["media"].map { ["@media " + $0] } ?? []
            for item in sheet.items {
                switch item {
                case .rule(let rule): rules.append(Self.rule(rule, media))
                case .whole(let whole):
                    guard whole.context.isEmpty else { continue }
                    atRules.append(AtRule(name: String(whole.name.dropFirst()), offset: whole.offset))
                }
            }
        }
    }

    private static func rule(_ rule: CSSStylesheet.Rule, _ media: [String]) -> Rule {
        let context = media + rule.context
        let names = rule.selectors.map { SelectorNames($0.text) }
        return Rule(
            selectors: rule.selectors, declarations: rule.declarations, offset: rule.offset,
            isConditional: !context.isEmpty,
            counts: (
                context.allSatisfy { MediaQuery.counts($0, isDark: false) },
                context.allSatisfy { MediaQuery.counts($0, isDark: true) }
            ), classes: names.flatMap(\.classes), pseudos: names.flatMap(\.pseudos))
    }

    /// The declarations of a style attribute.
    static func declarations(of text: String) -> [Declaration] {
        text.isEmpty ? [] : CSSStylesheet.declarations(parsing: text).declarations
    }

    /// What an element gets: rules by weight, then its own style, then what is `!important` (CSS Cascade 4).
    ///
    /// - Parameters:
    ///   - index: The element's place in `elements`.
    ///   - elements: The mail's elements.
    ///   - isDark: Whether the reader likes it dark.
    func style(of index: Int, in elements: CSSElements, isDark: Bool) -> [String: String] {
        var block = [(weight: CSSSelector.Specificity, order: Int)]()
        for (order, rule) in rules.enumerated() where isDark ? rule.counts.dark : rule.counts.light {
            let weights = rule.selectors.filter { elements.ask(.matches, $0, index) }.map(\.specificity)
            if let weight = weights.max() { block.append((weight, order)) }
        }
        let own = Self.declarations(of: elements.list[index].node["style"] ?? "")
        if block.isEmpty, own.isEmpty { return [:] }
        block.sort { ($0.weight, $0.order) < ($1.weight, $1.order) }
        let all = block.flatMap { rules[$0.order].declarations } + own
        var style = [String: String]()
        for declaration in all where !declaration.isImportant { Self.set(declaration, in: &style) }
        for declaration in all where declaration.isImportant { Self.set(declaration, in: &style) }
        return style
    }

    /// Sets one declaration; of `background` and `font`, the parts that the lint looks at.
    private static func set(_ declaration: Declaration, in style: inout [String: String]) {
        let value = declaration.value.lowercased()
        switch declaration.name {
        case "background":
            let parts = ShorthandParts(value)
            style["background-color"] =
                parts.words.first { CSSColor($0) != nil } ?? (parts.hasVariable ? value : "transparent")
            style["background-image"] = parts.hasPicture ? "url()" : "none"
        case "font":
            let parts = ShorthandParts(value)
            let sizes = parts.words.map { String($0.prefix { $0 != "/" }) }
            if let size = sizes.first(where: { TextLook.pixels($0, of: 16) != nil && Double($0) == nil }) {
                style["font-size"] = size
            }
            style["font-weight"] = parts.words.first { $0 == "bold" || Double($0) != nil } ?? "normal"
        default: style[declaration.name] = value
        }
    }
}

/// The words of a shorthand such as `background`.
struct ShorthandParts {
    /// Its words, functions whole.
    private(set) var words: [String] = [""]
    /// Whether one is a picture.
    var hasPicture: Bool {
        words.contains { $0.hasPrefix("url(") || $0.contains("gradient(") || $0.hasPrefix("image") }
    }
    /// Whether one is a variable.
    var hasVariable: Bool { words.contains { $0.hasPrefix("var(") } }

    /// Splits a value.
    init(_ value: String) {
        var depth = 0
        for character in value {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth == 0, character.isWhitespace || character == "," {
                words.append("")
            } else {
                words[words.count - 1].append(character)
            }
        }
        words.removeAll(where: \.isEmpty)
    }
}
