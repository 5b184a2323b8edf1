// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Writes header fields, folded (RFC 5322 section 2.2.3).
struct HeaderWriter {
    /// A line is folded before it grows longer: the limit of lines with encoded words (RFC 2047 section 2), 2 under the 78 of
    /// RFC 5322 section 2.1.1.
    static let foldColumn = 76
    /// No line is longer, CRLF not counted (RFC 5322 section 2.1.1).
    static let longestLine = 998
    /// A word that is longer is written as encoded words, which can be folded; escapes may double it.
    static let longestWord = 450

    /// What was written.
    private(set) var bytes: [UInt8] = []
    private var column: Int

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - capacity: How many bytes to make room for.
    ///   - column: How much of the first line is already written by others.
    init(capacity: Int = 0, column: Int = 0) {
        self.column = column
        bytes.reserveCapacity(capacity)
    }

    /// Writes a field whose value is one piece.
    mutating func field(_ name: String, token: String) {
        begin(name)
        raw(" ")
        raw(token)
        end()
    }

    /// Writes a field of pieces with a space between them, folded where needed.
    mutating func field(_ name: String, tokens: [String]) {
        begin(name)
        for (index, token) in tokens.enumerated() {
            if index > 0 { foldIfNeeded(for: token.utf8.count + 1) }
            raw(" ")
            raw(token)
        }
        end()
    }

    /// Writes a field of free text.
    mutating func field(_ name: String, unstructured text: String) {
        begin(name)
        if !text.isEmpty {
            raw(" ")
            unstructured(text)
        }
        end()
    }

    /// Writes a field of one mailbox.
    mutating func field(_ name: String, mailbox: Mailbox) {
        begin(name)
        let address = mailbox.address.address
        if let name = mailbox.name {
            raw(" ")
            phrase(name.text)
            foldIfNeeded(for: address.utf8.count + 3)
            raw(" <")
            raw(address)
            raw(">")
        } else {
            raw(" ")
            raw(address)
        }
        end()
    }

    /// Writes free text (RFC 5322 section 2.2.1): as it is where it can stand so, else as encoded words.
    mutating func unstructured(_ text: String) {
        if HeaderWriter.needsEncoding(text) {
            EncodedWord.append(text, to: &bytes, column: &column)
        } else {
            folded(text.utf8, escaping: false)
        }
    }

    /// Writes a phrase, such as a display name (RFC 5322 section 3.2.5): atoms, a quoted string, or encoded words.
    mutating func phrase(_ text: String) {
        if HeaderWriter.needsEncoding(text) || text.utf8.containsRun(of: ASCII.space) {
            EncodedWord.append(text, to: &bytes, column: &column)
        } else if text.utf8.allSatisfy({ ASCII.isAtom($0) || $0 == ASCII.space }) {
            folded(text.utf8, escaping: false)
        } else {
            raw("\"")
            folded(text.utf8, escaping: true)
            raw("\"")
        }
    }

    private mutating func begin(_ name: String) {
        raw(name)
        raw(":")
    }

    private mutating func end() {
        raw("\r\n")
        column = 0
    }

    private mutating func raw(_ text: String) {
        bytes += text.utf8
        column += text.utf8.count
    }

    private mutating func foldIfNeeded(for width: Int) {
        guard column + width > HeaderWriter.foldColumn else { return }
        bytes.append(ASCII.carriageReturn)
        bytes.append(ASCII.lineFeed)
        column = 0
    }

    /// Writes words with the spaces between them, a line break before those that do not fit.
    private mutating func folded(_ text: String.UTF8View, escaping: Bool) {
        var start = text.startIndex
        while start < text.endIndex {
            // A piece is a run of spaces and the word after it: folded lines then start with the spaces themselves.
            var end = start
            while end < text.endIndex, text[end] == ASCII.space { end = text.index(after: end) }
            while end < text.endIndex, text[end] != ASCII.space { end = text.index(after: end) }
            let piece = text[start..<end]
            if start != text.startIndex { foldIfNeeded(for: piece.count) }
            for byte in piece {
                if escaping, byte == ASCII.quote || byte == ASCII.backslash {
                    bytes.append(ASCII.backslash)
                    column += 1
                }
                bytes.append(byte)
            }
            column += piece.count
            start = end
        }
    }

    /// Whether text cannot stand in a header as it is.
    ///
    /// So it is when it is not ASCII, would be taken for an encoded word, has spaces at an end (readers strip them) or a
    /// word that is too long for a line.
    private static func needsEncoding(_ text: String) -> Bool {
        let view = text.utf8
        guard view.first != ASCII.space, view.last != ASCII.space else { return true }
        var previous: UInt8 = 0
        var length = 0
        for byte in view {
            if byte < 0x20 || byte >= 0x7F || (previous == ASCII.equals && byte == ASCII.question) { return true }
            length = byte == ASCII.space && previous != ASCII.space ? 0 : length + 1
            if length > longestWord { return true }
            previous = byte
        }
        return false
    }
}

extension String.UTF8View {
    /// Whether the byte occurs twice in a row.
    fileprivate func containsRun(of byte: UInt8) -> Bool {
        zip(self, dropFirst()).contains { $0 == byte && $1 == byte }
    }
}
