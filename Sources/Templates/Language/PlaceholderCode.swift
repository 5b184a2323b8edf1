// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// How tags are written as letters and digits, so that an HTML parser lets them through wherever they stand: `ppv12x`.
struct PlaceholderCode {
    /// What a placeholder stands for.
    enum Kind: UInt8 {
        /// A value or a text of the locale.
        case value = 0x76
        /// The start of a section.
        case open = 0x6F
        /// The end of a section.
        case close = 0x63
    }

    /// A placeholder that was found.
    struct Match {
        /// Its bytes, the comment around it included.
        let range: Range<Int>
        /// The tag's number.
        let number: Int
    }

    private let prefix: [UInt8]

    /// Makes a code that cannot be mistaken for anything in a text.
    ///
    /// - Parameter text: All that the author wrote; case does not count.
    init(avoiding text: [UInt8]) {
        let lowered = text.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        var prefix = Array("pp".utf8)
        while PlaceholderCode.occurs(prefix, in: lowered) { prefix.append(0x71) }
        self.prefix = prefix
    }

    private static func occurs(_ prefix: [UInt8], in text: [UInt8]) -> Bool {
        guard text.count > prefix.count else { return false }
        for start in 0..<(text.count - prefix.count)
        where text[start] == 0x70 && Kind(rawValue: text[start + prefix.count]) != nil
            && text[start..<start + prefix.count].elementsEqual(prefix)
        {
            return true
        }
        return false
    }

    /// Writes a placeholder.
    func bytes(_ kind: Kind, _ number: Int) -> [UInt8] {
        prefix + [kind.rawValue] + Array(String(number).utf8) + [0x78]
    }

    /// Whether a text is a placeholder and nothing else, as the comments at a section's ends are.
    func isPlaceholder(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let match = match(bytes, at: 0) else { return false }
        return match.range.upperBound == bytes.count
    }

    /// The first placeholder in a text, if there is one.
    func number(in text: String) -> Int? {
        matches(in: Array(text.utf8)).first?.number
    }

    /// All placeholders in order; a comment that holds nothing else is part of its placeholder.
    func matches(in bytes: [UInt8]) -> [Match] {
        var matches = [Match]()
        var index = 0
        while index < bytes.count {
            guard let match = match(bytes, at: index) else {
                index += 1
                continue
            }
            var range = match.range
            let end = bytes[range.upperBound...].prefix(3)
            if range.lowerBound >= 4, bytes[(range.lowerBound - 4)..<range.lowerBound].elementsEqual("<!--".utf8),
                end.elementsEqual("-->".utf8)
            {
                range = (range.lowerBound - 4)..<(range.upperBound + 3)
            }
            matches.append(Match(range: range, number: match.number))
            index = range.upperBound
        }
        return matches
    }

    private func match(_ bytes: [UInt8], at start: Int) -> Match? {
        guard start < bytes.count, bytes[start] == 0x70 else { return nil }
        var index = start + prefix.count
        guard index + 2 < bytes.count, bytes[start..<index].elementsEqual(prefix), Kind(rawValue: bytes[index]) != nil
        else { return nil }
        index += 1
        let digits = index
        var number = 0
        while index < bytes.count, index - digits < 9, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            number = number * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        guard index > digits, index < bytes.count, bytes[index] == 0x78 else { return nil }
        return Match(range: start..<(index + 1), number: number)
    }
}
