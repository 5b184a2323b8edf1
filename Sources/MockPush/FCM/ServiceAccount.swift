// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import MockWorld
import Synchronization
import Values

/// The service account that the mock hands out, made when it is first asked for.
final class ServiceAccount: Sendable {
    /// The account's name and keys.
    struct Identity: Sendable {
        let project: String
        let email: String
        let keyID: String
        let privateKeyPEM: String
        let publicKey: RSAPublicKey
    }

    private let project: String
    private let made = Mutex<Identity?>(nil)
    /// One for the process: making it takes a tenth of a second and more.
    private static let key = Mutex<RSAPrivateKey?>(nil)

    init(project: String) {
        self.project = project
    }

    /// The account, if somebody has asked for it.
    var known: Identity? { made.withLock { $0 } }

    /// The account; the first call makes its key.
    func identity() throws -> Identity {
        try made.withLock { made in
            if let made { return made }
            let key = try Self.key.withLock { key in
                let made = try key ?? RSAPrivateKey()
                key = made
                return made
            }
            let identity = Identity(
                project: project, email: "parcelpost@\(project).iam.gserviceaccount.com",
                keyID: Hex.encode(RandomBytes.make(20)), privateKeyPEM: try key.pem, publicKey: try key.publicKey)
            made = identity
            return identity
        }
    }

    /// The file that Google's libraries read.
    func file(origin: String, space: String) throws -> JSON {
        let account = try identity()
        return [
            "type": "service_account", "project_id": .string(account.project), "private_key_id": .string(account.keyID),
            "private_key": .string(account.privateKeyPEM), "client_email": .string(account.email),
            "client_id": "100000000000000000000", "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": .string(origin + "/token" + Origin.query(space)),
            "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
            "universe_domain": "googleapis.com",
        ]
    }
}
