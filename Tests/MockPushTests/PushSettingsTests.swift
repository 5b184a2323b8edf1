// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Cryptography
import Foundation
import MockPush
import TestSupport
import Testing
import Values

struct PushSettingsTests {
    @Test func theFileOfTheRepositoryHoldsTheDefaults() throws {
        let path = Repository.root.appendingPathComponent("mocks/providers/push.yaml").path
        let settings = try PushSettings.load(path: path)
        let defaults = PushSettings()
        #expect(settings.fcm.project == defaults.fcm.project)
        #expect(settings.fcm.checksTokens == defaults.fcm.checksTokens)
        #expect(settings.fcm.accounts.isEmpty)
        #expect(settings.apns.topics == defaults.apns.topics)
        #expect(settings.apns.tokenUpdates == defaults.apns.tokenUpdates)
        #expect(settings.apns.keys.isEmpty)
        #expect(settings.webPush.requiresVAPID == defaults.webPush.requiresVAPID)
    }

    @Test func keysAreReadBesideTheFile() async throws {
        try await withTemporaryFolder { folder in
            let (apns, rsa) = (try P256PrivateKey(), try RSAPrivateKey())
            try apns.publicKey.pem.write(
                to: folder.appendingPathComponent("apns.pem"), atomically: true, encoding: .utf8)
            try rsa.publicKey.pem.write(
                to: folder.appendingPathComponent("rsa.pem"), atomically: true, encoding: .utf8)
            let file = folder.appendingPathComponent("push.yaml")
            try """
            fcm:
              accounts:
                - email: a@shop.example
                  publicKeyFile: rsa.pem
            apns:
              topics: [example.shop]
              keys:
                - id: ABCDE12345
                  publicKeyFile: apns.pem
            """.write(to: file, atomically: true, encoding: .utf8)
            let settings = try PushSettings.load(path: file.path)
            #expect(settings.fcm.accounts == ["a@shop.example": try rsa.publicKey])
            #expect(settings.apns.keys == ["ABCDE12345": try apns.publicKey])
            #expect(settings.apns.topics == ["example.shop"])
        }
    }

    @Test func everythingWrongIsToldAtOnce() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("push.yaml")
            try """
            fcm:
              projekt: a
              accounts:
                - email: a@shop.example
                  publicKeyFile: nowhere.pem
            apns:
              tokenUpdates: 0
              keys:
                - publicKeyFile: push.yaml
            """.write(to: file, atomically: true, encoding: .utf8)
            let error = #expect(throws: Problems.self) { try PushSettings.load(path: file.path) }
            let text = try #require(error).description
            for part in ["projekt", "cannot be read", "tokenUpdates", "id", "no public key in PEM"] {
                #expect(text.contains(part), "\(part) in \(text)")
            }
        }
    }
}
