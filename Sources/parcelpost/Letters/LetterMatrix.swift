// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Mail
import Markup
import Notices
import Shipping
import Templates
import Values

/// Every letter in every language with every fixture, as files in one folder beside an `index.json`.
struct LetterMatrix {
    let shelf: LetterShelf
    let names: [String]
    let languages: [Language]
    let fixtures: [LetterFixture]

    /// Writes the files; what cannot be written as a letter is told at the end, with all others.
    ///
    /// - Parameter folder: Made when it is not there; files of the same names are replaced.
    /// - Returns: How many letters were written.
    func write(to folder: String) throws -> Int {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure.report("the folder \(folder) cannot be made.")
        }
        var entries = [JSON]()
        var failures = [String]()
        for name in names {
            for language in languages {
                for fixture in fixtures {
                    do throws(RenderFailure) {
                        entries.append(try write(shelf.letter(name, fixture, language: language), to: folder))
                    } catch {
                        failures.append("\(name).\(language.rawValue).\(fixture.name): \(error.reason).")
                    }
                }
            }
        }
        try Output.write(JSON.array(entries).bytes + [0x0A], to: folder + "/index.json")
        for failure in failures { Terminal.complain(failure) }
        guard failures.isEmpty else {
            throw CommandFailure.report(
                "\(failures.count) of \(failures.count + entries.count) letters were not written.")
        }
        return entries.count
    }

    private func write(_ made: FixtureLetter, to folder: String) throws(RenderFailure) -> JSON {
        let base = "\(made.name).\(made.letter.language.rawValue).\(made.fixture)"
        do {
            let mail = try made.mail()
            let html = Array((mail.html ?? "").utf8)
            let bytes = mail.bytes()
            try Output.write(html, to: "\(folder)/\(base).html")
            try Output.write(Array(mail.text.utf8), to: "\(folder)/\(base).txt")
            try Output.write(bytes, to: "\(folder)/\(base).eml")
            var members: [JSON.Member] = [
                .init("letter", .string(made.name)), .init("locale", .string(made.letter.language.rawValue)),
                .init("fixture", .string(made.fixture)), .init("subject", .string(mail.subject.text)),
            ]
            if let preheader = Preheader.text(html) { members.append(.init("preheader", .string(preheader))) }
            members += [
                .init("html", .string(base + ".html")), .init("text", .string(base + ".txt")),
                .init("eml", .string(base + ".eml")), .init("htmlBytes", .integer(Int64(html.count))),
                .init("emlBytes", .integer(Int64(bytes.count))),
            ]
            return .object(members)
        } catch let failure as RenderFailure {
            throw failure
        } catch {
            throw RenderFailure("it cannot be written: \(error)")
        }
    }
}

/// The line a mailbox shows beside the subject.
enum Preheader {
    /// The text of the first element of the body that no reader of the open letter sees; nil when there is none.
    static func text(_ html: [UInt8]) -> String? {
        var found: String?
        HTMLDocument(parsing: html).root.walk { node in
            guard found == nil, let style = node["style"]?.lowercased() else { return }
            guard style.replacing(" ", with: "").contains("display:none") else { return }
            // What keeps a mailbox from showing more of the letter is no part of the words.
            let words = String(String.UnicodeScalarView(node.textContent.unicodeScalars.filter { !isFiller($0) }))
            let text = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if !text.isEmpty { found = text }
        }
        return found
    }

    private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x200B...0x200D, 0x2060, 0xFEFF: true
        default: false
        }
    }
}
