// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A stylesheet as mails have them.
///
/// What cannot be read is left out and told in `faults`; what follows it is read (CSS Syntax 3, section 5). Offsets count bytes from
/// the start of the text, plus the offset that was given.
public struct CSSStylesheet: Sendable {
    /// `name: value`.
    public struct Declaration: Hashable, Sendable {
        /// The property, in lower case, save that of a variable (`--Name`).
        public let name: String
        /// The value without `!important`, comments, and white space that means nothing.
        public let value: String
        /// Whether `!important` follows.
        public let isImportant: Bool
        /// Where its name is.
        public let offset: Int

        /// Makes a declaration.
        public init(name: String, value: String, isImportant: Bool, offset: Int) {
            self.name = name
            self.value = value
            self.isImportant = isImportant
            self.offset = offset
        }

        /// `name:value`, with `!important` if it is.
        public var text: String { isImportant ? "\(name):\(value)!important" : "\(name):\(value)" }
    }

    /// Selectors and what they declare.
    public struct Rule: Sendable {
        /// Its selectors; never empty.
        public let selectors: [CSSSelector]
        /// Its declarations, in order.
        public let declarations: [Declaration]
        /// The groups it stands in, outermost first (`@media (max-width:600px)`).
        public let context: [String]
        /// Where its first selector is.
        public let offset: Int
    }

    /// An at-rule that is no group of rules, kept whole.
    public struct Whole: Sendable {
        /// Its name with the `@`, in lower case.
        public let name: String
        /// All of it, without comments and needless white space.
        public let text: String
        /// The groups it stands in, outermost first.
        public let context: [String]
        /// Where its `@` is.
        public let offset: Int
    }

    /// One thing of a stylesheet.
    public enum Item: Sendable {
        /// A rule.
        case rule(Rule)
        /// `@font-face`, `@import`, `@keyframes` and the like.
        case whole(Whole)
    }

    /// Everything in it, in order; what stands in `@media` and `@supports` has them as context.
    public let items: [Item]
    /// What is wrong with it.
    public let faults: [HTMLDocument.Fault]

    /// Its rules, in order.
    public var rules: [Rule] {
        items.compactMap { if case .rule(let rule) = $0 { rule } else { nil } }
    }

    /// Reads the text of a stylesheet that stands at `offset`.
    public init(parsing text: String, offset: Int = 0) {
        var parser = CSSParser(Array(text.utf8), offset: offset)
        items = parser.stylesheet()
        faults = parser.faults
    }

    /// Reads the text of a style attribute that stands at `offset`.
    public static func declarations(
        parsing text: String, offset: Int = 0
    ) -> (declarations: [Declaration], faults: [HTMLDocument.Fault]) {
        var parser = CSSParser(Array(text.utf8), offset: offset)
        let declarations = parser.styleAttribute()
        return (declarations, parser.faults)
    }
}
