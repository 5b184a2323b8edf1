// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Writes a text part, its marks resolved, into room that the caller made.
///
/// White space is never written when it is met, only before the next visible byte: so there is none at any end.
struct TextLayoutWriter {
    /// No column is padded to more.
    static let widestColumn = 32
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
                index = table(index)
                breaks = 2
            default: if !isTight { spaces = max(1, spaces) }
            }
        }
        endLastLine()
    }

    /// Writes a text without marks: its spaces stay, but not at the end of a line.
    mutating func tidy() {
        var lineStart = 0
        while lineStart < source.count {
            var lineEnd = lineStart
            while lineEnd < source.count, source[lineEnd] != 0x0A, source[lineEnd] != 0x0D { lineEnd += 1 }
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

    /// Writes the rows of a table and returns where it ends.
    private mutating func table(_ start: Int) -> Int {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: TextLayoutWriter.alignedColumns) { columns in
            columns.initialize(repeating: 0)
            let end = measure(start, columns)
            var column = TextLayoutWriter.indent
            for index in columns.indices {
                let width = columns[index]
                columns[index] = column
                // A column that is empty in every row takes no room.
                if width > 0 { column += width + 2 }
            }
            var index = start
            while index < end {
                index = row(index, to: end, columns)
                breaks = max(1, breaks)
            }
            return end
        }
    }

    /// Finds how wide each column is, by the widest of its cells that another cell follows, and where the table ends.
    private func measure(_ start: Int, _ widths: UnsafeMutableBufferPointer<Int>) -> Int {
        var column = 0
        var cellStart = start
        var before = 0..<0
        var index = start
        while true {
            index = TextScan.control(source, from: index, to: source.count)
            let mark = index < source.count ? source[index] : TextMark.tableEnd
            if mark == TextMark.cellEnd || mark == TextMark.rowEnd || mark == TextMark.tableEnd {
                if column > 0, column <= widths.count, mark == TextMark.cellEnd || isVisible(cellStart..<index) {
                    let width = ColumnCount.columns(source, before)
                    widths[column - 1] = max(widths[column - 1], min(width, TextLayoutWriter.widestColumn))
                }
                if mark == TextMark.tableEnd { return index }
                before = cellStart..<index
                column = mark == TextMark.cellEnd ? column + 1 : 0
                cellStart = index + 1
            }
            index += 1
        }
    }

    /// Writes one row and returns where the next one begins.
    private mutating func row(_ start: Int, to end: Int, _ starts: UnsafeMutableBufferPointer<Int>) -> Int {
        var column = 0
        var cellStart = start
        var before = Cell()
        var index = start
        while true {
            index = TextScan.control(source, from: index, to: end)
            let mark = index < end ? source[index] : TextMark.rowEnd
            if mark == TextMark.cellEnd || mark == TextMark.rowEnd {
                if isVisible(cellStart..<index) {
                    let isCell = mark == TextMark.cellEnd || column > 0
                    cell(cellStart..<index, at: isCell ? starts[min(column, starts.count - 1)] : 0, &before)
                }
                if mark == TextMark.rowEnd { return index + 1 }
                column += 1
                cellStart = index + 1
            } else if mark == TextMark.paragraph, column == 0, !isVisible(cellStart..<index) {
                breaks = 2
            }
            index += 1
        }
    }

    /// The cell of a row that was written last.
    private struct Cell {
        var range = 0..<0
        /// The column it begins at; nil before the first cell.
        var start: Int?
    }

    /// Writes a visible cell at its column, or two spaces behind the one before it.
    private mutating func cell(_ range: Range<Int>, at start: Int, _ before: inout Cell) {
        var padding = start
        if let last = before.start {
            // Only now: the width of a row's last cell is never needed.
            let position = last + ColumnCount.columns(source, before.range)
            padding = max(2, start - position)
            before.start = position + padding
        } else {
            flush()
            before.start = start
        }
        before.range = range
        for _ in 0..<padding { put(0x20) }
        spaces = 0
        var index = range.lowerBound
        while index < range.upperBound, source[index] <= 0x20 { index += 1 }
        while index < range.upperBound {
            if source[index] > 0x20 {
                for _ in 0..<spaces { put(0x20) }
                spaces = 0
                copyRun(&index, to: range.upperBound)
            } else {
                spaces = 1
                index += 1
            }
        }
        spaces = 0
    }

    private func isVisible(_ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            if source[index] > 0x20 { return true }
            index += 1
        }
        return false
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

    /// Copies visible bytes and the single spaces between them, but not word joiners (U+2060): they keep HTML from breaking a
    /// line, and in plain text some clients show a box.
    private mutating func copyRun(_ index: inout Int, to end: Int) {
        var from = index
        var to = written
        while from < end {
            copyPlain(&from, to: end, at: &to)
            guard from < end else { break }
            let byte = source[from]
            if byte <= 0x20 {
                guard byte == 0x20, from + 1 < end, source[from + 1] > 0x20 else { break }
            } else if byte == 0xE2, from + 2 < end, source[from + 1] == 0x81, source[from + 2] == 0xA0 {
                from += 3
                continue
            }
            output[to] = byte
            to += 1
            from += 1
        }
        index = from
        written = to
    }

    /// Copies up to the next space, mark or 0xE2, eight bytes at a time; what is stored too much is overwritten later.
    @inline(__always)
    private func copyPlain(_ from: inout Int, to end: Int, at to: inout Int) {
        let input = UnsafeRawBufferPointer(source)
        let target = UnsafeMutableRawBufferPointer(output)
        while from + 8 <= end {
            let bytes = input.loadUnaligned(fromByteOffset: from, as: UInt64.self)
            target.storeBytes(of: bytes, toByteOffset: to, as: UInt64.self)
            let count = TextScan.plainPrefix(UInt64(littleEndian: bytes))
            from += count
            to += count
            if count < 8 { return }
        }
        while from < end, source[from] > 0x20, source[from] != 0xE2 {
            output[to] = source[from]
            from += 1
            to += 1
        }
    }

    private mutating func copy(_ range: Range<Int>) {
        let target = UnsafeMutableBufferPointer(rebasing: output[written...])
        _ = target.update(fromContentsOf: UnsafeBufferPointer(rebasing: source[range]))
        written += range.count
    }
}
