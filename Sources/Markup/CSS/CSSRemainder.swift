// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What stays in `<style>`.
struct CSSRemainder {
    /// The text, compact, in the order of the sheets.
    private(set) var text = ""
    private var open: [String] = []

    /// Writes those of `items` that no attribute can hold and that may match one of `elements`.
    init(_ items: [CSSStylesheet.Item], elements: CSSElements) {
        for item in items {
            switch item {
            case .whole(let whole):
                enter(whole.context)
                text += whole.text
            case .rule(let rule):
                guard !rule.declarations.isEmpty else { continue }
                let selectors = rule.selectors.filter { selector in
                    !rule.context.isEmpty || !CSSCascade.canInline(selector)
                        ? elements.list.indices.contains { elements.ask(.mayMatch, selector, $0) }
                        : Self.isForRoot(selector, elements)
                }
                guard !selectors.isEmpty else { continue }
                enter(rule.context)
                text += selectors.map(\.text).joined(separator: ",") + "{"
                text += rule.declarations.map(\.text).joined(separator: ";") + "}"
            }
        }
        enter([])
    }

    /// Whether a selector means `<html>`, which gets no attribute; `*` does not mean it.
    private static func isForRoot(_ selector: CSSSelector, _ elements: CSSElements) -> Bool {
        guard selector.subject.contains(where: { $0 != .universal }) else { return false }
        return elements.list.indices.prefix(1).contains {
            elements.list[$0].name == "html" && elements.ask(.matches, selector, $0)
        }
    }

    /// Closes and opens groups until those of `context` are open.
    private mutating func enter(_ context: [String]) {
        guard context != open else { return }
        let shared = zip(context, open).prefix { $0 == $1 }.count
        text += String(repeating: "}", count: open.count - shared)
        for group in context.dropFirst(shared) { text += group + "{" }
        open = context
    }
}
