// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Settings
import TestSupport
import Testing
import Values

struct InterpolationTests {
    private func read(_ value: String, _ environment: [String: String] = [:]) -> (String?, [Problem]) {
        var result: String?
        let found = problems(in: "first: 1\nkey: \(value)\n", environment: environment) { root in
            _ = root.int("first", default: 0, about: "x")
            result = root.string("key", about: "x")
        }
        return (result, found)
    }

    @Test(
        arguments: [
            ("${HOST}", "mx.example.com"), ("\"${HOST}:${PORT}\"", "mx.example.com:25"), ("a-${PORT}-b", "a-25-b"),
            ("'$${HOST}'", "${HOST}"), ("$HOST costs $5", "$HOST costs $5"), ("'$$ $'", "$$ $"),
            ("'${_x1}'", "under"), ("'$${a} ${PORT} $${b}'", "${a} 25 ${b}"),
        ])
    func variablesArePutIn(_ written: String, _ expected: String) {
        let environment = ["HOST": "mx.example.com", "PORT": "25", "_x1": "under"]
        let (value, found) = read(written, environment)
        #expect(value == expected)
        #expect(found.isEmpty)
    }

    @Test func aValueIsNotReadAgainForVariables() {
        #expect(read("${A}", ["A": "${B}", "B": "never"]).0 == "${B}")
    }

    @Test func everyMissingVariableIsNamedWithItsLine() {
        let (value, found) = read("${WEBHOOK_SECRET}-${OTHER}")
        #expect(value == nil)
        #expect(short(found) == ["2 key missing-variable", "2 key missing-variable"])
        #expect(found[0].message == "the environment variable WEBHOOK_SECRET is not set.")
        #expect(found[1].message == "the environment variable OTHER is not set.")
    }

    @Test(arguments: ["'${A'", "'${}'", "'${A-B}'", "'${1A}'", "'${A:-x}'"])
    func whatIsNoVariableIsRefused(_ written: String) {
        let (value, found) = read(written, ["A": "a"])
        #expect(value == nil)
        #expect(short(found) == ["2 key bad-interpolation"])
    }

    @Test func numbersMayComeFromTheEnvironment() throws {
        let file = try SettingsFile.parse("port: ${PORT}\n", name: "shop.yaml", environment: ["PORT": "2525"])
        #expect(file.root.int("port", default: 0, about: "x") == 2525)
    }

    @Test func anEmptyVariableIsNoValue() {
        let (value, found) = read("${EMPTY}", ["EMPTY": ""])
        #expect(value == nil)
        #expect(short(found) == ["2 key empty-value"])
    }

    @Test func aVariableCannotSmuggleALineBreak() {
        let (value, found) = read("${A}", ["A": "x\r\nBcc: y"])
        #expect(value == nil)
        #expect(short(found) == ["2 key control-character"])
    }

    @Test func secretsComeFromFiles() async throws {
        try await withTemporaryFolder { folder in
            _ = try write("password", Array("p4ss word\n".utf8), in: folder)
            let key = try write("key.pem", Array("-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n".utf8), in: folder)
            let text = "password: ${file:password}\nkey: ${file:\(key)}\n"
            let config = try write("shop.yaml", Array(text.utf8), in: folder)
            let file = try SettingsFile.load(path: config, environment: [:])
            #expect(file.root.requiredSecret("password", about: "x").reveal() == "p4ss word")
            #expect(
                file.root.requiredSecret("key", about: "x").reveal() == "-----BEGIN KEY-----\nAAAA\n-----END KEY-----")
            try file.finish()
            #expect(file.warnings.isEmpty)
        }
    }

    @Test func filesThatCannotBeReadAreNamed() async throws {
        try await withTemporaryFolder { folder in
            let binary = try write("binary", [0x61, 0xFF, 0xFE], in: folder)
            let large = try write("large", [UInt8](repeating: 0x61, count: 70_000), in: folder)
            let text =
                "a: ${file:/nonexistent/secret}\nb: ${file:\(binary)}\nc: ${file:\(large)}\nd: ${file:\(folder.path)}\n"
            let found = problems(in: text) { root in
                for key in ["a", "b", "c", "d"] { _ = root.secret(key, about: "x") }
            }
            #expect(
                short(found) == [
                    "1 a unreadable-file", "2 b unreadable-file", "3 c unreadable-file", "4 d unreadable-file",
                ])
            #expect(
                found[0].message == "the file /nonexistent/secret cannot be read: No such file or directory.")
            #expect(found[1].message.hasSuffix("it is not UTF-8."))
        }
    }

    @Test func literalSecretsWarnAndNeverShow() throws {
        let text = "password: hunter2-hunter2\nlist: [\"${A}\", plain-secret]\nbad: \"x\\u0007hunter2\"\n"
        let file = try SettingsFile.parse(text, name: "shop.yaml", environment: ["A": "fine"])
        let password = file.root.requiredSecret("password", about: "x")
        #expect(password.reveal() == "hunter2-hunter2")
        #expect(file.root.secretList("list", about: "x").map { $0.reveal() } == ["fine", "plain-secret"])
        #expect(file.root.secret("bad", about: "x") == nil)
        #expect(
            short(file.warnings) == ["1 password literal-secret", "2 list[1] literal-secret", "3 bad literal-secret"])
        #expect(short(file.problems) == ["3 bad control-character"])
        let everything = (file.warnings + file.problems).map(\.description).joined() + "\(password)"
        #expect(!everything.contains("hunter2"))
        #expect(!everything.contains("plain-secret"))
    }
}
