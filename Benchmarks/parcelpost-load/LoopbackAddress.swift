// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A place on this machine to connect to or listen on: `127.0.0.1:8080`, `[::1]:25`, `localhost:0`.
///
/// Other machines are refused: a load generator that can be pointed anywhere is a weapon.
struct LoopbackAddress: ExpressibleByArgument, Sendable {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(argument[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard LoopbackAddress.isLoopback(host) else { return nil }
        self.host = host == "localhost" ? "127.0.0.1" : host
        self.port = port
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts.allSatisfy { $0 != nil } && parts[0] == 127
    }
}

/// An `http://` URL on this machine.
struct LoopbackURL: ExpressibleByArgument, Sendable {
    let address: LoopbackAddress
    let path: String

    init?(argument: String) {
        guard argument.hasPrefix("http://") else { return nil }
        let rest = argument.dropFirst("http://".count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = String(rest[..<slash])
        let path = String(rest[slash...])
        // Whatever could end the request line early is no path.
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let hasPort = authority.split(separator: "]").last?.contains(":") ?? false
        guard let address = LoopbackAddress(argument: hasPort ? authority : authority + ":80"), address.port > 0 else {
            return nil
        }
        self.address = address
        self.path = path.isEmpty ? "/" : path
    }

    /// The value of the Host header.
    var authority: String {
        (address.host.contains(":") ? "[\(address.host)]" : address.host) + ":\(address.port)"
    }
}
