// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings
import Shipping
import Values

/// The words of one language: texts for templates, the calendar, and plain words for what couriers write.
///
/// A class, because all that is seen of a letter holds it: as a struct, each view would retain every word of it.
final class TemplateLocale: Sendable {
    /// The language.
    let language: Language
    /// Dates as people write them.
    let calendar: LocaleCalendar
    /// The four steps of the progress bar.
    let steps: [String]
    /// What the marks of the steps mean, for those who hear them: done, reached, to come, stopped.
    let stepStates: [String]
    /// What stands where a product's name is missing.
    let missingItem: String
    /// What stands where any other fact is missing.
    let missing: String
    /// The heading over scans of an unknown day.
    let undated: String
    /// True when our plain word goes before the courier's own.
    let plainWordFirst: Bool
    /// Our plain words by the courier's.
    private let plainWords: [String: String]

    /// Takes from a language's texts what is not for templates to name; the rest goes into the library.
    init(_ language: Language, _ reader: inout LocaleReader, library: inout TemplateLibrary, log: inout ProblemLog) {
        self.language = language
        self.calendar = LocaleCalendar(&reader, log: &log)
        self.steps = ["ready", "moving", "out", "done"].map { reader.text("steps." + $0, log: &log) }
        self.stepStates = ["past", "now", "ahead", "stopped"].map { reader.text("steps." + $0, log: &log) }
        self.missingItem = reader.text("items.unnamed", log: &log)
        self.missing = reader.text("missing", log: &log)
        self.undated = reader.text("journey.undated", log: &log)
        self.plainWordFirst = reader.text("journey.first", log: &log) == "plain"
        self.plainWords = reader.texts(under: "scans")
        library.words = reader.words(log: &log)
        library.wordsFile = reader.mainFile
    }

    /// A blank, a bracket, a colon or a comma.
    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x28, 0x3A, 0x5B, 0x2C: true
        default: false
        }
    }

    /// Our plain word for what a courier wrote, if theirs is jargon we know.
    func plainWord(for text: String) -> String? {
        if let word = plainWords[text] { return word }
        let head = text.utf8.prefix { !TemplateLocale.endsWord($0) }
        return head.isEmpty || head.count == text.utf8.count ? nil : plainWords[String(Substring(head))]
    }
}
