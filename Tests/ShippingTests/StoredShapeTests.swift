// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Shipping
import Testing
import Values

@Suite("Stored shape of snapshots and orders")
struct StoredShapeTests {
    @Test("generated snapshots come back from their bytes as they were")
    func snapshots() throws {
        var random = SplitMix(seed: 1)
        for _ in 0..<500 {
            let snapshot = try Generated.snapshot(&random)
            let bytes = snapshot.json.bytes
            let back = try #require(TrackingSnapshot(json: JSON(parsing: bytes)))
            #expect(back == snapshot)
        }
    }

    @Test("generated orders come back from their bytes as they were")
    func orders() throws {
        var random = SplitMix(seed: 2)
        for _ in 0..<500 {
            let orders = try (0..<random.next(4)).map { _ in try Generated.order(&random) }
            let back = try #require([Order](json: JSON(parsing: orders.json.bytes)))
            #expect(back == orders)
        }
    }

    @Test("the documented shape, byte for byte")
    func shape() throws {
        let scan = Scan(
            time: Timestamp(milliseconds: 1_778_558_999_000), location: try Line("대전HUB"), text: try Line("간선상차"),
            stage: .inTransit)
        let snapshot = TrackingSnapshot(
            stage: .inTransit, stageText: try Line("배송중"), scans: [scan], queriedAt: Timestamp(milliseconds: 5))
        #expect(
            snapshot.json.text
                == #"{"s":"IN_TRANSIT","t":"배송중","q":5,"p":[[1778558999000,"간선상차","대전HUB","IN_TRANSIT"]]}"#)
        let order = Order(id: try Line("ORD-1"), items: [Order.Item(name: try Line("컵"), quantity: 2, priceWon: 9_900)])
        #expect([order].json.text == #"[{"i":"ORD-1","l":[{"n":"컵","q":2,"w":9900}]}]"#)
    }

    @Test("members and places of later versions are ignored")
    func later() throws {
        let json = try JSON(
            parsing: Array(#"{"s":"DELIVERED","z":[1],"p":[[null,"x",null,null,null,null,"later"]]}"#.utf8))
        let snapshot = try #require(TrackingSnapshot(json: json))
        #expect(snapshot.scans == [Scan(time: nil, location: nil, text: try Line("x"))])
    }

    @Test(
        "what is no snapshot is nil",
        arguments: [
            "{}", "[]", #"{"s":"NOWHERE"}"#, #"{"s":"DELIVERED","p":{}}"#, #"{"s":"DELIVERED","p":[[1]]}"#,
            #"{"s":"DELIVERED","p":[7]}"#,
        ])
    func noSnapshot(_ text: String) throws {
        #expect(TrackingSnapshot(json: try JSON(parsing: Array(text.utf8))) == nil)
    }

    @Test("D7: a closed parcel's snapshot forgets its drivers and nothing else")
    func withoutDrivers() throws {
        var random = SplitMix(seed: 3)
        for _ in 0..<100 {
            let snapshot = try Generated.snapshot(&random)
            let forgotten = snapshot.withoutDrivers
            #expect(forgotten.scans.allSatisfy { $0.driver == nil })
            #expect(forgotten.scans.map(\.text) == snapshot.scans.map(\.text))
            #expect(forgotten.scans.map(\.time) == snapshot.scans.map(\.time))
            #expect(forgotten.stage == snapshot.stage && forgotten.deliveredAt == snapshot.deliveredAt)
        }
    }
}

/// Made-up values that repeat with their seed.
enum Generated {
    static func line(_ random: inout SplitMix) throws -> Line {
        let alphabet = Array("가나다라마힣 abcXYZ0123\"\\/<>&'😀é-_,.:;()[]{}".unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0...random.next(30) { text.append(alphabet[random.next(alphabet.count)]) }
        return try Line(String(text))
    }

    static func maybe<Value>(_ random: inout SplitMix, _ make: (inout SplitMix) throws -> Value) rethrows -> Value? {
        random.next(3) == 0 ? nil : try make(&random)
    }

    static func moment(_ random: inout SplitMix) -> Timestamp {
        Timestamp(milliseconds: Int64(random.next(4_000_000_000)) * 1_000 + Int64(random.next(1_000)))
    }

    static func scan(_ random: inout SplitMix) throws -> Scan {
        let driver = try maybe(&random) { random in
            Scan.Driver(
                name: try line(&random),
                phone: try maybe(&random) { try PhoneNumber("0101234" + String($0.next(9_000) + 1_000)) })
        }
        return Scan(
            time: maybe(&random, moment), location: try maybe(&random, line), text: try line(&random),
            stage: maybe(&random) { Stage.allCases[$0.next(Stage.allCases.count)] }, driver: driver)
    }

    static func snapshot(_ random: inout SplitMix) throws -> TrackingSnapshot {
        TrackingSnapshot(
            stage: Stage.allCases[random.next(Stage.allCases.count)], stageText: try maybe(&random, line),
            courierName: try maybe(&random, line), scans: try (0..<random.next(8)).map { _ in try scan(&random) },
            deliveredAt: maybe(&random, moment), expectedAt: maybe(&random, moment), queriedAt: maybe(&random, moment))
    }

    static func order(_ random: inout SplitMix) throws -> Order {
        Order(
            id: try line(&random),
            items: try (0..<random.next(4)).map { _ in
                Order.Item(
                    name: try line(&random), option: try maybe(&random, line), quantity: random.next(5) + 1,
                    imageURL: try maybe(&random) {
                        try WebURL("https://img.example.com/\($0.next(1_000)).png?a=1&b=2")
                    },
                    priceWon: maybe(&random) { $0.next(1_000_000) })
            })
    }
}
