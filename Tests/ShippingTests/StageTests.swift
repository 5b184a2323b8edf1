// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Testing
import Values

@Suite("Stages and when they were entered")
struct StageTests {
    private let day = Timestamp("2026-05-12 00:00", zonelessOffsetSeconds: CivilTime.kst) ?? Timestamp(seconds: 0)

    private func scan(_ hour: Double?, _ stage: Stage?) throws -> Scan {
        Scan(
            time: hour.map { day + .milliseconds(Int64($0 * 3_600_000)) }, location: nil, text: try Line("스캔"),
            stage: stage)
    }

    @Test("the twelve codes of the source, in any case, and Delivery Tracker's words")
    func codes() {
        let codes =
            "PENDING REGISTERED PICKUP_READY PICKED_UP IN_TRANSIT OUT_FOR_DELIVERY DELIVERED FAILED HOLD RETURNED CANCELLED UNKNOWN"
        let names = codes.split(separator: " ").map(String.init)
        #expect(Stage.allCases.map(\.rawValue) == names)
        for name in names { #expect(Stage(code: name.lowercased())?.rawValue == name) }
        #expect(Stage(code: "AT_PICKUP") == .pickedUp)
        #expect(Stage(code: "information_received") == .registered)
        #expect(Stage(code: "ATTEMPT_FAIL") == .failed)
        #expect(Stage(code: "배송중") == nil)
    }

    @Test("the straight way has seven steps in order; the stages beside it have none")
    func steps() {
        #expect(Stage.allCases.compactMap(\.step) == Array(0...6))
        #expect(Stage.allCases.filter(\.isClosed) == [.delivered, .returned, .cancelled])
    }

    @Test("A3: a stage is entered at the first scan of its newest run")
    func newestRun() throws {
        let snapshot = TrackingSnapshot(
            stage: .outForDelivery,
            scans: [
                try scan(8, .outForDelivery), try scan(18, .failed), try scan(32, .outForDelivery),
                try scan(33, nil), try scan(34, .outForDelivery),
            ])
        #expect(snapshot.entered(.outForDelivery, now: day + .seconds(40 * 3600)) == day + .seconds(32 * 3600))
    }

    @Test("A6: a scan more than an hour ahead orders nothing")
    func future() throws {
        let snapshot = TrackingSnapshot(
            stage: .inTransit, scans: [try scan(8, .inTransit), try scan(9.5, .inTransit), try scan(30, .inTransit)])
        let now = day + .seconds(9 * 3600)
        #expect(snapshot.entered(.inTransit, now: now) == day + .seconds(8 * 3600))
        let ahead = TrackingSnapshot(stage: .inTransit, scans: [try scan(30, .inTransit)])
        #expect(ahead.entered(.inTransit, now: now) == nil)
    }

    @Test("A3: scans without a stage lend their newest time, scans without a time lend none")
    func unlabelled() throws {
        let snapshot = TrackingSnapshot(
            stage: .inTransit, scans: [try scan(8, nil), try scan(nil, nil), try scan(12, nil)])
        #expect(snapshot.entered(.inTransit, now: day + .seconds(86_400)) == day + .seconds(12 * 3600))
        #expect(TrackingSnapshot(stage: .inTransit).entered(.inTransit, now: day) == nil)
    }

    @Test("A3: the source's own time of delivery counts before any scan")
    func delivered() throws {
        let at = day + .seconds(15 * 3600)
        let snapshot = TrackingSnapshot(stage: .delivered, scans: [try scan(16, .delivered)], deliveredAt: at)
        #expect(snapshot.entered(.delivered, now: day + .seconds(86_400)) == at)
    }

    @Test("a shop's name is short, lower case and safe in a URL")
    func shops() throws {
        #expect(try ShopID("my-shop-2").value == "my-shop-2")
        for bad in ["", "My", "가게", "a/b", "a b", String(repeating: "a", count: 41)] {
            #expect(throws: ValueError.self) { try ShopID(bad) }
        }
    }
}
