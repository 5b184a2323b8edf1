// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import MockWorld
import Values
import Web

/// Google's token endpoint: a signed claim of a service account becomes an access token.
struct AccessTokens: Sendable {
    /// An access token that was given out.
    struct Grant: Sendable {
        let account: String
        let scopes: [String]
        let expiresAt: Timestamp
    }

    /// Why none is given, as OAuth says it (RFC 6749 section 5.2).
    struct Refusal: Error {
        let error: String
        let text: String
        var status = 400
    }

    /// How long a token is good.
    static let lifetime = Duration.seconds(3_599)
    private static let grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer"

    private let clock: MockClock
    private let account: ServiceAccount
    private let accounts: [String: RSAPublicKey]
    private let grants = SpaceTable<Grant>()

    init(clock: MockClock, account: ServiceAccount, accounts: [String: RSAPublicKey]) {
        self.clock = clock
        self.account = account
        self.accounts = accounts
    }

    /// The grant of an access token, expired or not, whatever its space: clients cannot say theirs to Google.
    func grant(_ token: String) -> Grant? { grants.find(token) }

    /// Forgets a space.
    func reset(space: String) { grants.reset(space: space) }

    /// Gives a token for the form of a request.
    ///
    /// - Parameter audience: The URL of the mock's own endpoint, which counts as Google's.
    func issue(_ form: FormFields, audience: String, space: String) throws(Refusal) -> JSON {
        guard form["grant_type"] == Self.grantType else {
            throw Refusal(
                error: "unsupported_grant_type",
                text: "Invalid grant_type: \(form["grant_type"] ?? "none"). The mock takes \(Self.grantType).")
        }
        guard let assertion = form["assertion"], let token = JSONWebToken(assertion) else {
            throw Refusal(error: "invalid_grant", text: "Bad Request: the assertion is no signed JWT.")
        }
        let email = token.claims["iss"]?.string ?? ""
        guard let key = key(of: email) else {
            throw Refusal(error: "invalid_grant", text: "Invalid grant: account not found")
        }
        guard token.header["alg"]?.string == "RS256", key.verifies(token.signature, of: token.signed) else {
            throw Refusal(error: "invalid_grant", text: "Invalid JWT Signature.")
        }
        let audiences = ["https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token"]
        let aud = token.claims["aud"]?.string ?? ""
        guard audiences.contains(aud) || aud.prefix(while: { $0 != "?" }) == audience else {
            throw Refusal(
                error: "invalid_grant", text: "Invalid JWT: the audience must be \(audiences[0]) or the mock's own.")
        }
        // A client lives in the mock's time or in the machine's.
        guard isTimely(token, clock.now) || isTimely(token, clock.now - clock.offset) else {
            throw Refusal(
                error: "invalid_grant",
                text: "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                    + "Check your iat and exp values in the JWT claim.")
        }
        let scopes = (token.claims["scope"]?.string ?? "").split(separator: " ").map(String.init)
        guard !scopes.isEmpty else {
            throw Refusal(error: "invalid_scope", text: "Invalid OAuth scope or ID token audience provided.")
        }
        let access = "ya29.mock." + Base64.encodeURL(RandomBytes.make(48))
        grants.set(
            Grant(account: email, scopes: scopes, expiresAt: clock.now + Self.lifetime), for: access, space: space)
        return ["access_token": .string(access), "expires_in": 3_599, "token_type": "Bearer"]
    }

    private func key(of email: String) -> RSAPublicKey? {
        if let key = accounts[email] { return key }
        guard let own = account.known, own.email == email else { return nil }
        return own.publicKey
    }

    private func isTimely(_ token: JSONWebToken, _ now: Timestamp) -> Bool {
        guard let issued = token.moment("iat"), let ends = token.moment("exp") else { return false }
        return issued <= now + .seconds(300) && ends > now - .seconds(10) && ends <= issued + .seconds(3_600)
    }
}
