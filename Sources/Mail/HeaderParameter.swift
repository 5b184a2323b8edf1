// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// One `name=value` after a semicolon, as in Content-Type and Content-Disposition.
public struct HeaderParameter: Hashable, Sendable {
    /// The name, lower case, without RFC 2231 marks.
    public let name: String
    /// The value, unquoted and decoded.
    public let value: String

    /// Reads `value; name=value; ...` tolerantly (RFC 2045 section 5.1), RFC 2231 continuations and charsets included.
    static func read(_ text: String) -> (value: String, parameters: [HeaderParameter]) {
        var pieces = split(Array(text.utf8))[...]
        let value = pieces.popFirst().map { String(decoding: unquoted($0), as: UTF8.self) } ?? ""
        var collected: [(name: String, sections: [Section])] = []
        for piece in pieces {
            guard let equals = piece.firstIndex(of: ASCII.equals) else { continue }
            let name = trimmed(piece[..<equals])
            guard !name.isEmpty, name.count <= 80 else { continue }
            let section = Section(name: name, value: unquoted(piece[(equals + 1)...]))
            if let known = collected.firstIndex(where: { $0.name == section.name }) {
                collected[known].sections.append(section)
            } else {
                collected.append((section.name, [section]))
            }
        }
        return (value, collected.map { HeaderParameter(name: $0.name, value: Section.joined($0.sections)) })
    }

    /// Splits at semicolons outside quotes and comments; at most 100 pieces.
    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        var isQuoted = false
        while index < bytes.count, pieces.count < 99 {
            switch bytes[index] {
            case ASCII.backslash where isQuoted: index += 1
            case ASCII.quote: isQuoted.toggle()
            case ASCII.semicolon where !isQuoted:
                pieces.append(bytes[start..<index])
                start = index + 1
            default: break
            }
            index += 1
        }
        if start <= bytes.count { pieces.append(bytes[start...]) }
        return pieces
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop(while: ASCII.isBlank)
        while let last = bytes.last, ASCII.isBlank(last) { bytes.removeLast() }
        return bytes
    }

    /// The inside of a quoted string, or the token with any comment after it cut off.
    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let bytes = trimmed(bytes)
        guard bytes.first == ASCII.quote else {
            return Array(trimmed(bytes.prefix { $0 != 0x28 }))
        }
        var result = [UInt8]()
        var index = bytes.startIndex + 1
        while index < bytes.endIndex, bytes[index] != ASCII.quote {
            if bytes[index] == ASCII.backslash, index + 1 < bytes.endIndex { index += 1 }
            result.append(bytes[index])
            index += 1
        }
        return result
    }

    /// One piece of a value that RFC 2231 may have cut: `name*2*="..."`.
    private struct Section {
        let name: String
        let number: Int
        let isExtended: Bool
        let value: [UInt8]

        init(name: ArraySlice<UInt8>, value: [UInt8]) {
            let parts = name.split(separator: 0x2A, omittingEmptySubsequences: false)
            self.name = ASCII.lowercased(String(decoding: parts[0], as: UTF8.self))
            self.isExtended = parts.count > 1 && parts.last?.isEmpty == true
            self.number = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) ?? 0 : 0
            self.value = value
        }

        /// The value of all pieces of one name: extended ones before plain ones of the same number, in their order.
        static func joined(_ sections: [Section]) -> String {
            guard sections.contains(where: { $0.isExtended || $0.number > 0 }), let label = label(sections) else {
                var notes = ParseNotes()
                // RFC 2047 section 5 forbids encoded words here, and many mailers write them.
                return EncodedWord.decode(String(decoding: sections[0].value, as: UTF8.self), notes: &notes)
            }
            var bytes = [UInt8]()
            var numbers: Set<Int> = []
            let ordered = sections.enumerated().sorted {
                ($0.element.number, $0.element.isExtended ? 0 : 1, $0.offset)
                    < ($1.element.number, $1.element.isExtended ? 0 : 1, $1.offset)
            }
            for (_, section) in ordered where numbers.insert(section.number).inserted {
                var value = section.value[...]
                if section.isExtended {
                    if section.number == 0 {
                        value =
                            value.split(separator: 0x27, maxSplits: 2, omittingEmptySubsequences: false).last ?? value
                    }
                    bytes += percentDecoded(value)
                } else {
                    bytes += value
                }
            }
            let value = Charset(label: label).decode(bytes)
            // What RFC 2231 has escaped is meant as it is, even if it looks like an encoded word.
            if ordered.contains(where: \.element.isExtended) { return Line(cleaning: value, maxBytes: .max).text }
            var notes = ParseNotes()
            return EncodedWord.decode(value, notes: &notes)
        }

        /// The charset the first extended piece names; empty when none does.
        private static func label(_ sections: [Section]) -> String? {
            guard let first = sections.first(where: { $0.isExtended && $0.number == 0 }) else { return "utf-8" }
            return String(decoding: first.value.prefix { $0 != 0x27 }, as: UTF8.self)
        }

        private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var result = [UInt8]()
            var index = bytes.startIndex
            while index < bytes.endIndex {
                if bytes[index] == 0x25, index + 2 < bytes.endIndex, let high = ASCII.hexValue(bytes[index + 1]),
                    let low = ASCII.hexValue(bytes[index + 2])
                {
                    result.append(high << 4 | low)
                    index += 3
                } else {
                    result.append(bytes[index])
                    index += 1
                }
            }
            return result
        }
    }
}
