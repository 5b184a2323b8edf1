// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import GatewayServer
import Notices
import Settings
import Shipping
import Transports
import Values
import Webhooks

/// One installation as its settings file describes it.
struct Installation: Sendable {
    /// A shop with what only the gateway may know of it.
    struct Shop: Sendable {
        var profile: ShopProfile
        var apiKeys: [Secret<String>]
        var webhookSecrets: [Secret<String>]
    }

    var server: ServerSettings
    /// The SQLite file.
    var storePath: String
    var webhooks: WebhookSettings
    var email: SMTPSettings
    var shops: [Shop]
    var retry: RetryPolicy
    var retention: Retention
    var limits: Limits
    var templates: String?
    /// What works but should not stay, one line each.
    var warnings: [Problem]

    /// Reads a settings file.
    ///
    /// - Throws: `Problems` with everything that is wrong.
    static func load(_ path: String, environment: [String: String]) throws(Problems) -> Installation {
        let environment = try EnvironmentFile.merged(into: environment, beside: path)
        let file = try SettingsFile.load(path: path, environment: environment)
        var installation = read(file.root)
        try file.finish()
        installation?.warnings = file.warnings
        guard let installation else {
            throw Problems([Problem(file: path, rule: "incomplete", message: "the settings are not complete.")])
        }
        return installation
    }

    /// Asks for every key there is; nil beside recorded problems.
    static func read(_ root: SettingsSection) -> Installation? {
        let server = ServerSettings(
            reading: root.section("server", about: "Where the gateway listens and where customers find it."))
        let store = root.custom(
            "store", type: "sqlite:<path>", defaultText: defaultStore,
            about: "Where everything is kept; a relative path starts at the settings file."
        ) { text throws(ValueError) in
            guard text.hasPrefix("sqlite:"), text.count > 7 else {
                throw ValueError("the store is sqlite: and a path, for example sqlite:./data/parcelpost.db")
            }
            return text
        }
        let webhooks = WebhookSettings(
            reading: root.section("webhooks", about: "Which webhooks are believed."),
            isProduction: server?.environment != .development)
        let transports = root.section("transports", about: "How messages leave.")
        let email = SMTPSettings(reading: transports.section("email", about: "The relay that takes mail."))
        let shops = root.sections("shops", about: "The shops by name; `default` where there is one.") {
            Shop(reading: $0)
        }
        if shops.isEmpty {
            root.refuse(
                "shops", rule: "no-shop", "there is no shop.",
                wayOut: "Add shops.default with a name and a from address.")
        }
        let retry = RetryPolicy(reading: root.section("retry", about: "When a failed delivery is tried again."))
        let retention = Retention(reading: root.section("retention", about: "How long things are kept."))
        let limits = Limits(reading: root.section("limits", about: "The bounds of memory and patience."))
        let templates = root.path("templates", about: "The folder of template sets; without it the one that ships.")
        guard let server, let email, !shops.isEmpty else { return nil }
        return Installation(
            server: server, storePath: path(of: store ?? defaultStore, beside: root.directory), webhooks: webhooks,
            email: email, shops: shops.map(\.value),
            retry: retry, retention: retention, limits: limits, templates: templates, warnings: [])
    }

    private static let defaultStore = "sqlite:./data/parcelpost.db"

    private static func path(of store: String, beside folder: String) -> String {
        let path = store.dropFirst("sqlite:".count)
        if path.hasPrefix("/") { return String(path) }
        return folder + "/" + (path.hasPrefix("./") ? path.dropFirst(2) : path)
    }

    /// The shops as the gateway serves them.
    var directory: ShopDirectory { ShopDirectory(shops.map(\.profile)) }

    /// The shops' API keys.
    var apiKeys: APIKeys {
        APIKeys(shops.flatMap { shop in shop.apiKeys.map { (shop.profile.id, $0) } })
    }

    /// Whose webhooks are believed.
    var gate: WebhookGate {
        let own = shops.filter { !$0.webhookSecrets.isEmpty }.map { shop in
            let verifier = WebhookVerifier(
                schemes: webhooks.schemes, secrets: shop.webhookSecrets,
                toleranceSeconds: Int(webhooks.tolerance.components.seconds))
            return (shop.profile.id, verifier)
        }
        let shared = shops.contains { $0.profile.id == .default } ? ShopID.default : shops[0].profile.id
        return WebhookGate(
            shared: WebhookVerifier(
                schemes: webhooks.schemes, secrets: webhooks.secrets,
                toleranceSeconds: Int(webhooks.tolerance.components.seconds)),
            own: Dictionary(own) { $1 }, sharedShop: shared)
    }
}

extension Installation.Shop {
    /// Reads one shop of `shops:`.
    init?(reading section: SettingsSection) {
        let apiKeys = section.secretList("apiKeys", about: "The keys that prove this shop at /v1; kept as hashes.")
        let webhookSecrets = section.secretList(
            "webhookSecrets", about: "This shop's own webhook secrets, instead of the shared ones.")
        guard let profile = ShopProfile(reading: section) else { return nil }
        self.init(profile: profile, apiKeys: apiKeys, webhookSecrets: webhookSecrets)
    }
}
