// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mustache
import Templates
import Testing
import Values

/// Generated templates, rendered by swift-mustache and by us.
@Suite struct OracleTests {
    @Test(arguments: 0..<400) func agreesWithSwiftMustache(seed: UInt64) throws {
        var maker = TemplateMaker(seed: seed)
        let data = maker.data()
        let source = maker.template(data)
        let shape = JSONShape.shape(data)
        let ours = try Templates.Template(source, dialect: .specification, shape: shape)
            .render(JSONShape.value(data, shape))
        let theirs = try MustacheTemplate(string: source).render(TemplateMaker.any(data))
        // The oracle writes an apostrophe as we do, and nothing else differs.
        #expect(ours == theirs, "\(source)")
    }
}

/// Makes data, and a template that names only what is there.
private struct TemplateMaker {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678
    }

    private mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    private mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }

    /// Text is never empty: whether an empty one counts as missing differs.
    private mutating func text() -> JSON {
        .string(pick(["한글", "a & b", "<b>\"x\"</b>", "it's", "{{x}}", "🎁", "line", "1 > 0"]))
    }

    mutating func data() -> JSON {
        var rows = [JSON]()
        for _ in 0..<below(4) {
            rows.append(["time": text(), "place": text(), "isNew": .bool(below(2) == 0)])
        }
        if rows.isEmpty { rows = [] }
        return [
            "name": text(), "other": text(), "yes": true, "no": false, "person": ["first": text(), "last": text()],
            "rows": .array(rows.isEmpty ? [["time": text(), "place": text(), "isNew": true]] : rows),
            "words": .array((0..<below(3) + 1).map { _ in text() }),
        ]
    }

    static func any(_ json: JSON) -> Any {
        switch json {
        case .object(let members):
            Dictionary(members.map { ($0.name, any($0.value)) }) { $1 }
        case .array(let elements): elements.map(any)
        case .string(let text): text
        case .bool(let truth): truth
        default: ""
        }
    }

    /// Lines of text and of sections on lines of their own; several tags that share a line with nothing else are left out,
    /// since there the oracle takes white space that the specification does not speak of.
    mutating func template(_ data: JSON) -> String { lines(depth: 3, inRow: false) }

    private mutating func lines(depth: Int, inRow: Bool) -> String {
        var output = ""
        for _ in 0..<below(4) + 1 {
            switch below(depth > 0 ? 6 : 3) {
            case 0: output += "  {{! alone }}\n"
            case 1, 2: output += "x " + inline(depth: 2, inRow: inRow) + "\n"
            case 3: output += section(inRow ? ["yes", "no", "isNew"] : ["yes", "no"], "#", depth, inRow)
            case 4: output += section(["yes", "no"], "^", depth, inRow)
            default: output += inRow ? "y\n" : section(["rows"], "#", depth, true)
            }
        }
        return output
    }

    private mutating func section(_ names: [String], _ sign: String, _ depth: Int, _ inRow: Bool) -> String {
        let name = pick(names)
        return "  {{\(sign)\(name)}}\n" + lines(depth: depth - 1, inRow: inRow) + "{{/\(name)}}\n"
    }

    private mutating func inline(depth: Int, inRow: Bool) -> String {
        let names =
            inRow ? ["time", "place", "name", "person.first"] : ["name", "other", "person.first", "person.last"]
        var output = ""
        for _ in 0..<below(4) + 1 {
            switch below(depth > 0 ? 7 : 4) {
            case 0: output += pick(["plain ", "한글 글자", "<td>", "\"&amp;\" ", " "])
            case 1: output += "{{\(pick(names))}}"
            case 2: output += "{{{\(pick(names))}}}"
            case 3: output += "{{! comment }}"
            case 4: output += "{{#yes}}" + inline(depth: depth - 1, inRow: inRow) + "{{/yes}}"
            case 5: output += "{{^no}}" + inline(depth: depth - 1, inRow: inRow) + "{{/no}}"
            default: output += "{{#words}}[{{.}}|{{name}}]{{/words}}"
            }
        }
        return output
    }
}
