// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A token of CSS (CSS Syntax 3, section 4), by its place in the text.
struct CSSToken {
    /// What it is.
    enum Kind: Equatable {
        case ident, function, atKeyword, hash, string, number, url
        /// A string or url() that a line end or the end of the text cut off.
        case bad
        case space, comment, colon, semicolon, comma
        case open(UInt8), close(UInt8)
        case delim(UInt8)
        /// `<!--` and `-->`, which old style elements hold.
        case cdo
    }

    let kind: Kind
    let range: Range<Int>

    /// Whether it would run into a word beside it.
    var isWord: Bool {
        switch kind {
        case .ident, .function, .atKeyword, .hash, .number, .url: true
        default: false
        }
    }
}
