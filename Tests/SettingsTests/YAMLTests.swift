// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Settings
import TestSupport
import Testing
import Values

struct YAMLTests {
    @Test(
        arguments: [
            ("a: 1\nb: 2\na: 3\n", "3 a duplicate-key"),
            ("x: 1\ns:\n  a: 1\n  b: 2\n  a: 3\n", "5 a duplicate-key"),
            ("s: { a: 1, a: 2 }\n", "1 a duplicate-key"),
            ("a: 1\nb:\n\tc: 2\n", "3 - tab-indent"),
            ("a: 1\n\tb: 2\n", "2 - tab-indent"),
            ("a: b: c\n", "1 - bad-yaml"),
            ("a: [1, 2\nb: 3\n", "2 - bad-yaml"),
            ("a: \"open\n", "2 - bad-yaml"),
            ("a: @home\n", "1 - bad-yaml"),
            ("a: 1\n---\nb: 2\n", "2 - bad-yaml"),
            ("a: &x 1\nb: 2\n", "1 - anchor-refused"),
            ("a: &pass word\n", "1 - anchor-refused"),
            ("a: !pass word\n", "1 - tag-refused"),
            ("a: 1\nb: !x { c: 1 }\n", "2 - tag-refused"),
            ("a: &x 1\nb: *x\n", "2 - anchor-refused"),
            ("a: 1\nb: *x\n", "2 - anchor-refused"),
            ("base: &b { a: 1 }\nshop:\n  <<: *b\n", "3 - anchor-refused"),
            ("? [a, b]\n: 1\n", "1 - bad-yaml"),
            ("a: \"\u{7}\"\n", "1 - bad-yaml"),
        ])
    func whatCannotBeReadHasALine(_ text: String, _ expected: String) {
        let found = problems(in: text) { root in
            for key in ["a", "b", "x"] { _ = root.string(key, about: "x") }
        }
        #expect(short(found) == [expected])
        #expect(found.first?.wayOut?.isEmpty == false)
    }

    @Test func aBillionLaughsIsRefusedAtOnce() {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        text += "*a30 : key\n"
        let found = problems(in: text) { _ in }
        #expect(short(found) == ["2 - anchor-refused"])
    }

    @Test func signsOfAnchorsInTextAreText() throws {
        let text = "tagged: !!str 5\na: Fish & chips *with* salt # & *x\nb: '&x *x'\nc: \"*x\"\nd: a&x\n"
        let file = try SettingsFile.parse(text, name: "shop.yaml")
        #expect(file.root.string("tagged", about: "x") == "5")
        #expect(file.root.string("a", about: "x") == "Fish & chips *with* salt")
        #expect(file.root.string("b", about: "x") == "&x *x")
        #expect(file.root.string("c", about: "x") == "*x")
        #expect(file.root.string("d", about: "x") == "a&x")
        try file.finish()
    }

    @Test func deepNestingIsRefused() {
        let text = "a: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200) + "\n"
        #expect(problems(in: text) { _ in }.contains { $0.rule == "too-deep" })
        let deeper = "a: " + String(repeating: "[", count: 5_000) + "\n"
        #expect(!problems(in: deeper) { _ in }.isEmpty)
    }

    @Test func linesOfFlowStyleAreThoseOfTheKeys() {
        let text = "server: {\n  listen: nowhere,\n  port: x\n}\n"
        let found = problems(in: text) { root in
            let server = root.section("server", about: "x")
            _ = server.hostPort("listen", default: ":1", about: "x")
            _ = server.int("port", default: 1, about: "x")
        }
        #expect(short(found) == ["2 server.listen bad-value", "3 server.port wrong-type"])
    }

    @Test func windowsLineEndsCountOnce() {
        let found = problems(in: "a: 1\r\nb: x\r\nc: 1\r\n") { root in
            for key in ["a", "b", "c"] { _ = root.int(key, default: 1, about: "x") }
        }
        #expect(short(found) == ["2 b wrong-type"])
    }

    @Test func aFileThatIsNotThereNamesTheWayOut() {
        #expect(throws: Problems.self) { try SettingsFile.load(path: "/nonexistent/parcelpost.yaml", environment: [:]) }
        do {
            _ = try SettingsFile.load(path: "/nonexistent/parcelpost.yaml", environment: [:])
        } catch {
            #expect(error.list.count == 1)
            #expect(
                error.description
                    == "/nonexistent/parcelpost.yaml: the file cannot be read: No such file or directory. "
                    + "[unreadable-file] Name another file with --config, or make one with `parcelpost init`.")
        }
    }

    @Test func aFileThatIsTooLargeIsNotRead() async throws {
        try await withTemporaryFolder { folder in
            let path = try write("big.yaml", [UInt8](repeating: 0x23, count: SettingsFile.maxBytes + 1), in: folder)
            #expect(throws: Problems.self) { try SettingsFile.load(path: path, environment: [:]) }
        }
    }

    @Test func anyBytesGiveProblemsAndNoCrash() {
        var generator = SplitMix(state: 20_261_122)
        let alphabet = Array("ab: {}[],&*#'\"|>-?!%@`\n\t \\$~0e\u{1}가".unicodeScalars)
        var refused = 0
        for _ in 0..<3_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int(generator.next() % 40) {
                text.append(alphabet[Int(generator.next() % UInt64(alphabet.count))])
            }
            let found = problems(in: String(text)) { root in
                _ = root.string("a", about: "x")
                _ = root.section("b", about: "x").stringList("a", about: "x")
            }
            if !found.isEmpty { refused += 1 }
        }
        #expect(refused > 1_000)
    }
}

/// A generator with a seed (Steele, Lea and Flood, 2014), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
