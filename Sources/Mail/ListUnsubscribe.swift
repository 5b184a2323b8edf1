// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// The way out of a mail that a mail client offers beside its sender: RFC 2369 and one-click of RFC 8058.
public struct ListUnsubscribe: Hashable, Sendable {
    /// The address of the page that takes the one-click POST; it alone must name the recipient and the list.
    public let url: String
    /// The `mailto:` address of readers without one-click, already percent-encoded.
    public let mailto: String?

    /// Checks and takes the addresses.
    ///
    /// - Parameters:
    ///   - url: An absolute https URL; RFC 8058 section 3.1 demands https.
    ///   - mailto: An address whose mails unsubscribe, with the token in its local part.
    /// - Throws: `ValueError` unless the URL starts with `https://`, has at most 600 bytes and holds printable ASCII
    ///   without spaces, quotes and angle brackets.
    public init(url: String, mailto: EmailAddress? = nil) throws(ValueError) {
        guard ASCII.lowercased(String(url.prefix(8))) == "https://", url.utf8.count > 8 else {
            throw ValueError("one-click unsubscribe needs an https URL (RFC 8058 section 3.1)")
        }
        guard url.utf8.count <= 600 else { throw ValueError("an unsubscribe URL has at most 600 bytes") }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>\"\\^`{|}".utf8.contains($0) }) else {
            throw ValueError("an unsubscribe URL holds printable ASCII without spaces, quotes and brackets")
        }
        self.url = url
        self.mailto = mailto.map {
            let local = ListUnsubscribe.percentEncoded($0.localPart)
            return "mailto:" + local + "@" + ListUnsubscribe.percentEncoded($0.domain) + "?subject=unsubscribe"
        }
    }

    /// RFC 6068 section 2: everything but unreserved characters and `+` is written as its bytes in hexadecimal.
    private static func percentEncoded(_ text: String) -> String {
        var bytes = [UInt8]()
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, ASCII.hexDigits[Int(byte >> 4)], ASCII.hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
