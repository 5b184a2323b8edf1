// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Settings
package import Values

/// How the messaging providers behave; the defaults take everything a sender may lawfully send.
package struct MessagingSettings: Sendable {
    /// NHN Cloud: alimtalk and SMS.
    package struct NHN: Sendable {
        /// The appkeys that are known, with their secrets; empty takes any.
        package var appKeys: [String: Secret<String>] = [:]
        /// How long after sending the result is there, on the mock's clock.
        package var resultAfter: Duration = .seconds(3)
        /// Where results are posted; nil posts none.
        package var webhookURL: HTTPURL?
        /// What `X-Toast-Webhook-Signature` says; nil leaves it out.
        package var webhookSignature: String?
        /// Alimtalk's own.
        package var alimtalk = Alimtalk()
        /// SMS's own.
        package var sms = SMS()
    }

    /// What is the alimtalk API's own.
    package struct Alimtalk: Sendable {
        /// What may be wrong with a channel.
        package enum SenderState: String, Sendable, CaseIterable {
            /// It sends.
            case active
            /// -1014
            case inactive
            /// -1006
            case keyless
            /// -1024
            case group
            /// -1027
            case blocked
        }

        /// When the words are held against the template.
        package enum ContentCheck: String, Sendable, CaseIterable {
            /// In the API: -3010, -3011.
            case request
            /// By Kakao, later: 3016, 3027.
            case delivery
        }

        /// A template that is there from the start.
        package struct Template: Sendable {
            /// Its code, at most 20 characters.
            package var code: String
            /// Its name.
            package var name: String
            /// Its text with `#{}`.
            package var content: String
            /// The name and the link of its web button; nil for none.
            package var button: (name: String, link: String)?
            /// Whether it is approved.
            package var isApproved = true
        }

        /// The channels' keys; empty takes any.
        package var senders: [String: SenderState] = [:]
        /// How long a new template waits until its review begins.
        package var reviewAfter: Duration = .seconds(60)
        /// How long the review takes.
        package var approveAfter: Duration = .seconds(300)
        /// When the words are held against the template.
        package var contentCheck = ContentCheck.request
        /// Whether the account is new, so that no value may be longer than 14 characters (-1028).
        package var isNewAccount = false
        /// Whether a fallback needs `POST .../failback` first (-2502), even when it brings a sender number.
        package var needsFailbackSetup = false
        /// More templates, or others of the same codes.
        package var templates: [Template] = []
    }

    /// What is the SMS API's own.
    package struct SMS: Sendable {
        /// The registered sender numbers; empty takes any.
        package var senderNumbers: [String] = []
        /// Registered ones that are blocked (-2313).
        package var blockedNumbers: [String] = []
        /// How many messages a month may be sent; nil for no limit.
        package var monthlyLimit: Int?
        /// The 080 numbers that are joined; empty takes any.
        package var unsubscribeNumbers: [String] = []
    }

    /// Solapi.
    package struct Solapi: Sendable {
        /// The API keys that are known, with their secrets; empty takes any.
        package var apiKeys: [String: Secret<String>] = [:]
        /// The registered sender numbers; empty takes any.
        package var senderNumbers: [String] = []
        /// How long after sending the result is there, on the mock's clock.
        package var resultAfter: Duration = .seconds(3)
        /// What is left on the account.
        package var balance = 100_000
    }

    /// Kakao Developers.
    package struct Kakao: Sendable {
        /// The access tokens that are known; empty takes any but the magic ones.
        package var tokens: [Secret<String>] = []
        /// How many memos a token may send a day; nil for no limit.
        package var dailyLimit: Int?
        /// The domains that links may lead to; empty takes any.
        package var domains: [String] = []
    }

    /// NHN Cloud.
    package var nhn = NHN()
    /// Solapi.
    package var solapi = Solapi()
    /// Kakao Developers.
    package var kakao = Kakao()

    /// The defaults.
    package init() {}
}
