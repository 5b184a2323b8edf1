// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Settings
public import Values
public import Webhooks

/// Which webhooks are believed, and what becomes of strange ones: `webhooks.deliveryapi`.
public struct WebhookSettings: Sendable {
    /// What an event of an unknown name is answered with.
    public enum UnknownEvents: String, CaseIterable, Sendable {
        /// 200, and it is kept: an event type that is merely new must not make the source disable the endpoint.
        case accept
        /// 400.
        case refuse
    }

    /// The live secrets, several while one is rotated.
    public var secrets: [Secret<String>]
    /// The signature schemes believed.
    public var schemes: [SignatureScheme]
    /// How far a signed timestamp may be from now.
    public var tolerance: Duration
    /// What an event of an unknown name is answered with.
    public var unknownEvents: UnknownEvents

    /// Makes settings.
    public init(
        secrets: [Secret<String>], schemes: [SignatureScheme] = [.deliveryAPI], tolerance: Duration = .seconds(300),
        unknownEvents: UnknownEvents = .accept
    ) {
        self.secrets = secrets
        self.schemes = schemes
        self.tolerance = tolerance
        self.unknownEvents = unknownEvents
    }

    /// Reads the `webhooks:` section.
    ///
    /// - Parameters:
    ///   - section: The section.
    ///   - isProduction: Whether a gateway without a secret is refused.
    public init(reading section: SettingsSection, isProduction: Bool) {
        let source = section.section("deliveryapi", about: "The tracking service's webhooks.")
        self.init(
            secrets: source.secretList("secrets", about: "The live signing secrets; two while one is rotated."),
            schemes: source.choices(
                "schemes", of: SignatureScheme.self, default: [.deliveryAPI],
                about: "The signature schemes believed; body-only ones can be replayed."),
            tolerance: source.duration(
                "tolerance", default: .seconds(300), in: .seconds(1)...(.seconds(3_600)),
                about: "How far a signed timestamp may be from now."),
            unknownEvents: source.choice(
                "unknownEvents", of: UnknownEvents.self, default: .accept,
                about: "What an event of an unknown name is answered with: accept is 200, refuse is 400."))
        if isProduction, secrets.isEmpty {
            section.refuse(
                rule: "no-webhook-secret",
                "no webhook secret is set: in production every webhook would be refused, or anybody could send one.",
                wayOut: "Set webhooks.deliveryapi.secrets to the whsec_... of your endpoint.")
        }
    }

    var verifier: WebhookVerifier {
        WebhookVerifier(schemes: schemes, secrets: secrets, toleranceSeconds: Int(tolerance.components.seconds))
    }
}
