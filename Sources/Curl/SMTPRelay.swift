// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// A mail server we hand mail to, and how to reach and treat it.
///
/// Equal relays share connections; unequal ones never do, not even for the same host.
public final class SMTPRelay: Sendable {
    /// How the connection is protected.
    public enum Security: String, CaseIterable, Sendable {
        /// TLS from the first byte (smtps, usually port 465).
        case implicitTLS
        /// STARTTLS, and nothing is sent without it (usually port 587).
        case startTLS
        /// STARTTLS if the server offers it; anyone in between can take the offer away.
        case startTLSIfOffered
        /// No TLS.
        case plain
    }

    /// The server's name or address.
    public let host: String
    /// The server's port.
    public let port: Int
    /// How the connection is protected.
    public let security: Security
    /// How to log in; nil for a server that asks for none.
    public let login: SMTPLogin?
    /// The name given in EHLO; nil for this machine's own.
    public let heloName: String?
    /// A PEM file of certificates to trust instead of the system's.
    public let caFile: String?
    /// Whether the server's certificate is checked.
    public let verifiesPeer: Bool
    /// How many connections may be open at once.
    public let maxConnections: Int
    /// How many mails a connection carries before it is replaced.
    public let maxMessagesPerConnection: Int
    /// How long to wait for what.
    public let timeouts: SMTPTimeouts

    private let identity: Secret<String>

    /// Describes a relay.
    ///
    /// - Parameters:
    ///   - host: A host name (also an internationalised one), an IPv4 address or an IPv6 address.
    ///   - port: 1 to 65535.
    ///   - security: How the connection is protected.
    ///   - login: How to log in; only over TLS, unless the host is loopback.
    ///   - heloName: The name given in EHLO.
    ///   - caFile: A PEM file of certificates to trust instead of the system's.
    ///   - verifiesPeer: Leave it true; false is allowed for loopback only.
    ///   - maxConnections: 1 to 256.
    ///   - maxMessagesPerConnection: 1 or more.
    ///   - timeouts: How long to wait for what.
    /// - Throws: `ValueError` when a value or the combination is not allowed.
    public init(
        host: String, port: Int, security: Security, login: SMTPLogin? = nil, heloName: String? = nil,
        caFile: String? = nil, verifiesPeer: Bool = true, maxConnections: Int = 4,
        maxMessagesPerConnection: Int = 100, timeouts: SMTPTimeouts = SMTPTimeouts()
    ) throws(ValueError) {
        guard SMTPRelay.isHostName(host) else {
            throw ValueError("a mail server's host is a name such as smtp.example.com or an IP address")
        }
        guard (1...65_535).contains(port) else { throw ValueError("a port is 1 to 65535") }
        guard (1...256).contains(maxConnections) else { throw ValueError("a relay has 1 to 256 connections") }
        guard maxMessagesPerConnection >= 1 else { throw ValueError("a connection carries at least one message") }
        if let heloName, !SMTPRelay.isHeloName(heloName) {
            throw ValueError("the EHLO name is a host name or an address in brackets")
        }
        if let caFile, Line.hasControls(caFile) || caFile.isEmpty {
            throw ValueError("the file of trusted certificates needs a path without control characters")
        }
        let isLoopback = SMTPRelay.isLoopback(host)
        guard verifiesPeer || isLoopback else {
            throw ValueError("a certificate may go unchecked on loopback only")
        }
        guard login == nil || security == .implicitTLS || security == .startTLS || isLoopback else {
            throw ValueError("a password is sent over TLS only: use security startTLS or implicitTLS")
        }
        self.host = host
        self.port = port
        self.security = security
        self.login = login
        self.heloName = heloName
        self.caFile = caFile
        self.verifiesPeer = verifiesPeer
        self.maxConnections = maxConnections
        self.maxMessagesPerConnection = maxMessagesPerConnection
        self.timeouts = timeouts
        let parts: [String] = [
            host, String(port), security.rawValue, login?.identity.reveal() ?? "", heloName ?? "", caFile ?? "",
            String(verifiesPeer), String(maxConnections), String(maxMessagesPerConnection),
            String(describing: timeouts),
        ]
        self.identity = Secret(parts.joined(separator: "\u{1}"))
    }

    /// Whether a host is this machine itself.
    public static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name == "::1" || name == "[::1]" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The URL libcurl connects to; its path is the EHLO name.
    var url: String {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[" + host + "]" : host
        let scheme = security == .implicitTLS ? "smtps" : "smtp"
        // Brackets of an address literal must be escaped in a path.
        let path = (heloName ?? "").map { ch in ch == "[" ? "%5B" : ch == "]" ? "%5D" : String(ch) }.joined()
        return scheme + "://" + name + ":" + String(port) + "/" + path
    }

    private static func isHostName(_ host: String) -> Bool {
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard !bare.isEmpty, bare.utf8.count <= 255 else { return false }
        if bare.contains(":") {
            return bare.unicodeScalars.allSatisfy { ":.0123456789abcdefABCDEF".unicodeScalars.contains($0) }
        }
        return bare.unicodeScalars.allSatisfy {
            $0.value >= 0x80
                ? $0.properties.isAlphabetic || $0.properties.numericType != nil
                : ($0.properties.isAlphabetic || "0123456789-._".unicodeScalars.contains($0))
        }
    }

    private static func isHeloName(_ name: String) -> Bool {
        let allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:[]"
        return !name.isEmpty && name.utf8.count <= 255 && name.allSatisfy { allowed.contains($0) }
    }
}

extension SMTPRelay: Hashable {
    /// Whether two relays are the same in every setting, secrets included.
    public static func == (left: SMTPRelay, right: SMTPRelay) -> Bool {
        left === right || left.identity.reveal() == right.identity.reveal()
    }

    /// Hashes host and port.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(host)
        hasher.combine(port)
    }
}

extension SMTPRelay: CustomStringConvertible {
    /// Host and port.
    public var description: String { host + ":" + String(port) }
}
