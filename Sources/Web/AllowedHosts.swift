// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import Hummingbird
import Settings

/// Which hosts requests may be for, to keep web pages away from tools on loopback.
///
/// A page can let its own name resolve to 127.0.0.1 and then read what a local server answers (DNS rebinding); the
/// request then carries the page's name as its host. And a page can post a form to 127.0.0.1 without reading the
/// answer; the request then carries the page's origin.
public struct AllowedHosts: Sendable {
    private let names: Set<String>

    /// `localhost`, `*.localhost`, 127.0.0.0/8 and `[::1]`, on any port.
    public static let loopback = AllowedHosts()

    /// Loopback and the given host names, on any port.
    public init(_ names: [String] = []) {
        self.names = Set(names.map { $0.lowercased() })
    }

    /// Whether a host, with or without port, is allowed.
    public func allows(_ authority: String) -> Bool {
        let host = Self.host(in: authority)
        return HostPort.isLoopback(host) || host.hasSuffix(".localhost") || names.contains(host)
    }

    /// The refusal of a request for another host (421) or from a page of another one (403); nil when it may pass.
    public func problem(with request: Request) -> ProblemDetails? {
        guard let authority = request.head.authority, allows(authority) else {
            return ProblemDetails(
                .misdirectedRequest, rule: "host-not-allowed",
                detail: "This tool answers to localhost and 127.0.0.1 only. Open it by one of these.")
        }
        guard let origin = request.headers[.origin], request.method != .get, request.method != .head else { return nil }
        guard let slashes = origin.firstRange(of: "://"), allows(String(origin[slashes.upperBound...])) else {
            return ProblemDetails(
                .forbidden, rule: "origin-not-allowed",
                detail: "A page of another site sent this. Only pages of this machine may change something here.")
        }
        return nil
    }

    private static func host(in authority: String) -> String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }).lowercased() }
        let host = authority.prefix { $0 != ":" }.lowercased()
        return host.hasSuffix(".") ? String(host.dropLast()) : host
    }
}
