// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// A header field of a mail beyond those that every mail has, such as `X-Parcelpost-Delivery` or `Feedback-ID`.
public struct ExtraHeader: Hashable, Sendable {
    /// The field's name, as it is written.
    public let name: String
    /// The field's value.
    public let value: Line

    /// Checks and takes a field.
    ///
    /// - Throws: `ValueError` unless the name is 1 to 40 letters, digits and hyphens that start with a letter, and is none
    ///   of the fields that the message writes itself, that relays write, or that would add a recipient (Cc, Bcc).
    public init(_ name: String, _ value: Line) throws(ValueError) {
        let isLetter = { (byte: UInt8) in (0x61...0x7A).contains(ASCII.lowercased(byte)) }
        let fits = name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == ASCII.hyphen }
        guard let first = name.utf8.first, isLetter(first), fits, name.utf8.count <= 40 else {
            throw ValueError("a header name has 1 to 40 letters, digits and hyphens and starts with a letter")
        }
        let lower = ASCII.lowercased(name)
        guard !ExtraHeader.reserved.contains(lower), !lower.hasPrefix("resent-"), !lower.hasPrefix("content-"),
            !lower.hasPrefix("arc-")
        else {
            throw ValueError("this header is written by the message itself or by a relay and cannot be added")
        }
        self.name = name
        self.value = value
    }

    private static let reserved: Set<String> = [
        "from", "sender", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references",
        "auto-submitted", "list-unsubscribe", "list-unsubscribe-post", "mime-version", "return-path", "received",
        "dkim-signature", "authentication-results", "delivered-to", "apparently-to",
    ]
}
