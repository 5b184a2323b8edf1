// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Markup
import Testing
import Values

struct ClientSupportTests {
    let support = ClientSupport.standard

    @Test("The Swift file is made from the table")
    func sameAsFile() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Markup/Assets/clients.tsv")
        #expect(try String(contentsOf: file, encoding: .utf8) == ClientTable.text, "run make assets")
        #expect(support.refused.isEmpty, "lines that are not as the table's head says")
        #expect(ClientTable.text.contains("caniemail.com (MIT"))
    }

    @Test(
        "The facts are those that were published",
        arguments: [
            // feature, client, what caniemail.com says of the newest tested version (June 2026)
            ("css-display-flex", "outlook-windows", MailFeature.Support.no), ("css-display-flex", "apple-mail", .yes),
            ("css-display-flex", "gmail-app", .partly), ("css-border-radius", "outlook-windows", .no),
            ("css-border-radius", "gmail", .yes), ("css-box-shadow", "gmail", .no), ("css-position", "gmail", .no),
            ("css-background-color", "outlook-windows", .yes), ("css-at-media-prefers-color-scheme", "gmail", .no),
            ("css-at-media-prefers-color-scheme", "apple-mail", .yes), ("css-at-media", "outlook-windows", .no),
            ("css-variables", "samsung", .yes), ("css-variables", "yahoo", .no), ("html-video", "gmail", .no),
            ("html-semantics", "outlook-windows", .no), ("html-table", "thunderbird", .yes),
            ("image-webp", "outlook-windows", .no),
            ("image-svg", "gmail", .no), ("image-base64", "gmail-app", .no), ("css-unit-rem", "outlook-windows", .no),
            ("css-float", "yahoo", .partly), ("css-word-break", "yahoo", .no), ("css-system-ui", "samsung", .partly),
            // of several programs, the one with the least counts
            ("css-border-spacing", "outlook-app", .no), ("css-hyphens", "apple-mail", .yes),
            ("image-apng", "gmail-app", .no),
        ])
    func facts(feature: String, client: String, support expected: MailFeature.Support) throws {
        #expect(try #require(support.feature(feature)).support[client] == expected)
    }

    @Test("Every feature says something of every client")
    func complete() {
        #expect(support.clients.count == 11)
        #expect(support.features.count > 250)
        #expect(Set(support.features.map(\.id)).count == support.features.count)
        for feature in support.features { #expect(feature.support.count == support.clients.count, "\(feature.id)") }
    }

    @Test("Korean webmail is marked untested, has no <style>, and is guessed with care")
    func korean() throws {
        for id in ["naver", "daum"] {
            let client = try #require(support.clients.first { $0.id == id })
            #expect(!client.isTested && client.isDefault)
            #expect(support.feature("html-style")?.support[id] == .no)
            #expect(support.feature("css-at-media")?.support[id] == .no)
            #expect(support.feature("html-table")?.support[id] == .yes)
            #expect(support.feature("css-display-flex")?.support[id] == .unknown)
        }
        #expect(support.clients.filter { !$0.isTested }.count == 2)
    }

    @Test("Rounded corners are looks, a flexible box is layout")
    func losses() {
        #expect(support.feature("css-border-radius")?.loss == .look)
        #expect(support.feature("css-box-shadow")?.loss == .look)
        #expect(support.feature("css-display-flex")?.loss == .layout)
        #expect(support.feature("css-display-grid")?.loss == .layout)
        #expect(support.feature("css-position")?.loss == .layout)
        #expect(support.feature("css-at-media")?.loss == .nothing)
    }

    @Test("Clients are chosen by name, in the table's order")
    func chosen() throws {
        #expect(try support.clients(named: ["yahoo", "gmail"]).map(\.id) == ["gmail", "yahoo"])
        #expect(try support.clients(named: ["all"]) == support.clients)
        #expect(try support.clients(named: ["default"]) == support.defaultClients)
        #expect(try support.clients(named: ["default", "thunderbird"]).count == support.defaultClients.count + 1)
        #expect(try support.clients(named: []).isEmpty)
    }

    @Test("Unknown clients are named, all of them, beside the known ones")
    func unknown() throws {
        let thrown = #expect(throws: Problems.self) { try support.clients(named: ["gmial", "gmail", "hot\u{7}mail"]) }
        let problems = try #require(thrown).list
        #expect(
            problems.map(\.message) == [
                "there is no mail client called \"gmial\" in the table",
                "there is no mail client called \"hot mail\" in the table",
            ])
        #expect(problems.allSatisfy { $0.rule == "unknown-client" && $0.wayOut?.contains("outlook-windows") == true })
    }

    @Test("A broken line of a table is counted, not guessed")
    func brokenTable() {
        let table = """
            client\ta\tA\tyes\ttested
            feature\tx\tX\tproperty:x\tlook\ty
            feature\ty\tY\tproperty:y\tlook
            feature\tz\tZ\tproperties:z\tlook\ty
            feature\tz\tZ\tproperty:z\tlooks\ty
            feature\tz\tZ\tproperty:z\tlook\tq
            feature
            """
        let support = ClientSupport(table: table)
        #expect(support.refused == [3, 4, 5, 6, 7])
        #expect(support.features.map(\.id) == ["x"])
    }
}
