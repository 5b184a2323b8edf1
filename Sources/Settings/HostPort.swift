// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// A host and a port to listen on or to connect to: `127.0.0.1:8080`, `[::1]:0`, `:2525`.
public struct HostPort: Hashable, Sendable, CustomStringConvertible {
    /// A host name or an IP address, an IPv6 address without its brackets.
    public let host: String
    /// The port, 0 to 65535; 0 lets the system choose when listening.
    public let port: Int

    /// Reads `host:port`, `[IPv6]:port` or `:port`.
    ///
    /// - Parameters:
    ///   - text: What was written.
    ///   - defaultHost: The host meant by `:port`.
    /// - Throws: `ValueError` that says which part is wrong.
    public init(_ text: String, defaultHost: String = "127.0.0.1") throws(ValueError) {
        guard let colon = text.lastIndex(of: ":") else {
            throw ValueError("an address is host:port, as in 127.0.0.1:8080 or [::1]:8080")
        }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let port = Int(digits), port <= 65_535
        else { throw ValueError("a port is a whole number from 0 to 65535") }
        self.host = try HostPort.host(in: text[..<colon], defaultHost: defaultHost)
        self.port = port
    }

    /// Takes parts that are already known to be right, such as those of a bound socket.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `127.0.0.1:8080`, an IPv6 address in brackets.
    public var description: String { (host.contains(":") ? "[" + host + "]" : host) + ":" + String(port) }

    /// True for `localhost`, 127.0.0.0/8 and `::1`: nobody on another machine reaches it.
    public var isLoopback: Bool { HostPort.isLoopback(host) }

    /// Tells whether a host without brackets is this machine by its written form; no name is looked up.
    public static func isLoopback(_ host: String) -> Bool {
        if host == "::1" || host.lowercased() == "localhost" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    private static func host(in text: Substring, defaultHost: String) throws(ValueError) -> String {
        if text.isEmpty { return defaultHost }
        if text.hasPrefix("[") {
            let inner = text.dropFirst().dropLast()
            guard text.hasSuffix("]"), inner.contains(":"), isAddressText(inner) else {
                throw ValueError("an IPv6 address stands in brackets, as in [::1]:8080")
            }
            return String(inner)
        }
        guard !text.contains(":") else {
            throw ValueError("an IPv6 address stands in brackets, as in [::1]:8080")
        }
        guard isHostName(text) else {
            throw ValueError("a host holds letters, digits, hyphens and dots only")
        }
        return String(text)
    }

    private static func isAddressText(_ text: Substring) -> Bool {
        text.utf8.count <= 45 && text.utf8.allSatisfy { $0.isHexDigit || $0 == 0x3A || $0 == 0x2E }
    }

    /// Whether a text is a host name or an IPv4 address (RFC 1123 letters, `_` allowed as containers use it).
    static func isHostName(_ text: some StringProtocol) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            let bytes = Array(label.utf8)
            return (1...63).contains(bytes.count) && bytes.first != 0x2D && bytes.last != 0x2D
                && bytes.allSatisfy { $0.isLetterOrDigit || $0 == 0x2D || $0 == 0x5F }
        }
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    var isHexDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }
}
