// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Curl
public import Values

/// Where mail goes: the section `transports.email`.
public struct SMTPSettings: Sendable {
    /// How to log in.
    public enum Authentication: String, CaseIterable, Sendable {
        /// PLAIN or LOGIN, whichever the server offers.
        case automatic
        /// AUTH PLAIN.
        case plain
        /// AUTH LOGIN.
        case login
        /// XOAUTH2: the password is an access token.
        case xoauth2
    }

    /// The server, and how to reach and treat it.
    public let relay: SMTPRelay
    /// The provider, if it is one we know.
    public let preset: SMTPPreset?
    /// How many mails may be sent a day, if that is known (SEMANTICS C6).
    public let dailyQuota: Int?

    /// Takes a relay as it is.
    public init(relay: SMTPRelay, preset: SMTPPreset? = nil, dailyQuota: Int? = nil) {
        self.relay = relay
        self.preset = preset
        self.dailyQuota = dailyQuota ?? preset?.dailyQuota
    }

    /// Takes a provider we know, with an account there.
    ///
    /// - Throws: `ValueError` when the region or the login is wrong.
    public init(
        preset: SMTPPreset, region: String? = nil, user: String? = nil, password: Secret<String>,
        authentication: Authentication = .automatic
    ) throws(ValueError) {
        guard let host = preset.host(region: region) else {
            throw ValueError("\(preset.rawValue) needs a region" + SMTPSettings.examples(of: preset))
        }
        guard let user = user ?? preset.user else { throw ValueError("\(preset.rawValue) needs a user") }
        let login = try SMTPSettings.login(user: user, password: password, authentication: authentication)
        self.init(
            relay: try SMTPRelay(
                host: host, port: preset.port, security: preset.security, login: login,
                maxConnections: preset.connections),
            preset: preset)
    }

    static func login(
        user: String, password: Secret<String>, authentication: Authentication
    ) throws(ValueError) -> SMTPLogin {
        switch authentication {
        case .automatic: try SMTPLogin(username: user, password: password)
        case .plain: try SMTPLogin(username: user, password: password, mechanism: .plain)
        case .login: try SMTPLogin(username: user, password: password, mechanism: .login)
        case .xoauth2: try SMTPLogin(username: user, bearer: password)
        }
    }

    static func examples(of preset: SMTPPreset) -> String {
        switch preset.regions {
        case nil: ""
        case let regions? where regions.isEmpty: ", for example ap-northeast-2"
        case let regions?: ": " + regions.joined(separator: " or ")
        }
    }
}
