// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Walks a tree and writes what a reader sees of it as text.
struct TextPartWalker {
    /// What was written.
    var writer = TextPartWriter()

    private let isPlaceholder: (String) -> Bool
    /// Inside a footer; its line of dashes is written.
    private(set) var isInFooter = false
    /// In a footer and in rows of several cells paragraphs are short, and lines.
    var isCompact = false

    init(isPlaceholder: @escaping (String) -> Bool) {
        self.isPlaceholder = isPlaceholder
    }

    /// Writes a node and all below it.
    mutating func visit(_ node: HTMLNode) {
        switch node.kind {
        case .document: visitChildren(of: node)
        case .doctype: break
        case .text(let text): writer.write(text)
        case .comment(let text): if isPlaceholder(text) { writer.placeholder(text) }
        case .element: visitElement(node)
        }
    }

    /// Writes what is inside a node.
    mutating func visitChildren(of node: HTMLNode) {
        for child in node.children { visit(child) }
    }

    /// Writes what is inside a block; links and nothing else, as a footer has them, are a line each.
    mutating func visitContent(of node: HTMLNode) {
        guard !writer.isInline, node.isLinkList({ isPlaceholder($0) }) else { return visitChildren(of: node) }
        visitLinks(in: node)
    }

    private mutating func visitLinks(in node: HTMLNode) {
        for child in node.children {
            if child.name == "a" {
                writer.part(.line)
                visit(child)
                writer.part(.line)
            } else if isPlaceholder(child) {
                visit(child)
            } else if !child.isHiddenFromReaders {
                visitLinks(in: child)
            }
        }
    }

    /// Writes what is inside a node as one line.
    mutating func visitInline(_ node: HTMLNode) {
        let before = writer.isInline
        writer.isInline = true
        visitChildren(of: node)
        writer.isInline = before
    }

    /// The text of a node as one line, by itself.
    func line(of node: HTMLNode) -> String {
        var walker = TextPartWalker(isPlaceholder: isPlaceholder)
        walker.writer.isInline = true
        walker.visit(node)
        return walker.writer.text
    }

    /// The text inside a node as one line, by itself.
    private func line(inside node: HTMLNode) -> String {
        var walker = TextPartWalker(isPlaceholder: isPlaceholder)
        walker.visitInline(node)
        return walker.writer.text
    }

    /// Whether a comment is a tag of the template.
    func isPlaceholder(_ node: HTMLNode) -> Bool {
        if case .comment(let text) = node.kind { isPlaceholder(text) } else { false }
    }

    /// Calls `body` between the line of dashes and the end of a footer, or just so when the node is none.
    mutating func visitFooter(_ node: HTMLNode, _ body: (inout TextPartWalker) -> Void) {
        guard node["role"] == "contentinfo", !isInFooter else { return body(&self) }
        isInFooter = true
        let before = isCompact
        isCompact = true
        writeRule()
        writer.tight()
        writer.part(.line)
        body(&self)
        writer.part(.paragraph)
        isCompact = before
        isInFooter = false
    }

    private mutating func visitElement(_ node: HTMLNode) {
        guard !TextPartWalker.unread.contains(node.name) else { return }
        if let text = node["data-text"] { return visitReplaced(node, by: text) }
        guard !node.isHiddenFromReaders else { return }
        visitFooter(node) { $0.visitShown(node) }
    }

    /// Writes what stands for an element, on a line of its own where the element would.
    private mutating func visitReplaced(_ node: HTMLNode, by text: String) {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        let distance = distance(of: node)
        if distance != .none { writer.part(distance) }
        writer.writeAsWritten(text)
        if distance != .none { writer.part(distance) }
    }

    private func distance(of node: HTMLNode) -> TextPartWriter.Distance {
        isCompact && node.name == "p" ? .line : TextPartWalker.distance(of: node.name)
    }

    private mutating func visitShown(_ node: HTMLNode) {
        if node["role"] == "img", node.name != "img", let label = node["aria-label"] {
            return visitReplaced(node, by: label)
        }
        switch node.name {
        case "br": writer.breakLine()
        case "hr":
            writeRule()
            writer.part(.paragraph)
        case "img":
            writer.space()
            writer.write(node["alt"] ?? "")
            writer.space()
        case "a": visitLink(node)
        case "h2", "h3", "caption": visitTitle(node)
        case "li":
            writer.beginItem()
            visitChildren(of: node)
            writer.endItem()
        case "table": visitTable(node)
        default:
            let distance = distance(of: node)
            if distance != .none { writer.part(distance) }
            if distance == .none { visitChildren(of: node) } else { visitContent(of: node) }
            if distance != .none { writer.part(distance) }
        }
    }

    /// Writes `[title]`; what follows stands right below it.
    private mutating func visitTitle(_ node: HTMLNode) {
        let title = line(inside: node)
        guard !title.isEmpty else { return }
        writer.part(.paragraph)
        if writer.isInline {
            writer.raw(title)
        } else {
            // Sections in a title may leave spaces at its ends.
            writer.raw("[")
            writer.tight()
            writer.raw(title)
            writer.tight()
            writer.raw("]")
            writer.tight()
        }
        writer.part(.line)
    }

    /// Writes `text <url>`, or what of it says something new.
    private mutating func visitLink(_ node: HTMLNode) {
        let text = node.textContent
        if text.first?.isWhitespace == true { writer.space() }
        let words = line(inside: node)
        let target = TextLink(node["href"] ?? "").written(behind: words, hasImage: node.holdsImage)
        if !target.isEmpty { writer.raw(target) }
        if text.last?.isWhitespace == true { writer.space() }
    }

    private mutating func writeRule() {
        guard !writer.isInline else { return writer.space() }
        writer.part(.paragraph)
        writer.raw("--------")
    }

    /// What no reader sees, whatever its style says.
    private static let unread: Set<String> = [
        "head", "style", "script", "title", "template", "meta", "link", "object", "iframe", "audio", "video", "select",
        "textarea", "xml",
    ]

    /// How far an element stands from what is before and behind it.
    static func distance(of name: String) -> TextPartWriter.Distance {
        switch name {
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "blockquote", "pre", "figure",
            "caption":
            .paragraph
        case "address", "article", "aside", "body", "center", "dd", "div", "dt", "fieldset", "figcaption", "footer",
            "form", "header", "hr", "html", "li", "main", "nav", "section", "tbody", "td", "tfoot", "th", "thead", "tr":
            .line
        default: .none
        }
    }
}
