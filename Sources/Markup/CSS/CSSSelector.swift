// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One selector of a rule: compounds (`td.x`) joined by combinators.
public struct CSSSelector: Sendable {
    /// How strong a selector is (Selectors 4, section 17).
    public struct Specificity: Hashable, Sendable, Comparable {
        /// Ids.
        public var ids = 0
        /// Classes, attributes, and pseudo-classes.
        public var classes = 0
        /// Types and pseudo-elements.
        public var types = 0

        /// The weaker is the less.
        public static func < (left: Specificity, right: Specificity) -> Bool {
            (left.ids, left.classes, left.types) < (right.ids, right.classes, right.types)
        }
    }

    /// One condition on an element.
    enum Simple: Sendable, Hashable {
        case universal
        case type(String)
        case id(String)
        case `class`(String)
        case attribute(Attribute)
        case place(Place)
        /// Compounds of which none may match.
        case not([[Simple]])
        /// What only a client can decide: `:hover`, `::before`, `:root`, names not known here.
        case dynamic(String)
    }

    /// `[name=value]`.
    struct Attribute: Sendable, Hashable {
        enum Test: UInt8, Sendable {
            case present, equals, word, dash, prefix, suffix, part
        }

        var name: String
        var test: Test
        var value: String
        var ignoresCase = false
    }

    /// `:nth-child(an+b)` and its kin.
    struct Place: Sendable, Hashable {
        var step: Int
        var offset: Int
        var isFromEnd = false
        var isOfType = false

        /// Whether the place, from 1, is one of them.
        func holds(_ place: Int) -> Bool {
            step == 0 ? place == offset : (place - offset) % step == 0 && (place - offset) / step >= 0
        }
    }

    /// What stands between two compounds.
    enum Combinator: Sendable {
        case descendant, child, next, later
    }

    /// The compounds from left to right, each with what joins it to the one before; the first's says nothing.
    let parts: [(combinator: Combinator, compound: [Simple])]
    /// As written, without needless white space.
    public let text: String
    /// How strong it is.
    public let specificity: Specificity
    /// Where it starts.
    public let offset: Int

    /// The compound for the element itself.
    var subject: [Simple] { parts.last?.compound ?? [] }

    /// Whether what it matches can be said from the document alone.
    public var isStatic: Bool { parts.allSatisfy { $0.compound.allSatisfy(\.isStatic) } }

    /// Whether it asks for attributes, which a client may add.
    public var asksForAttributes: Bool { parts.contains { $0.compound.contains(where: \.asksForAttributes) } }

    /// Whether what it matches changes with the elements beside: `:first-child`, `+`, `~`.
    public var asksForSiblings: Bool {
        parts.contains {
            $0.combinator == .next || $0.combinator == .later || $0.compound.contains(where: \.asksForPlace)
        }
    }
}

extension CSSSelector.Simple {
    var isStatic: Bool {
        switch self {
        case .dynamic: false
        case .not(let list): list.allSatisfy { $0.allSatisfy(\.isStatic) }
        default: true
        }
    }

    var asksForAttributes: Bool {
        switch self {
        case .attribute: true
        case .not(let list): list.contains { $0.contains(where: \.asksForAttributes) }
        default: false
        }
    }

    var asksForPlace: Bool {
        switch self {
        case .place: true
        case .not(let list): list.contains { $0.contains(where: \.asksForPlace) }
        default: false
        }
    }

    /// Adds its strength.
    func add(to specificity: inout CSSSelector.Specificity) {
        switch self {
        case .universal: break
        case .type: specificity.types += 1
        case .id: specificity.ids += 1
        case .class, .attribute, .place: specificity.classes += 1
        case .dynamic(let text):
            if text.hasPrefix("::") || [":before", ":after", ":first-line", ":first-letter"].contains(text) {
                specificity.types += 1
            } else if !text.hasPrefix(":where(") {
                specificity.classes += 1
            }
        case .not(let list):
            let strongest = list.map { compound in
                compound.reduce(into: CSSSelector.Specificity()) { $1.add(to: &$0) }
            }.max()
            guard let strongest else { return }
            specificity.ids += strongest.ids
            specificity.classes += strongest.classes
            specificity.types += strongest.types
        }
    }
}
