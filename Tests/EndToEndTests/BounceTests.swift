// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// What the mock's mail servers send back, handed to `POST /v1/bounces`.
struct BounceTests {
    @Test("A bounce and a complaint about a letter stand in its trace, and in nobody else's")
    func recorded() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            for (number, recipient) in [
                ("699000000001", "bounce-5.1.1"), ("699000000002", "complain"), ("699000000003", "hong"),
            ] {
                try await town.register(number, email: recipient + "@example.com")
                _ = try await town.webhook(Town.polled(number, "PICKED_UP", at: town.now))
            }
            try await town.settle(advance: "10m")
            // What comes back goes to the shop's address.
            let reports = try await town.mails("to:notice@shop.example", count: 2)
            #expect(reports.count == 2)
            for report in reports {
                let raw = try await town.call("GET", town.inbox + "/api/messages/\(report["id"]?.string ?? "")/raw")
                let answer = try await town.call(
                    "POST", "/v1/bounces", body: raw.body,
                    headers: [("Authorization", "Bearer " + Town.apiKey), ("Content-Type", "message/rfc822")])
                #expect(answer.status == 202)
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(try JSON(parsing: answer.body)["recorded"]?.bool == true, "\(text)")
            }
            func receipts(_ number: String) async throws -> [String] {
                try await town.trace(number).filter { $0.kind == "receipt" }.map(\.text)
            }
            let bounced = try await receipts("699000000001")
            #expect(bounced.count == 1 && bounced[0].contains("failed, 5.1.1"), "\(bounced)")
            let complained = try await receipts("699000000002")
            #expect(complained.count == 1 && complained[0].contains("abuse"), "\(complained)")
            #expect(try await receipts("699000000003").isEmpty)
            // They are no messages of the gateway's.
            let ledger = try await town.ledger()
            #expect(ledger["holds"]?.bool == true, "\(ledger)")
            #expect(ledger["totals"]?["reports"]?.integer == 2)
        }
    }
}
