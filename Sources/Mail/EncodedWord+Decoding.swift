// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

extension EncodedWord {
    /// Text with its encoded words read (RFC 2047 section 6), fit to be shown on one line.
    ///
    /// Tolerant: what is no well-formed word stays as it is. Words that follow each other are joined as bytes before they
    /// are read, because many mailers split a character over two of them. Controls, which an encoded word can smuggle in,
    /// become spaces.
    ///
    /// - Parameters:
    ///   - text: An unfolded header value.
    ///   - notes: What could not be read exactly is added here.
    static func decode(_ text: String, notes: inout ParseNotes) -> String {
        let bytes = Array(text.utf8)
        guard let first = nextMark(bytes, from: 0) else { return Line(cleaning: text, maxBytes: .max).text }
        var result = ""
        var pending = Pending()
        var literalStart = 0
        var index = first
        while index < bytes.count {
            guard let word = word(bytes, at: index) else {
                index = nextMark(bytes, from: index + 2) ?? bytes.count
                continue
            }
            let between = bytes[literalStart..<index]
            // White space between two words is part of the encoding.
            if pending.isEmpty || !between.allSatisfy(ASCII.isBlank) {
                pending.flush(to: &result, notes: &notes)
                result += String(decoding: between, as: UTF8.self)
            }
            pending.add(word, to: &result, notes: &notes)
            literalStart = word.end
            index = nextMark(bytes, from: word.end) ?? bytes.count
        }
        pending.flush(to: &result, notes: &notes)
        result += String(decoding: bytes[literalStart...], as: UTF8.self)
        return Line(cleaning: result, maxBytes: .max).text
    }

    /// Where the next `=?` is.
    private static func nextMark(_ bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == ASCII.equals, bytes[index + 1] == ASCII.question { return index }
            index += 1
        }
        return nil
    }

    private struct Word {
        let charset: String
        let content: [UInt8]
        let end: Int
    }

    /// Reads `=?charset*language?B|Q?text?=`; the text holds no question mark, so the search is short.
    private static func word(_ bytes: [UInt8], at start: Int) -> Word? {
        let labelStart = start + 2
        guard let labelEnd = index(of: ASCII.question, in: bytes, from: labelStart, within: 64), labelEnd > labelStart,
            labelEnd + 2 < bytes.count, bytes[labelEnd + 2] == ASCII.question
        else { return nil }
        let textStart = labelEnd + 3
        guard let textEnd = index(of: ASCII.question, in: bytes, from: textStart, within: bytes.count),
            textEnd + 1 < bytes.count, bytes[textEnd + 1] == ASCII.equals
        else { return nil }
        let label = bytes[labelStart..<labelEnd].prefix { $0 != 0x2A }
        let text = bytes[textStart..<textEnd]
        let content: [UInt8]
        switch ASCII.lowercased(bytes[labelEnd + 1]) {
        case 0x62: content = BodyBase64.decode(text)
        case 0x71: content = decodeQuoted(text)
        default: return nil
        }
        return Word(charset: String(decoding: label, as: UTF8.self), content: content, end: textEnd + 2)
    }

    private static func index(of byte: UInt8, in bytes: [UInt8], from start: Int, within distance: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return bytes[start..<(start + min(distance, bytes.count - start))].firstIndex(of: byte)
    }

    private static func decodeQuoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var content = [UInt8]()
        content.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == ASCII.equals, index + 2 < text.endIndex, let high = ASCII.hexValue(text[index + 1]),
                let low = ASCII.hexValue(text[index + 2])
            {
                content.append(high << 4 | low)
                index += 3
            } else {
                content.append(byte == ASCII.underscore ? ASCII.space : byte)
                index += 1
            }
        }
        return content
    }

    /// The bytes of neighbouring words of one charset.
    private struct Pending {
        var charset = ""
        var content: [UInt8] = []
        var isEmpty = true

        mutating func add(_ word: Word, to result: inout String, notes: inout ParseNotes) {
            if !isEmpty, ASCII.lowercased(word.charset) != ASCII.lowercased(charset) {
                flush(to: &result, notes: &notes)
            }
            charset = word.charset
            content += word.content
            isEmpty = false
        }

        mutating func flush(to result: inout String, notes: inout ParseNotes) {
            guard !isEmpty else { return }
            let set = Charset(label: charset)
            if let note = set.note { notes.add(note) }
            result += set.decode(content)
            content.removeAll()
            isEmpty = true
        }
    }
}
