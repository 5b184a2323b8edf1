// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Control characters in a derived text part that say how it is laid out; `TextLayout` turns them into white space.
///
/// Values cannot forge them: controls are taken out of every value before it is printed.
public enum TextMark {
    /// Begins a table: a blank line before it, its columns are aligned.
    public static let tableStart: UInt8 = 0x1C
    /// Ends a table: a blank line after it.
    public static let tableEnd: UInt8 = 0x1D
    /// Ends a row of a table.
    public static let rowEnd: UInt8 = 0x1E
    /// Ends a cell of a row; a row without one is a line of its own that widens no column.
    ///
    /// Outside a table: two spaces, unless at the beginning or the end of a line.
    public static let cellEnd: UInt8 = 0x1F
    /// A blank line before what follows, however many ask for it and never at the beginning.
    public static let paragraph: UInt8 = 0x0B
    /// A line break before what follows, unless a line has just begun.
    public static let line: UInt8 = 0x0C
    /// What follows belongs to what is before it, as to a title: a line break at most, no blank line and no space.
    public static let tight: UInt8 = 0x0E
}
