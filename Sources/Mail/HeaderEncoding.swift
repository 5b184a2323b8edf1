// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Header values as they are written in a mail, for those who write a field of their own.
public enum HeaderEncoding {
    /// Free text such as a subject (RFC 5322 section 2.2.1), folded, in encoded words where it is not plain ASCII.
    ///
    /// - Parameters:
    ///   - value: The text.
    ///   - column: How many bytes of the line are written before it, as 9 for `Subject: `.
    /// - Returns: ASCII bytes, without a line break at the end.
    public static func unstructured(_ value: Line, column: Int) -> [UInt8] {
        var writer = HeaderWriter(column: column)
        writer.unstructured(value.text)
        return writer.bytes
    }

    /// A phrase such as a display name (RFC 5322 section 3.2.5): atoms, a quoted string, or encoded words.
    ///
    /// - Parameters:
    ///   - value: The words.
    ///   - column: How many bytes of the line are written before it, as 6 for `From: `.
    /// - Returns: ASCII bytes, without a line break at the end; none for an empty text.
    public static func phrase(_ value: Line, column: Int) -> [UInt8] {
        var writer = HeaderWriter(column: column)
        writer.phrase(value.text)
        return writer.bytes
    }
}
