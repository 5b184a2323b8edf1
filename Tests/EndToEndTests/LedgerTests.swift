// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// The ledger over a real gateway and the mock: what it proves, and that it can tell.
struct LedgerTests {
    private func send(_ town: Town, _ numbers: [String], status: String = "PICKED_UP") async throws {
        for number in numbers { try await town.register(number) }
        for number in numbers {
            #expect(try await town.webhook(Town.polled(number, status, at: town.now)).status == 200)
        }
    }

    @Test("It tells what is missing, what nobody sent, and holds when all agrees; each Message-ID is the journal's own")
    func tells() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            try await send(town, ["666000000001", "666000000002", "666000000003"])
            try await town.settle()
            let good = try await town.ledger()
            #expect(good["holds"]?.bool == true, "\(good)")
            #expect(good["totals"]?["sent"]?.integer == 3)
            #expect(good["totals"]?["stored"]?.integer == 3)
            #expect(good["findings"]?.array?.isEmpty == true)
            let journal = try await town.api("GET", "/v1/journal")
            let sent = String(decoding: journal.body, as: UTF8.self).split(separator: "\n")
                .compactMap { try? JSON(parsing: Array($0.utf8)) }.filter { $0["kind"]?.string == "sent" }
            let stored = try await town.inboxNow()
            #expect(
                Set(sent.compactMap { $0["messageId"]?.string }) == Set(stored.compactMap { $0["messageId"]?.string }))
            // A mail of which no journal knows, and one that is taken away.
            try await town.sendStranger()
            let gone = try #require(try await town.mails("to:c666000000002@example.com", count: 1).first)
            try await town.mock("DELETE", "/api/messages?query=to:c666000000002@example.com")
            let bad = try await town.ledger()
            #expect(bad["holds"]?.bool == false)
            #expect(bad["totals"]?["missing"]?.integer == 1, "\(bad)")
            #expect(bad["totals"]?["unexpected"]?.integer == 1, "\(bad)")
            let findings = bad["findings"]?.array ?? []
            #expect(findings.map { $0["kind"]?.string } == ["missing", "unexpected"])
            #expect(findings.first?["trackingNumber"]?.string == "666000000002")
            #expect(findings.first?["messageId"]?.string == gone["messageId"]?.string)
            #expect(findings.last?["messageId"]?.string == "stranger@elsewhere.example")
            // Behind the last line there is nothing more.
            let after = try await town.ledger("&after=\(bad["journal"]?["last"]?.integer ?? 0)")
            #expect(after["totals"]?["deliveries"]?.integer == 0)
        }
    }

    @Test("After kill -9 under load it proves that nothing is missing, and every second copy has its reason")
    func killed() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            for round in 0..<3 {
                let numbers = (0..<40).map { String(677_000_000_000 + round * 1_000 + $0) }
                for number in numbers { try await town.register(number) }
                let caller = town.caller
                let at = town.now
                await withTaskGroup(of: Bool.self) { group in
                    for number in numbers {
                        group.addTask {
                            (try? await caller.webhook(Town.polled(number, "PICKED_UP", at: at).bytes))?.status == 200
                        }
                    }
                    var answered = 0
                    for await isTaken in group {
                        answered += isTaken ? 1 : 0
                        if answered == 15 { town.killGateway() }
                    }
                }
                town.killGateway()
                try await town.startGateway()
            }
            try await town.settle(advance: "1h")
            let ledger = try await town.ledger()
            #expect(ledger["holds"]?.bool == true, "\(ledger)")
            #expect((ledger["totals"]?["sent"]?.integer ?? 0) >= 45, "\(ledger)")
            #expect(ledger["totals"]?["open"]?.integer == 0)
        }
    }

    @Test("Its JUnit XML is read by Python's parser and by junitparser, and fails where the ledger does")
    func junit() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            try await send(town, ["688000000001", "688000000002"])
            try await town.settle()
            for isBad in [false, true] {
                if isBad { try await town.mock("DELETE", "/api/messages?query=to:c688000000002@example.com") }
                let answer = try await town.ledgerAnswer("&format=junit")
                #expect(answer.status == 200)
                #expect(answer.header("Content-Type")?.hasPrefix("application/xml") == true)
                let file = town.folder.appendingPathComponent("ledger.xml")
                try Data(answer.body).write(to: file)
                let script = """
                    import sys, xml.dom.minidom
                    from junitparser import JUnitXml, Failure
                    xml.dom.minidom.parse(sys.argv[1])
                    suites = JUnitXml.fromfile(sys.argv[1])
                    cases = [case for suite in suites for case in suite]
                    assert suites.tests == len(cases), (suites.tests, len(cases))
                    failed = [case for case in cases if any(isinstance(one, Failure) for one in case.result)]
                    assert suites.failures == len(failed), (suites.failures, len(failed))
                    print("|".join(case.name for case in failed))
                    """
                let result = try Binary.run(
                    ["-c", script, file.path], in: town.folder,
                    program: Repository.root.appendingPathComponent(".venv/bin/python3").path)
                #expect(result.status == 0, "\(result.errors)")
                let failed = result.output.split(separator: "\n").first.map(String.init) ?? ""
                if isBad {
                    #expect(failed.hasPrefix("nothing is missing|delivery "), "\(failed)")
                    #expect(failed.contains("688000000002 shipped"), "\(failed)")
                } else {
                    #expect(failed == "")
                }
            }
        }
    }

    @Test("A gateway that is away is 502, a wrong key 401, each with a sentence; the key is in no log")
    func badInput() async throws {
        try await Town.open(followsClock: true) { (town: Town) async throws in
            let wrong = try await town.ledgerAnswer(key: "pp_not_this_one")
            #expect(wrong.status == 401)
            #expect(try JSON(parsing: wrong.body)["detail"]?.string?.contains("X-Gateway-Key") == true)
            town.killGateway()
            let away = try await town.ledgerAnswer()
            #expect(away.status == 502)
            #expect(try JSON(parsing: away.body)["detail"]?.string?.contains("Is it running") == true)
            let log = (town.mock?.log ?? "") + (town.gateway?.log ?? "")
            #expect(!log.contains("pp_not_this_one") && !log.contains(Town.apiKey))
        }
    }
}
