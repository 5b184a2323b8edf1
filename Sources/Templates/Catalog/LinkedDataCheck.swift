// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Tries JSON-LD of a template with sections on and off: a comma too many shows only when something is missing.
struct LinkedDataCheck {
    private enum Token {
        case literal(Range<Int>)
        case value
        case open(name: String, inverted: Bool, end: Int)
        case close
    }

    private let text: [UInt8]
    private let start: Int
    private let source: PlaceholderSource
    private let lists: Set<String>
    private var tokens: [Token] = []
    private var names: [String] = []

    /// Cuts a script's text.
    ///
    /// - Parameters:
    ///   - text: What stands in the script, with placeholders.
    ///   - offset: Where in the source the script is, nearly.
    ///   - source: The template that it is part of.
    ///   - lists: The names of lists: their sections are tried with two elements.
    private init(_ text: [UInt8], near offset: Int, in source: PlaceholderSource, lists: Set<String>) {
        self.text = text
        self.start = LinkedDataCheck.find(text, in: source.bytes) ?? offset
        self.source = source
        self.lists = lists
        var index = 0
        var opened = [Int]()
        for match in source.code.matches(in: text) where match.number < source.tags.count {
            if index < match.range.lowerBound { tokens.append(.literal(index..<match.range.lowerBound)) }
            index = match.range.upperBound
            switch source.tags[match.number].piece.kind {
            case .open(let name, let inverted):
                opened.append(tokens.count)
                tokens.append(.open(name: name.description, inverted: inverted, end: 0))
                if !names.contains(name.description) { names.append(name.description) }
            case .close:
                if let open = opened.popLast(), case .open(let name, let inverted, _) = tokens[open] {
                    tokens[open] = .open(name: name, inverted: inverted, end: tokens.count)
                }
                tokens.append(.close)
            default: tokens.append(.value)
            }
        }
        if index < text.count { tokens.append(.literal(index..<text.count)) }
        // What the parser broke is told elsewhere.
        if !opened.isEmpty { tokens = [] }
    }

    /// Tries one script and logs the first way in which it is no JSON.
    static func check(
        _ text: [UInt8], near offset: Int, in source: PlaceholderSource, lists: Set<String>, log: inout ProblemLog
    ) -> Bool {
        let check = LinkedDataCheck(text, near: offset, in: source, lists: lists)
        guard !check.tokens.isEmpty else { return true }
        var trials: [(words: String, isOn: (String) -> Bool)] = [
            ("when everything is there", { _ in true }), ("when nothing is there", { _ in false }),
        ]
        for name in check.names {
            trials.append(("when \(name) is missing", { $0 != name }))
            trials.append(("when there is only \(name)", { $0 == name }))
        }
        for trial in trials {
            guard let fault = check.fault(trial.isOn) else { continue }
            let position = source.map[fault.offset] ?? source.map[offset]
            guard let position else { return false }
            log.add(
                position, "json-ld", "this is no JSON \(trial.words): \(fault.reason)",
                wayOut: "put commas into the sections they belong to")
            return false
        }
        return true
    }

    private func fault(_ isOn: (String) -> Bool) -> (reason: String, offset: Int)? {
        var output = [UInt8]()
        var map = [(output: Int, source: Int)]()
        write(tokens.indices, isOn, &output, &map)
        do throws(JSON.ParseError) {
            _ = try JSON(parsing: output)
            return nil
        } catch {
            let near = map.last { $0.output <= error.offset } ?? (0, start)
            return (error.reason, near.source + error.offset - near.output)
        }
    }

    private func write(
        _ range: Range<Int>, _ isOn: (String) -> Bool, _ output: inout [UInt8],
        _ map: inout [(output: Int, source: Int)]
    ) {
        var index = range.lowerBound
        while index < range.upperBound {
            switch tokens[index] {
            case .literal(let bytes):
                map.append((output.count, start + bytes.lowerBound))
                output += text[bytes]
            case .value: output.append(0x78)
            case .close: break
            case .open(let name, let inverted, let end):
                if isOn(name) != inverted {
                    let isList = !inverted && lists.contains(name.split(separator: ".").last.map(String.init) ?? name)
                    for _ in 0..<(isList ? 2 : 1) { write((index + 1)..<end, isOn, &output, &map) }
                }
                index = end
            }
            index += 1
        }
    }

    private static func find(_ text: [UInt8], in bytes: [UInt8]) -> Int? {
        guard let first = text.first, bytes.count >= text.count else { return nil }
        for start in 0...(bytes.count - text.count)
        where bytes[start] == first && bytes[start..<start + text.count].elementsEqual(text) {
            return start
        }
        return nil
    }
}
