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

    /// Makes settings.
    public init(listen: HostPort, publicURL: WebURL, environment: Environment) {
        self.listen = listen
        self.publicURL = publicURL
        self.environment = environment
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
        if environment == .production, let publicURL, !publicURL.isSecure {
            section.refuse(
                "publicURL", rule: "insecure-public-url", "in production customers' links start with https://.",
                wayOut: "Put a TLS proxy in front, or set server.environment: development.")
            return nil
        }
        guard let url = publicURL ?? (try? WebURL("http://\(listen)")) else { return nil }
        self.init(listen: listen, publicURL: url, environment: environment)
    }
}
