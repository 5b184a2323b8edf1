// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// An absolute http or https URL that is safe in an attribute, a header and a text.
public struct WebURL: Hashable, Sendable, CustomStringConvertible {
    /// The URL as given.
    public let text: String
    /// True for https.
    public let isSecure: Bool

    /// Checks and takes a URL.
    ///
    /// - Throws: `ValueError` unless it is http(s) with a host, without user info, spaces, quotes, angle brackets or
    ///   controls, and at most 2,000 bytes long.
    public init(_ text: String) throws(ValueError) {
        guard text.utf8.count <= 2_000 else { throw ValueError("a URL has at most 2,000 bytes") }
        guard !Line.hasControls(text), !WebURL.holdsForbidden(text) else {
            throw ValueError("a URL holds no spaces, quotes, brackets or control characters: percent-encode them")
        }
        let isSecure = WebURL.begins(text, with: "https://")
        guard isSecure || WebURL.begins(text, with: "http://") else {
            throw ValueError("a URL starts with https:// or http://")
        }
        self.isSecure = isSecure
        let authority = WebURL.authority(of: text, isSecure: isSecure)
        guard !authority.isEmpty, authority.utf8.first != 0x3A else { throw ValueError("a URL names a host") }
        guard !authority.utf8.contains(0x40) else { throw ValueError("a URL holds no user name or password") }
        self.text = text
    }

    /// The URL.
    public var description: String { text }

    /// The host, without its port and without the brackets of an IPv6 address, lower-cased.
    public var host: String {
        let authority = WebURL.authority(of: text, isSecure: isSecure)
        let host =
            authority.utf8.first == 0x5B
            ? authority.utf8.dropFirst().prefix { $0 != 0x5D } : authority.utf8.prefix { $0 != 0x3A }
        return Substring(host).lowercased()
    }

    /// Whether white space, a quote, a bracket or another character that ends a URL in some place stands in the text.
    ///
    /// Byte by byte: a quote with a combining accent behind it is another Character, but still ends an attribute. Only what
    /// is not ASCII is looked up, since that is slow and two links are checked for each letter.
    private static func holdsForbidden(_ text: String) -> Bool {
        var isASCII = true
        for byte in text.utf8 {
            switch byte {
            case 0x20, 0x22, 0x27, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D: return true
            default: isASCII = isASCII && byte < 0x80
            }
        }
        return !isASCII && text.unicodeScalars.contains { !$0.isASCII && $0.properties.isWhitespace }
    }

    /// Whether the text, which holds no controls, begins with a scheme in letters of either case.
    private static func begins(_ text: String, with scheme: String) -> Bool {
        // Setting the bit lower-cases letters; the signs of a scheme have it already, and only controls would gain it.
        guard text.utf8.count >= scheme.utf8.count, zip(text.utf8, scheme.utf8).allSatisfy({ $0 | 0x20 == $1 }) else {
            return false
        }
        // An accent behind the scheme makes another Character of its last slash, and no host begins with one.
        guard let next = text.utf8.dropFirst(scheme.utf8.count).first, next >= 0x80 else { return true }
        return text.prefix(scheme.utf8.count).utf8.count == scheme.utf8.count
    }

    /// What stands between `//` and the path.
    private static func authority(of text: String, isSecure: Bool) -> Substring {
        Substring(text.utf8.dropFirst(isSecure ? 8 : 7).prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 })
    }

    /// The URL with a path's segments put behind it, with exactly one slash between.
    ///
    /// - Parameter segments: Already safe for a path: tokens and fixed words.
    public func appending(_ segments: String...) -> String {
        var base = text
        while base.hasSuffix("/") { base.removeLast() }
        return base + "/" + segments.joined(separator: "/")
    }
}
