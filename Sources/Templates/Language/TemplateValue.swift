// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A value that a template prints: a tree whose records are arrays, so that rendering looks nothing up by name.
package enum TemplateValue: Sendable, Equatable {
    /// Nothing there.
    case none
    /// Text; the empty one counts as missing in sections.
    case text(String)
    /// Yes or no.
    case flag(Bool)
    /// Several of one shape.
    case list([TemplateValue])
    /// Fields in the order of their shape.
    case record([TemplateValue])

    /// Text, or nothing.
    package init(_ text: String?) {
        self = text.map { .text($0) } ?? .none
    }
}
