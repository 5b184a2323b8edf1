// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The rules that can stand in attributes, by what they ask of an element, and the elements they go to.
struct CSSCascade {
    private struct Candidate {
        let selector: CSSSelector
        let order: Int
    }

    private let rules: [CSSStylesheet.Rule]
    private let elements: CSSElements
    private var byID: [String: [Candidate]] = [:]
    private var byClass: [String: [Candidate]] = [:]
    private var byType: [String: [Candidate]] = [:]
    private var others: [Candidate] = []

    /// Sorts the rules of `items` for `elements`.
    init(_ items: [CSSStylesheet.Item], elements: CSSElements) {
        self.elements = elements
        rules = items.compactMap { if case .rule(let rule) = $0, rule.context.isEmpty { rule } else { nil } }
        for (order, rule) in rules.enumerated() {
            for selector in rule.selectors where Self.canInline(selector) {
                add(Candidate(selector: selector, order: order))
            }
        }
    }

    /// Whether what a selector matches can get its declarations as an attribute.
    static func canInline(_ selector: CSSSelector) -> Bool {
        guard selector.isStatic, !selector.asksForAttributes else { return false }
        return !selector.subject.contains {
            if case .type(let name) = $0 { CSSInliner.withoutStyle.contains(name) } else { false }
        }
    }

    private mutating func add(_ candidate: Candidate) {
        var type: String?
        var name: String?
        for simple in candidate.selector.subject {
            switch simple {
            case .id(let id): return byID[id, default: []].append(candidate)
            case .class(let found): name = name ?? found
            case .type(let found): type = found
            default: break
            }
        }
        if let name {
            byClass[name, default: []].append(candidate)
        } else if let type {
            byType[type, default: []].append(candidate)
        } else {
            others.append(candidate)
        }
    }

    /// Writes the style attribute of every element.
    func apply() -> [HTMLDocument.Fault] {
        var faults: [HTMLDocument.Fault] = []
        var told: Set<Int> = []
        let prepared = rules.map { $0.declarations.map(Prepared.init) }
        var known: [[Int]: String] = [:]
        for index in elements.list.indices {
            let element = elements.list[index]
            guard !CSSInliner.withoutStyle.contains(element.name) else { continue }
            var matches: [(specificity: CSSSelector.Specificity, order: Int)] = []
            func ask(_ candidates: [Candidate]) {
                for candidate in candidates where elements.ask(.matches, candidate.selector, index) {
                    matches.append((candidate.selector.specificity, candidate.order))
                    if candidate.selector.asksForSiblings,
                        !elements.ask(.matchesForGood, candidate.selector, index),
                        told.insert(candidate.selector.offset).inserted
                    {
                        faults.append(
                            HTMLDocument.Fault(
                                offset: candidate.selector.offset,
                                message:
                                    "\(candidate.selector.text) asks for a place among siblings that are only made later"
                            ))
                    }
                }
            }
            if let id = element.id, let candidates = byID[id] { ask(candidates) }
            for name in element.classes { if let candidates = byClass[name] { ask(candidates) } }
            if let candidates = byType[element.name] { ask(candidates) }
            ask(others)
            let own = element.node["style"].map { CSSStylesheet.declarations(parsing: $0, offset: 0) }
            faults += (own?.faults ?? []).prefix(1).map {
                HTMLDocument.Fault(offset: element.node.offset, message: "in the style attribute, " + $0.message)
            }
            if matches.isEmpty, own == nil { continue }
            matches.sort { ($0.specificity, $0.order) < ($1.specificity, $1.order) }
            let orders = matches.map(\.order)
            if own == nil, let style = known[orders] {
                element.node["style"] = style
                continue
            }
            var blocks = orders.map { prepared[$0] }
            if let own { blocks.append(own.declarations.map(Prepared.init)) }
            let style = Self.resolve(blocks)
            if own == nil { known[orders] = style }
            element.node["style"] = style.isEmpty ? nil : style
        }
        return faults
    }

    /// A declaration with what is asked of it for each element.
    private struct Prepared {
        let name: String
        let text: String
        let isImportant: Bool
        let value: String
        let longhands: Set<String>?

        init(_ declaration: CSSStylesheet.Declaration) {
            name = declaration.name
            text = CSSText.singleQuoted(declaration.text)
            isImportant = declaration.isImportant
            value = declaration.value
            longhands = CSSShorthands.longhands(of: name)
        }

        /// Whether it sets what `other` sets.
        func undoes(_ other: Prepared) -> Bool {
            name == other.name || longhands?.contains(other.name) == true
        }
    }

    /// One declaration for each property, in an order in which none is undone.
    private static func resolve(_ blocks: [[Prepared]]) -> String {
        var list: [(declaration: Prepared, block: Int)] = []
        for isImportant in [false, true] {
            for (block, declarations) in blocks.enumerated() {
                for declaration in declarations where declaration.isImportant == isImportant {
                    list.removeAll { earlier in
                        declaration.undoes(earlier.declaration)
                            && !(earlier.block == block && earlier.declaration.isImportant == isImportant
                                && isFallback(earlier.declaration, for: declaration))
                    }
                    list.append((declaration, block))
                }
            }
        }
        return list.map(\.declaration.text).joined(separator: ";")
    }

    /// Whether `earlier` is there for clients that do not know what `declaration` says (`width:100%;width:calc(100% - 16px)`).
    private static func isFallback(
        _ earlier: Prepared, for declaration: Prepared
    ) -> Bool {
        earlier.name == declaration.name && earlier.value != declaration.value
            && ["calc(", "gradient(", "min(", "max(", "clamp(", "var(", "env(", "-webkit-", "image-set("].contains {
                declaration.value.contains($0) && !earlier.value.contains($0)
            }
    }
}
