// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Values

/// `parcelpost render`, as a template developer uses it.
struct RenderTests {
    @Test("--list tells letters, languages and fixtures, in columns and as JSON")
    func list() async throws {
        try await withTemporaryFolder { folder in
            let table = try Binary.run(["render", "--list"], in: folder)
            #expect(table.status == 0, "\(table.errors)")
            for row in ["letter   delivered", "letter   staff", "locale   ko", "fixture  ordinary"] {
                #expect(table.output.contains("\n" + row), "\(row) is not in \(table.output)")
            }
            let list = try JSON(parsing: Array(Binary.run(["render", "--list", "--json"], in: folder).output.utf8))
            #expect(list["letters"]?.array?.contains { $0["name"]?.string == "shipped" } == true)
            #expect(list["locales"]?.array?.count == 2)
            #expect(list["fixtures"]?.array?.allSatisfy { $0["about"]?.string?.isEmpty == false } == true)
        }
    }

    @Test("in a shop's folder its own templates and its own set are shown, named as people write paths")
    func ownTemplates() async throws {
        try await withTemporaryFolder { folder in
            #expect(try Binary.run(["init", "."], in: folder).status == 0)
            let own = folder.appendingPathComponent("templates/moon/locales")
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            let file = own.appendingPathComponent("ko.yaml")
            try Data("delivered:\n  headline: 새 식구가 도착했어요\n".utf8).write(to: file)
            let settings = folder.appendingPathComponent("parcelpost.yaml")
            let text = try String(contentsOf: settings, encoding: .utf8)
            try Data(text.replacing("    brand:\n", with: "    brand:\n      templates: moon\n").utf8).write(
                to: settings)
            let shown = try Binary.run(["render", "--stage", "DELIVERED", "--format", "text"], in: folder)
            #expect(shown.status == 0 && shown.output.contains("새 식구가 도착했어요"), "\(shown.output)\(shown.errors)")
            try Data("delivered:\n  headline: \"{{nope}}\"\n".utf8).write(to: file)
            let checked = try Binary.run(["check"], in: folder)
            #expect(checked.status == 1 && checked.output.hasPrefix("templates/moon/locales/ko.yaml:2: error: "))
        }
    }

