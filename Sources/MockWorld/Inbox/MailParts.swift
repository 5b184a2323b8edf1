// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Mail

/// The leaves of a mail with the numbers by which they are asked for (`1`, `2.1`), as IMAP numbers them.
package struct MailParts {
    /// One leaf.
    package struct Entry {
        /// Its number.
        package let path: String
        /// The part.
        package let part: ParsedPart

        /// Whether a reader sees it below the text; an image that the HTML shows is none.
        package var isAttachment: Bool {
            part.isAttachment && (part.contentID == nil || part.disposition == "attachment")
        }
    }

    /// All leaves in order.
    package private(set) var list: [Entry] = []

    /// Numbers the leaves.
    package init(_ mail: ParsedMail) {
        collect(mail.root, path: "")
    }

    private mutating func collect(_ part: ParsedPart, path: String) {
        guard part.contentType.type == "multipart" else {
            list.append(Entry(path: path.isEmpty ? "1" : path, part: part))
            return
        }
        for (index, child) in part.children.enumerated() {
            collect(child, path: path.isEmpty ? String(index + 1) : path + ".\(index + 1)")
        }
    }
}
