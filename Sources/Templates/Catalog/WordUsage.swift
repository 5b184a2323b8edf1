// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Values

/// Compares the languages of a set: which texts nobody uses, and which one language has and another lacks.
struct WordUsage {
    private let own: String
    private var locales: [(language: Language, reader: LocaleReader, used: Set<String>)] = []

    /// Begins.
    ///
    /// - Parameter own: The folder whose texts this set does not share with others.
    init(own: String) {
        self.own = own
    }

    /// Adds a language with the tags that letters and pages used.
    mutating func add(_ language: Language, _ reader: LocaleReader, used: Set<String>) {
        locales.append((language, reader, used))
    }

    /// Logs what is worth knowing; a used text that is missing was told as an error where it is used.
    func tell(_ log: inout ProblemLog) {
        for (_, reader, used) in locales {
            for key in reader.keys {
                guard let place = reader.place(of: key), place.file.hasPrefix(own + "/") else { continue }
                let isUsed = used.contains("t." + key) || reader.asked.contains(key)
                let lacking = locales.filter { !$0.reader.has(key) && needs($0.language, key) }.map(\.language)
                for other in lacking where !isTold(key) {
                    log.add(
                        Problem(
                            file: place.file, line: place.line, field: key, rule: "missing-translation",
                            message: "\(own)/locales/\(other.rawValue).yaml has no text \(key)",
                            wayOut: "translate it there",
                            severity: .warning))
                }
                if !isUsed, lacking.isEmpty {
                    log.add(
                        Problem(
                            file: place.file, line: place.line, field: key, rule: "unused-words",
                            message: "no letter and no page uses \(key)", wayOut: "take it out", severity: .note))
                }
            }
        }
    }

    /// Couriers write Korean: what they write is jargon to explain in a Korean letter only now and then.
    private func needs(_ language: Language, _ key: String) -> Bool {
        language != .korean || !key.hasPrefix("scans.")
    }

    /// Whether a missing text is an error already: a template names it, or it is needed by name.
    private func isTold(_ key: String) -> Bool {
        locales.contains { $0.used.contains("t." + key) || ($0.reader.asked.contains(key) && !key.hasPrefix("scans.")) }
    }
}