    @Test("--all writes every letter in every language with every fixture, and an index that tells the truth")
    func all() async throws {
        try await withTemporaryFolder { folder in
            let list = try JSON(parsing: Array(Binary.run(["render", "--list", "--json"], in: folder).output.utf8))
            let result = try Binary.run(["render", "--all", "-o", "out/letters"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let out = folder.appendingPathComponent("out/letters")
            let index = try JSON(parsing: [UInt8](Data(contentsOf: out.appendingPathComponent("index.json"))))
            let entries = try #require(index.array)
            let counts = ["letters", "locales", "fixtures"].map { list[$0]?.array?.count ?? 0 }
            #expect(entries.count == counts.reduce(1, *) && entries.count > 100)
            var seen = Set<String>()
            for entry in entries {
                let words = ["letter", "locale", "fixture"].map { entry[$0]?.string ?? "?" }
                #expect(seen.insert(words.joined(separator: ".")).inserted)
                #expect(entry["subject"]?.string?.isEmpty == false && entry["preheader"]?.string?.isEmpty != true)
                for (kind, ending) in [("html", "html"), ("text", "txt"), ("eml", "eml")] {
                    let name = try #require(entry[kind]?.string)
                    #expect(name == words.joined(separator: ".") + "." + ending)
                    let bytes = try Data(contentsOf: out.appendingPathComponent(name)).count
                    #expect(bytes > 200)
                    if let said = entry[kind + "Bytes"]?.integer { #expect(said == Int64(bytes)) }
                }
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: out.path)
            #expect(files.count == entries.count * 3 + 1)
            // Nothing in them depends on when they were written.
            _ = try Binary.run(["render", "--all", "--stage", "FAILED", "--locale", "ko", "-o", "again"], in: folder)
            let some = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/again")
            #expect(some.count == (list["fixtures"]?.array?.count ?? 0) * 3 + 1)
            for name in some where name != "index.json" {
                let again = try Data(contentsOf: folder.appendingPathComponent("again/" + name))
                #expect(try again == Data(contentsOf: out.appendingPathComponent(name)), "\(name)")
            }
        }
    }

    @Test(
        "A letter is named by stage, milestone or its own name, in either case",
        arguments: [
            ("DELIVERED", "delivered"), ("delivered", "delivered"), ("Picked_Up", "shipped"), ("IN_TRANSIT", "shipped"),
            ("out_for_delivery", "out_for_delivery"), ("Staff", "staff"), ("DIGEST", "digest"),
        ])
    func names(_ given: String, _ meant: String) async throws {
        try await withTemporaryFolder { folder in
            let one = try Binary.run(["render", "--stage", given, "--format", "eml"], in: folder)
            #expect(one.status == 0, "\(one.errors)")
            #expect(one.output.contains("Message-ID: <\(meant).ko.ordinary@parcelpost.example>"))
        }
    }

    @Test("A set's own letter for a stage is found by it, and a letter nothing names by its name")
    func ownLetters() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.copyItem(
                at: Repository.root.appendingPathComponent("templates"), to: folder.appendingPathComponent("templates"))
            let email = folder.appendingPathComponent("templates/moon/email")
            try FileManager.default.createDirectory(at: email, withIntermediateDirectories: true)
            let shipped = try String(
                contentsOf: folder.appendingPathComponent("templates/default/email/shipped.mustache"), encoding: .utf8)
            for name in ["picked_up", "greeting"] {
                try shipped.replacing("{{/subject}}", with: " (\(name)){{/subject}}").write(
                    to: email.appendingPathComponent(name + ".mustache"), atomically: true, encoding: .utf8)
            }
            func subject(_ stage: String) throws -> String {
                let result = try Binary.run(
                    ["render", "--stage", stage, "--set", "moon", "--format", "json", "--templates", "templates"],
                    in: folder)
                try #require(result.status == 0, "\(result.errors)")
                return try JSON(parsing: Array(result.output.utf8))["subject"]?.string ?? ""
            }
            #expect(try subject("PICKED_UP").hasSuffix("(picked_up)"))
            #expect(try subject("greeting").hasSuffix("(greeting)"))
            #expect(try !subject("IN_TRANSIT").contains("("))
        }
    }

    @Test(
        "What cannot be meant is refused with what there is",
        arguments: [
            (["--stage", "ARRIVED"], "staff"), (["--stage", "DELIVERED", "--fixture", "none"], "ordinary"),
            (["--stage", "DELIVERED", "--set", "none"], "default"), (["--all"], "-o"), ([], "--list"),
            (["--stage", "DELIVERED", "--dark"], "png"),
            (["--stage", "DELIVERED", "--format", "png", "--width", "9"], "240"),
        ])
    func refusals(_ arguments: [String], _ hint: String) async throws {
        try await withTemporaryFolder { folder in
            let result = try Binary.run(["render"] + arguments, in: folder)
            #expect(result.status == 64 && result.errors.contains(hint), "\(result.errors)")
        }
    }

    @Test(
        "A picture is as wide as asked for, as tall as the letter, dark when asked; without a Chromium a sentence says so"
    )
    func picture() async throws {
        try await withTemporaryFolder { folder in
            let without = try Binary.run(
                ["render", "--stage", "DELIVERED", "--format", "png", "-o", "x.png"], in: folder,
                environment: ["PATH": folder.path])
            #expect(without.status == 1 && without.errors.contains("apt install chromium"), "\(without.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.png"))
            guard Self.hasChromium else { return }
            func size(_ name: String, _ more: [String]) throws -> (width: Int, height: Int, bytes: Data) {
                let result = try Binary.run(
                    ["render", "--stage", "DELIVERED", "--format", "png", "-o", name] + more, in: folder)
                try #require(result.status == 0, "\(result.errors)")
                let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
                #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
                func number(_ at: Int) -> Int { bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
                return (number(16), number(20), bytes)
            }
            let light = try size("light.png", [])
            let narrow = try size("narrow.png", ["--width", "360", "--dark"])
            #expect(light.width == 640 && light.height > 800)
            #expect(narrow.width == 360 && narrow.height > light.height / 2)
            #expect(try size("dark.png", ["--dark"]).bytes != light.bytes)
        }
    }

    private static let hasChromium = ["chromium", "chromium-browser", "google-chrome"].contains { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }
}
