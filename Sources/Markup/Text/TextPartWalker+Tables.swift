// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension TextPartWalker {
    /// Writes a table: columns when it holds data, lines when it only lays out.
    mutating func visitTable(_ table: HTMLNode) {
        guard !writer.isInline, table.isDataTable else {
            let before = isCompact
            isCompact = isInFooter
            writer.part(.paragraph)
            visitLayoutRows(of: table)
            writer.part(.paragraph)
            isCompact = before
            return
        }
        for child in table.children where child.name == "caption" { visit(child) }
        writer.mark(TextMark.tableStart)
        visitDataRows(of: table)
        writer.mark(TextMark.tableEnd)
    }

    // MARK: Data

    private mutating func visitDataRows(of group: HTMLNode) {
        for child in group.children {
            switch child.name {
            case "thead", "tbody", "tfoot":
                if let text = child["data-text"] {
                    visitDataRow(replacedBy: text)
                } else if !child.isHiddenFromReaders {
                    visitDataRows(of: child)
                }
            case "tr":
                if let text = child["data-text"] {
                    visitDataRow(replacedBy: text)
                } else if !child.isHiddenFromReaders {
                    visitDataRow(child)
                }
            case "caption": break
            default: visitStray(child, endedBy: TextMark.rowEnd)
            }
        }
    }

    private mutating func visitDataRow(replacedBy text: String) {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        writer.write(text)
        writer.mark(TextMark.rowEnd)
    }

    private mutating func visitDataRow(_ row: HTMLNode) {
        let cells = row.children.filter { $0.isShownCell }
        let hasOthers = row.children.contains { !$0.isCell && !line(of: $0).isEmpty }
        let isAlone = cells.count == 1 && !hasOthers && cells[0].columnSpan > 1
        for child in row.children {
            if isPlaceholder(child) {
                visit(child)
            } else if child.isShownCell {
                // A title between rows, such as a day, begins a group of them.
                if isAlone, child.name == "th" { writer.mark(TextMark.paragraph) }
                visitDataCell(child)
                if isAlone { break }
                let isLast = child === cells.last
                for _ in 0..<(isLast ? 1 : child.columnSpan) { writer.mark(TextMark.cellEnd) }
            } else if !child.isCell {
                visitStray(child, endedBy: TextMark.cellEnd)
            }
        }
        writer.mark(TextMark.rowEnd)
    }

    /// Writes a section's tag, or what stands between rows or cells against the rules, so that it is not lost.
    private mutating func visitStray(_ node: HTMLNode, endedBy mark: UInt8) {
        if isPlaceholder(node) { return visit(node) }
        let words = line(of: node)
        guard !words.isEmpty else { return }
        writer.raw(words)
        writer.mark(mark)
    }

    private mutating func visitDataCell(_ cell: HTMLNode) {
        if let text = cell["data-text"] {
            writer.write(text)
        } else if cell["role"] == "img", let label = cell["aria-label"] {
            writer.write(label)
        } else {
            visitInline(cell)
        }
    }

    // MARK: Layout

    private mutating func visitLayoutRows(of group: HTMLNode) {
        for child in group.children {
            switch child.name {
            case "thead", "tbody", "tfoot":
                if let text = child["data-text"] {
                    visitLine(text)
                } else if !child.isHiddenFromReaders {
                    visitFooter(child) { $0.visitLayoutRows(of: child) }
                }
            case "tr":
                if let text = child["data-text"] {
                    visitLine(text)
                } else if !child.isHiddenFromReaders {
                    visitFooter(child) { $0.visitLayoutRow(child) }
                }
            default: visit(child)
            }
        }
    }

    private mutating func visitLine(_ text: String) {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        writer.part(.line)
        writer.writeAsWritten(text)
        writer.part(.line)
    }

    private mutating func visitLayoutRow(_ row: HTMLNode) {
        let cells = row.children.filter { $0.isShownCell }
        let hasPlaceholders = row.children.contains { isPlaceholder($0) }
        let isGroup = cells.contains { $0.isBlock }
        let before = isCompact
        // A picture, a name and details, a price: what stands side by side is one thing, such as a product.
        isCompact = before || isGroup && cells.count > 1
        writer.part(isGroup ? .paragraph : .line)
        for child in row.children {
            if isPlaceholder(child) {
                visit(child)
            } else if child.isShownCell {
                if child.isBlock {
                    writer.part(.line)
                    visitFooter(child) { $0.visitContent(of: child) }
                    writer.part(.line)
                } else {
                    visitLayoutCell(child)
                    if cells.count > 1 || hasPlaceholders { writer.gap() }
                }
            } else if !child.isCell {
                visit(child)
            }
        }
        writer.part(isGroup ? .paragraph : .line)
        isCompact = before
    }

    private mutating func visitLayoutCell(_ cell: HTMLNode) {
        if let text = cell["data-text"] {
            writer.writeAsWritten(text)
        } else if cell["role"] == "img", let label = cell["aria-label"] {
            writer.write(label)
        } else {
            visitContent(of: cell)
        }
    }
}

extension HTMLNode {
    fileprivate var isCell: Bool { name == "td" || name == "th" }

    /// A cell of a row that is not left out of the text.
    fileprivate var isShownCell: Bool {
        guard isCell else { return false }
        if let text = self["data-text"] { return text.contains { !$0.isWhitespace } }
        return !isHiddenFromReaders
    }

    /// How many columns a cell takes.
    fileprivate var columnSpan: Int {
        min(100, max(1, self["colspan"].flatMap { Int($0) } ?? 1))
    }

    /// Whether a table holds data: it does unless it says that it is for layout, or has other tables in it as no data has.
    fileprivate var isDataTable: Bool {
        switch self["role"] ?? "" {
        case "", "table", "grid":
            !children.contains { $0.holds { $0.name == "table" } }
        default: false
        }
    }

    /// Whether a cell is lines by itself: it is a footer, or something in it begins a line.
    fileprivate var isBlock: Bool {
        if self["data-text"] != nil { return false }
        if self["role"] == "contentinfo" { return true }
        return children.contains {
            $0.holds { $0.name == "br" || TextPartWalker.distance(of: $0.name) != .none }
        }
    }
}
