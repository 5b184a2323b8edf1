// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// The main road, as a user drives it: register, webhook, letter.
struct RoadTests {
    @Test("A parcel's journey becomes its letters, each once, in one thread")
    func journey() async throws {
        try await Town.open { (town: Town) async throws in
            try await town.register("686530120001")
            let start = SystemWallClock().now - .seconds(40)
            for (index, status) in ["PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"].enumerated() {
                let body = Town.polled("686530120001", status, at: start + .seconds(10 * index))
                let answer = try await town.webhook(body)
                #expect(answer.status == 200)
                #expect(String(decoding: answer.body, as: UTF8.self) == #"{"received":true}"#)
                // The same webhook once more tells nothing new.
                #expect(try await town.webhook(body).status == 200)
                _ = try await town.mails("to:c686530120001@example.com", count: [1, 1, 2, 3][index])
            }
            try await town.idle()
            let mails = try await town.inboxNow()
            #expect(mails.count == 3)
            #expect(Set(mails.compactMap { $0["messageId"]?.string }).count == 3)
            let subjects = mails.compactMap { $0["subject"]?.string }
            #expect(subjects.allSatisfy { $0.contains("달빛상점") })
            let raws = try await mails.asyncMap { mail in
                let answer = try await town.call("GET", town.inbox + "/api/messages/\(mail["id"]?.string ?? "")/raw")
                return String(decoding: answer.body, as: UTF8.self)
            }
            #expect(raws.allSatisfy { $0.contains("Auto-Submitted: auto-generated") })
            #expect(raws.count { $0.contains("\r\nIn-Reply-To: ") } == 2)
        }
    }

    @Test("A late stage never mails the past, and the trace says so")
    func reordered() async throws {
        try await Town.open { (town: Town) async throws in
            try await town.register("686530120002")
            let now = SystemWallClock().now
            _ = try await town.webhook(Town.polled("686530120002", "DELIVERED", at: now))
            _ = try await town.webhook(Town.polled("686530120002", "OUT_FOR_DELIVERY", at: now - .seconds(3600)))
            _ = try await town.mails("to:c686530120002@example.com", count: 1)
            try await town.idle()
            #expect(try await town.inboxNow().count == 1)
            let trace = try await town.trace("686530120002")
            #expect(trace.contains { $0.kind == "nothing" && $0.text.contains("the past is not told") })
        }
    }

    @Test("An unknown number is parked, and told when it is registered: the newest only")
    func parked() async throws {
        try await Town.open { (town: Town) async throws in
            let now = SystemWallClock().now
            for (index, status) in ["PICKED_UP", "OUT_FOR_DELIVERY"].enumerated() {
                let answer = try await town.webhook(Town.polled("686530120003", status, at: now + .seconds(index)))
                #expect(answer.status == 200)
            }
            try await town.idle()
            #expect(try await town.inboxNow().isEmpty)
            try await town.register("686530120003")
            let mails = try await town.mails("to:c686530120003@example.com", count: 1)
            try await town.idle()
            #expect(try await town.inboxNow().count == 1)
            #expect(mails.first?["subject"]?.string?.contains("오늘") == true)
        }
    }

    @Test("One-click unsubscribe stops the letters; following the link does not")
    func unsubscribe() async throws {
        try await Town.open { (town: Town) async throws in
            try await town.register("686530120004")
            _ = try await town.webhook(Town.polled("686530120004", "PICKED_UP"))
            let mail = try #require(try await town.mails("to:c686530120004@example.com", count: 1).first)
            let answer = try await town.call("GET", town.inbox + "/api/messages/\(mail["id"]?.string ?? "")")
            let text = String(decoding: answer.body, as: UTF8.self)
            let match = try #require(text.firstMatch(of: /http:\/\/127\.0\.0\.1:8080(\/u\/[A-Za-z0-9_-]+)/))
            let path = String(match.output.1)
            #expect(try await town.call("GET", path).status == 200)
            _ = try await town.webhook(Town.polled("686530120004", "OUT_FOR_DELIVERY"))
            _ = try await town.mails("to:c686530120004@example.com", count: 2)
            let form = Array("List-Unsubscribe=One-Click".utf8)
            #expect(try await town.call("POST", path, body: form).status == 200)
            _ = try await town.webhook(Town.polled("686530120004", "DELIVERED"))
            try await town.idle()
            #expect(try await town.inboxNow().count == 2)
            #expect(try await town.call("POST", path + "x", body: form).status == 404)
            let track = try #require(text.firstMatch(of: /http:\/\/127\.0\.0\.1:8080(\/t\/[A-Za-z0-9_-]+)/))
            let page = try await town.call("GET", String(track.output.1))
            #expect(page.status == 200)
            #expect(String(decoding: page.body, as: UTF8.self).contains("6865"))
            #expect(page.header("content-security-policy")?.contains("default-src 'none'") == true)
        }
    }

    @Test("A logo in a file travels in each letter, and the letter shows it")
    func logo() async throws {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        try await Town.open(
            settings: "    brand: { logoFile: ./logo.png }",
            prepare: { try Data(png).write(to: $0.appendingPathComponent("logo.png")) }
        ) { (town: Town) async throws in
            try await town.register("686530120005")
            _ = try await town.webhook(Town.polled("686530120005", "PICKED_UP"))
            let mail = try #require(try await town.mails("to:c686530120005@example.com", count: 1).first)
            let id = mail["id"]?.string ?? ""
            let raw = String(
                decoding: try await town.call("GET", town.inbox + "/api/messages/\(id)/raw").body, as: UTF8.self)
            let name = try #require(raw.firstMatch(of: /Content-ID: <(logo\.[0-9a-f]+@parcelpost)>/)).output.1
            #expect(raw.contains("multipart/related") && raw.contains(Base64.encode(png)))
            let shown = try await town.call("GET", town.inbox + "/api/messages/\(id)")
            #expect(String(decoding: shown.body, as: UTF8.self).contains("cid:\(name)"))
        }
    }

    @Test("An unknown courier is kept as given, and the letter says its code")
    func unknownCourier() async throws {
        try await Town.open { (town: Town) async throws in
            try await town.register("9900112233", courier: "moonexpress")
            _ = try await town.webhook(Town.polled("9900112233", "IN_TRANSIT", courier: "MoonExpress"))
            let mail = try #require(try await town.mails("to:c9900112233@example.com", count: 1).first)
            let answer = try await town.call("GET", town.inbox + "/api/messages/\(mail["id"]?.string ?? "")")
            #expect(String(decoding: answer.body, as: UTF8.self).lowercased().contains("moonexpress"))
        }
    }

    @Test("A stopping gateway finishes what it holds and ends with 0")
    func graceful() async throws {
        try await Town.open { (town: Town) async throws in
            for number in 0..<50 { try await town.register("68653013\(1000 + number)") }
            for number in 0..<50 { _ = try await town.webhook(Town.polled("68653013\(1000 + number)", "PICKED_UP")) }
            #expect(town.gateway?.terminate() == 0)
            #expect(town.gateway?.log.contains("\"message\":\"stopped\"") == true)
            try await town.startGateway()
            try await town.idle()
            let mails = try await town.inboxNow()
            #expect(Set(mails.compactMap { $0["to"]?.text }).count == 50)
            #expect(mails.count == 50)
        }
    }
}

extension Array {
    /// The elements, each made into another, one after the other.
    func asyncMap<Other>(_ make: (Element) async throws -> Other) async rethrows -> [Other] {
        var others = [Other]()
        for element in self { others.append(try await make(element)) }
        return others
    }
}
