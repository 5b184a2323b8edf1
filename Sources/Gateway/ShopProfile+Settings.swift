// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
public import Settings
public import Shipping
public import Values

extension ShopProfile {
    /// Reads one shop of `shops:`; nil beside recorded problems.
    public init?(reading section: SettingsSection) {
        let name = section.custom("name", type: "a name", required: true, about: "The name customers know.") {
            text throws(ValueError) in try Line(text, maxBytes: 120)
        }
        let from = section.requiredEmail("from", about: "The address letters come from.")
        let replyTo = section.email("replyTo", about: "The address answers go to, if another.")
        let milestones = section.choices(
            "milestones", of: Milestone.self,
            default: Milestone.allCases.filter { Milestone.toldByDefault.contains($0) },
            about: "What customers are told of.")
        let reviewURL = section.webURL(
            "reviewURL", about: "Where a review is written; the delivered letter links to it.")
        let brand = Brand(reading: section.section("brand", about: "The look of letters and pages."))
        let id = section.shopID()
        guard let id, let name, let from else { return nil }
        self.init(
            id: id, name: name, from: from, replyTo: replyTo, policy: ShopPolicy(milestones: Set(milestones)),
            brand: brand, reviewURL: reviewURL)
    }
}

extension ShopProfile.Brand {
    /// Reads the `brand:` section of a shop.
    init(reading section: SettingsSection) {
        let fallback = ShopProfile.Brand()
        let color = section.custom(
            "color", type: "a colour such as #1f6feb", defaultText: "#" + fallback.color,
            about: "The one brand colour: buttons and the done part of the progress bar."
        ) { text throws(ValueError) in
            let digits = text.hasPrefix("#") ? String(text.dropFirst()) : text
            guard digits.utf8.count == 6, Hex.decode(digits) != nil else {
                throw ValueError("a colour is # and six hexadecimal digits; quote it, since # starts a comment")
            }
            return digits.lowercased()
        }
        func line(_ key: String, _ about: String) -> Line? {
            section.custom(key, type: "a line of text", about: about) { text throws(ValueError) in
                try Line(text, maxBytes: 300)
            }
        }
        self.init(
            color: color ?? fallback.color,
            logoURL: section.webURL("logoURL", about: "The logo; without one the name is set in type."),
            siteURL: section.webURL("siteURL", about: "The shop's own site; the logo links to it."),
            phone: section.phone("phone", about: "The customer centre's phone number."),
            address: line("address", "The business address, for the footer."),
            legal: line("legal", "One more line of the footer, such as registration numbers."),
            templates: line("templates", "The name of the shop's own template set."))
    }
}

extension SettingsSection {
    /// A URL that is fit for a letter.
    public func webURL(_ key: String, about: String) -> WebURL? {
        custom(key, type: "an http or https URL", about: about) { text throws(ValueError) in try WebURL(text) }
    }

    /// The section's own name as a shop's; nil beside a recorded problem.
    public func shopID() -> ShopID? {
        do {
            return try ShopID(name)
        } catch {
            refuse(rule: "bad-shop-name", error.reason + ".", wayOut: "Rename the section, for example `default`.")
            return nil
        }
    }
}
