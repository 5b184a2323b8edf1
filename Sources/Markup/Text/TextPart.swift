// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The plain-text part of a letter, derived from its HTML so that it reads like a letter a person typed.
public enum TextPart {
    /// Derives the text part from a tree whose CSS is inlined.
    ///
    /// What a reader does not see (`display:none`, `hidden`, `aria-hidden="true"`, the head) is left out, titles stand in
    /// brackets, lists begin with hyphens, links are `text <url>`, data tables become aligned columns and layout tables
    /// lines. An attribute `data-text` stands for all of its element, as written: empty leaves it out, and on a hidden element it
    /// is text that only this part has.
    ///
    /// - Parameters:
    ///   - root: A document or a part of one.
    ///   - isPlaceholder: Whether a comment's text stands for a tag of a template; it is copied where it stands, and other
    ///     comments are passed over.
    /// - Returns: Text with the marks of `TextMark`, for `TextLayout`.
    public static func derive(_ root: HTMLNode, isPlaceholder: (String) -> Bool) -> String {
        withoutActuallyEscaping(isPlaceholder) { isPlaceholder in
            var walker = TextPartWalker(isPlaceholder: isPlaceholder)
            walker.visit(root)
            return walker.writer.text
        }
    }
}
