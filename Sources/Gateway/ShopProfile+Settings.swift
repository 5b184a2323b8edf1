// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
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
        let privacy = Privacy(
            reading: section.section("privacy", about: "How much of the recipient letters and pages tell."))
        let staff = section.email(
            "staff", about: "Who of the shop is told of failed and returned parcels; nobody when left out.")
        let id = section.shopID()
        guard let id, let name, let from else { return nil }
        self.init(
            id: id, name: name, from: from, replyTo: replyTo, policy: ShopPolicy(milestones: Set(milestones)),
            brand: brand, reviewURL: reviewURL, privacy: privacy, staff: staff)
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
        let links = section.sectionList(
            "links", about: "The footer's links, at most \(Self.mostLinks).", reading: ShopProfile.Link.init(reading:))
        if links.count > Self.mostLinks {
            section.refuse(
                "links", rule: "too-many", "a footer has at most \(Self.mostLinks) links.",
                wayOut: "Keep those that customers need when a parcel is late.")
        }
        let logoURL = section.webURL("logoURL", about: "The logo; without one the name is set in type.")
        let logoFile = section.path(
            "logoFile",
            about:
                "The logo as a PNG, JPEG or GIF file of at most 200 KiB that each letter carries, instead of logoURL.")
        var logoImage: InlinePart?
        if let logoFile {
            do throws(ValueError) {
                logoImage = try LogoFile.read(logoFile)
            } catch {
                section.refuse("logoFile", rule: "bad-logo", "the logo cannot be used: \(error.reason).")
            }
            if logoURL != nil {
                section.refuse(
                    "logoFile", rule: "two-logos", "there is a logoURL too.",
                    wayOut: "Keep the one that letters should show.")
            }
        }
        self.init(
            color: color ?? fallback.color,
            logoURL: logoURL, logoImage: logoImage,
            siteURL: section.webURL("siteURL", about: "The shop's own site; the logo links to it."),
            phone: section.phone("phone", about: "The customer centre's phone number."),
            address: line("address", "The business address, for the footer."),
            legal: line("legal", "One more line of the footer, such as registration numbers."),
            templates: line("templates", "The name of the shop's own template set."),
            links: links,
            preferencesURL: section.webURL(
                "preferencesURL", about: "The shop's page where customers choose what they are told."))
    }
}

extension ShopProfile.Link {
    /// Reads one link of `links:`; nil beside recorded problems.
    init?(reading section: SettingsSection) {
        let label = section.custom("label", type: "a line of text", required: true, about: "What is clicked.") {
            text throws(ValueError) in try Line(text, maxBytes: 60)
        }
        let url = section.custom("url", type: "an http or https URL", required: true, about: "Where it leads.") {
            text throws(ValueError) in try WebURL(text)
        }
        guard let label, let url else { return nil }
        self.init(label: label, url: url)
    }
}

extension Privacy {
    /// Reads the `privacy:` section of a shop.
    init(reading section: SettingsSection) {
        let fallback = Privacy()
        self.init(
            recipientName: section.choice(
                "recipientName", default: fallback.recipientName,
                about: "The recipient's name: hidden, masked the Korean way, or full."),
            recipientAddress: section.choice(
                "recipientAddress", default: fallback.recipientAddress,
                about: "The recipient's address: hidden, masked after the district, or full."))
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
