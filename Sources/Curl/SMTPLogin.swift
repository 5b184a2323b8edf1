// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// Who we are at a mail server, and how we prove it.
public struct SMTPLogin: Sendable {
    /// How a password is shown to the server.
    public enum Mechanism: String, CaseIterable, Sendable {
        /// PLAIN or LOGIN, whichever the server offers.
        case automatic
        /// AUTH PLAIN (RFC 4616).
        case plain
        /// AUTH LOGIN.
        case login
    }

    private enum Proof: Sendable {
        case password(Secret<String>, Mechanism)
        case bearer(Secret<String>)
    }

    /// The account's name.
    public let username: String
    private let proof: Proof

    /// Logs in with a password.
    ///
    /// - Throws: `ValueError` when name or password is empty or holds a control character.
    public init(username: String, password: Secret<String>, mechanism: Mechanism = .automatic) throws(ValueError) {
        try SMTPLogin.check(username, password)
        self.username = username
        self.proof = .password(password, mechanism)
    }

    /// Logs in with an OAuth 2 access token (XOAUTH2).
    ///
    /// - Throws: `ValueError` when name or token is empty or holds a control character.
    public init(username: String, bearer: Secret<String>) throws(ValueError) {
        try SMTPLogin.check(username, bearer)
        self.username = username
        self.proof = .bearer(bearer)
    }

    private static func check(_ username: String, _ secret: Secret<String>) throws(ValueError) {
        for text in [username, secret.reveal()] where text.isEmpty || Line.hasControls(text) {
            throw ValueError("a mail server's login needs a name and a password without control characters")
        }
    }

    /// The password, if it is one.
    var password: Secret<String>? {
        if case .password(let password, _) = proof { password } else { nil }
    }

    /// The access token, if it is one.
    var bearer: Secret<String>? {
        if case .bearer(let token) = proof { token } else { nil }
    }

    /// The mechanisms allowed, as libcurl's login options name them.
    var options: String {
        switch proof {
        case .password(_, .automatic): "AUTH=PLAIN;AUTH=LOGIN"
        case .password(_, .plain): "AUTH=PLAIN"
        case .password(_, .login): "AUTH=LOGIN"
        case .bearer: "AUTH=XOAUTH2"
        }
    }

    /// All of it, to tell logins apart.
    var identity: Secret<String> {
        Secret([username, options, password?.reveal() ?? "", bearer?.reveal() ?? ""].joined(separator: "\u{2}"))
    }
}
