// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Mail
public import Values

extension ShopProfile {
    /// A shop's look and the facts of its footer.
    public struct Brand: Hashable, Sendable {
        /// The most links a footer has.
        public static let mostLinks = 5

        /// The one colour, six hexadecimal digits without `#`.
        public var color: String
        /// The logo; the name is set in type when there is none.
        public var logoURL: WebURL?
        /// The logo as an image that each letter carries, where the shop has no place to host one.
        public var logoImage: InlinePart?
        /// The shop's own site.
        public var siteURL: WebURL?
        /// The customer centre's phone number.
        public var phone: PhoneNumber?
        /// The business address.
        public var address: Line?
        /// One more line of the footer (business number, e-commerce registration).
        public var legal: Line?
        /// The template set, when the shop has its own.
        public var templates: Line?
        /// The footer's links, in their order, at most `mostLinks`.
        public var links: [Link]
        /// Where customers choose what they are told, if the shop has such a page.
        public var preferencesURL: WebURL?

        /// Makes a look.
        public init(
            color: String = "1f6feb", logoURL: WebURL? = nil, logoImage: InlinePart? = nil, siteURL: WebURL? = nil,
            phone: PhoneNumber? = nil,
            address: Line? = nil, legal: Line? = nil, templates: Line? = nil, links: [Link] = [],
            preferencesURL: WebURL? = nil
        ) {
            self.color = color
            self.logoURL = logoURL
            self.logoImage = logoImage
            self.siteURL = siteURL
            self.phone = phone
            self.address = address
            self.legal = legal
            self.templates = templates
            self.links = links
            self.preferencesURL = preferencesURL
        }
    }

    /// A link of the footer.
    public struct Link: Hashable, Sendable {
        /// What stands there to be clicked (`고객센터`).
        public var label: Line
        /// Where it leads.
        public var url: WebURL

        /// Makes a link.
        public init(label: Line, url: WebURL) {
            self.label = label
            self.url = url
        }
    }
}
