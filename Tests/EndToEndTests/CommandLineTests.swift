// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// The command line as a person and a script use it.
struct CommandLineTests {
    @Test(
        "Every command teaches itself with --help",
        arguments: [
            [], ["init"], ["serve"], ["mock"], ["why"], ["shipments"], ["shipments", "show"], ["queue"],
            ["queue", "retry"], ["send"],
            ["render"], ["check"],
        ])
    func help(command: [String]) async throws {
        try await withTemporaryFolder { folder in
            let result = try Binary.run(command + ["--help"], in: folder)
            #expect(result.status == 0)
            #expect(result.output.contains("USAGE: parcelpost"))
            #expect(result.output.contains("OVERVIEW: "))
        }
    }

    @Test(
        "Wrong words are exit 64", arguments: [["fly"], ["queue", "retry"], ["why"], ["mock", "--smtp", "nowhere"]])
    func usage(arguments: [String]) async throws {
        try await withTemporaryFolder { folder in
            let result = try Binary.run(arguments, in: folder)
            #expect(result.status == 64)
            #expect(!result.errors.isEmpty)
        }
    }

    @Test("Wrong settings are exit 78, all problems at once, each with line and key")
    func settings() async throws {
        try await withTemporaryFolder { folder in
            let text = """
                server: { listen: "127.0.0.1:99999", publicURL: https://notify.example.com }
                stoer: sqlite:./x.db
                webhooks: { deliveryapi: { secrets: ["${NOT_SET_ANYWHERE}"] } }
                transports:
                  email: { host: mail.example.com, port: 25, security: plain, user: a, password: "x" }
                shops:
                  default: { from: "not an address", brand: { color: red } }
                """
            try text.write(to: folder.appendingPathComponent("parcelpost.yaml"), atomically: true, encoding: .utf8)
            let result = try Binary.run(["serve"], in: folder)
            #expect(result.status == 78)
            for expected in [
                "parcelpost.yaml:1: server.listen", "parcelpost.yaml:2: stoer",
                "parcelpost.yaml:3: webhooks.deliveryapi.secrets",
                "parcelpost.yaml:5: transports.email", "parcelpost.yaml:7: shops.default.from", "shops.default.name",
                "shops.default.brand.color", "Did you mean `store`?", "NOT_SET_ANYWHERE",
            ] {
                #expect(result.errors.contains(expected), "\(expected) is missing in:\n\(result.errors)")
            }
        }
    }

    @Test("No webhook secret is refused in production, in words")
    func noSecret() async throws {
        try await withTemporaryFolder { folder in
            let text = Town.settings(smtp: "127.0.0.1:2525")
                .replacing("secrets: [\"\(Town.secret)\"], ", with: "").replacing(
                    "environment: development", with: "environment: production"
                )
                .replacing("http://127.0.0.1:8080", with: "https://notify.example.com")
            try text.write(to: folder.appendingPathComponent("parcelpost.yaml"), atomically: true, encoding: .utf8)
            let result = try Binary.run(["serve"], in: folder)
            #expect(result.status == 78)
            #expect(result.errors.contains("no webhook secret"))
        }
    }

