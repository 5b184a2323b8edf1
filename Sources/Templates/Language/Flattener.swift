// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings

/// Puts partials and parents with their blocks in place, so that one flat list of pieces is left.
///
/// A locale's words stay one piece each: what is done with the markup is done once, not for every language.
/// A template that includes itself with the same overridden blocks would never end: that is a problem. The specification's
/// "recursion in inherited templates" ends, because its blocks differ.
struct Flattener {
    private let library: TemplateLibrary
    private var pieces: [Piece] = []
    private var isMidLine = false
    private var path: [Frame] = []
    private var used: Set<String> = []
    /// The blocks that somebody fills, and the names of those that there are to fill.
    private var filled: [Block] = []
    private var offered: Set<String> = []
    private var depth = 0
    private var isTooLarge = false

    /// How deep tags of all files together may nest.
    static let maxDepth = 256
    /// How many pieces a template may grow to: partials that include others twice double at each step.
    static let maxPieces = 100_000

    private struct Frame: Equatable {
        let name: String
        let blocks: [String: SourcePosition]
    }

    private typealias Overrides = [String: Block]

    private init(_ library: TemplateLibrary) {
        self.library = library
    }

    /// Flattens a template; what cannot be found or never ends is left out and logged.
    ///
    /// - Parameters:
    ///   - nodes: The template.
    ///   - library: What it may include.
    ///   - used: Gets the names of all that it includes.
    ///   - isStrict: Whether filling a block that no parent has is a mistake; the specification ignores it.
    ///   - log: Where mistakes go.
    static func flatten(
        _ nodes: [Node], in library: TemplateLibrary, used: inout Set<String>, isStrict: Bool = false,
        log: inout ProblemLog
    ) -> [Piece] {
        var flattener = Flattener(library)
        flattener.append(nodes, indent: [], overrides: [:], log: &log)
        used.formUnion(flattener.used)
        if isStrict { flattener.tellUnknownBlocks(&log) }
        return flattener.pieces
    }

    /// What fills a block that is not there would vanish, and the one that was meant would stay as it was.
    private func tellUnknownBlocks(_ log: inout ProblemLog) {
        let known = offered.sorted()
        // Without its parent a template has no blocks; that was told where the parent is named.
        guard !known.isEmpty else { return }
        for block in filled where !offered.contains(block.name) {
            log.add(
                block.position, "unknown-block", "there is no block \(block.name) to fill",
                wayOut: hint(for: block.name, among: known) ?? "known are: " + known.joined(separator: ", "))
        }
    }

    private mutating func append(_ nodes: [Node], indent: [UInt8], overrides: Overrides, log: inout ProblemLog) {
        depth += 1
        defer { depth -= 1 }
        guard depth < Flattener.maxDepth, pieces.count < Flattener.maxPieces else {
            if !isTooLarge, let first = nodes.first {
                log.add(
                    first.position, "too-large", "with all its partials this template is too deep or too large",
                    wayOut: "include fewer partials in each other")
            }
            isTooLarge = true
            return
        }
        for node in nodes { append(node, indent: indent, overrides: overrides, log: &log) }
    }

    private mutating func append(
        _ node: Node, indent: [UInt8], overrides: Overrides, log: inout ProblemLog
    ) {
        switch node.kind {
        case .text(let bytes):
            if bytes != [0x0A], bytes != [0x0D, 0x0A] { startLine(node, indent) }
            pieces.append(Piece(kind: .markup(bytes), position: node.position))
            isMidLine = bytes.last != 0x0A
        case .variable(let name, let raw):
            startLine(node, indent)
            if name.parts.first == "t", name.parts.count > 1 {
                pieces.append(
                    Piece(kind: .phrase(name.parts.dropFirst().joined(separator: ".")), position: node.position))
            } else {
                pieces.append(Piece(kind: .variable(name, raw: raw), position: node.position))
            }
            isMidLine = true
        case .section(let name, let content), .inverted(let name, let content):
            var inverted = false
            if case .inverted = node.kind { inverted = true }
            startLine(node, indent)
            pieces.append(Piece(kind: .open(name, inverted: inverted), position: node.position))
            append(content, indent: indent, overrides: overrides, log: &log)
            pieces.append(Piece(kind: .close, position: node.position))
        case .partial(let name, let own):
            startLine(node, indent)
            include(name, node, indent: own.isEmpty ? standalone(node, indent) : indent + own, overrides, &log)
        case .parent(let name, let own, let blocks):
            startLine(node, indent)
            var passed = overrides
            filled += blocks
            for block in blocks where passed[block.name] == nil { passed[block.name] = block }
            include(name, node, indent: own.isEmpty ? standalone(node, indent) : indent + own, passed, &log)
        case .block(let block):
            startLine(node, indent)
            offered.insert(block.name)
            var inner = overrides
            inner[block.name] = nil
            if let override = overrides[block.name] {
                append(override.dedented, indent: indent + block.indent, overrides: inner, log: &log)
            } else {
                append(block.content, indent: indent, overrides: overrides, log: &log)
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
        used.insert(name)
        let frame = Frame(name: name, blocks: overrides.mapValues(\.position))
        guard !path.contains(frame), path.count < 64 else {
            let way = (path.map(\.name) + [name]).joined(separator: " > ")
            log.add(
                node.position, "partial-cycle", "this includes itself without end: \(way)",
                wayOut: "take one of the tags out")
            return
        }
        path.append(frame)
        append(nodes, indent: indent, overrides: overrides, log: &log)
        path.removeLast()
    }

    private func hint(for name: String, among names: [String]) -> String? {
        Suggestion.nearest(to: name, in: names).map { "did you mean \($0)?" }
    }
}
