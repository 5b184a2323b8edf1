// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Values

/// Templates are changed under a running gateway; a mistake in them harms nobody.
struct ReloadTests {
    private static let shipped = "templates/default/email/shipped.mustache"
    private static let settings = "templates: ./templates"

    private static func copyTemplates(to folder: URL) throws {
        try FileManager.default.copyItem(
            at: Repository.root.appendingPathComponent("templates"), to: folder.appendingPathComponent("templates"))
    }

    /// Rewrites the letter of `shipped`, as an editor would.
    private static func rewrite(_ town: Town, _ change: (String) -> String) throws {
        let file = town.folder.appendingPathComponent(shipped)
        try change(String(contentsOf: file, encoding: .utf8)).write(to: file, atomically: true, encoding: .utf8)
    }

    private static func told(_ town: Town, _ number: String) async throws -> String {
        try await town.register(number)
        _ = try await town.webhook(Town.polled(number, "PICKED_UP"))
        return try await town.mails("to:c\(number)@example.com", count: 1).first?["subject"]?.string ?? ""
    }

    private static func lines(_ town: Town, _ text: String) -> [Substring] {
        (town.gateway?.log ?? "").split(separator: "\n").filter { $0.contains(text) }
    }

    @Test("SIGHUP: a broken template changes nothing and is told with file and line; a mended one is in the next mail")
    func signal() async throws {
        try await Town.open(
            settings: Self.settings, environment: "production", prepare: { try Self.copyTemplates(to: $0) }
        ) { town in
            let file = town.folder.appendingPathComponent(Self.shipped)
            let good = try String(contentsOf: file, encoding: .utf8)
            let line = good.split(separator: "\n", omittingEmptySubsequences: false).count
            try Self.rewrite(town) { $0 + "\n{{#nothing}}" }
            town.gateway?.hangUp()
            _ = try await eventually("the log says that the old ones stay") {
                Self.lines(town, "old ones stay in use").first
            }
            let problem = try #require(Self.lines(town, "email/shipped.mustache:").first)
            #expect(problem.contains("\"level\":\"error\"") && problem.contains(":\(line + 1):"), "\(problem)")
            #expect(try await Self.told(town, "686530130001").hasPrefix("[달빛상점]"))

            try Self.rewrite(town) { _ in good.replacing("{{/subject}}", with: " (새 문구){{/subject}}") }
            // In production nothing is read before the signal.
            let before = try await Self.told(town, "686530130002")
            #expect(!before.contains("새 문구") && !before.isEmpty)
            town.gateway?.hangUp()
            let reloaded = try await eventually("the log says that they were reloaded") {
                Self.lines(town, "templates reloaded").first
            }
            #expect(reloaded.contains("settings are read at start only") && reloaded.contains("SIGHUP"))
            #expect(try await Self.told(town, "686530130003").hasSuffix("(새 문구)"))
            #expect(try await town.inboxNow().count == 3)
            #expect(town.gateway?.terminate() == 0)
        }
    }

    @Test("In development a saved file is in the next mail, without a signal; a broken one is not")
    func development() async throws {
        try await Town.open(settings: Self.settings, prepare: { try Self.copyTemplates(to: $0) }) { town in
            try Self.rewrite(town) { $0.replacing("{{/subject}}", with: " (하나){{/subject}}") }
            _ = try await eventually("the change is taken up") { Self.lines(town, "templates reloaded").first }
            #expect(try await Self.told(town, "686530131001").hasSuffix("(하나)"))
            try Self.rewrite(town) { $0.replacing("(하나)", with: "{{no.such.name}}") }
            _ = try await eventually("the mistake is told") { Self.lines(town, "old ones stay in use").first }
            #expect(!Self.lines(town, "email/shipped.mustache:").isEmpty)
            #expect(try await Self.told(town, "686530131002").hasSuffix("(하나)"))
            try Self.rewrite(town) { $0.replacing("{{no.such.name}}", with: "(둘)") }
            _ = try await eventually("the mended one is taken up") {
                Self.lines(town, "templates reloaded").dropFirst().first
            }
            #expect(try await Self.told(town, "686530131003").hasSuffix("(둘)"))
        }
    }

    @Test("At start a mistake is an error that names all of them")
    func start() async throws {
        try await withTemporaryFolder { folder in
            try Self.copyTemplates(to: folder)
            for name in ["shipped", "delivered"] {
                let file = folder.appendingPathComponent("templates/default/email/\(name).mustache")
                try (String(contentsOf: file, encoding: .utf8) + "\n{{#nothing}}").write(
                    to: file, atomically: true, encoding: .utf8)
            }
            try Town.settings(smtp: "127.0.0.1:2525", extra: Self.settings)
                .write(to: folder.appendingPathComponent("parcelpost.yaml"), atomically: true, encoding: .utf8)
            let result = try Binary.run(["serve"], in: folder)
            #expect(result.status == 78)
            #expect(
                result.errors.contains("email/shipped.mustache:") && result.errors.contains("email/delivered.mustache:")
            )
        }
    }

    @Test("A shop whose template set is not there is told so at start")
    func missingSet() async throws {
        try await withTemporaryFolder { folder in
            try Town.settings(smtp: "127.0.0.1:2525", extra: "    brand: { templates: moon }")
                .write(to: folder.appendingPathComponent("parcelpost.yaml"), atomically: true, encoding: .utf8)
            let result = try Binary.run(["serve"], in: folder)
            #expect(result.status == 78)
            #expect(result.errors.contains("shops.default.brand.templates") && result.errors.contains("default"))
        }
    }
}
