// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Puts an SMTP server's bytes together into replies.
///
/// Bounded: a line of more than 2,048 bytes or a reply of more than 128 lines is a violation (RFC 5321 section 4.5.3.1.5
/// has 512 bytes), so that a hostile server cannot fill the memory.
package struct SMTPReplyReader {
    /// What a server must not send.
    package struct Violation: Error {}

    private static let maxLineBytes = 2_048
    private static let maxLines = 128

    private var partial: [UInt8] = []
    private var lines: [String] = []

    /// Makes a reader that has read nothing.
    package init() {}

    /// The lines of the reply that `next` gave last, codes included.
    package private(set) var lastLines: [String] = []

    /// Takes bytes and hands each reply they complete to `body`.
    package mutating func read(_ bytes: some Sequence<UInt8>, _ body: (SMTPReply) -> Void) throws(Violation) {
        for byte in bytes {
            guard byte == 0x0A else {
                guard partial.count < SMTPReplyReader.maxLineBytes else { throw Violation() }
                partial.append(byte)
                continue
            }
            if partial.last == 0x0D { partial.removeLast() }
            let line = String(decoding: partial, as: UTF8.self)
            let isLast = partial.count < 4 || partial[3] != 0x2D
            partial.removeAll(keepingCapacity: true)
            lines.append(line)
            guard SMTPReply.code(of: line) != nil, lines.count <= SMTPReplyReader.maxLines else { throw Violation() }
            guard isLast else { continue }
            lastLines = lines
            lines.removeAll(keepingCapacity: true)
            guard let reply = SMTPReply(lines: lastLines) else { throw Violation() }
            body(reply)
        }
    }
}
