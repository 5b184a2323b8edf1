// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import Values

/// A template compiled from sources at hand as it stands, for tests and tools; the catalog compiles folders, whose HTML is
/// parsed and gets its styles.
package struct Template: Sendable {
    /// What it was compiled to.
    package let program: Program

    /// Compiles a template and its partials.
    ///
    /// - Parameters:
    ///   - source: The template.
    ///   - partials: Other templates by name.
    ///   - words: A locale's texts by key, as `{{t.key}}` names them.
    ///   - dialect: What kind of document it makes.
    ///   - shape: What it may expect of its value.
    ///   - file: Its name in problems; a partial is `name.mustache`.
    /// - Throws: `Problems`, all of them at once.
    package init(
        _ source: String, partials: [String: String] = [:], words: [String: String] = [:],
        dialect: Dialect = .html, shape: Shape, file: String = "template.mustache"
    ) throws(Problems) {
        var log = ProblemLog()
        let library = TemplateLibrary(partials: partials, words: words, log: &log)
        let nodes = Parser.parse(Array(source.utf8), file: file, log: &log)
        var used = Set<String>()
        let pieces = PhraseExpander.expand(
            Flattener.flatten(nodes, in: library, used: &used, log: &log), in: library, used: &used, log: &log)
        self.program = Compiler.compile(pieces, dialect: dialect, shape: shape, log: &log)
        guard log.problems.isEmpty else { throw Problems(log.problems) }
    }

    /// Renders it with a value of its shape.
    package func render(_ value: TemplateValue) -> String {
        String(decoding: program.render(value), as: UTF8.self)
    }
}
