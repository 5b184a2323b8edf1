// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A piece of a template whose partials and parents are in place, and in the end its words too.
struct Piece {
    /// What a piece is.
    enum Kind {
        /// The author's own text, printed as it stands.
        case markup([UInt8])
        /// Words of a locale, escaped for their place when templates load.
        case words([UInt8])
        /// A text of the locale by its key, before it is put in place.
        case phrase(String)
        /// A value.
        case variable(Name, raw: Bool)
        /// The start of a section.
        case open(Name, inverted: Bool)
        /// The end of the innermost section.
        case close
    }

    /// What it is.
    let kind: Kind
    /// Where it came from.
    let position: SourcePosition
}
