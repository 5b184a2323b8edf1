// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// A letter compiled from sources at hand as the catalog compiles its files, for tests and tools.
package struct LetterTemplate: Sendable {
    /// The HTML part.
    package let html: Program
    /// The text part that was derived from it, before it is laid out.
    package let text: Program
    /// The subject.
    package let subject: Program

    /// Compiles a letter.
    ///
    /// - Parameters:
    ///   - source: The letter's HTML template.
    ///   - partials: Other templates and stylesheets by name.
    ///   - words: A locale's texts by key.
    ///   - shape: What it may expect of its value.
    ///   - file: Its name in problems; a partial's is its name and `.mustache` unless it has an ending of its own.
    /// - Throws: `Problems`, all of them at once.
    package init(
        _ source: String, partials: [String: String] = [:], words: [String: String] = [:], shape: Shape,
        file: String = "letter.mustache"
    ) throws(Problems) {
        var log = ProblemLog()
        let library = TemplateLibrary(partials: partials, words: words, log: &log)
        var used = Set<String>()
        let pieces = Flattener.flatten(
            Parser.parse(Array(source.utf8), file: file, log: &log), in: library, used: &used, log: &log)
        let made = LetterMarkup.make(pieces, .letter(derivesText: true), file: file, lists: shape.listNames, log: &log)
        func compile(_ pieces: [Piece], _ dialect: Dialect) -> Program {
            Compiler.compile(
                PhraseExpander.expand(pieces, in: library, used: &used, log: &log), dialect: dialect, shape: shape,
                isMisplaced: made == nil, log: &log)
        }
        self.html = compile(made?.html ?? pieces, .html)
        self.text = compile(made?.text ?? [], .text)
        self.subject = compile(made?.subject ?? [], .text)
        guard log.errors.isEmpty else { throw Problems(log.problems) }
    }
}
