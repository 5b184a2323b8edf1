// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GatewayServer
import Settings
import Testing
import Values
import Webhooks

/// The server's sections of the settings file.
struct SettingsTests {
    private func read<Value>(
        _ text: String, environment: [String: String] = [:], _ reading: (SettingsSection) -> Value
    ) throws -> (value: Value, problems: [String]) {
        let file = try SettingsFile.parse(text, name: "shop.yaml", environment: environment)
        let value = reading(file.root)
        return (value, file.problems.map { "\($0.field ?? "-") \($0.rule)" })
    }

    @Test("E1: in production a gateway without a webhook secret is refused, in development it is not")
    func secretsInProduction() throws {
        for text in ["{}", "deliveryapi: {}", "deliveryapi: { secrets: [] }"] {
            let strict = try read(text) { WebhookSettings(reading: $0, isProduction: true) }
            #expect(strict.problems.count == 1 && strict.problems[0].hasSuffix("no-webhook-secret"), "\(text)")
            #expect(try read(text) { WebhookSettings(reading: $0, isProduction: false) }.problems == [])
        }
    }

    @Test("A secret that came out empty is refused: anybody could sign with it")
    func emptySecrets() throws {
        let text = "deliveryapi: { secrets: [\"${SECRET}\"] }"
        let (_, problems) = try read(text, environment: ["SECRET": ""]) {
            WebhookSettings(reading: $0, isProduction: true)
        }
        #expect(!problems.isEmpty)
    }

    @Test("Every key of webhooks is read")
    func webhooks() throws {
        let (settings, problems) = try read(
            """
            deliveryapi:
              secrets: [whsec_b25l, whsec_dHdv]
              schemes: [standard-webhooks, body-only]
              tolerance: 60s
              unknownEvents: refuse
            """
        ) { WebhookSettings(reading: $0, isProduction: true) }
        #expect(problems == [])
        #expect(settings.secrets.map { $0.reveal() } == ["whsec_b25l", "whsec_dHdv"])
        #expect(settings.schemes == [.standardWebhooks, .bodyOnly])
        #expect(settings.tolerance == .seconds(60))
        #expect(settings.unknownEvents == .refuse)
    }

    @Test("Left out, only the timestamped signature counts, for five minutes, and unknown events are accepted")
    func defaults() throws {
        let (settings, _) = try read("{}") { WebhookSettings(reading: $0, isProduction: false) }
        #expect(settings.schemes == [.deliveryAPI])
        #expect(settings.tolerance == .seconds(300))
        #expect(settings.unknownEvents == .accept)
    }

    @Test(
        "Mistakes in webhooks are refused by key",
        arguments: [
            ("schemes: [md5]", "webhooks.deliveryapi.schemes"), ("tolerance: 2h", "webhooks.deliveryapi.tolerance"),
            ("unknownEvents: maybe", "webhooks.deliveryapi.unknownEvents"),
            ("secret: x", "webhooks.deliveryapi.secret"),
        ])
    func mistakes(_ line: String, _ key: String) throws {
        let (_, problems) = try read("webhooks: { deliveryapi: { \(line) } }") {
            WebhookSettings(reading: $0.section("webhooks", about: "Webhooks."), isProduction: false)
        }
        #expect(problems.count == 1 && problems[0].hasPrefix(key), "\(problems)")
    }

    @Test("In production customers' links are https, and where they lead must be said")
    func publicURLInProduction() throws {
        let plain = try read("publicURL: http://notify.example.com") { ServerSettings(reading: $0) }
        #expect(plain.value == nil)
        #expect(plain.problems == ["publicURL insecure-public-url"])
        let missing = try read("listen: 127.0.0.1:8080") { ServerSettings(reading: $0) }
        #expect(missing.problems.count == 1 && missing.problems[0].hasPrefix("publicURL "), "\(missing.problems)")
        let good = try read("publicURL: https://notify.example.com") { ServerSettings(reading: $0) }
        #expect(good.problems == [])
        #expect(good.value?.environment == .production)
        #expect(good.value?.listen.description == "127.0.0.1:8080")
        #expect(good.value?.publicURL.text == "https://notify.example.com")
    }

    @Test("In development the links lead to where the gateway listens, unless something else is said")
    func publicURLInDevelopment() throws {
        let bare = try read("environment: development\nlisten: 127.0.0.1:9000") { ServerSettings(reading: $0) }
        #expect(bare.problems == [])
        #expect(bare.value?.publicURL.text == "http://127.0.0.1:9000")
        let plain = try read("environment: development\npublicURL: http://qa.local:8080") {
            ServerSettings(reading: $0)
        }
        #expect(plain.problems == [])
        #expect(plain.value?.publicURL.text == "http://qa.local:8080")
        let wrong = try read("environment: staging\npublicURL: ftp://x\nlisten: nowhere") {
            ServerSettings(reading: $0)
        }
        #expect(wrong.problems.count == 3, "\(wrong.problems)")
    }

    @Test("G: a clock that is followed is refused in production, with the reason")
    func followedClockInProduction() throws {
        let text = "publicURL: https://notify.example.com\nfollowClock: http://127.0.0.1:8026"
        let strict = try read(text) { ServerSettings(reading: $0) }
        #expect(strict.problems == ["followClock clock-in-production"])
        let own = try read("environment: development\nfollowClock: http://127.0.0.1:8026") {
            ServerSettings(reading: $0)
        }
        #expect(own.problems == [])
        #expect(own.value?.followClock?.text == "http://127.0.0.1:8026")
        #expect(try read("environment: development") { ServerSettings(reading: $0) }.value?.followClock == nil)
    }

    @Test(
        "The mock whose clock is followed is on this machine or in a private network",
        arguments: [
            ("http://localhost:8026", true), ("http://[::1]:8026", true), ("http://10.1.2.3:8026", true),
            ("http://172.31.0.9:1", true), ("http://192.168.0.2", true), ("http://mock:8026", true),
            ("http://[fd00::1]:8026", true), ("http://mock.internal", true), ("http://172.32.0.9:1", false),
            ("http://8.8.8.8", false), ("http://mock.example.com", false), ("http://[2001:db8::1]", false),
            ("http://134744072", false), ("http://0x08080808", false), ("ftp://127.0.0.1", false),
            ("http://127.0.0.1.example.com", false),
        ])
    func followedClockIsNear(_ url: String, _ isTaken: Bool) throws {
        let (_, problems) = try read("environment: development\nfollowClock: \"\(url)\"") {
            ServerSettings(reading: $0)
        }
        #expect(problems.isEmpty == isTaken, "\(url) \(problems)")
    }
}
