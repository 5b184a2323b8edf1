// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Settings
public import Values

/// Where the gateway listens and where customers find it: `server`.
public struct ServerSettings: Sendable {
    /// What kind of installation it is.
    public enum Environment: String, CaseIterable, Sendable {
        /// Customers get letters: nothing lax is allowed.
        case production
        /// A developer's or QA's own.
        case development
    }

    /// Where to listen.
    public var listen: HostPort
    /// Where customers reach it; links in letters start with it.
    public var publicURL: WebURL
    /// What kind of installation it is.
    public var environment: Environment
    /// The mock whose clock is followed; nil runs with the machine's time (SEMANTICS G).
    public var followClock: WebURL?

    /// Makes settings.
    public init(listen: HostPort, publicURL: WebURL, environment: Environment, followClock: WebURL? = nil) {
        self.listen = listen
        self.publicURL = publicURL
        self.environment = environment
        self.followClock = followClock
    }

    /// Reads the `server:` section; nil beside recorded problems.
    public init?(reading section: SettingsSection) {
        let environment = section.choice(
            "environment", of: Environment.self, default: .production,
            about: "production refuses everything lax; development is for your own machine.")
        let listen = section.hostPort("listen", default: "127.0.0.1:8080", about: "Where the gateway listens.")
        let publicURL = section.custom(
            "publicURL", type: "an http or https URL", required: environment == .production,
            about: "Where customers reach this gateway; links in letters start with it."
        ) { text throws(ValueError) in try WebURL(text) }
        let followClock = section.custom(
            "followClock", type: "an http or https URL",
            about: "The mock whose clock is followed, for tests of quiet hours and retries; in development only."
        ) { text throws(ValueError) in
            let url = try WebURL(text)
            guard Self.isNear(url.host) else {
                throw ValueError("the mock whose clock is followed is on this machine or in a private network")
            }
            return url
        }
        if environment == .production, followClock != nil {
            section.refuse(
                "followClock", rule: "clock-in-production",
                "in production nobody moves the clock: letters would go out at hours and on days that are not there yet.",
                wayOut: "Take followClock out, or set server.environment: development.")
        }
        if environment == .production, let publicURL, !publicURL.isSecure {
            section.refuse(
                "publicURL", rule: "insecure-public-url", "in production customers' links start with https://.",
                wayOut: "Put a TLS proxy in front, or set server.environment: development.")
            return nil
        }
        guard let url = publicURL ?? (try? WebURL("http://\(listen)")) else { return nil }
        self.init(listen: listen, publicURL: url, environment: environment, followClock: followClock)
    }

    /// Whether a host is this machine or in a private network by its written form; no name is looked up.
    ///
    /// A name without a dot is one of a compose file or of the hosts file; no public name has that form.
    private static func isNear(_ host: String) -> Bool {
        if HostPort.isLoopback(host) { return true }
        if host.contains(":") {
            return ["fc", "fd", "fe80"].contains { host.hasPrefix($0) }
        }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        if numbers.count == 4, let first = numbers[0], let second = numbers[1], !numbers.contains(nil) {
            return first == 10 || (first == 172 && (16...31).contains(second)) || (first == 192 && second == 168)
                || (first == 169 && second == 254)
        }
        let isName = host.utf8.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } && !host.hasPrefix("0x")
        return isName
            && (!host.contains(".") || [".localhost", ".local", ".internal", ".test"].contains { host.hasSuffix($0) })
    }
}
