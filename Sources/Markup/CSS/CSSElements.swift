// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The elements of a tree in order, with what selectors ask for at hand.
struct CSSElements {
    /// One element.
    struct Element {
        let node: HTMLNode
        let name: String
        let id: String?
        let classes: [String]
        /// The element it is in; -1 for none.
        let parent: Int
        /// The element before it, in the same parent; -1 for none.
        let previous: Int
        /// From 1.
        var place = 0
        var placeFromEnd = 0
        var placeOfType = 0
        var placeOfTypeFromEnd = 0
        /// Whether something stands among its siblings that other siblings may be made of.
        var isAmongMade = false
    }

    /// How a selector is asked.
    enum Question {
        /// Whether it matches.
        case matches
        /// Whether it matches by nothing that elements made later change.
        case matchesForGood
        /// Whether it may match when a client adds attributes, states and elements.
        case mayMatch
    }

    private(set) var list: [Element] = []

    /// Lists the elements under `root`; comments for which `makes` is true stand for other content.
    init(_ root: HTMLNode, makes: (String) -> Bool = { _ in false }) {
        add(root, parent: -1, makes: makes)
    }

    private mutating func add(_ node: HTMLNode, parent: Int, makes: (String) -> Bool) {
        var siblings: [Int] = []
        var ofType: [String: Int] = [:]
        let isMade = node.children.contains { if case .comment(let text) = $0.kind { makes(text) } else { false } }
        for child in node.children {
            guard case .element(let name) = child.kind else { continue }
            let index = list.count
            ofType[name, default: 0] += 1
            var element = Element(
                node: child, name: name, id: child["id"], classes: child.classes.map(String.init), parent: parent,
                previous: siblings.last ?? -1)
            siblings.append(index)
            element.place = siblings.count
            element.placeOfType = ofType[name] ?? 0
            element.isAmongMade = isMade
            list.append(element)
            add(child, parent: index, makes: makes)
        }
        for index in siblings {
            list[index].placeFromEnd = siblings.count - list[index].place + 1
            list[index].placeOfTypeFromEnd = (ofType[list[index].name] ?? 0) - list[index].placeOfType + 1
        }
    }

    /// Whether a selector matches the element at `index`.
    func ask(_ question: Question, _ selector: CSSSelector, _ index: Int) -> Bool {
        ask(question, selector, selector.parts.count - 1, index) == .yes
    }

    /// What came of trying the parts up to one.
    ///
    /// Whoever tries one element after another stops when no other can do better; without that, `div div div div p` tries
    /// every choice of elements around.
    private enum Answer {
        case yes
        /// Not with this element.
        case no
        /// Nor with any before it in its parent: those have fewer before them.
        case noneBefore
        /// Nor with any around it: those have fewer around them.
        case noneAround
    }

    private func ask(_ question: Question, _ selector: CSSSelector, _ part: Int, _ index: Int) -> Answer {
        let (combinator, compound) = selector.parts[part]
        guard holds(question, compound, index) else { return .no }
        guard part > 0 else { return .yes }
        if question == .mayMatch,
            selector.parts[part - 1].compound.allSatisfy({ !$0.isStatic || $0.asksForAttributes }),
            part == 1
        {
            // What is asked of the element around may be true of one that the client puts there.
            return .yes
        }
        var other = index
        if question == .matchesForGood, list[index].isAmongMade, combinator == .next || combinator == .later {
            return .no
        }
        switch combinator {
        case .child:
            other = list[index].parent
            return other >= 0 ? ask(question, selector, part - 1, other) : .noneAround
        case .next:
            other = list[index].previous
            return other >= 0 ? ask(question, selector, part - 1, other) : .noneBefore
        case .descendant:
            while list[other].parent >= 0 {
                other = list[other].parent
                let answer = ask(question, selector, part - 1, other)
                if answer == .yes || answer == .noneAround { return answer }
            }
            return .noneAround
        case .later:
            while list[other].previous >= 0 {
                other = list[other].previous
                let answer = ask(question, selector, part - 1, other)
                if answer != .no { return answer }
            }
            return .noneBefore
        }
    }

    private func holds(_ question: Question, _ compound: [CSSSelector.Simple], _ index: Int) -> Bool {
        compound.allSatisfy { holds(question, $0, index) }
    }

    private func holds(_ question: Question, _ simple: CSSSelector.Simple, _ index: Int) -> Bool {
        let element = list[index]
        switch simple {
        case .universal: return true
        case .type(let name): return element.name == name
        case .id(let id): return element.id == id
        case .class(let name): return element.classes.contains(name)
        case .dynamic: return question == .mayMatch
        case .attribute(let attribute): return question == .mayMatch || Self.holds(attribute, element.node)
        case .place(let place):
            if question == .mayMatch { return true }
            if question == .matchesForGood, element.isAmongMade { return false }
            return switch (place.isFromEnd, place.isOfType) {
            case (false, false): place.holds(element.place)
            case (true, false): place.holds(element.placeFromEnd)
            case (false, true): place.holds(element.placeOfType)
            case (true, true): place.holds(element.placeOfTypeFromEnd)
            }
        case .not(let list):
            if question == .mayMatch { return true }
            return !list.contains { holds(.matches, $0, index) }
        }
    }

    private static func holds(_ attribute: CSSSelector.Attribute, _ node: HTMLNode) -> Bool {
        guard var value = node[attribute.name] else { return false }
        var wanted = attribute.value
        if attribute.ignoresCase { (value, wanted) = (value.lowercased(), wanted.lowercased()) }
        return switch attribute.test {
        case .present: true
        case .equals: value == wanted
        case .word: !wanted.isEmpty && value.split(whereSeparator: \.isWhitespace).contains { $0 == wanted }
        case .dash: value == wanted || value.hasPrefix(wanted + "-")
        case .prefix: !wanted.isEmpty && value.hasPrefix(wanted)
        case .suffix: !wanted.isEmpty && value.hasSuffix(wanted)
        case .part: !wanted.isEmpty && value.contains(wanted)
        }
    }
}

extension HTMLNode {
    /// The elements below this node that a selector matches, in order.
    ///
    /// What only a client can decide (`:hover`) matches nothing.
    public func elements(matching selector: CSSSelector) -> [HTMLNode] {
        let elements = CSSElements(self)
        return elements.list.indices.filter { elements.ask(.matches, selector, $0) }.map { elements.list[$0].node }
    }
}
