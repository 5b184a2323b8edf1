// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Values

/// A browser's subscription; the mock is the browser and holds the private key.
struct Subscription: Sendable {
    /// Its id, the end of its endpoint: nobody guesses it.
    let id: String
    let space: String
    let createdAt: Timestamp
    let endpoint: String
    let key: P256PrivateKey
    let publicKey: P256PublicKey
    let auth: [UInt8]
    /// The key of the application server it is for (`applicationServerKey`); nil for any.
    let serverKey: [UInt8]?
    /// What every push to it is answered; nil for the truth.
    var answer: Int?
    /// Whether the browser has given it up.
    var isGone = false
    var pushes = 0

    init(space: String, createdAt: Timestamp, origin: String, serverKey: [UInt8]?, answer: Int?) throws {
        self.id = Base64.encodeURL(RandomBytes.make(18))
        self.space = space
        self.createdAt = createdAt
        self.endpoint = origin + "/push/" + id + Origin.query(space)
        self.key = try P256PrivateKey()
        self.publicKey = try key.publicKey
        self.auth = RandomBytes.make(16)
        self.serverKey = serverKey
        self.answer = answer
    }

    /// As a browser's `PushSubscription.toJSON()` gives it, with what tests want to know.
    var json: JSON {
        [
            "id": .string(id), "endpoint": .string(endpoint), "expirationTime": .null,
            "keys": [
                "p256dh": .string(Base64.encodeURL(publicKey.raw)), "auth": .string(Base64.encodeURL(auth)),
            ],
            "createdAt": .string(createdAt.rfc3339), "gone": .bool(isGone), "pushes": .integer(Int64(pushes)),
            "answer": answer.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}
