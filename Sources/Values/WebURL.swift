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
        // Scalar by scalar: a quote with a combining accent behind it is another Character, but still ends an attribute.
        let forbidden = " \"'<>\\^`{|}".unicodeScalars
        guard !Line.hasControls(text),
            !text.unicodeScalars.contains(where: { forbidden.contains($0) || $0.properties.isWhitespace })
        else {
            throw ValueError("a URL holds no spaces, quotes, brackets or control characters: percent-encode them")
        }
        let lower = text.prefix(8).lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else {
            throw ValueError("a URL starts with https:// or http://")
        }
        self.isSecure = lower.hasPrefix("https://")
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
