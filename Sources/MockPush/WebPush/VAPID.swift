// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Values

/// Checks by whom a push is sent (RFC 8292).
enum VAPID {
    /// Why it is refused.
    struct Refusal: Error {
        let status: Int
        let text: String
    }

    /// Who sends, as far as the token says.
    struct Sender: Sendable {
        let subject: String
        let key: [UInt8]
    }

    /// Judges the field `Authorization`.
    ///
    /// - Parameters:
    ///   - field: `vapid t=..., k=...`.
    ///   - origin: The origin of the endpoint, which the token must be for.
    ///   - times: Tells by which clock the token counts.
    static func check(_ field: String, origin: String, space: String, times: ClientTime) throws(Refusal) -> Sender {
        guard field.lowercased().hasPrefix("vapid ") else {
            throw Refusal(
                status: 401,
                text: "Send Authorization: vapid t=<token>, k=<public key> (RFC 8292); older schemes are not taken.")
        }
        var parameters = [String: String]()
        for part in field.dropFirst(6).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            if pair.count == 2 { parameters[pair[0].lowercased()] = pair[1].filter { $0 != "\"" } }
        }
        guard let text = parameters["t"], let token = JSONWebToken(text), token.header["alg"]?.string == "ES256" else {
            throw Refusal(status: 401, text: "The parameter t of the field Authorization must be a JWT with ES256.")
        }
        guard let raw = parameters["k"].flatMap(Base64.decode), let key = try? P256PublicKey(raw: raw) else {
            throw Refusal(status: 401, text: "The parameter k must be a P-256 public key, 65 bytes in base64url.")
        }
        guard key.verifies(token.signature, of: token.signed) else {
            throw Refusal(status: 403, text: "The token's signature is not that of the key k.")
        }
        guard token.claims["aud"]?.string == origin else {
            throw Refusal(status: 403, text: "The claim aud must be the origin of the endpoint, \(origin).")
        }
        guard let ends = token.moment("exp") else { throw Refusal(status: 403, text: "The claim exp is missing.") }
        let now = times.now(for: text, space: space) { $0 < ends && ends <= $0 + .seconds(86_400) }
        guard now < ends else { throw Refusal(status: 403, text: "The token has expired.") }
        guard ends <= now + .seconds(86_400) else {
            throw Refusal(status: 403, text: "The claim exp is more than 24 hours ahead.")
        }
        let subject = token.claims["sub"]?.string ?? ""
        guard subject.hasPrefix("mailto:") || subject.hasPrefix("https:") || subject.isEmpty else {
            throw Refusal(status: 403, text: "The claim sub must be a mailto: or https: URI.")
        }
        return Sender(subject: subject, key: raw)
    }
}
