// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MockTracking
import MockWorld
import TestSupport
import Testing
import Values
import Web

/// Parcels that are made up: names, numbers, couriers and what happens to them, by the seed.
struct JourneyMixtureTests {
    private static let now = Timestamp("2026-11-22T03:00:00Z", zonelessOffsetSeconds: 0)!

    private static func parcels(_ members: JSON) throws -> [JSON] {
        let body: [JSON.Member] = [.init("webhookURL", "http://127.0.0.1:9/"), .init("secret", "s")]
        let fields = JSONFields(.object(body + (members.members ?? [])))
        return Array(try JourneyOrder(reading: fields, now: now, allowsRemote: false).parcels)
    }

    @Test("the same seed makes the same parcels, more of them do not change the first ones")
    func seeds() throws {
        let hundred = try Self.parcels(["parcels": 100, "seed": 4, "rates": ["failed": "20%", "duplicate": "50%"]])
        let more = try Self.parcels(["parcels": 300, "seed": 4, "rates": ["failed": "20%", "duplicate": "50%"]])
        #expect(hundred == Array(more.prefix(100)))
        #expect(try hundred != Self.parcels(["parcels": 100, "seed": 5]))
        // One more kind does not change whom another kind hits.
        let others = try Self.parcels(
            ["parcels": 100, "seed": 4, "rates": ["failed": "20%", "duplicate": "50%", "stale": "10%"]])
        #expect(hundred.map { $0["upTo"] } == others.map { $0["upTo"] })
    }

    @Test("numbers have their courier's shape, each is there once; names are masked; shares are about right")
    func shapes() throws {
        let parcels = try Self.parcels(
            ["parcels": 20_000, "seed": 9, "rates": ["failed": "5%", "duplicate": 10, "second-try": "2.5%"]])
        let digits = [
            "cj": 12, "hanjin": 12, "lotte": 12, "hapdong": 12, "post": 13, "daesin": 13, "kyungdong": 13, "logen": 11,
            "woori": 10,
        ]
        var numbers: Set<String> = []
        for parcel in parcels {
            let courier = try #require(parcel["courierCode"]?.string)
            let number = try #require(parcel["trackingNumber"]?.string)
            #expect(number.utf8.count == digits[courier] && number.allSatisfy(\.isNumber), "\(courier) \(number)")
            numbers.insert(courier + number)
            let name = Array(try #require(parcel["receiverName"]?.string))
            #expect((2...3).contains(name.count) && name[1] == "*")
        }
        #expect(numbers.count == 20_000)
        #expect(Set(parcels.compactMap { $0["courierCode"]?.string }) == Set(digits.keys))
        func share(_ matches: (JSON) -> Bool) -> Double { Double(parcels.count(where: matches)) / 20_000 }
        #expect(abs(share { $0["upTo"] == "FAILED" } - 0.05) < 0.01)
        #expect(abs(share { $0["faults"] == ["duplicate"] } - 0.10) < 0.01)
        #expect(abs(share { $0["trouble"] == "second-try" } - 0.025) < 0.01)
    }

    @Test(
        "troubles on the way",
        arguments: [
            (JourneyPlan.Trouble.held, "REGISTERED PICKED_UP IN_TRANSIT HOLD OUT_FOR_DELIVERY DELIVERED"),
            (.secondTry, "REGISTERED PICKED_UP IN_TRANSIT OUT_FOR_DELIVERY FAILED OUT_FOR_DELIVERY DELIVERED"),
            (
                .returnLeg,
                "REGISTERED PICKED_UP IN_TRANSIT OUT_FOR_DELIVERY FAILED RETURNED IN_TRANSIT DELIVERED"
            ),
        ])
    func troubles(trouble: JourneyPlan.Trouble, words: String) {
        for seed in 1...20 {
            let journey = Journey(
                JourneyPlan(
                    parcels: [.init(courierCode: "cj", trackingNumber: "686530129012", trouble: trouble)],
                    seed: UInt64(seed), endsBefore: Self.now))
            #expect(journey.webhooks.map(\.status).joined(separator: " ") == words)
            #expect(journey.webhooks.allSatisfy { $0.scannedAt <= Self.now })
        }
    }

    @Test("the settings file of the checkout says what holds without it")
    func settingsFile() throws {
        let file = try DeliveryAPISettings.load(
            path: Repository.root.appendingPathComponent("mocks/providers/deliveryapi.yaml").path)
        let usual = DeliveryAPISettings()
        #expect(file.retryAfter == usual.retryAfter && file.lookUpAgainAfter == usual.lookUpAgainAfter)
        #expect(file.answerWithin == usual.answerWithin && file.pollMoving == usual.pollMoving)
        #expect(file.pollWaiting == usual.pollWaiting && file.pollNight == usual.pollNight && file.night == usual.night)
        #expect(file.follows == usual.follows && file.mostTraced == usual.mostTraced && file.keys.isEmpty)
        #expect(file.mostRegistered == usual.mostRegistered && file.mostEndpoints == usual.mostEndpoints)
    }

    @Test("what is wrong with a settings file is told with its lines")
    func wrongSettings() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("deliveryapi.yaml").path
            try Data("seed: 1\nanswerWithin: 3 parsecs\nretryAfter: [1m, soon]\npol: 1\n".utf8)
                .write(to: URL(fileURLWithPath: path))
            do throws(Problems) {
                _ = try DeliveryAPISettings.load(path: path)
                Issue.record("accepted")
            } catch {
                #expect(error.list.map(\.line) == [2, 3, 4])
            }
        }
    }
}
