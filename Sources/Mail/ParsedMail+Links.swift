// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

extension ParsedMail {
    /// The web addresses a reader can follow: the `href`s of the HTML, then those in the text; each once, at most 500.
    public var links: [String] {
        var links = LinkCollector()
        if let html { links.collectHTML(Array(html.utf8)) }
        if let text { links.collectText(Array(text.utf8)) }
        return links.found
    }
}

/// Finds addresses that start with `http://` or `https://`.
private struct LinkCollector {
    private(set) var found: [String] = []
    private var known: Set<String> = []
    private static let limit = 500
    private static let longest = 4096

    /// Takes the values of `href` attributes.
    mutating func collectHTML(_ bytes: [UInt8]) {
        var index = 0
        while let start = LinkCollector.find("href", in: bytes, from: index), found.count < LinkCollector.limit {
            index = start + 4
            var at = LinkCollector.skipSpace(bytes, index)
            guard at < bytes.count, bytes[at] == ASCII.equals else { continue }
            at = LinkCollector.skipSpace(bytes, at + 1)
            guard at < bytes.count else { return }
            let quote = bytes[at]
            let isQuoted = quote == ASCII.quote || quote == 0x27
            let from = isQuoted ? at + 1 : at
            let window = bytes[from...].prefix(LinkCollector.longest)
            let end = window.firstIndex { isQuoted ? $0 == quote : $0 <= ASCII.space || $0 == ASCII.greater }
            guard let end else {
                index = window.endIndex
                continue
            }
            add(LinkCollector.unescaped(String(decoding: bytes[from..<end], as: UTF8.self)))
            index = end
        }
    }

    /// Takes bare addresses, without the punctuation of the sentence around them.
    mutating func collectText(_ bytes: [UInt8]) {
        var index = 0
        while let start = LinkCollector.find("http", in: bytes, from: index), found.count < LinkCollector.limit {
            var end = start
            while end < bytes.count, end - start < LinkCollector.longest, bytes[end] > ASCII.space,
                !"<>\"`".utf8.contains(bytes[end])
            {
                end += 1
            }
            index = max(end, start + 4)
            while end > start, ".,;:!?)]}'".utf8.contains(bytes[end - 1]) { end -= 1 }
            add(String(decoding: bytes[start..<end], as: UTF8.self))
        }
    }

    private mutating func add(_ link: String) {
        let lower = ASCII.lowercased(String(link.prefix(8)))
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://"), known.insert(link).inserted else { return }
        found.append(link)
    }

    private static func skipSpace(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] <= ASCII.space { index += 1 }
        return index
    }

    /// Where a lower-case word next stands, in any case.
    private static func find(_ word: String, in bytes: [UInt8], from start: Int) -> Int? {
        let word = Array(word.utf8)
        var index = start
        while index + word.count <= bytes.count {
            if ASCII.lowercased(bytes[index]) == word[0],
                word.indices.allSatisfy({ ASCII.lowercased(bytes[index + $0]) == word[$0] })
            {
                return index
            }
            index += 1
        }
        return nil
    }

    /// Undoes the escapes that occur in addresses.
    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(0x26) else { return text }
        let escapes: [(String, UInt8)] = [
            ("&amp;", 0x26), ("&#38;", 0x26), ("&#x26;", 0x26), ("&quot;", 0x22), ("&#39;", 0x27), ("&#x3d;", 0x3D),
            ("&#61;", 0x3D),
        ]
        let bytes = Array(text.utf8)
        var result = [UInt8]()
        var index = 0
        while index < bytes.count {
            let match =
                bytes[index] == 0x26
                ? escapes.first {
                    bytes[index...].prefix($0.0.utf8.count).map(ASCII.lowercased).elementsEqual($0.0.utf8)
                }
                : nil
            result.append(match?.1 ?? bytes[index])
            index += match?.0.utf8.count ?? 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
