// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// Promises 1 to 3 with a mail server that fails at every step: nothing is lost, and only a lost answer makes a second copy.
struct FaultTests {
    /// One fault: a rule of `PUT /api/faults` without its match, and where it strikes.
    struct Fault: CustomStringConvertible {
        let step: String
        let effect: JSON
        let description: String
        /// Copies the recipient gets: two where the mock kept the mail and its answer was lost.
        var copies = 1

        static func all() -> [Fault] {
            var faults: [Fault] = []
            for step in ["connect", "ehlo", "auth", "mail", "rcpt", "data", "end-of-data"] {
                for action in ["disconnect", "reset", "garbage"] {
                    faults.append(
                        Fault(step: step, effect: ["action": .string(action)], description: "\(step) \(action)"))
                }
                faults.append(
                    Fault(
                        step: step, effect: ["reply": ["code": 421, "status": "4.7.0", "text": "Try again later"]],
                        description: "\(step) 421"))
                faults.append(
                    Fault(step: step, effect: ["delay": "300ms", "bytesPerSecond": 200], description: "\(step) slow"))
            }
            for (step, code, status) in [
                ("auth", 454, "4.7.0"), ("mail", 451, "4.3.0"), ("rcpt", 450, "4.2.0"), ("rcpt", 452, "4.5.3"),
                ("data", 451, "4.3.0"), ("end-of-data", 451, "4.3.0"), ("end-of-data", 452, "4.3.1"),
            ] as [(String, Int64, String)] {
                faults.append(
                    Fault(
                        step: step,
                        effect: ["reply": ["code": .integer(code), "status": .string(status), "text": "Not now"]],
                        description: "\(step) \(code)"))
            }
            for action in ["disconnect", "reset"] {
                faults.append(
                    Fault(
                        step: "accepted", effect: ["action": .string(action)], description: "lost 250 by \(action)",
                        copies: 2))
            }
            return faults
        }

        /// The rule: strikes so often, and only for the recipient where the step knows one.
        func rule(recipient: String, times: Int64) -> JSON {
            var match: [JSON.Member] = [
                .init("step", .string(step)), .init("channel", "email"), .init("times", .integer(times)),
            ]
            if ["rcpt", "data", "end-of-data", "accepted"].contains(step) {
                match.append(.init("recipient", .string(recipient)))
            }
            return .object(
                [.init("name", .string(description)), .init("match", .object(match))] + (effect.members ?? []))
        }
    }

