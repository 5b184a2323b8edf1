// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Values

@Suite("JSON")
struct JSONTests {
    private static let wellFormed: [(String, JSON)] = [
        ("null", JSON.null), (" \t\r\n true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
        ("-0", .integer(0)),
        ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5", .number(1.5)), ("1e2", .number(100)),
        ("1E+2", .number(100)), ("-0.0", .number(-0.0)), ("0e1", .number(0)),
        ("5e-324", .number(.leastNonzeroMagnitude)),
        ("\"\"", .string("")),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
        (#""\u0041\uD83D\uDE00\u0000""#, .string("A😀\u{0}")),
        (#""\uFFFF\ufeff""#, .string("\u{FFFF}\u{FEFF}")), ("\"한글\u{7F}\u{2028}\"", .string("한글\u{7F}\u{2028}")),
        ("[]", .array([])), ("[ 1 , [ ] ]", .array([1, []])), ("{}", .object([])),
        (#"{"":1,"a":{"b":null}}"#, ["": 1, "a": .object([JSON.Member("b", .null)])]),
    ]

    private func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

    @Test(
        "RFC 8259: what is JSON",
        arguments: JSONTests.wellFormed)
    func good(text: String, value: JSON) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        "RFC 8259: what is not",
        arguments: [
            "", " ", "nul", "nulll", "True", "+1", "01", "-", "-01", "1.", ".5", "1e", "1e+", "0x1", "1_0", "NaN",
            "Infinity", "1e999",
            "\"", "\"\n\"", "\"\u{1}\"", #""\x""#, #""\u12""#, #""\u12g4""#, #""\u+123""#, #""\u-000""#, #""\u 123""#,
            #""\uD800""#,
            #""\uD800x""#, #""\uD800\u0041""#, #""\uDC00""#, #""\uD83D\n""#, "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]",
            "]", "{", "{\"a\"}",
            "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{1:2}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "1 2", "[]]",
            "// x\n1", "\u{FEFF}1",
            "\u{A0}1", "\u{0}", "\"a", "\"\\",
        ])
    func bad(_ text: String) {
        #expect(throws: JSON.ParseError.self) { try parse(text) }
    }

    @Test("invalid UTF-8 in a string is no JSON")
    func utf8() {
        for bytes: [UInt8] in [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
        ] {
            #expect(throws: JSON.ParseError.self) { try JSON(parsing: [0x22] + bytes + [0x22]) }
            #expect(throws: JSON.ParseError.self) { try JSON(parsing: [0x22, 0x5C, 0x6E] + bytes + [0x22]) }
        }
    }

    @Test("nesting is bounded, and a hundred thousand brackets are no crash")
    func depth() throws {
        #expect(throws: Never.self) { try parse(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) }
        #expect(throws: JSON.ParseError.self) {
            try parse(String(repeating: "[", count: 65) + String(repeating: "]", count: 65))
        }
        #expect(throws: JSON.ParseError.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
        // Depth is nesting, not length.
        #expect(throws: Never.self) {
            try parse("[" + Array(repeating: "[]", count: 1_000).joined(separator: ",") + "]")
        }
        #expect(throws: Never.self) { try JSON(parsing: Array("[[]]".utf8), maxDepth: 2) }
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: Array("[[]]".utf8), maxDepth: 1) }
    }

    @Test("an error says where")
    func offset() {
        #expect { try parse(#"{"a": 1 "b"}"#) } throws: { ($0 as? JSON.ParseError)?.offset == 8 }
        #expect { try parse("[1,]") } throws: { "\($0)" == "not JSON at byte 3: expected a value" }
    }

    @Test("order is kept, the last of equal names counts, null counts as absent")
    func members() throws {
        let json = try parse(#"{"b":1,"a":2,"b":3,"n":null}"#)
        #expect(json.members?.map(\.name) == ["b", "a", "b", "n"])
        #expect(json["b"] == 3 && json["n"] == nil && json["x"] == nil && JSON.null["b"] == nil)
        #expect(json.text == #"{"b":1,"a":2,"b":3,"n":null}"#)
    }

    @Test("what is written is safe in a script element")
    func escaping() {
        let json: JSON = ["</script>": "<!--\u{0}\u{7F}\"\\\n"]
        #expect(json.text == #"{"\u003c/script>":"\u003c!--\u0000\u007f\"\\\n"}"#)
        #expect(JSON.number(.nan).text == "null" && JSON.number(.infinity).text == "null")
    }

    @Test("generated values come back, and Foundation reads the same from our text")
    func roundTrip() throws {
        var random = Random(seed: 11)
        for _ in 0..<1_000 {
            let value = random.json(depth: 4)
            let bytes = value.bytes
            #expect(try JSON(parsing: bytes) == value)
            let foundation = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(same(value, foundation), "\(value.text)")
        }
    }

    @Test("Foundation's own text is read as Foundation means it")
    func foundationWrites() throws {
        var random = Random(seed: 12)
        for _ in 0..<300 {
            let value = random.json(depth: 3)
            let object = try JSONSerialization.jsonObject(with: Data(value.bytes), options: .fragmentsAllowed)
            for options: JSONSerialization.WritingOptions in [
                [.fragmentsAllowed], [.fragmentsAllowed, .prettyPrinted],
            ] {
                let data = try JSONSerialization.data(withJSONObject: object, options: options)
                #expect(same(try JSON(parsing: Array(data)), object))
            }
        }
    }

    /// Whether our value and Foundation's are one.
    private func same(_ value: JSON, _ object: Any) -> Bool {
        switch value {
        case .null: return object is NSNull
        case .bool(let truth): return (object as? Bool) == truth
        case .integer(let number): return (object as? NSNumber)?.int64Value == number
        case .number(let number):
            // Foundation reads numbers as decimals, whose last bits may differ.
            return ((object as? NSNumber)?.doubleValue).map { abs($0 - number) <= abs(number) * 1e-14 } ?? false
        case .string(let text): return (object as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .array(let elements):
            guard let list = object as? [Any], list.count == elements.count else { return false }
            return zip(elements, list).allSatisfy { same($0, $1) }
        case .object(let members):
            guard let dictionary = object as? [String: Any] else { return false }
            return members.allSatisfy { member in dictionary[member.name].map { same(member.value, $0) } ?? false }
        }
    }
}

/// Made-up values that repeat with their seed.
struct Random {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func next(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func text() -> String {
        let alphabet = Array("aZ09 한글\"\\/\n\r\t\u{0}\u{1F}\u{7F}<>&é😀\u{2028}".unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<next(12) { text.append(alphabet[next(alphabet.count)]) }
        return String(text)
    }

    mutating func json(depth: Int) -> JSON {
        switch next(depth > 0 ? 8 : 6) {
        case 0: return .null
        case 1: return .bool(next(2) == 0)
        case 2: return .integer(Int64(bitPattern: next()) >> Int64(next(64)))
        case 3:
            let number = Double(bitPattern: next())
            return number.isFinite ? .number(number) : .number(0.5)
        case 4, 5: return .string(text())
        case 6: return .array((0..<next(5)).map { _ in json(depth: depth - 1) })
        default:
            // Names that differ in Foundation's eyes too: it compares strings by canonical equivalence.
            return .object(
                (0..<next(5)).map { JSON.Member("\($0)" + text().filter(\.isASCII), json(depth: depth - 1)) })
        }
    }
}
