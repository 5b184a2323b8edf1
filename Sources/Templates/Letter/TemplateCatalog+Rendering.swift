// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
import Shipping
import Synchronization
import Values

extension TemplateCatalog {
    /// Whether a set has a letter for a milestone.
    public func has(_ milestone: Milestone, in set: String = TemplateCatalog.defaultSet) -> Bool {
        edition(set, .korean)?.letters[milestone] != nil
    }

    /// Writes a letter.
    ///
    /// - Throws: `RenderFailure` when the set has no letter for the milestone.
    public func letter(_ letter: ShippingLetter) throws(RenderFailure) -> RenderedLetter {
        let set = letter.shop.brand.templates?.text ?? TemplateCatalog.defaultSet
        guard let milestone = letter.milestone, let edition = edition(set, letter.language),
            let programs = edition.letters[milestone]
        else {
            throw RenderFailure(
                "template set \(set) has no letter for \(letter.milestone?.rawValue ?? "nothing")")
        }
        let value = view(letter, edition).value
        return RenderedLetter(
            subject: Line(cleaning: String(decoding: programs.subject.render(value), as: UTF8.self), maxBytes: 400),
            html: String(decoding: programs.html.render(value), as: UTF8.self),
            text: String(decoding: programs.text.render(value), as: UTF8.self))
    }

    /// Writes a page in the shop's look.
    ///
    /// - Throws: `RenderFailure` when the set lacks the language.
    public func page(_ page: CustomerPage, _ letter: ShippingLetter) throws(RenderFailure) -> String {
        let set = letter.shop.brand.templates?.text ?? TemplateCatalog.defaultSet
        guard let edition = edition(set, letter.language), let program = edition.pages[page] else {
            throw RenderFailure("template set \(set) has no page \(page.rawValue)")
        }
        return String(decoding: program.render(view(letter, edition).value), as: UTF8.self)
    }

    private func view(_ letter: ShippingLetter, _ edition: TemplateSet.Edition) -> LetterView {
        LetterView(letter, locale: edition.locale, palette: PaletteCache.palette(letter.shop.brand.color))
    }
}

/// The palettes of the shops seen, so that none is computed a second time.
private enum PaletteCache {
    private static let known = Mutex<[String: Palette]>([:])

    static func palette(_ hex: String) -> Palette {
        known.withLock { known in
            if let palette = known[hex] { return palette }
            let palette = Palette(hex: hex)
            // More shops than this share the work of the last one; memory stays bounded (promise 5).
            if known.count < 10_000 { known[hex] = palette }
            return palette
        }
    }
}
