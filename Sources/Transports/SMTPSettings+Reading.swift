// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
public import Settings
import Values

extension SMTPSettings {
    /// How the connection is protected, as the settings say it.
    enum SecurityWord: String, CaseIterable {
        case startTLS, implicitTLS, plain

        var security: SMTPRelay.Security {
            switch self {
            case .startTLS: .startTLS
            case .implicitTLS: .implicitTLS
            case .plain: .plain
            }
        }

        var defaultPort: Int {
            switch self {
            case .startTLS: 587
            case .implicitTLS: 465
            case .plain: 25
            }
        }
    }

    /// Reads the section.
    ///
    /// A preset with `user` and `password` is enough; every other key replaces what the preset says. Keys:
    /// - `preset` (gmail, naver, naver-works, daum, ses, sendgrid, mailgun or outlook): a provider we know.
    /// - `region` (text): for ses, and `us` or `eu` for mailgun.
    /// - `host`, `port`, `security` (startTLS, implicitTLS, plain): the server; `host` is required without a preset.
    /// - `user`, `password`, `auth` (automatic, plain, login, xoauth2): the account; with xoauth2 the password is a token.
    /// - `caFile` (path), `verifyCertificate` (bool; false on loopback only): whom to trust.
    /// - `heloName` (text), `connections`, `messagesPerConnection` (number), `dailyQuota` (number).
    /// - `timeouts.connect`, `timeouts.command`, `timeouts.ending`, `timeouts.idle` (span of time).
    ///
    /// Returns nil only beside a recorded problem.
    public init?(reading section: SettingsSection) {
        let preset = section.choice("preset", of: SMTPPreset.self, about: "A mail provider whose server is known.")
        let region = section.string("region", about: "The provider's region: for ses, and us or eu for mailgun.")
        let host = section.string("host", about: "The mail server's name or address; required without a preset.")
        let word = section.choice(
            "security", of: SecurityWord.self, about: "How the connection is protected; startTLS without a preset.")
        let port = section.int("port", in: 1...65_535, about: "The mail server's port; by default the usual one.")
        let user = section.string("user", about: "The account's name.")
        let password = section.secret("password", about: "The account's password, or its access token with xoauth2.")
        let authentication = section.choice(
            "auth", of: Authentication.self, default: .automatic, about: "How the account logs in.")
        let caFile = section.path("caFile", about: "A PEM file of certificates to trust instead of the system's.")
        let verifies = section.bool(
            "verifyCertificate", default: true, about: "Whether the server's certificate is checked.")
        let heloName = section.string("heloName", about: "The name given in EHLO; this machine's own by default.")
        let connections = section.int("connections", in: 1...256, about: "How many connections may be open at once.")
        let perConnection = section.int(
            "messagesPerConnection", default: 100, in: 1...100_000,
            about: "How many mails a connection carries before it is replaced.")
        let quota = section.int(
            "dailyQuota", in: 1...1_000_000_000, about: "How many mails the account may send a day.")
        let timeouts = SMTPTimeouts(
            reading: section.section("timeouts", about: "How long the mail server is waited for."))

        var isWhole = true
        func refuse(_ key: String?, rule: String, _ message: String, wayOut: String? = nil) {
            section.refuse(key, rule: rule, message, wayOut: wayOut)
            isWhole = false
        }
        if region != nil, preset?.regions == nil {
            refuse("region", rule: "unused-key", "only the presets ses and mailgun have regions.")
        }
        var server = host ?? ""
        if let preset, host == nil {
            if let known = preset.host(region: region) {
                server = known
            } else {
                refuse(
                    region == nil ? "preset" : "region", rule: "missing-region",
                    "\(preset.rawValue) needs a region\(SMTPSettings.examples(of: preset)).")
            }
        } else if host == nil {
            refuse(
                nil, rule: "missing-key", "there is no mail server.",
                wayOut: "Write a preset (gmail, naver, ...) or a host.")
        }
        let security = word?.security ?? preset?.security ?? .startTLS
        let account = user ?? preset?.user
        if (account == nil) != (password == nil), account != nil || password != nil {
            refuse(
                password == nil ? "user" : "password", rule: "half-a-login",
                "a login needs both user and password.")
        } else if preset != nil, account == nil {
            refuse("preset", rule: "missing-login", "the provider asks for user and password.")
        }
        if password != nil, security == .plain, !SMTPRelay.isLoopback(server), !server.isEmpty {
            refuse(
                "security", rule: "password-in-clear",
                "a password would cross the network in clear: plain is allowed with a password on loopback only.",
                wayOut: "Use startTLS or implicitTLS.")
        }
        if !verifies, !SMTPRelay.isLoopback(server), !server.isEmpty {
            refuse(
                "verifyCertificate", rule: "unchecked-certificate",
                "a certificate may go unchecked on loopback only.",
                wayOut: "Set caFile to the certificate that signed the server's.")
        }
        guard isWhole else { return nil }
        do throws(ValueError) {
            var login: SMTPLogin?
            if let account, let password {
                login = try SMTPSettings.login(user: account, password: password, authentication: authentication)
            }
            let relay = try SMTPRelay(
                host: server, port: port ?? preset?.port ?? (word ?? .startTLS).defaultPort, security: security,
                login: login, heloName: heloName, caFile: caFile, verifiesPeer: verifies,
                maxConnections: connections ?? preset?.connections ?? 4, maxMessagesPerConnection: perConnection,
                timeouts: timeouts)
            self.init(relay: relay, preset: preset, dailyQuota: quota)
        } catch {
            section.refuse(rule: "unusable-relay", error.reason + ".")
            return nil
        }
    }
}

extension SMTPTimeouts {
    /// Reads `connect`, `command`, `ending` and `idle`, each a span of time.
    init(reading section: SettingsSection) {
        let usual = SMTPTimeouts()
        self.init(
            connect: section.duration(
                "connect", default: usual.connect, in: .milliseconds(1)...Duration.seconds(600),
                about: "From the first packet to the end of the login."),
            command: section.duration(
                "command", default: usual.command, in: .milliseconds(1)...Duration.seconds(600),
                about: "For each answer before the message is sent."),
            ending: section.duration(
                "ending", default: usual.ending, in: .milliseconds(1)...Duration.seconds(600),
                about: "For the answer to the final dot; giving up then leaves the mail's fate unknown."),
            idle: section.duration(
                "idle", default: usual.idle, in: .milliseconds(1)...Duration.seconds(600),
                about: "How long an unused connection is kept."))
    }
}
