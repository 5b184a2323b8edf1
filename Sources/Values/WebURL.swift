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
        guard !Line.hasControls(text), !text.contains(where: { " \"'<>\\^`{|}".contains($0) }) else {
            throw ValueError("a URL holds no spaces, quotes, brackets or control characters: percent-encode them")
        }
        let lower = text.prefix(8).lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else {
            throw ValueError("a URL starts with https:// or http://")
        }
        self.isSecure = lower.hasPrefix("https://")
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, authority.first != ":" else { throw ValueError("a URL names a host") }
        guard !authority.contains("@") else { throw ValueError("a URL holds no user name or password") }
        self.text = text
    }

    /// The URL.
    public var description: String { text }

    /// The host, without its port and without the brackets of an IPv6 address, lower-cased.
    public var host: String {
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.first == "[" ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return host.lowercased()
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
