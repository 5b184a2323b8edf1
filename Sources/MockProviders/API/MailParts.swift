// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail

/// The leaves of a mail with the numbers by which they are asked for (`1`, `2.1`), as IMAP numbers them.
struct MailParts {
    /// One leaf.
    struct Entry {
        let path: String
        let part: ParsedPart

        /// Whether a reader sees it below the text; an image that the HTML shows is none.
        var isAttachment: Bool { part.isAttachment && (part.contentID == nil || part.disposition == "attachment") }
    }

    /// All leaves in order.
    private(set) var list: [Entry] = []

    init(_ mail: ParsedMail) {
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
