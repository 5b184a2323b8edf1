// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Markup
import Values

extension LintRule {
    /// The rules that templates are held to beside those of finished mails.
    public static let ofTemplates: [LintRule] = [
        adWords, textEmpty, textMissingFact, subjectEmpty, renderFailed, missingTranslation, unusedWords, unusedPartial,
        unsentLetter,
    ]

    static let adWords = LintRule(
        "ad-words", .error,
        "A shipping letter has no word of advertising: one coupon line makes the whole mail an advertisement by law.",
        wayOut:
            "advertising is a notification of its own, with (광고) in front and the receiver's consent; take it out here")
    static let textEmpty = LintRule(
        "text-empty", .error, "A letter has a text part; watches, screen readers and filters read it.",
        wayOut: "take data-text=\"\" out, or write the letter's .text.mustache")
    static let textMissingFact = LintRule(
        "text-missing-fact", .error, "What the HTML says of the parcel, the text part says, too.",
        wayOut: "name it in the text, or mend its data-text")
    static let subjectEmpty = LintRule(
        "subject-empty", .error, "A letter has a subject, which is what stands in `<title>`.",
        wayOut: "fill the block {{$subject}}")
    static let renderFailed = LintRule(
        "render-failed", .error, "Every letter of a set can be written in every language, with every fixture.",
        wayOut: "add what is missing")
    static let missingTranslation = LintRule(
        "missing-translation", .warning, "Every language of a set has the same texts.", wayOut: "translate it there")
    static let unusedWords = LintRule(
        "unused-words", .note, "A text of a language is used by a letter or a page.", wayOut: "take it out")
    static let unusedPartial = LintRule(
        "unused-partial", .note, "A partial or a stylesheet is used by a letter or a page.",
        wayOut: "include it, or delete the file")
    static let unsentLetter = LintRule(
        "unsent-letter", .warning, "A letter is called as a milestone or a stage, or nobody sends it.",
        wayOut: "name it after the stage it tells")
}
