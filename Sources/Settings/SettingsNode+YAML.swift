// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values
import Yams

extension SettingsNode {
    /// How deep sections and lists may nest.
    static let maxDepth = 32

    /// Parses one YAML document into nodes with lines.
    ///
    /// Anchors, aliases and tags are refused: a settings file says what it means where it says it, and an alias can
    /// multiply a small file into gigabytes.
    ///
    /// - Returns: nil for an empty document.
    static func parse(_ text: String, file: String) throws(Problems) -> SettingsNode? {
        if let problem = referenceProblem(in: text, file: file) { throw Problems([problem]) }
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: text, encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw Problems([YAMLProblem.translate(error, text: text, file: file)])
        }
        guard let root else { return nil }
        var problems = [Problem]()
        // Nodes know their anchors only while the parser lives.
        let node = withExtendedLifetime(parser) { convert(root, depth: 0, file: file, problems: &problems) }
        guard problems.isEmpty else { throw Problems(problems) }
        return node
    }

    private static func convert(_ node: Node, depth: Int, file: String, problems: inout [Problem]) -> SettingsNode {
        let line = node.mark?.line ?? 1
        let empty = SettingsNode(line: line, content: .scalar(text: "", isPlain: true))
        func refuse(_ rule: String, _ message: String, _ wayOut: String) {
            problems.append(Problem(file: file, line: line, rule: rule, message: message, wayOut: wayOut))
        }
        if node.anchor != nil {
            refuse(
                "anchor-refused", "anchors and aliases (& and *) are not read here.",
                "Write the value out, or put a value that starts with & in quotes.")
            return empty
        }
        // `password: !x y` would lose its first word without a sound.
        guard node.writtenTag.isEmpty || node.writtenTag.hasPrefix("tag:yaml.org,2002:") else {
            refuse("tag-refused", "tags (!) are not read here.", "Put a value that starts with ! in quotes.")
            return empty
        }
        guard depth < maxDepth else {
            refuse("too-deep", "sections nest deeper than \(maxDepth).", "Flatten them.")
            return empty
        }
        switch node {
        case .alias:
            refuse("anchor-refused", "anchors and aliases (& and *) are not read here.", "Write the value out.")
            return empty
        case .scalar(let scalar):
            return SettingsNode(
                line: line, content: .scalar(text: scalar.string, isPlain: scalar.style == .plain))
        case .sequence(let sequence):
            let elements = sequence.map { convert($0, depth: depth + 1, file: file, problems: &problems) }
            return SettingsNode(line: line, content: .sequence(elements))
        case .mapping(let mapping):
            var entries = [Entry]()
            for (key, value) in mapping {
                let keyLine = key.mark?.line ?? line
                guard case .scalar(let scalar) = key else {
                    problems.append(
                        Problem(
                            file: file, line: keyLine, rule: "bad-yaml", message: "a key is a section or a list.",
                            wayOut: "Keys are plain words. Quote values that hold { } [ ] or : ."))
                    continue
                }
                let child = convert(value, depth: depth + 1, file: file, problems: &problems)
                entries.append(Entry(key: scalar.string, line: keyLine, node: child))
            }
            return SettingsNode(line: line, content: .mapping(entries))
        }
    }

    /// Finds an anchor and its alias before the parser expands them.
    ///
    /// The parser hashes keys, and a key that is an alias of an alias of an alias takes it hours.
    private static func referenceProblem(in text: String, file: String) -> Problem? {
        guard text.utf8.contains(0x26), text.utf8.contains(0x2A) else { return nil }
        var anchors = [Substring: Int]()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for name in references(in: line, sign: "&") where anchors[name] == nil { anchors[name] = index + 1 }
            for name in references(in: line, sign: "*") where anchors[name] != nil {
                return Problem(
                    file: file, line: index + 1, rule: "anchor-refused",
                    message: "anchors and aliases (& and *) are not read here.", wayOut: "Write the value out.")
            }
        }
        return nil
    }

    private static func references(in line: Substring, sign: Character) -> [Substring] {
        var found = [Substring]()
        var quote: Character?
        var previous: Character = " "
        var index = line.startIndex
        while index < line.endIndex {
            let character = line[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "#", previous == " " {
                break
            } else if (character == "\"" || character == "'") && " :[{,-".contains(previous) {
                quote = character
            } else if character == sign, " [{,?".contains(previous) {
                let name = line[line.index(after: index)...].prefix {
                    $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-"
                }
                if !name.isEmpty { found.append(name) }
            }
            previous = character
            index = line.index(after: index)
        }
        return found
    }
}

extension Node {
    /// The tag as written; empty without one.
    fileprivate var writtenTag: String {
        switch self {
        case .scalar(let scalar): scalar.tag.rawValue
        case .mapping(let mapping): mapping.tag.rawValue
        case .sequence(let sequence): sequence.tag.rawValue
        case .alias: ""
        }
    }
}
