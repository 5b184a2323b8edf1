// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Writes a tree as compact HTML5.
///
/// White space that shows nothing goes: runs become one blank, and at the edges of blocks none stays, save one line end where a block
/// ended and white space followed, so that lines stay short. White space that is not there is never put in: it would part boxes that
/// stand side by side.
public enum HTMLSerializer {
    /// Writes `root` and all below it.
    public static func serialize(_ root: HTMLNode) -> SerializedHTML {
        var writer = Writer()
        writer.node(root)
        return SerializedHTML(bytes: writer.bytes, marks: writer.marks)
    }

    /// What the last thing written was, as far as white space minds.
    private enum Edge {
        /// The start of the document, of a block, or a `<br>`.
        case opened
        /// The end of a block.
        case closed
        /// Text, an inline tag, a comment among them.
        case inline
        /// A comment at the edge of a block, which may be replaced by text.
        case comment
    }

    private struct Writer {
        var bytes: [UInt8] = []
        var marks: [SerializedHTML.Mark] = []
        private var edge = Edge.opened
        /// White space that was read and not yet written.
        private var owesSpace = false
        private var preserving = 0

        mutating func node(_ node: HTMLNode) {
            switch node.kind {
            case .document: for child in node.children { self.node(child) }
            case .doctype: doctype(node)
            case .comment(let text):
                let before = edge
                settle(before: .inline)
                bytes.append(contentsOf: "<!--\(text)-->".utf8)
                if before != .inline { edge = .comment }
            case .text(let text): self.text(text, in: node.parent)
            case .element(let name): element(node, name)
            }
        }

        private mutating func doctype(_ node: HTMLNode) {
            settle(before: .closed)
            bytes.append(contentsOf: "<!DOCTYPE html".utf8)
            if let name = node["public"] {
                bytes.append(contentsOf: " PUBLIC \"\(name)\"".utf8)
                if let system = node["system"] { bytes.append(contentsOf: " \"\(system)\"".utf8) }
            } else if let system = node["system"] {
                bytes.append(contentsOf: " SYSTEM \"\(system)\"".utf8)
            }
            bytes.append(.greaterThan)
            edge = .closed
            owesSpace = true
        }

        private mutating func element(_ node: HTMLNode, _ name: String) {
            let isBlock = HTMLSerializer.isBlock(node, name)
            settle(before: isBlock ? .opened : .inline)
            marks.append(SerializedHTML.Mark(offset: bytes.count, source: node.offset))
            startTag(node, name)
            if HTMLNames.void.contains(name) {
                if isBlock { edge = .closed } else if name == "br" { edge = .opened }
                return
            }
            if isBlock { edge = .opened }
            let keeps = HTMLSerializer.preserves(node, name)
            if keeps { preserving += 1 }
            if HTMLNames.raw.contains(name) {
                for child in node.children {
                    if case .text(let text) = child.kind { bytes.append(contentsOf: text.utf8) }
                }
            } else {
                for child in node.children { self.node(child) }
            }
            if isBlock && !keeps { owesSpace = false }
            settle(before: isBlock ? .closed : .inline)
            if keeps { preserving -= 1 }
            bytes.append(contentsOf: "</\(name)>".utf8)
            if isBlock { edge = .closed }
        }

        private mutating func startTag(_ node: HTMLNode, _ name: String) {
            bytes.append(.lessThan)
            bytes.append(contentsOf: name.utf8)
            for attribute in node.attributes {
                bytes.append(0x20)
                bytes.append(contentsOf: attribute.name.utf8)
                if attribute.value.isEmpty, HTMLNames.booleanAttributes.contains(attribute.name) { continue }
                bytes.append(.equals)
                bytes.append(.quote)
                escaped(attribute.value, inAttribute: true)
                bytes.append(.quote)
            }
            bytes.append(.greaterThan)
        }

        /// Writes the white space that is owed, if it shows anything between what was written and what comes.
        private mutating func settle(before next: Edge) {
            defer { edge = .inline }
            guard owesSpace else { return }
            owesSpace = false
            switch (edge, next) {
            case (.closed, .closed), (.comment, .closed), (.opened, _): break
            case (.closed, _), (.comment, _): bytes.append(0x0A)
            case (.inline, .inline): bytes.append(0x20)
            case (.inline, _): break
            }
        }

        private mutating func text(_ text: String, in parent: HTMLNode?) {
            if preserving > 0 {
                settle(before: .inline)
                return escaped(text, inAttribute: false)
            }
            var before: UInt8 = 0
            for byte in text.utf8 {
                if byte.isSpace {
                    owesSpace = true
                } else {
                    if owesSpace || edge != .inline { settle(before: .inline) }
                    escaped(byte, after: before, inAttribute: false)
                }
                before = byte
            }
        }

        private mutating func escaped(_ text: String, inAttribute: Bool) {
            var before: UInt8 = 0
            for byte in text.utf8 {
                escaped(byte, after: before, inAttribute: inAttribute)
                before = byte
            }
        }

        private mutating func escaped(_ byte: UInt8, after before: UInt8, inAttribute: Bool) {
            switch byte {
            case .ampersand: bytes.append(contentsOf: "&amp;".utf8)
            case .lessThan: bytes.append(contentsOf: "&lt;".utf8)
            case .greaterThan: bytes.append(contentsOf: "&gt;".utf8)
            case .quote where inAttribute: bytes.append(contentsOf: "&quot;".utf8)
            case 0xA0 where before == 0xC2:
                bytes.removeLast()
                bytes.append(contentsOf: "&nbsp;".utf8)
            default: bytes.append(byte)
            }
        }
    }

    /// Whether white space at an element's edges shows nothing.
    private static func isBlock(_ node: HTMLNode, _ name: String) -> Bool {
        if HTMLNames.metadata.contains(name) { return node.parent?.name == "head" }
        guard HTMLNames.block.contains(name) else { return false }
        return node["style"].map { !declares($0, "display", "inline") } ?? true
    }

    private static func preserves(_ node: HTMLNode, _ name: String) -> Bool {
        if HTMLNames.preserving.contains(name) { return true }
        guard let style = node["style"] else { return false }
        return declares(style, "white-space", "pre") || declares(style, "white-space", "break-spaces")
    }

    /// Whether a style attribute gives a property a value that starts so.
    private static func declares(_ style: String, _ name: StaticString, _ prefix: StaticString) -> Bool {
        guard style.utf8.holds(name) else { return false }
        return CSSStylesheet.declarations(parsing: style).declarations.contains {
            $0.name == "\(name)" && $0.value.lowercased().hasPrefix("\(prefix)")
        }
    }
}

extension String.UTF8View {
    /// Whether the bytes of `word` stand in it somewhere.
    fileprivate func holds(_ word: StaticString) -> Bool {
        let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return withContiguousStorageIfAvailable { bytes in
            guard bytes.count >= word.count else { return false }
            return (0...(bytes.count - word.count)).contains { at in
                bytes[at] == word[0] && bytes[at..<(at + word.count)].elementsEqual(word)
            }
        } ?? true
    }
}

extension Substring {
    /// Without white space at its ends.
    var trimmed: Substring {
        var text = self
        while let first = text.utf8.first, first.isSpace { text = text.dropFirst() }
        while let last = text.utf8.last, last.isSpace { text = text.dropLast() }
        return text
    }
}
