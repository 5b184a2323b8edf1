// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings

/// Puts the words of one locale where templates name them.
///
/// A text may hold values, sections, other texts, and partials that hold nothing else: what it says is words, not markup.
struct PhraseExpander {
    private let library: TemplateLibrary
    private var pieces: [Piece] = []
    private var path: [String] = []
    private var used: Set<String> = []

    private init(_ library: TemplateLibrary) {
        self.library = library
    }

    /// Puts words in place; what cannot be found or never ends is left out and logged.
    ///
    /// - Parameters:
    ///   - pieces: A flat template.
    ///   - library: The words.
    ///   - used: Gets the keys of all texts that stand in it, each behind `t.`, and of partials.
    ///   - log: Where mistakes go.
    static func expand(
        _ pieces: [Piece], in library: TemplateLibrary, used: inout Set<String>, log: inout ProblemLog
    ) -> [Piece] {
        var expander = PhraseExpander(library)
        expander.pieces.reserveCapacity(pieces.count)
        for piece in pieces {
            if case .phrase(let key) = piece.kind {
                expander.phrase(key, piece.position, &log)
            } else {
                expander.pieces.append(piece)
            }
        }
        used.formUnion(expander.used)
        return expander.pieces
    }

    private mutating func phrase(_ key: String, _ position: SourcePosition, _ log: inout ProblemLog) {
        guard let nodes = library.words[key] else {
            log.add(
                position, "missing-words", "\(library.wordsFile(for: position.file)) has no text \(key)",
                wayOut: Suggestion.nearest(to: key, in: library.words.keys.sorted()).map { "did you mean \($0)?" }
                    ?? "add it there")
            return
        }
        guard !path.contains(key), path.count < 16, pieces.count < Flattener.maxPieces else {
            log.add(
                position, "partial-cycle", "the text \(key) includes itself without end",
                wayOut: "take one of the tags out")
            return
        }
        used.insert("t." + key)
        path.append(key)
        append(nodes, isPartial: false, &log)
        path.removeLast()
    }

    private mutating func partial(_ name: String, _ position: SourcePosition, _ log: inout ProblemLog) {
        guard let nodes = library.templates[name] else {
            log.add(
                position, "unknown-partial", "there is no partial \(name)",
                wayOut: Suggestion.nearest(to: name, in: library.templates.keys.sorted()).map { "did you mean \($0)?" }
                    ?? "write partials/\(name).mustache")
            return
        }
        guard !path.contains(">" + name), path.count < 16, pieces.count < Flattener.maxPieces else {
            log.add(
                position, "partial-cycle", "the partial \(name) includes itself without end",
                wayOut: "take one of the tags out")
            return
        }
        used.insert(name)
        path.append(">" + name)
        append(nodes, isPartial: true, &log)
        path.removeLast()
    }

    private mutating func append(_ nodes: [Node], isPartial: Bool, _ log: inout ProblemLog) {
        for node in nodes {
            switch node.kind {
            case .text(let bytes):
                if isPartial, bytes.contains(0x3C) {
                    log.add(
                        node.position, "markup-in-words", "a text includes this partial, which holds markup",
                        wayOut: "include it in a template instead, or let it hold words only")
                }
                // The end of a file is no part of a sentence.
                let words = isPartial && bytes.last == 0x0A ? bytes.dropLast() : bytes[...]
                if !words.isEmpty { pieces.append(Piece(kind: .words(Array(words)), position: node.position)) }
            case .variable(let name, let raw):
                if name.parts.first == "t", name.parts.count > 1 {
                    phrase(name.parts.dropFirst().joined(separator: "."), node.position, &log)
                } else {
                    pieces.append(Piece(kind: .variable(name, raw: raw), position: node.position))
                }
            case .section(let name, let content): section(name, false, content, node, isPartial, &log)
            case .inverted(let name, let content): section(name, true, content, node, isPartial, &log)
            case .partial(let name, _): partial(name, node.position, &log)
            case .parent, .block:
                log.add(
                    node.position, "parent-in-words", "a text cannot fill blocks: it is words, not markup",
                    wayOut: "include a partial of words with {{>name}}, or put the tag into a template")
            }
        }
    }

    private mutating func section(
        _ name: Name, _ isInverted: Bool, _ content: [Node], _ node: Node, _ isPartial: Bool,
        _ log: inout ProblemLog
    ) {
        pieces.append(Piece(kind: .open(name, inverted: isInverted), position: node.position))
        append(content, isPartial: isPartial, &log)
        pieces.append(Piece(kind: .close, position: node.position))
    }
}
