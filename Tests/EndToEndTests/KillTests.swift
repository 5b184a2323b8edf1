// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing
import Values

/// Promises 1 to 3 under kill -9: nothing acknowledged is lost, and a second copy bears the same Message-ID.
struct KillTests {
    /// Where the moments of the kills come from: printed, and taken from `KILL_SEED` to play a failed run again.
    private static let seed: UInt64 =
        ProcessInfo.processInfo.environment["KILL_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...999_999)

    private static let staff = "staff@shop.example"

    @Test("20 rounds of kill -9 under load: every acknowledged webhook's letter arrives; copies have one Message-ID")
    func killed() async throws {
        print("kill -9: KILL_SEED=\(Self.seed)")
        try await Town.open(settings: "    staff: \(Self.staff)") { (town: Town) async throws in
            let random = SeededBytes(Self.seed)
            var acknowledged = Set<String>()
            var acknowledgedFailures = Set<String>()
            for round in 0..<20 {
                // Every fourth round tells two of each parcel: the customer, and the shop's own people.
                let status = round % 4 == 3 ? "FAILED" : "PICKED_UP"
                let numbers = (0..<60).map { String(700_000_000_000 + round * 1_000 + $0) }
                for number in numbers { try await town.register(number) }
                // The kill comes while webhooks are under way, after a random number of answers.
                let killAfter = random.number(numbers.count)
                let caller = town.caller
                let answered = await withTaskGroup(of: String?.self) { group in
                    for number in numbers {
                        group.addTask {
                            let answer = try? await caller.webhook(Town.polled(number, status).bytes)
                            return answer?.status == 200 ? number : nil
                        }
                    }
                    var answered = Set<String>()
                    for await number in group {
                        if let number { answered.insert(number) }
                        if answered.count == killAfter { town.killGateway() }
                    }
                    return answered
                }
                town.killGateway()
                acknowledged.formUnion(answered)
                if status == "FAILED" { acknowledgedFailures.formUnion(answered) }
                try await town.startGateway()
            }
            try await town.idle()
            var copies = [String: [String]]()
            var alerts = [String]()
            var cursor = ""
            repeat {
                let answer = try await town.call("GET", town.inbox + "/api/messages?limit=500" + cursor)
                let page = try JSON(parsing: answer.body)
                for mail in page["messages"]?.array ?? [] {
                    let to = mail["to"]?.text ?? ""
                    guard !to.contains(Self.staff) else {
                        alerts.append(mail["messageId"]?.string ?? "?")
                        continue
                    }
                    let number = try #require(to.firstMatch(of: /c(7\d{11})@/)).output.1
                    copies[String(number), default: []].append(mail["messageId"]?.string ?? "?")
                }
                cursor = page["nextCursor"]?.string.map { "&cursor=" + $0 } ?? ""
            } while !cursor.isEmpty
            let lost = acknowledged.subtracting(copies.keys)
            let twoNames = copies.filter { Set($0.value).count > 1 }
            let duplicates = copies.values.reduce(0) { $0 + $1.count - 1 }
            print(
                "kill -9: 20 rounds, \(acknowledged.count) acknowledged, \(copies.count) parcels told, \(duplicates) duplicates"
            )
            #expect(lost.isEmpty, "KILL_SEED=\(Self.seed)")
            #expect(twoNames.isEmpty, "KILL_SEED=\(Self.seed)")
            #expect(acknowledged.count > 100, "KILL_SEED=\(Self.seed)")
            // A webhook that was kept but not answered may have told, too: of 5 rounds with 60 parcels.
            let told = Set(alerts).count
            print("kill -9: \(acknowledgedFailures.count) failures acknowledged, \(told) told to staff")
            #expect(told >= acknowledgedFailures.count && told <= 300, "KILL_SEED=\(Self.seed)")
        }
    }
}
