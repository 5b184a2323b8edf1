// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A piece of a template's source: text up to the end of a line, or a tag.
struct Lexeme {
    /// What a piece is.
    enum Kind: Equatable {
        /// Text; a line break only at its end.
        case text([UInt8])
        /// `{{name}}`.
        case variable(String)
        /// `{{{name}}}` or `{{&name}}`.
        case raw(String)
        /// `{{#name}}`.
        case section(String)
        /// `{{^name}}`.
        case inverted(String)
        /// `{{/name}}`.
        case close(String)
        /// `{{>name}}`.
        case partial(String)
        /// `{{<name}}`.
        case parent(String)
        /// `{{$name}}`.
        case block(String)
        /// `{{! words }}` and `{{=<% %>=}}`, which print nothing.
        case silent
    }

    /// What it is.
    var kind: Kind
    /// Where it begins.
    var position: SourcePosition
    /// True for the first piece of a line, where the indentation of a partial goes.
    var startsLine = false
    /// The white space before the tag, when nothing else is before it on the line.
    var leading: [UInt8]?
    /// True for a tag that has its line to itself, so that the line vanishes.
    var isStandalone = false

    /// The text, if it is text.
    var text: [UInt8]? {
        if case .text(let bytes) = kind { bytes } else { nil }
    }

    /// True for text of spaces and tabs only, a line break at its end aside.
    var isBlank: Bool {
        guard let text else { return false }
        return text.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    }
}
