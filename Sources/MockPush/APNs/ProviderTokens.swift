// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import MockWorld
import Synchronization
import Values

/// Checks the tokens by which providers sign in to APNs.
struct ProviderTokens: Sendable {
    /// Who signed in.
    struct Provider: Sendable {
        let keyID: String
        let isVerified: Bool
    }

    /// The key that the mock hands out.
    struct OwnKey: Sendable {
        let id: String
        let team: String
        let pem: String
        let publicKey: P256PublicKey
    }

    private struct Updates: Sendable {
        var tokens: [String] = []
        var since: Timestamp
    }

    private let clock: MockClock
    private let settings: PushSettings.APNs
    private let times: ClientTime
    private let updates = SpaceTable<Updates>()
    private let own = OwnKeyMaker()

    init(clock: MockClock, settings: PushSettings.APNs) {
        self.clock = clock
        self.settings = settings
        self.times = ClientTime(clock: clock)
    }

    /// The mock's own key; the first call makes it.
    func ownKey() throws -> OwnKey { try own.key() }

    func reset(space: String) {
        times.reset(space: space)
        updates.reset(space: space)
    }

    /// Judges the field `authorization`.
    func check(_ field: String?, space: String) throws(APNsReason) -> Provider {
        guard let field, field.lowercased().hasPrefix("bearer ") else { throw .missingProviderToken }
        let text = String(field.dropFirst(7))
        guard let token = JSONWebToken(text), token.header["alg"]?.string == "ES256",
            let id = token.header["kid"]?.string, !id.isEmpty, let team = token.claims["iss"]?.string, !team.isEmpty,
            let issued = token.moment("iat")
        else { throw .invalidProviderToken }
        let key = settings.keys[id] ?? own.known.flatMap { $0.id == id ? $0.publicKey : nil }
        if let key {
            guard key.verifies(token.signature, of: token.signed) else { throw .invalidProviderToken }
        } else if !settings.keys.isEmpty {
            throw .invalidProviderToken
        }
        let now = times.now(for: text, space: space) { Self.isYoung(issued, at: $0) }
        guard issued <= now + .seconds(300) else { throw .invalidProviderToken }
        guard Self.isYoung(issued, at: now) else { throw .expiredProviderToken }
        try count(text, id, space)
        return Provider(keyID: Line(cleaning: id, maxBytes: 40).text, isVerified: key != nil)
    }

    private static func isYoung(_ issued: Timestamp, at now: Timestamp) -> Bool {
        issued <= now + .seconds(300) && issued > now - .seconds(3_600)
    }

    private func count(_ token: String, _ id: String, _ space: String) throws(APNsReason) {
        let now = clock.now
        let limit = settings.tokenUpdates
        let mark = Base64.encodeURL(Digest.sha256(Array(token.utf8)))
        let isTooMany = updates.update(id, space: space) { updates -> Bool in
            var state = updates ?? Updates(since: now)
            if now >= state.since + .seconds(1_200) { state = Updates(tokens: state.tokens.suffix(1), since: now) }
            defer { updates = state }
            if state.tokens.contains(mark) { return false }
            guard state.tokens.count < limit else { return true }
            state.tokens.append(mark)
            return false
        }
        if isTooMany { throw .tooManyProviderTokenUpdates }
    }
}

/// Makes the mock's own key when it is first asked for.
private final class OwnKeyMaker: Sendable {
    private let made = Mutex<ProviderTokens.OwnKey?>(nil)

    var known: ProviderTokens.OwnKey? { made.withLock { $0 } }

    func key() throws -> ProviderTokens.OwnKey {
        try made.withLock { made in
            if let made { return made }
            let key = try P256PrivateKey()
            let own = ProviderTokens.OwnKey(
                id: "PARCELMOCK", team: "PARCELTEAM", pem: try key.pem, publicKey: try key.publicKey)
            made = own
            return own
        }
    }
}
