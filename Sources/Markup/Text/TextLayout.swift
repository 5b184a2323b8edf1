// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Turns the marks of a text part into white space: aligned columns, one blank line between paragraphs.
public enum TextLayout {
    /// Lays a text out.
    ///
    /// Runs for every mail. Columns are aligned by display width (Hangul takes two), there is no blank line at the beginning,
    /// never more than one in a row, no space at the end of a line and exactly one line break at the end; lines are not
    /// wrapped, so addresses stay whole. In a text with marks runs of spaces become one, as in the HTML it comes from; a text
    /// without any keeps its own spaces and is only tidied.
    ///
    /// - Parameter bytes: UTF-8 with the marks of `TextMark`; anything else is laid out as well as it can be.
    /// - Returns: UTF-8 without marks; empty when nothing is visible.
    public static func layout(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { source in
            let found = TextScan.marks(source)
            // A cell is followed by at most so many spaces, its row begins with two; another mark becomes two line
            // breaks. Copying stores eight bytes at once.
            let room = source.count + found.cellEnds * (TextLayoutWriter.widestColumn + 4) + found.others + 16
            return [UInt8](unsafeUninitializedCapacity: room) { output, written in
                var writer = TextLayoutWriter(source, output)
                if found.areMarks { writer.layOut() } else { writer.tidy() }
                written = writer.written
            }
        }
    }
}
