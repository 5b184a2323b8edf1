// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings

/// Puts partials, parents with their blocks, and a locale's words in place, so that one flat list of pieces is left.
///
/// A template that includes itself with the same overridden blocks would never end: that is a problem. The specification's
/// "recursion in inherited templates" ends, because its blocks differ.
struct Flattener {
    private let library: TemplateLibrary
    private var pieces: [Piece] = []
    private var isMidLine = false
    private var path: [Frame] = []

    private struct Frame: Equatable {
        let name: String
        let blocks: [String: SourcePosition]
    }

    private typealias Overrides = [String: Block]

    private init(_ library: TemplateLibrary) {
        self.library = library
    }

    /// Flattens a template; what cannot be found or never ends is left out and logged.
    static func flatten(_ nodes: [Node], in library: TemplateLibrary, log: inout ProblemLog) -> [Piece] {
        var flattener = Flattener(library)
        flattener.append(nodes, indent: [], overrides: [:], isWords: false, log: &log)
        return flattener.pieces
    }

    private mutating func append(
        _ nodes: [Node], indent: [UInt8], overrides: Overrides, isWords: Bool, log: inout ProblemLog
    ) {
        for node in nodes {
            append(node, indent: indent, overrides: overrides, isWords: isWords, log: &log)
        }
    }

    private mutating func append(
        _ node: Node, indent: [UInt8], overrides: Overrides, isWords: Bool, log: inout ProblemLog
    ) {
        switch node.kind {
        case .text(let bytes):
            if bytes != [0x0A], bytes != [0x0D, 0x0A] { startLine(node, indent) }
            pieces.append(Piece(kind: isWords ? .words(bytes) : .markup(bytes), position: node.position))
            isMidLine = bytes.last != 0x0A
        case .variable(let name, let raw):
            startLine(node, indent)
            if name.parts.first == "t", name.parts.count > 1 {
                words(name, node, log: &log)
            } else {
                pieces.append(Piece(kind: .variable(name, raw: raw), position: node.position))
            }
            isMidLine = true
        case .section(let name, let content), .inverted(let name, let content):
            var inverted = false
            if case .inverted = node.kind { inverted = true }
            startLine(node, indent)
            pieces.append(Piece(kind: .open(name, inverted: inverted), position: node.position))
            append(content, indent: indent, overrides: overrides, isWords: isWords, log: &log)
            pieces.append(Piece(kind: .close, position: node.position))
        case .partial(let name, let own):
            startLine(node, indent)
            include(name, node, indent: own.isEmpty ? standalone(node, indent) : indent + own, overrides, &log)
        case .parent(let name, let own, let blocks):
            startLine(node, indent)
            var passed = overrides
            for block in blocks where passed[block.name] == nil { passed[block.name] = block }
            include(name, node, indent: own.isEmpty ? standalone(node, indent) : indent + own, passed, &log)
        case .block(let block):
            startLine(node, indent)
            var inner = overrides
            inner[block.name] = nil
            if let override = overrides[block.name] {
                append(override.dedented, indent: indent + block.indent, overrides: inner, isWords: isWords, log: &log)
            } else {
                append(block.content, indent: indent, overrides: overrides, isWords: isWords, log: &log)
            }
        }
    }

    /// A standalone tag passes the indentation on; one inside a line does not.
    private func standalone(_ node: Node, _ indent: [UInt8]) -> [UInt8] {
        isMidLine || node.startsLine ? [] : indent
    }

    private mutating func startLine(_ node: Node, _ indent: [UInt8]) {
        guard node.startsLine, !isMidLine, !indent.isEmpty else { return }
        pieces.append(Piece(kind: .markup(indent), position: node.position))
        isMidLine = true
    }

    private mutating func include(
        _ name: String, _ node: Node, indent: [UInt8], _ overrides: Overrides, _ log: inout ProblemLog
    ) {
        guard !name.hasPrefix("*") else {
            log.add(
                node.position, "dynamic-partial", "a partial's name cannot be a value",
                wayOut: "name the partial, or choose between partials with sections")
            return
        }
        guard let nodes = library.templates[name] else {
            log.add(
                node.position, "unknown-partial", "there is no partial \(name)",
                wayOut: hint(for: name, among: Array(library.templates.keys)) ?? "write partials/\(name).mustache")
            return
        }
        let frame = Frame(name: name, blocks: overrides.mapValues(\.position))
        guard !path.contains(frame), path.count < 64 else {
            let way = (path.map(\.name) + [name]).joined(separator: " > ")
            log.add(
                node.position, "partial-cycle", "this includes itself without end: \(way)",
                wayOut: "take one of the tags out")
            return
        }
        path.append(frame)
        append(nodes, indent: indent, overrides: overrides, isWords: false, log: &log)
        path.removeLast()
    }

    private mutating func words(_ name: Name, _ node: Node, log: inout ProblemLog) {
        let key = name.parts.dropFirst().joined(separator: ".")
        guard let nodes = library.words[key] else {
            log.add(
                node.position, "missing-words", "\(library.wordsFile) has no text \(key)",
                wayOut: hint(for: key, among: Array(library.words.keys)) ?? "add it there")
            return
        }
        let frame = Frame(name: "t." + key, blocks: [:])
        guard !path.contains(frame), path.count < 64 else {
            log.add(
                node.position, "partial-cycle", "the text \(key) includes itself without end",
                wayOut: "take one of the tags out")
            return
        }
        path.append(frame)
        append(nodes, indent: [], overrides: [:], isWords: true, log: &log)
        path.removeLast()
    }

    private func hint(for name: String, among names: [String]) -> String? {
        Suggestion.nearest(to: name, in: names).map { "did you mean \($0)?" }
    }
}
