// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Collects a text part: collapses white space as HTML does and puts marks between blocks.
struct TextPartWriter {
    /// How far apart two pieces of text are.
    enum Distance: Int {
        case none, line, paragraph
    }

    /// What was collected.
    private(set) var text = ""
    /// Inside a cell of a data table, a link or a title: all of it is one line.
    var isInline = false

    private var distance = Distance.none
    private var hasSpace = false
    /// Nothing stands on the line yet, so white space is passed over.
    private var isFresh = true
    private var bullet = Bullet.none

    private enum Bullet {
        /// None is due.
        case none
        /// One stands before the next visible character.
        case due
        /// One was written before a section that begins in the item.
        case alone
    }

    /// Adds text.
    mutating func write(_ words: String) {
        for scalar in words.unicodeScalars {
            switch TextPartWriter.kind(scalar) {
            case .space: space()
            case .dropped: break
            case .visible: visible(scalar)
            case .joiner:
                // It joins emoji to one; elsewhere it only fills.
                if !hasSpace, !isFresh, let last = text.unicodeScalars.last, last.value >= 0x2600 { visible(scalar) }
            }
        }
    }

    /// Adds text that was written for this part: two spaces or more in it stay, as two.
    mutating func writeAsWritten(_ words: String) {
        var spaces = 0
        for scalar in words.unicodeScalars {
            spaces = scalar == " " ? spaces + 1 : 0
            if spaces == 2 { gap() } else { write(String(scalar)) }
        }
    }

    /// Adds a space, unless there is one or the line has just begun.
    mutating func space() {
        if !isFresh { hasSpace = true }
    }

    /// Ends the line, or the paragraph.
    mutating func part(_ distance: Distance) {
        guard !isInline else { return space() }
        guard bullet == .none else { return }
        if distance.rawValue > self.distance.rawValue { self.distance = distance }
        begin()
    }

    /// Ends the line as `<br>` does.
    mutating func breakLine() {
        guard !isInline else { return space() }
        flush()
        text += "\n"
        begin()
    }

    /// Adds a tag of the template where it stands: what is around it may be shown or not, so all white space stays.
    mutating func placeholder(_ name: String) {
        let isItem = bullet != .none
        flush()
        text += name
        isFresh = false
        if isItem { bullet = .alone }
    }

    /// Adds text as it is, on the line.
    mutating func raw(_ words: String) {
        flush()
        text += words
        isFresh = false
    }

    /// Adds a mark, in place of any white space.
    mutating func mark(_ mark: UInt8) {
        guard !isInline else { return space() }
        distance = .none
        bullet = .none
        text.unicodeScalars.append(Unicode.Scalar(mark))
        begin()
    }

    /// Says that what follows belongs to the line just written.
    mutating func tight() {
        guard !isInline else { return }
        text.unicodeScalars.append(Unicode.Scalar(TextMark.tight))
    }

    /// Ends a cell of a row of a layout table, if anything stands in it.
    mutating func gap() {
        if !isFresh { mark(TextMark.cellEnd) }
    }

    /// Begins an item of a list.
    mutating func beginItem() {
        part(.line)
        if !isInline { bullet = .due }
    }

    /// Ends an item of a list; one that is empty has left nothing.
    mutating func endItem() {
        bullet = .none
        part(.line)
    }

    private mutating func begin() {
        hasSpace = false
        isFresh = true
    }

    private mutating func visible(_ scalar: Unicode.Scalar) {
        if isFresh || hasSpace || distance != .none || bullet != .none { flush() }
        text.unicodeScalars.append(scalar)
        isFresh = false
    }

    private mutating func flush() {
        switch distance {
        case .none: if hasSpace { text += " " }
        case .line: text.unicodeScalars.append(Unicode.Scalar(TextMark.line))
        case .paragraph: text.unicodeScalars.append(Unicode.Scalar(TextMark.paragraph))
        }
        if bullet == .due { text += "- " }
        distance = .none
        hasSpace = false
        bullet = .none
    }

    private enum Kind {
        case visible, space, dropped, joiner
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x20, 0x09, 0x0A, 0x0D, 0x85, 0xA0, 0x2000...0x2006, 0x2008...0x200A, 0x2028, 0x2029, 0x202F: .space
        // Forged marks, and what preheaders are filled up with.
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x2007, 0x200B, 0x200C, 0x2060, 0xFEFF: .dropped
        case 0x200D: .joiner
        default: .visible
        }
    }
}
