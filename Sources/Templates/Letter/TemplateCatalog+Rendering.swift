// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Markup
public import Notices
import Shipping
import Values

extension TemplateCatalog {
    /// Whether a set has a letter for a milestone.
    public func has(_ milestone: Milestone, in set: String = TemplateCatalog.defaultSet) -> Bool {
        edition(set, .korean)?.letters[milestone.rawValue] != nil
    }

    /// Writes a letter.
    ///
    /// - Throws: `RenderFailure` when the set has no such letter.
    public func letter(_ letter: ShippingLetter) throws(RenderFailure) -> RenderedLetter {
        let (edition, programs) = try find(letter)
        let value = view(letter, edition).value
        return RenderedLetter(
            subject: Line(cleaning: programs.subject.text(value), maxBytes: 400),
            html: programs.html.text(value),
            text: Self.string(TextLayout.layout(programs.text.render(value))))
    }

    /// Writes a letter and remembers where each piece of it came from, for tools that point at a line.
    ///
    /// - Throws: `RenderFailure` when the set has no such letter.
    package func traced(_ letter: ShippingLetter) throws(RenderFailure) -> TracedLetter {
        let (edition, programs) = try find(letter)
        let value = view(letter, edition).value
        let html = programs.html.traced(value)
        let text = programs.text.traced(value)
        let laidOut = TextLayout.layout(text.bytes)
        return TracedLetter(
            letter: RenderedLetter(
                subject: Line(cleaning: programs.subject.text(value), maxBytes: 400),
                html: Self.string(html.bytes), text: Self.string(laidOut)),
            html: html, text: text, laidOut: laidOut)
    }

    /// The letter that tells it: a named one; for the shop's people, theirs; one for the very stage, or one for the milestone.
    private func find(
        _ letter: ShippingLetter
    ) throws(RenderFailure) -> (edition: TemplateSet.Edition, programs: TemplateSet.Letter) {
        let set = letter.shop.brand.templates?.text ?? TemplateCatalog.defaultSet
        guard let edition = edition(set, letter.language) else {
            throw RenderFailure("template set \(set) lacks the language \(letter.language.rawValue)")
        }
        let names: [String]
        if let name = letter.name {
            names = [name]
        } else if letter.audience == .staff {
            names = ["staff"]
        } else if let milestone = letter.milestone {
            let stage = letter.shipment.stage
            names = (Milestone(stage) == milestone ? [stage.rawValue.lowercased()] : []) + [milestone.rawValue]
        } else {
            names = []
        }
        for name in names {
            if let programs = edition.letters[name] { return (edition, programs) }
        }
        throw RenderFailure("template set \(set) has no letter for \(names.last ?? "nothing")")
    }

    /// Valid UTF-8 by construction, as `Program.text` is.
    private static func string(_ bytes: [UInt8]) -> String {
        unsafe String(copying: UTF8Span(unchecked: bytes.span))
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
