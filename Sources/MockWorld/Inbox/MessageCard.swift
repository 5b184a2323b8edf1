// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a provider understood of a message that is no mail: what the recipient's phone would show, and what the sender is to know.
package struct MessageCard: Sendable {
    /// A button below the text.
    package struct Button: Hashable, Sendable {
        /// The words on it.
        package var name: String
        /// The provider's type (`WL`, `AL`, `DS`, ...).
        package var type: String
        /// Where it leads; empty for none.
        package var link: String

        /// Makes a button.
        package init(name: String, type: String, link: String = "") {
            self.name = name
            self.type = type
            self.link = link
        }
    }

    /// A fact to show beside it, such as the template's code or the time to live.
    package struct Fact: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its value, never a secret.
        package var value: String

        /// Makes a fact.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Whose API it came by: `nhn-alimtalk`, `nhn-sms`, `solapi`, `kakao-memo`, `fcm`, `apns`, `webpush`.
    package var provider: String
    /// What it is there: `AT`, `SMS`, `LMS`, `MMS`, `memo`, `alert`, `background`, ...
    package var kind: String
    /// Who sends it: a channel's key, a caller's number, an app.
    package var from: String
    /// Who gets it: a phone number, a device token.
    package var to: String
    /// The title; empty for none.
    package var title: String
    /// The text as the phone shows it.
    package var text: String
    /// The template's code, if it was made from one.
    package var template: String?
    /// How many bytes the text has in the charset that is paid for (EUC-KR), for SMS.
    package var textBytes: Int?
    /// An image above the text: a URL, never loaded by itself.
    package var image: String?
    /// The buttons.
    package var buttons: [Button] = []
    /// Other facts.
    package var facts: [Fact] = []
    /// What makes two of them copies of each other: the idempotency key, the request's id and recipient; nil for none.
    package var identity: String?

    /// Makes a card.
    package init(
        provider: String, kind: String, from: String, to: String, title: String = "", text: String,
        template: String? = nil, identity: String? = nil
    ) {
        self.provider = provider
        self.kind = kind
        self.from = from
        self.to = to
        self.title = title
        self.text = text
        self.template = template
        self.identity = identity
    }
}
