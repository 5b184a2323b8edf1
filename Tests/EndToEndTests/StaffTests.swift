// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// A11 through the real program: a shop's own people hear of failed and returned parcels.
struct StaffTests {
    private static let staff = "staff@shop.example"

    private static func raw(_ town: Town, _ mail: JSON) async throws -> String {
        let answer = try await town.call("GET", town.inbox + "/api/messages/\(mail["id"]?.string ?? "")/raw")
        return String(decoding: answer.body, as: UTF8.self)
    }

    @Test(
        "A failed parcel is told to customer and staff, once each, and staff's mail stands outside the customer's thread"
    )
    func failed() async throws {
        try await Town.open(settings: "    staff: \(Self.staff)") { (town: Town) async throws in
            let number = "686530140001"
            try await town.register(number)
            let start = SystemWallClock().now - .seconds(60)
            _ = try await town.webhook(Town.polled(number, "OUT_FOR_DELIVERY", at: start))
            _ = try await town.mails("to:c\(number)@example.com", count: 1)
            for _ in 0..<3 {
                _ = try await town.webhook(Town.polled(number, "FAILED", at: start + .seconds(10)))
            }
            _ = try await town.mails("to:c\(number)@example.com", count: 2)
            let alert = try #require(try await town.mails("to:\(Self.staff)", count: 1).first)
            _ = try await town.webhook(Town.polled(number, "DELIVERED", at: start + .seconds(20)))
            _ = try await town.mails("to:c\(number)@example.com", count: 3)
            try await town.idle()
            let mails = try await town.inboxNow()
            #expect(mails.count == 4 && mails.count { $0["to"]?.text.contains(Self.staff) == true } == 1)

            let text = try await Self.raw(town, alert)
            #expect(!text.contains("\r\nIn-Reply-To:") && !text.contains("\r\nReferences:"))
            #expect(!text.contains("\r\nList-Unsubscribe"))
            let shown = try await town.call("GET", town.inbox + "/api/messages/\(alert["id"]?.string ?? "")")
            let words = String(decoding: shown.body, as: UTF8.self)
            #expect(!words.contains("8080/u/"), "nobody unsubscribes from the own shop's parcels")
            #expect(words.contains("6865-3014-0001"))
            let alertID = try #require(alert["messageId"]?.string)
            for mail in mails where mail["to"]?.text.contains(Self.staff) == false {
                #expect(try await !Self.raw(town, mail).contains(alertID))
            }

            let why = try Binary.run(["why", number], in: town.folder).output
            #expect(why.contains("FAILED is told to the shop's staff.") && why.contains("FAILED is told as failed."))
            #expect(why.contains("email to staff was taken by"))
            #expect(!why.contains(Self.staff))
        }
    }

    @Test("Staff is told also where customers are not, and where the customer opted out")
    func switchedOff() async throws {
        try await Town.open(
            settings: "    staff: \(Self.staff)\n    milestones: [shipped]"
        ) { (town: Town) async throws in
            let number = "686530140002"
            try await town.register(number)
            let start = SystemWallClock().now - .seconds(60)
            _ = try await town.webhook(Town.polled(number, "PICKED_UP", at: start))
            let mail = try #require(try await town.mails("to:c\(number)@example.com", count: 1).first)
            let shown = try await town.call("GET", town.inbox + "/api/messages/\(mail["id"]?.string ?? "")")
            let link = try #require(
                String(decoding: shown.body, as: UTF8.self).firstMatch(
                    of: /http:\/\/127\.0\.0\.1:8080(\/u\/[A-Za-z0-9_-]+)/))
            _ = try await town.call(
                "POST", String(link.output.1), body: Array("List-Unsubscribe=One-Click".utf8))
            for _ in 0..<2 {
                _ = try await town.webhook(Town.polled(number, "RETURNED", at: start + .seconds(10)))
            }
            let alert = try #require(try await town.mails("to:\(Self.staff)", count: 1).first)
            #expect(alert["subject"]?.string?.isEmpty == false)
            try await town.idle()
            #expect(try await town.inboxNow().count == 2)
        }
    }
}
