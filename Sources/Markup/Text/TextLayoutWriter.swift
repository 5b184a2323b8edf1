// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Writes a text part, its marks resolved, into room that the caller made.
///
/// White space is never written when it is met, only before the next visible byte: so there is none at any end.
struct TextLayoutWriter {
    /// No column is padded to more.
    static let widestColumn = 24
    /// Rows begin with so many spaces.
    private static let indent = 2
    /// Columns from here on are not aligned.
    private static let alignedColumns = 16

    private let source: UnsafeBufferPointer<UInt8>
    private let output: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes were written.
    private(set) var written = 0
    /// Line breaks before the next visible byte: one, or two for a blank line.
    private var breaks = 0
    /// Spaces before the next visible byte, if it stands on the same line.
    private var spaces = 0
    /// Whether the next visible byte follows without a space or a blank line.
    private var isTight = false

    init(_ source: UnsafeBufferPointer<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>) {
        self.source = source
        self.output = output
    }

    /// Writes a text with marks.
    mutating func layOut() {
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte > 0x20 {
                flush()
                copyRun(&index, to: source.count)
                continue
            }
            index += 1
            switch byte {
            case 0x0A: breaks = min(2, breaks + 1)
            case 0x0D: if index == source.count || source[index] != 0x0A { breaks = min(2, breaks + 1) }
            case TextMark.line, TextMark.rowEnd: breaks = max(1, breaks)
            case TextMark.paragraph, TextMark.tableEnd: breaks = 2
            case TextMark.tight:
                isTight = true
                spaces = 0
            case TextMark.cellEnd: spaces = isTight ? 0 : 2
            case TextMark.tableStart:
                breaks = 2
                let end = source[index...].firstIndex(of: TextMark.tableEnd) ?? source.count
                table(index..<end)
                breaks = 2
                index = end
            default: if !isTight { spaces = max(1, spaces) }
            }
        }
        endLastLine()
    }

    /// Writes a text without marks: its spaces stay, but not at the end of a line.
    mutating func tidy() {
        var lineStart = 0
        while lineStart < source.count {
            let lineEnd = source[lineStart...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? source.count
            var end = lineEnd
            while end > lineStart, source[end - 1] == 0x20 || source[end - 1] == 0x09 { end -= 1 }
            if end > lineStart {
                spaces = 0
                flush()
                copy(lineStart..<end)
            }
            breaks = min(2, breaks + 1)
            let isPair = lineEnd + 1 < source.count && source[lineEnd] == 0x0D && source[lineEnd + 1] == 0x0A
            lineStart = lineEnd + (isPair ? 2 : 1)
        }
        endLastLine()
    }

    /// Writes the rows of a table.
    private mutating func table(_ range: Range<Int>) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: TextLayoutWriter.alignedColumns) { starts in
            starts.initialize(repeating: 0)
            measure(range, starts)
            var start = TextLayoutWriter.indent
            for column in starts.indices {
                let width = starts[column]
                starts[column] = start
                // A column that is empty in every row takes no room.
                if width > 0 { start += width + 2 }
            }
            var index = range.lowerBound
            while index < range.upperBound {
                index = row(index, to: range.upperBound, starts)
                breaks = max(1, breaks)
            }
        }
    }

    /// Finds how wide each column is: the widest of its cells that another cell follows.
    private func measure(_ range: Range<Int>, _ widths: UnsafeMutableBufferPointer<Int>) {
        var column = 0
        var cellStart = range.lowerBound
        var before = 0..<0
        func count() {
            guard column > 0, column <= widths.count else { return }
            let width = ColumnCount.columns(source, before)
            widths[column - 1] = max(widths[column - 1], min(width, TextLayoutWriter.widestColumn))
        }
        for index in range {
            let byte = source[index]
            if byte == TextMark.cellEnd {
                count()
                before = cellStart..<index
                column += 1
                cellStart = index + 1
            } else if byte == TextMark.rowEnd {
                if isVisible(cellStart..<index) { count() }
                column = 0
                cellStart = index + 1
            }
        }
        if isVisible(cellStart..<range.upperBound) { count() }
    }

    /// Writes one row and returns where the next one begins.
    private mutating func row(_ start: Int, to end: Int, _ starts: UnsafeMutableBufferPointer<Int>) -> Int {
        var column = 0
        var position = 0
        var cellStart = start
        var index = start
        while true {
            let byte = index < end ? source[index] : TextMark.rowEnd
            if byte == TextMark.cellEnd || byte == TextMark.rowEnd {
                let isCell = byte == TextMark.cellEnd || column > 0
                cell(cellStart..<index, at: isCell ? starts[min(column, starts.count - 1)] : 0, &position)
                if byte == TextMark.rowEnd { return index + 1 }
                column += 1
                cellStart = index + 1
            } else if byte == TextMark.paragraph, column == 0, !isVisible(cellStart..<index) {
                breaks = 2
            }
            index += 1
        }
    }

    /// Writes a cell, if anything of it is visible, at its column or two spaces behind the one before it.
    private mutating func cell(_ range: Range<Int>, at start: Int, _ position: inout Int) {
        guard isVisible(range) else { return }
        let padding = position == 0 ? start : max(2, start - position)
        if position == 0 { flush() }
        output[written..<(written + padding)].initialize(repeating: 0x20)
        written += padding
        position += padding + ColumnCount.columns(source, range)
        spaces = 0
        var index = range.lowerBound
        while index < range.upperBound, source[index] <= 0x20 { index += 1 }
        while index < range.upperBound {
            if source[index] > 0x20 {
                flush()
                copyRun(&index, to: range.upperBound)
            } else {
                spaces = 1
                index += 1
            }
        }
        spaces = 0
    }

    private func isVisible(_ range: Range<Int>) -> Bool {
        source[range].contains { $0 > 0x20 }
    }

    /// Writes the white space that is due before a visible byte.
    private mutating func flush() {
        if breaks > 0 || written == 0 {
            let count = written == 0 ? 0 : isTight ? 1 : breaks
            for _ in 0..<count { put(0x0A) }
            breaks = 0
        } else {
            for _ in 0..<spaces { put(0x20) }
        }
        isTight = false
        spaces = 0
    }

    private mutating func endLastLine() {
        if written > 0 { put(0x0A) }
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        output[written] = byte
        written += 1
    }

    /// Copies visible bytes and the single spaces between them.
    @inline(__always)
    private mutating func copyRun(_ index: inout Int, to end: Int) {
        var from = index
        var to = written
        while from < end {
            let byte = source[from]
            if byte <= 0x20 {
                guard byte == 0x20, from + 1 < end, source[from + 1] > 0x20 else { break }
            }
            output[to] = byte
            to += 1
            from += 1
        }
        index = from
        written = to
    }

    private mutating func copy(_ range: Range<Int>) {
        for index in range { put(source[index]) }
    }
}
