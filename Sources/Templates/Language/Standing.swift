// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a tag stands in, which decides what its placeholder looks like and what may become of it.
enum Standing: Hashable {
    /// Between tags: the ends of a section are comments there.
    case text
    /// In CSS, whose rules are copied into elements or dropped.
    case css
    /// In `data-text`, which is for the text part only.
    case hint
    /// Anywhere else.
    case bare
}
