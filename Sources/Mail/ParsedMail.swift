// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A mail that was read: its header, its text and HTML, its attachments.
///
/// Any bytes give one. Nothing in it is trusted: `value`s are free of controls, depth, parts and fields are bounded, and what
/// could not be read exactly stands in `notes`.
public struct ParsedMail: Sendable {
    /// How much of a mail is read.
    public struct Limits: Hashable, Sendable {
        /// How deep parts may lie in parts.
        public var depth: Int
        /// How many parts there may be in all.
        public var parts: Int
        /// How many header fields a part may have.
        public var fields: Int

        /// Makes limits; each is at least 1, and the depth at most 100.
        public init(depth: Int = 20, parts: Int = 1000, fields: Int = 1000) {
            self.depth = min(max(depth, 1), 100)
            self.parts = max(parts, 1)
            self.fields = max(fields, 1)
        }
    }

    /// The mail as a tree of parts; a mail that is no multipart is one leaf.
    public let root: ParsedPart
    /// The plain text to show, with LF for line breaks.
    public let text: String?
    /// The HTML to show, with LF for line breaks.
    public let html: String?
    /// What the HTML shows by `cid:`, in order: the parts beside it in a multipart/related that have a Content-ID.
    public let inlineParts: [ParsedPart]
    /// What a client lists below the text, in order; mails inside the mail count as one each.
    public let attachments: [ParsedPart]
    /// What could not be read exactly, each in a sentence for a person.
    public let notes: [String]

    /// Reads a mail.
    public init(_ bytes: [UInt8], limits: Limits = Limits()) {
        var reader = MIMEReader(bytes, limits: limits)
        self.root = reader.read()
        var found = Found()
        found.collect(root)
        var notes = reader.notes
        for part in [found.text, found.html].compactMap({ $0 }) {
            if let note = Charset(label: part.contentType.charsetLabel).note { notes.add(note) }
        }
        self.text = found.text?.text
        self.html = found.html?.text
        self.inlineParts = found.inlineParts
        self.attachments = found.attachments
        self.notes = notes.list
    }

    /// The first text and HTML, and the attachments.
    private struct Found {
        var text: ParsedPart?
        var html: ParsedPart?
        var inlineParts: [ParsedPart] = []
        var attachments: [ParsedPart] = []

        mutating func collect(_ part: ParsedPart, isBesideHTML: Bool = false) {
            if part.contentType.type == "multipart" {
                let isRelated = part.contentType.subtype == "related"
                for (index, child) in part.children.enumerated() {
                    collect(child, isBesideHTML: isRelated && index > 0)
                }
            } else if isBesideHTML, part.contentID != nil, part.disposition != "attachment" {
                inlineParts.append(part)
            } else if part.isAttachment {
                attachments.append(part)
            } else if part.contentType.subtype == "html" {
                if html == nil { html = part }
            } else if text == nil {
                text = part
            }
        }
    }
}
