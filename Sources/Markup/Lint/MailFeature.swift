// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Something a mail can use that not every client has.
public struct MailFeature: Hashable, Sendable {
    /// What a reader loses where a client lacks it.
    public enum Loss: String, Sendable, CaseIterable {
        /// Things stand elsewhere, vanish, or cannot be used.
        case layout
        /// The mail is less pretty.
        case look
        /// Nothing that matters.
        case nothing
    }

    /// How much of a feature a client has.
    public enum Support: Character, Sendable, CaseIterable {
        /// All of it.
        case yes = "y"
        /// A part of it.
        case partly = "a"
        /// Nothing of it.
        case no = "n"
        /// Nobody knows.
        case unknown = "u"
    }

    /// Where a feature shows in a mail.
    enum Kind: String, CaseIterable {
        case property, value, function, unit, keyword, at, media, pseudo, selector, element, attribute, link, image
    }

    /// Its name in the table (`css-display-flex`), which is the one of caniemail.com.
    public let id: String
    /// Its name for people (`display: flex`).
    public let name: String
    /// What in a mail is this feature.
    let finds: Finder
    /// What is lost without it.
    public let loss: Loss
    /// What each client has of it, by the client's short name.
    public let support: [String: Support]

    /// What to look for in a mail.
    struct Finder: Hashable, Sendable {
        /// Where.
        let kind: Kind
        /// The property of `value`, the element of `attribute`; empty for others and for any.
        let owner: String
        /// The names, any of which is the feature.
        let names: [String]

        /// Reads `property:gap,row-gap`, `value:display=flex`, `attribute:input[type=text]`.
        init?(_ text: Substring) {
            guard let colon = text.firstIndex(of: ":"), let kind = Kind(rawValue: String(text[..<colon])) else {
                return nil
            }
            var rest = text[text.index(after: colon)...]
            var owner = ""
            if kind == .value, let equals = rest.firstIndex(of: "=") {
                owner = String(rest[..<equals])
                rest = rest[rest.index(after: equals)...]
            } else if kind == .attribute, let open = rest.firstIndex(of: "["), rest.last == "]" {
                owner = String(rest[..<open])
                rest = rest[rest.index(after: open)...].dropLast()
            }
            self.kind = kind
            self.owner = owner
            self.names = rest.split(separator: ",").map(String.init)
            if names.isEmpty { return nil }
        }
    }
}