    @Test("docs/configuration.md lists the very keys that the readers ask for")
    func documentedKeys() async throws {
        try await withTemporaryFolder { folder in
            let page = try String(
                contentsOf: Repository.root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
            let documented = page.split(separator: "\n").filter { $0.hasPrefix("|") }
            let asked = try Binary.run(["check", "--keys"], in: folder).output.split(separator: "\n")
            #expect(asked.count > 40)
            #expect(documented == asked)
        }
    }

    @Test("A missing settings file says how to make one")
    func missing() async throws {
        try await withTemporaryFolder { folder in
            let result = try Binary.run(["serve"], in: folder)
            #expect(result.status == 78)
            #expect(result.errors.contains("parcelpost init"))
        }
    }

    @Test("The binary alone, moved to an empty folder, makes a shop that serves")
    func moved() async throws {
        try await withTemporaryFolder { folder in
            let binary = folder.appendingPathComponent("bin/parcelpost")
            try FileManager.default.createDirectory(
                at: binary.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: Binary.path, toPath: binary.path)
            let share = ["PARCELPOST_SHARE": Repository.root.path]
            let made = try Binary.run(["init", "shop"], in: folder, environment: share, program: binary.path)
            #expect(made.status == 0, "\(made.errors)")
            let shop = folder.appendingPathComponent("shop")
            for name in ["parcelpost.yaml", ".env", ".env.example", "templates/default"] {
                #expect(FileManager.default.fileExists(atPath: shop.appendingPathComponent(name).path), "\(name)")
            }
            let again = try Binary.run(["init", "shop"], in: folder, environment: share, program: binary.path)
            #expect(again.status == 1)
            #expect(again.errors.contains("nothing was changed"))
            let checked = try Binary.run(["check"], in: shop, program: binary.path)
            #expect(checked.status == 0, "\(checked.errors)")
            // Its own settings say where it listens; a test takes a free port.
            let config = shop.appendingPathComponent("parcelpost.yaml")
            try String(contentsOf: config, encoding: .utf8).replacing(
                "listen: 127.0.0.1:8080", with: "listen: 127.0.0.1:0"
            )
            .write(to: config, atomically: true, encoding: .utf8)
            let ready = shop.appendingPathComponent("ready.json")
            let gateway = try LeashedProcess(
                binary.path, ["serve", "--config", config.path, "--ready-file", ready.path], folder: folder,
                name: "gateway")
            _ = try await eventually("the shop serves: \(gateway.log)") {
                FileManager.default.fileExists(atPath: ready.path) ? true : nil
            }
            #expect(gateway.terminate() == 0)
        }
    }

    @Test("why, shipments and queue answer beside a running gateway, in tables and in JSON")
    func questions() async throws {
        try await Town.open { (town: Town) async throws in
            try await town.register("686530150001")
            _ = try await town.webhook(Town.polled("686530150001", "PICKED_UP"))
            _ = try await town.mails("to:c686530150001@example.com", count: 1)
            try await town.idle()
            let why = try Binary.run(["why", "6865-3015-0001"], in: town.folder)
            #expect(why.status == 0, "\(why.errors)")
            #expect(why.output.contains("CJ대한통운 686530150001"))
            #expect(why.output.contains("is told as shipped") && why.output.contains("email was taken by"))
            #expect(!why.output.contains("홍길동") && !why.output.contains("example.com"))
            let json = try Binary.run(["why", "686530150001", "--json"], in: town.folder)
            let kinds = try json.output.split(separator: "\n").map { try JSON(parsing: Array($0.utf8))["kind"]?.string }
            #expect(kinds == ["registered", "decided", "sent"])
            #expect(try Binary.run(["why", "1111222233"], in: town.folder).status == 1)
            let list = try Binary.run(["shipments"], in: town.folder)
            #expect(list.output.contains("686530150001") && list.output.contains("PICKED_UP"))
            let show = try Binary.run(["shipments", "show", "04", "686530150001"], in: town.folder)
            #expect(show.output.contains("옥천HUB"))
            let stats = try Binary.run(["queue", "stats", "--json"], in: town.folder)
            #expect(try JSON(parsing: Array(stats.output.utf8))["sent"]?.integer == 1)
        }
    }

    @Test("A dead letter is listed and sent again by hand, with the same Message-ID")
    func deadLetter() async throws {
        try await withTemporaryFolder { folder in
            let peer = try MailPeer.refusing(folder: folder)
            try await peer.untilListening()
            let port = peer.address
            try await Town.open(relay: port) { (town: Town) async throws in
                try await town.register("686530150002")
                _ = try await town.webhook(Town.polled("686530150002", "PICKED_UP"))
                let dead = try await eventually("a dead letter") { () -> JSON? in
                    let list = try Binary.run(["queue", "list", "--json"], in: town.folder)
                    return list.output.isEmpty ? nil : try JSON(parsing: Array(list.output.utf8))
                }
                #expect(
                    dead["lastAnswer"]?.string?.contains("554") == true
                        || dead["lastAnswer"]?.string?.contains("content") == true)
                peer.process.stop()
                let sink = try MailPeer.smtpSink(folder: folder, port: UInt16(port.split(separator: ":")[1]))
                defer { sink.process.stop() }
                try await sink.untilListening()
                let id = try #require(dead["id"]?.integer)
                let retried = try Binary.run(["queue", "retry", String(id)], in: town.folder)
                #expect(retried.output.contains("1 delivery is due again"))
                try await town.idle()
                let files = try FileManager.default.contentsOfDirectory(atPath: sink.dump.path)
                #expect(files.count == 1)
                let records = try Binary.run(["why", "686530150002", "--json"], in: town.folder).output.split(
                    separator: "\n"
                )
                .map { try JSON(parsing: Array($0.utf8)) }
                let ids = Set(
                    records.filter { ["ended", "sent"].contains($0["kind"]?.string) }.compactMap {
                        $0["messageId"]?.string
                    })
                #expect(ids.count == 1)
            }
        }
    }

    @Test("send delivers one test letter through the configured transport and says what the server said")
    func send() async throws {
        try await Town.open { (town: Town) async throws in
            let result = try Binary.run(["send", "--to", "qa@example.com", "--stage", "DELIVERED"], in: town.folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("250"))
            #expect(try await town.mails("to:qa@example.com", count: 1).count == 1)
        }
    }

    @Test("render writes any stage in every format", arguments: ["html", "text", "eml", "json"])
    func render(format: String) async throws {
        try await withTemporaryFolder { folder in
            for stage in ["PICKED_UP", "OUT_FOR_DELIVERY", "DELIVERED", "FAILED", "RETURNED"] {
                let result = try Binary.run(
                    ["render", "--stage", stage, "--format", format], in: folder,
                    environment: ["PARCELPOST_SHARE": Repository.root.path])
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.output.count > 300)
            }
        }
    }
}
