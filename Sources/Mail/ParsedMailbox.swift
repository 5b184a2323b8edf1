// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A mailbox of a mail that was read; the address is as written and may be none.
public struct ParsedMailbox: Hashable, Sendable {
    /// The name shown, empty when there is none.
    public let name: String
    /// The address as written, `hong@example.com`.
    public let address: String

    /// Makes a mailbox of what was found.
    public init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// Reads the mailboxes of an unfolded address field (RFC 5322 section 3.4), groups taken apart; at most 1000.
    ///
    /// Tolerant: comments are dropped, unclosed quotes and brackets end with the text.
    public static func list(_ rawValue: String) -> [ParsedMailbox] {
        var reader = Reader(bytes: Array(rawValue.utf8))
        reader.run()
        return reader.found
    }

    /// Reads from left to right; collects words until a comma, and the address if there are angle brackets.
    private struct Reader {
        let bytes: [UInt8]
        var index = 0
        var found: [ParsedMailbox] = []
        private var words: [UInt8] = []
        private var address: [UInt8]?

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func run() {
            while index < bytes.count, found.count < 1000 {
                let byte = bytes[index]
                switch byte {
                case ASCII.quote: quoted()
                case 0x28: comment()
                case ASCII.less: angle()
                case 0x2C, ASCII.semicolon:
                    finish()
                    index += 1
                case ASCII.colon where address == nil:
                    // The name of a group; its members follow.
                    words.removeAll()
                    index += 1
                default:
                    words.append(byte)
                    index += 1
                }
            }
            if found.count < 1000 { finish() }
        }

        private mutating func quoted() {
            index += 1
            while index < bytes.count, bytes[index] != ASCII.quote {
                if bytes[index] == ASCII.backslash, index + 1 < bytes.count { index += 1 }
                words.append(bytes[index])
                index += 1
            }
            index += 1
        }

        private mutating func comment() {
            var depth = 0
            while index < bytes.count {
                switch bytes[index] {
                case 0x28: depth += 1
                case 0x29: depth -= 1
                case ASCII.backslash: index += 1
                default: break
                }
                index += 1
                if depth == 0 { return }
            }
        }

        private mutating func angle() {
            index += 1
            var inside: [UInt8] = []
            while index < bytes.count, bytes[index] != ASCII.greater {
                if bytes[index] == 0x28 {
                    comment()
                } else {
                    if !ASCII.isBlank(bytes[index]) { inside.append(bytes[index]) }
                    index += 1
                }
            }
            index += 1
            address = inside
        }

        private mutating func finish() {
            defer {
                words.removeAll()
                address = nil
            }
            var notes = ParseNotes()
            let text = String(decoding: words, as: UTF8.self)
            if let address {
                let name = EncodedWord.decode(ParsedMailbox.trimmed(text), notes: &notes)
                found.append(ParsedMailbox(name: name, address: ParsedMailbox.route(address)))
            } else {
                let bare = EncodedWord.decode(ParsedMailbox.trimmed(text), notes: &notes)
                if !bare.isEmpty { found.append(ParsedMailbox(name: "", address: bare)) }
            }
        }
    }

    /// The address without an obsolete source route (`@a,@b:hong@example.com`).
    private static func route(_ address: [UInt8]) -> String {
        let start = address.first == ASCII.at ? address.lastIndex(of: ASCII.colon).map { $0 + 1 } ?? 0 : 0
        var notes = ParseNotes()
        return EncodedWord.decode(String(decoding: address[start...], as: UTF8.self), notes: &notes)
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
        while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
        return String(scalars)
    }
}
