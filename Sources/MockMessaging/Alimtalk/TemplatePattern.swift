// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A text with places to fill in, `#{name}`.
struct TemplatePattern: Hashable, Sendable {
    private enum Piece: Hashable, Sendable {
        case text(String)
        case place(String)
    }

    /// The text as it is written.
    let source: String
    /// The names, each once, in the order of the text.
    let names: [String]
    private let pieces: [Piece]

    /// Takes a text apart; `#{` without an end stands for itself.
    init(_ source: String) {
        self.source = source
        var pieces: [Piece] = []
        var names: [String] = []
        var rest = source[...]
        while let open = rest.firstRange(of: "#{"),
            let close = rest[open.upperBound...].firstIndex(of: "}")
        {
            if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
            let name = String(rest[open.upperBound..<close])
            pieces.append(.place(name))
            if !names.contains(name) { names.append(name) }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
        self.names = names
    }

    /// The text with everything filled in; nil when a value is missing.
    func filled(_ values: [(name: String, value: String)]) -> String? {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .place(let name):
                guard let value = values.last(where: { $0.name == name })?.value else { return nil }
                text += value
            }
        }
        return text
    }

    /// Whether a text is this one with something filled in.
    func matches(_ text: String) -> Bool {
        if pieces.isEmpty { return text.isEmpty }
        let text = Array(text.replacing("\r\n", with: "\n").utf8)
        var index = 0
        var isOpen = false
        for (number, piece) in pieces.enumerated() {
            guard case .text(let words) = piece else {
                isOpen = true
                continue
            }
            let part = Array(words.replacing("\r\n", with: "\n").utf8)
            if !isOpen {
                guard text[index...].starts(with: part) else { return false }
                index += part.count
            } else if number == pieces.count - 1 {
                guard text.count - part.count >= index, text[(text.count - part.count)...].elementsEqual(part) else {
                    return false
                }
                index = text.count
            } else {
                guard let found = Self.find(part, in: text, from: index) else { return false }
                index = found + part.count
            }
            isOpen = false
        }
        return isOpen || index == text.count
    }

    private static func find(_ part: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard let first = part.first, text.count >= part.count else { return start }
        var index = start
        while index + part.count <= text.count {
            if text[index] == first, text[index..<(index + part.count)].elementsEqual(part) { return index }
            index += 1
        }
        return nil
    }
}
