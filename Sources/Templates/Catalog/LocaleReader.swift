// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values
import Yams

/// Reads a language's YAML into texts by dotted key, with the line of each.
struct LocaleReader {
    private struct Entry {
        let values: [String]
        let file: String
        let line: Int
    }

    private var entries: [String: Entry] = [:]
    /// The keys that were asked for by name.
    private(set) var asked: Set<String> = []
    /// The file that problems of missing keys name.
    let mainFile: String

    /// Reads files, the later ones overriding single keys of the former.
    init(_ files: [TemplateFolder.File], log: inout ProblemLog) {
        self.mainFile = files.first?.name ?? "locales"
        for file in files {
            do {
                guard let root = try Yams.compose(yaml: String(decoding: file.bytes, as: UTF8.self)) else { continue }
                guard root.mapping != nil else {
                    log.add(
                        Problem(
                            file: file.name, line: 1, rule: "words-shape",
                            message: "a language is keys with their texts",
                            wayOut: "write key: text, as the default set does"))
                    continue
                }
                collect(root, key: "", file: file.name, log: &log)
            } catch {
                var line: Int?
                if let error = error as? YamlError {
                    switch error {
                    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
                        line = mark.line
                    case .duplicatedKeysInMapping(_, let context): line = context.mark.line
                    default: break
                    }
                }
                log.add(
                    Problem(
                        file: file.name, line: line, rule: "not-yaml", message: "this is not YAML",
                        wayOut: "quote texts that begin with { or [ or hold a colon, and write each key once"))
            }
        }
    }

    /// One text without placeholders; a missing one is a problem.
    mutating func text(_ key: String, log: inout ProblemLog) -> String {
        list(key, count: 1, log: &log).first ?? ""
    }

    /// A list of so many texts; a missing or shorter one is a problem.
    mutating func list(_ key: String, count: Int, log: inout ProblemLog) -> [String] {
        asked.insert(key)
        guard let entry = entries[key] else {
            log.add(
                Problem(
                    file: mainFile, field: key, rule: "missing-words", message: "there is no text \(key)",
                    wayOut: "add it"))
            return Array(repeating: "", count: count)
        }
        guard entry.values.count == count else {
            log.add(
                Problem(
                    file: entry.file, line: entry.line, field: key, rule: "words-count",
                    message: "this needs \(count) texts and has \(entry.values.count)"))
            return Array(repeating: "", count: count)
        }
        return entry.values
    }

    /// One text with placeholders, as a template.
    mutating func template(_ key: String, log: inout ProblemLog) -> [Node] {
        asked.insert(key)
        guard let entry = entries[key], let text = entry.values.first else {
            _ = list(key, count: 1, log: &log)
            return []
        }
        return Parser.parse(Array(text.utf8), file: entry.file, line: entry.line, log: &log)
    }

    /// The texts under a key, by what follows it.
    mutating func texts(under key: String) -> [String: String] {
        var texts = [String: String]()
        for (name, entry) in entries where name.hasPrefix(key + ".") {
            asked.insert(name)
            texts[String(name.dropFirst(key.count + 1))] = entry.values.first
        }
        return texts
    }

    /// The keys of all its texts, in order.
    var keys: [String] { entries.keys.sorted() }

    /// Whether it has a text.
    func has(_ key: String) -> Bool { entries[key] != nil }

    /// The file and line of a text.
    func place(of key: String) -> (file: String, line: Int)? { entries[key].map { ($0.file, $0.line) } }

    /// Every text by its key, as templates; the calendar and the couriers' words are not for templates.
    func words(log: inout ProblemLog) -> [String: [Node]] {
        var words = [String: [Node]]()
        for key in entries.keys.sorted() {
            guard let entry = entries[key], entry.values.count == 1, let text = entry.values.first,
                !key.hasPrefix("calendar."), !key.hasPrefix("scans.")
            else { continue }
            words[key] = Parser.parse(Array(text.utf8), file: entry.file, line: entry.line, log: &log)
        }
        return words
    }

    private mutating func collect(_ node: Yams.Node, key: String, file: String, log: inout ProblemLog) {
        let line = node.mark?.line ?? 1
        switch node {
        case .mapping(let mapping):
            for (name, value) in mapping {
                guard let name = name.string else { continue }
                collect(value, key: key.isEmpty ? name : key + "." + name, file: file, log: &log)
            }
        case .sequence(let sequence):
            guard key.hasPrefix("calendar.") else {
                log.add(
                    Problem(
                        file: file, line: line, field: key, rule: "words-shape", message: "this is a list, not a text",
                        wayOut: "write one text, in quotes if it begins with ["))
                return
            }
            entries[key] = Entry(values: sequence.map { $0.string ?? "" }, file: file, line: line)
        case .scalar(let scalar):
            guard !scalar.string.isEmpty else {
                log.add(
                    Problem(
                        file: file, line: line, field: key, rule: "empty-words", message: "this text is empty",
                        wayOut: "write it, or take the key out"))
                return
            }
            if let tag = LocaleReader.tag(in: scalar.string) {
                log.add(
                    Problem(
                        file: file, line: line, field: key, rule: "markup-in-words",
                        message: "readers would see \(tag) as it stands here: words hold no markup",
                        wayOut: "take it out; what is bold or a link stands in the template"))
            }
            if entries.contains(where: { $0.key.hasPrefix(key + ".") && $0.value.file != file }) {
                log.add(
                    Problem(
                        file: file, line: line, field: key, rule: "words-shape",
                        message: "\(key) holds texts under keys of their own and is none itself",
                        wayOut: "write the key of the text that is meant under it"))
            }
            entries[key] = Entry(values: [scalar.string], file: file, line: line)
        case .alias: break
        }
    }

    /// The first tag of HTML in a text, if there is one.
    private static func tag(in text: String) -> String? {
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...]
            let next = rest.dropFirst().first
            if let end = rest.firstIndex(of: ">"), let next, next == "/" || next.isASCII && next.isLetter {
                return String(rest[...end])
            }
            rest = rest.dropFirst()
        }
        return nil
    }
}
