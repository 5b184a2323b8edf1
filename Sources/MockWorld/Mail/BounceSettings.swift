// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Settings
public import Values

/// Where the mock sends bounces and complaints, and as whom.
public struct BounceSettings: Sendable {
    /// Where they are posted to: the gateway's `POST /v1/bounces`; nil keeps them in the inbox only.
    public var url: HTTPURL?
    /// The gateway's API key, sent as a bearer token.
    public var apiKey: Secret<String>?
    /// How long after the mail they come, on the mock's clock, when the fault does not say.
    public var delay = Duration.seconds(2)
    /// The mail server that they are from.
    public var hostName = "mock.parcelpost.test"

    /// Keeps them in the inbox only.
    public init() {}
}
