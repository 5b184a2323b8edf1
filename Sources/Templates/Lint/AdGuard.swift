// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Markup
public import Values

/// Keeps advertising out of shipping letters: it reads templates and words themselves, never what they are filled with (SEMANTICS D6).
public enum AdGuard {
    /// The folders of a set whose files are told to customers as news of their parcel.
    private static let folders = ["alimtalk", "email", "partials", "push", "sms"]

    /// Every word of advertising in a folder of template sets, in the order of files and lines.
    ///
    /// A product may be called what it likes: values are not looked at.
    public static func problems(in folder: String) -> [Problem] {
        var problems = [Problem]()
        for set in TemplateFolder.subfolders(of: folder) where set != "fixtures" && !set.hasPrefix(".") {
            var log = ProblemLog()
            let files = TemplateFolder([folder + "/" + set], log: &log)
            for inner in folders {
                for (_, file) in files.files(in: inner, suffix: ".mustache") {
                    problems += find(in: TemplateText(template: String(decoding: file.bytes, as: UTF8.self)), file.name)
                }
            }
            for file in files.locales.values.flatMap({ $0 }).sorted(by: { $0.name < $1.name }) {
                problems += find(in: TemplateText(locale: String(decoding: file.bytes, as: UTF8.self)), file.name)
            }
        }
        return problems
    }

    /// What is wrong in one text.
    ///
    /// - Parameters:
    ///   - template: A template.
    ///   - file: Its name in problems.
    public static func problems(template: String, file: String) -> [Problem] {
        find(in: TemplateText(template: template), file)
    }

    /// What is wrong in a file of words.
    ///
    /// - Parameters:
    ///   - locale: The YAML.
    ///   - file: Its name in problems.
    public static func problems(locale: String, file: String) -> [Problem] {
        find(in: TemplateText(locale: locale), file)
    }

    /// What is wrong in a text of the settings that stands in every letter, such as the label of a link.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - field: Its key.
    ///   - file: The settings file.
    public static func problems(setting text: String, field: String, file: String) -> [Problem] {
        find(in: TemplateText(template: text), file).map {
            Problem(
                file: file, field: field, rule: $0.rule, message: $0.message, wayOut: $0.wayOut, severity: $0.severity)
        }
    }

    private static func find(in text: TemplateText, _ file: String) -> [Problem] {
        var told = Set<String>()
        return AdWords.find(in: text.characters).compactMap { match in
            let line = text.lines[match.index]
            guard told.insert("\(line) \(match.word)").inserted else { return nil }
            return Problem(
                file: file, line: line, rule: LintRule.adWords.name,
                message: "\"\(match.word)\" is a word of advertising", wayOut: LintRule.adWords.wayOut,
                severity: LintRule.adWords.severity)
        }
    }
}
