// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Notices
import Shipping
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
            subject: Line(cleaning: programs.subject.text(value), maxBytes: 400),
            html: programs.html.text(value),
            text: programs.text.text(value))
    }

    /// Writes a page in the shop's look.
    ///
    /// - Throws: `RenderFailure` when the set lacks the language.
    public func page(_ page: CustomerPage, _ letter: ShippingLetter) throws(RenderFailure) -> String {
        let set = letter.shop.brand.templates?.text ?? TemplateCatalog.defaultSet
        guard let edition = edition(set, letter.language), let program = edition.pages[page] else {
            throw RenderFailure("template set \(set) has no page \(page.rawValue)")
        }
        return program.text(view(letter, edition).value)
    }

    private func view(_ letter: ShippingLetter, _ edition: TemplateSet.Edition) -> LetterView {
        LetterView(letter, locale: edition.locale, brand: BrandCache.value(letter.shop))
    }
}
