// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// What the alimtalk API remembers in one space.
struct AlimtalkState: Sendable {
    /// A channel's setting for fallbacks.
    struct Failback: Sendable {
        var isOn: Bool
        var sendNo: String?
    }

    /// The most templates; the most messages that can be asked for.
    static let templateLimit = 1_000
    static let messageLimit = 20_000
    static let keyLifetime: Duration = .seconds(600)

    var templates: [String: AlimtalkTemplate] = [:]
    var requests = Shelf<AlimtalkRequest>(limit: messageLimit)
    /// Keys and when they were used.
    private var keys: [String: Timestamp] = [:]
    var failbacks: [String: Failback] = [:]
    /// The SMS appkeys that were bound, by appkey.
    var smsAppKeys: [String: String] = [:]
    /// Where this space wants its results; nil for the settings' webhook.
    var webhook: NHNWebhook?
    var mint: IDMint

    /// Starts with the templates that ship and those of the settings.
    init(_ settings: MessagingSettings.NHN, at moment: Timestamp) {
        mint = IDMint(seed: moment.milliseconds)
        webhook = settings.webhookURL.map { NHNWebhook(url: $0, signature: settings.webhookSignature) }
        for template in AlimtalkTemplate.defaults(at: moment) { templates[template.code] = template }
        for template in settings.alimtalk.templates {
            templates[template.code] = AlimtalkTemplate(template, at: moment)
        }
    }

    /// Uses an idempotency key.
    ///
    /// - Returns: Whether it was free.
    mutating func use(key: String, at moment: Timestamp) -> Bool {
        if let used = keys[key], moment - used < Self.keyLifetime { return false }
        if keys.count >= 10_000 { keys = keys.filter { moment - $0.value < Self.keyLifetime } }
        if keys.count >= 10_000 { keys.removeAll() }
        keys[key] = moment
        return true
    }

    /// The template of a code as a channel sees it.
    func template(_ code: String, for senderKey: String) -> AlimtalkTemplate? {
        guard let template = templates[code], template.senderKey == nil || template.senderKey == senderKey else {
            return nil
        }
        return template
    }
}
