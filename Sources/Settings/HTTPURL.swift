// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// An absolute `http` or `https` URL without user, password or fragment, as settings name a service.
public struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    /// The URL as written, without the slash at its end.
    public let text: String
    /// True for `https`.
    public let isSecure: Bool
    /// The host, an IPv6 address without its brackets.
    public let host: String
    /// The port as written, else the scheme's own.
    public let port: Int
    /// The path and query after the host, empty or starting with `/`.
    public let path: String

    /// Reads a URL.
    ///
    /// - Parameter text: What was written. A password in a URL would end up in logs, so user information is refused.
    /// - Throws: `ValueError` that says which part is wrong.
    public init(_ text: String) throws(ValueError) {
        let scheme: Substring
        if text.lowercased().hasPrefix("https://") {
            scheme = text.prefix(8)
        } else if text.lowercased().hasPrefix("http://") {
            scheme = text.prefix(7)
        } else {
            throw ValueError("a URL starts with https:// or http://")
        }
        guard text.utf8.count <= 2_000 else { throw ValueError("a URL has at most 2000 characters") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ValueError("a URL holds no spaces, no controls and only ASCII; write others percent-encoded")
        }
        let rest = text.dropFirst(scheme.count)
        guard !rest.contains("#") else { throw ValueError("this URL takes no fragment (#)") }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            throw ValueError("this URL takes no user or password; give them in keys of their own")
        }
        self.isSecure = scheme.count == 8
        let portless = authority.hasSuffix("]") || !authority.contains(":")
        let address = try HostPort(
            portless ? authority + (scheme.count == 8 ? ":443" : ":80") : String(authority), defaultHost: "")
        guard !address.host.isEmpty else { throw ValueError("a URL names a host") }
        guard address.port > 0 else { throw ValueError("the port of a URL is 1 to 65535") }
        self.host = address.host.lowercased()
        self.port = address.port
        var end = rest.dropFirst(authority.count)
        while end.hasSuffix("/") { end.removeLast() }
        self.path = end.hasPrefix("?") ? "/" + end : String(end)
        self.text = scheme.lowercased() + authority.lowercased() + self.path
    }

    /// What stands for a URL that could not be read, until the problems are reported.
    static let placeholder = HTTPURL(unchecked: "http://unreadable.invalid")

    private init(unchecked text: String) {
        self.text = text
        self.isSecure = false
        self.host = "unreadable.invalid"
        self.port = 80
        self.path = ""
    }

    /// The URL.
    public var description: String { text }
}