    @Test(
        "A fault at every step: each letter arrives; two copies only after a lost 250, with one Message-ID"
    )
    func everyStep() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            var doubled = Set<String>()
            for (index, fault) in Fault.all().enumerated() {
                let number = String(611_000_000_000 + index)
                let recipient = "c\(number)@example.com"
                try await town.mock("PUT", "/api/faults", ["rules": [fault.rule(recipient: recipient, times: 1)]])
                // What is idle is not told of a connect or EHLO; a new connection is.
                if ["connect", "ehlo", "auth"].contains(fault.step) { try await town.restartGateway() }
                try await town.register(number)
                let answer = try await town.webhook(Town.polled(number, "PICKED_UP", at: town.now))
                #expect(answer.status == 200, "\(fault)")
                // Retries are due within minutes; an hour holds some.
                try await town.settle(advance: "1h")
                let mails = try await town.mock("GET", "/api/messages?query=to:\(recipient)")["messages"]?.array ?? []
                let rule = try await town.mock("GET", "/api/faults")["rules"]?.array?.first
                #expect(rule?["struck"]?.integer == 1, "\(fault) did not happen: \(rule ?? .null)")
                #expect(mails.count == fault.copies, "\(fault): \(mails.count) copies")
                #expect(Set(mails.compactMap { $0["messageId"]?.string }).count == 1, "\(fault)")
                if fault.copies > 1 { doubled.insert(number) }
            }
            try await town.mock("DELETE", "/api/faults")
            let ledger = try await town.ledger()
            #expect(ledger["holds"]?.bool == true, "\(ledger)")
            #expect(ledger["idle"]?.bool == true)
            let totals = ledger["totals"]
            for name in ["missing", "unexplained", "unsaid", "unexpected", "open", "ended", "doubtful"] {
                #expect(totals?[name]?.integer == 0, "\(name): \(ledger)")
            }
            #expect(totals?["sent"]?.integer == Int64(Fault.all().count))
            #expect(totals?["stored"]?.integer == Int64(Fault.all().count + doubled.count))
            let found = ledger["findings"]?.array?.compactMap { $0["trackingNumber"]?.string } ?? []
            #expect(Set(found) == doubled)
            #expect(ledger["findings"]?.array?.allSatisfy { $0["kind"]?.string == "doubled" } == true)
        }
    }

    @Test("Nothing is sent before a retry is due, and it is sent when it is: asserted without a sleep")
    func nothingWasSent() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            try await town.mock(
                "PUT", "/api/faults",
                [
                    "rules": [
                        [
                            "name": "full disk", "match": ["step": "end-of-data", "until": "20m"],
                            "reply": ["code": 452, "status": "4.3.1", "text": "Insufficient system storage"],
                        ]
                    ]
                ])
            try await town.register("622000000001")
            _ = try await town.webhook(Town.polled("622000000001", "PICKED_UP", at: town.now))
            try await town.settle(advance: "19m")
            #expect(try await town.mock("GET", "/api/messages")["messages"]?.array?.isEmpty == true)
            let early = try await town.ledger()
            #expect(early["totals"]?["open"]?.integer == 1, "\(early)")
            #expect((early["totals"]?["refused"]?.integer ?? 0) >= 2, "several attempts were refused: \(early)")
            try await town.settle(advance: "2h")
            let mails = try await town.mock("GET", "/api/messages")["messages"]?.array ?? []
            #expect(mails.count == 1)
            let late = try await town.ledger()
            #expect(late["totals"]?["refusedThenSent"]?.integer == 1, "\(late)")
            #expect(late["holds"]?.bool == true)
        }
    }

    @Test("What is refused for good is not sent again, and the ledger counts it as ended")
    func refusedForGood() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            try await town.register("633000000001", email: "refuse-550-5.1.1@example.com")
            _ = try await town.webhook(Town.polled("633000000001", "PICKED_UP", at: town.now))
            try await town.settle(advance: "1d")
            let ledger = try await town.ledger()
            #expect(ledger["totals"]?["ended"]?.integer == 1, "\(ledger)")
            #expect(ledger["totals"]?["stored"]?.integer == 0)
            #expect(ledger["holds"]?.bool == true)
        }
    }

    @Test("A relay that takes one mail a minute gets all of them in time, each once")
    func rateLimit() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            try await town.mock(
                "PUT", "/api/faults",
                [
                    "rules": [
                        [
                            "name": "one a minute", "match": ["step": "mail"],
                            "rateLimit": ["rate": "1/m", "burst": 1, "clock": "mock"],
                            "reply": ["code": 421, "status": "4.7.28", "text": "Too many messages"],
                        ]
                    ]
                ])
            let numbers = (0..<8).map { String(644_000_000_000 + $0) }
            for number in numbers { try await town.register(number) }
            for number in numbers { _ = try await town.webhook(Town.polled(number, "PICKED_UP", at: town.now)) }
            try await town.settle()
            #expect(try await town.mock("GET", "/api/messages")["messages"]?.array?.count == 1)
            try await town.settle(advance: "1d", timeout: "55s")
            let ledger = try await town.ledger()
            #expect(ledger["totals"]?["sent"]?.integer == 8, "\(ledger)")
            #expect(ledger["totals"]?["stored"]?.integer == 8, "\(ledger)")
            #expect(ledger["holds"]?.bool == true, "\(ledger)")
        }
    }
}
