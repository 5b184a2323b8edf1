// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A piece of a parsed template.
struct Node {
    /// What a piece is.
    enum Kind {
        /// Text of the template's author; a line break only at its end.
        case text([UInt8])
        /// A value to print.
        case variable(Name, raw: Bool)
        /// What is printed when a value is there, once or for each of a list.
        case section(Name, [Node])
        /// What is printed when a value is missing.
        case inverted(Name, [Node])
        /// Another template, with the indentation of its standalone tag.
        case partial(String, indent: [UInt8])
        /// Another template whose blocks are overridden.
        case parent(String, indent: [UInt8], blocks: [Block])
        /// A place that may be overridden.
        case block(Block)
    }

    /// What it is.
    var kind: Kind
    /// Where it begins.
    let position: SourcePosition
    /// True for the first piece of a line, where the indentation of a partial goes.
    let startsLine: Bool
}

/// A named piece that another template may override, or an overriding one.
struct Block {
    /// Its name.
    let name: String
    /// Where its tag is.
    let position: SourcePosition
    /// The indentation it was written with: taken off where it is defined, put on where it is expanded.
    var indent: [UInt8]
    /// What is in it, as written.
    var content: [Node]

    /// Its content without the indentation it was written with.
    var dedented: [Node] { indent.isEmpty ? content : Block.dedent(content, by: indent) }

    private static func dedent(_ nodes: [Node], by indent: [UInt8]) -> [Node] {
        nodes.map { node in
            var node = node
            switch node.kind {
            case .text(let bytes):
                if node.startsLine { node.kind = .text(strip(bytes, indent)) }
            case .variable: break
            case .section(let name, let content): node.kind = .section(name, dedent(content, by: indent))
            case .inverted(let name, let content): node.kind = .inverted(name, dedent(content, by: indent))
            case .partial(let name, let own): node.kind = .partial(name, indent: strip(own, indent))
            case .parent(let name, let own, let blocks):
                node.kind = .parent(name, indent: strip(own, indent), blocks: blocks)
            case .block(var block):
                block.indent = strip(block.indent, indent)
                block.content = dedent(block.content, by: indent)
                node.kind = .block(block)
            }
            return node
        }
    }

    private static func strip(_ bytes: [UInt8], _ indent: [UInt8]) -> [UInt8] {
        var count = 0
        while count < bytes.count, count < indent.count, bytes[count] == indent[count] { count += 1 }
        return Array(bytes.dropFirst(count))
    }
}

/// What a tag refers to: `courier.name`, or `.` for the value at hand.
struct Name: Hashable, CustomStringConvertible {
    /// The words between the dots; none for `.`.
    let parts: [String]

    /// Reads a name; nil when it is none.
    init?(_ text: String) {
        if text == "." {
            self.parts = []
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let fits = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                        || $0 == 0x5F || $0 == 0x2D || $0 >= 0x80
                }
        }
        guard fits else { return nil }
        self.parts = parts
    }

    /// The name as written.
    var description: String { parts.isEmpty ? "." : parts.joined(separator: ".") }
}
