// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Cryptography
import Foundation
package import Settings
package import Values

/// What the push mocks take and whom they know; `mocks/providers/push.yaml` changes it.
package struct PushSettings: Sendable {
    /// FCM and its token endpoint.
    package struct FCM: Sendable {
        /// The project of the service account that the mock hands out.
        package var project = "parcelpost-mock"
        /// Whether only access tokens of the mock's own token endpoint are taken, or any bearer token.
        package var checksTokens = true
        /// Further service accounts by e-mail address, with the public keys that verify what they sign.
        package var accounts: [String: RSAPublicKey] = [:]
    }

    /// APNs.
    package struct APNs: Sendable {
        /// The app's bundle ids; empty for any.
        package var topics: [String] = []
        /// The keys of provider tokens by key id; without any, a token of another key than the mock's own counts unverified.
        package var keys: [String: P256PublicKey] = [:]
        /// How many new provider tokens of one key are taken in 20 minutes.
        package var tokenUpdates = 10
    }

    /// Web Push.
    package struct WebPush: Sendable {
        /// Whether a push without VAPID is refused.
        package var requiresVAPID = true
    }

    /// FCM and its token endpoint.
    package var fcm = FCM()
    /// APNs.
    package var apns = APNs()
    /// Web Push.
    package var webPush = WebPush()

    /// What is built in.
    package init() {}

    /// Reads `push.yaml`, all its problems at once.
    ///
    /// - Throws: `Problems` with file and line.
    package static func load(path: String) throws(Problems) -> PushSettings {
        let file = try SettingsFile.load(path: path, environment: [:])
        let settings = PushSettings(reading: file.root)
        try file.finish()
        return settings
    }

    /// Reads the settings of a section; what is wrong is told by the section's file.
    package init(reading section: SettingsSection) {
        let fcm = section.section("fcm", about: "Firebase Cloud Messaging")
        self.fcm.project = fcm.string(
            "project", default: self.fcm.project, about: "The project of the service account that the mock hands out")
        self.fcm.checksTokens = fcm.bool(
            "checkTokens", default: true, about: "Whether only access tokens of the mock's token endpoint are taken")
        for (email, key) in fcm.sectionList(
            "accounts", about: "Further service accounts",
            reading: { account in
                (
                    account.requiredString("email", about: "The account's client_email"),
                    Self.key(account, { pem throws(CryptographyError) in try RSAPublicKey(pem: pem) })
                )
            })
        {
            if let key { self.fcm.accounts[email] = key }
        }
        let apns = section.section("apns", about: "Apple Push Notification service")
        self.apns.topics = apns.stringList("topics", about: "The app's bundle ids; empty for any")
        self.apns.tokenUpdates = apns.int(
            "tokenUpdates", default: 10, in: 1...1_000_000,
            about: "How many new provider tokens of one key are taken in 20 minutes")
        for (id, key) in apns.sectionList(
            "keys", about: "The keys of provider tokens",
            reading: { key in
                (
                    key.requiredString("id", about: "The key's id of ten characters"),
                    Self.key(key, { pem throws(CryptographyError) in try P256PublicKey(pem: pem) })
                )
            })
        {
            if let key { self.apns.keys[id] = key }
        }
        let webPush = section.section("webPush", about: "Web Push")
        self.webPush.requiresVAPID = webPush.bool(
            "requireVAPID", default: true, about: "Whether a push without VAPID is refused")
    }

    private static func key<Key>(
        _ section: SettingsSection, _ read: (String) throws(CryptographyError) -> Key
    ) -> Key? {
        let folder = section.directory
        return section.custom(
            "publicKeyFile", type: "the path of a public key in PEM", required: true,
            about: "The public key, as openssl pkey -pubout writes it; a relative path starts at the settings file"
        ) { text throws(ValueError) in
            let path = text.hasPrefix("/") ? text : folder + "/" + text
            guard let pem = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ValueError("the file cannot be read")
            }
            do throws(CryptographyError) {
                return try read(pem)
            } catch {
                throw ValueError(error.description)
            }
        }
    }
}
