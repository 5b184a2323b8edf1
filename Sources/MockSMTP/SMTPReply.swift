// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// One reply of the server: a code, an enhanced code (RFC 2034) and its lines of text.
package struct SMTPReply: Hashable, Sendable {
    /// The three-digit code.
    package let code: Int
    /// The enhanced code, such as `5.5.2`; nil for the greeting, EHLO and 3xx, which carry none (RFC 2034 section 3).
    package let enhanced: String?
    /// The text, at least one line, without controls.
    package let lines: [String]

    /// Makes a reply of one line.
    package init(_ code: Int, _ enhanced: String?, _ text: String) {
        self.init(code, enhanced, lines: [text])
    }

    /// Makes a reply of several lines; an empty list counts as one empty line.
    package init(_ code: Int, _ enhanced: String?, lines: [String]) {
        self.code = code
        self.enhanced = enhanced
        self.lines = lines.isEmpty ? [""] : lines
    }

    /// True for 4xx and 5xx.
    package var isRefusal: Bool { code >= 400 }

    /// The same reply with the id of a kept mail; refusals stay as they are.
    package func queued(as id: String) -> SMTPReply {
        isRefusal ? self : SMTPReply(code, enhanced, lines: lines.map { $0 + " as " + id })
    }

    /// The bytes as they go over the wire, each line with CRLF (RFC 5321 section 4.2.1).
    package var wire: [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(64)
        for (index, line) in lines.enumerated() {
            bytes.append(contentsOf: String(code).utf8)
            bytes.append(index == lines.count - 1 ? 0x20 : 0x2D)
            if let enhanced {
                bytes.append(contentsOf: enhanced.utf8)
                bytes.append(0x20)
            }
            bytes.append(contentsOf: line.utf8)
            bytes.append(0x0D)
            bytes.append(0x0A)
        }
        return bytes
    }
}

extension SMTPReply: CustomStringConvertible {
    /// The reply as one line of words: `550 5.5.2 bare LF in the message`.
    package var description: String {
        String(code) + (enhanced.map { " " + $0 } ?? "") + " " + lines.joined(separator: " / ")
    }
}
