// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdTesting
import Notices
import Shipping
import TestSupport
import Testing
import Values
import Web

/// `/v1/shipments`: registering, looking up, listing.
@Suite(.timeLimit(.minutes(1))) struct ShipmentRoutesTests {
    private static let path = "/v1/shipments/cj/686530129012"

    private static func body(order: String = "ORD-1", email: String = "hong@example.com") -> String {
        #"{"orders":[{"id":"\#(order)","items":[{"name":"겨울 니트","option":"아이보리 / M","quantity":2,"#
            + #""imageUrl":"https://moon.example.com/knit.png","priceWon":59000}]}],"#
            + #""orderer":{"name":"홍길동","email":"\#(email)","phone":"010-1234-5678"},"#
            + #""receiver":{"name":"김영희","address":"서울 송파구 가락로 1","doorCode":"*1234","language":"en"},"#
            + #""clientId":"shp_42","expectedAt":"2026-11-23","reviewUrl":"https://moon.example.com/review"}"#
    }

    @Test("A parcel is registered with 201, told again with 200, and read back as it was told")
    func registersOnce() async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            let first = try await window.put(Self.path, Self.body())
            #expect(first.code == 201, "\(first.text)")
            let second = try await window.put(Self.path, Self.body(email: "hong@example.org"))
            #expect(second.code == 200)
            #expect(second.json["trackingPage"] == first.json["trackingPage"], "the link in earlier letters broke")
            let shipment = try await window.get(Self.path).json
            #expect(shipment == second.json)
            #expect(shipment["courier"]?.string == "cj")
            #expect(shipment["courierName"]?.string == "CJ대한통운")
            #expect(shipment["trackingNumber"]?.string == "686530129012")
            #expect(shipment["generation"]?.integer == 1)
            #expect(shipment["stage"]?.string == "PENDING")
            #expect(shipment["orders"]?.array?.first?["id"]?.string == "ORD-1")
            let item = shipment["orders"]?.array?.first?["items"]?.array?.first
            #expect(item?["quantity"]?.integer == 2)
            #expect(item?["priceWon"]?.integer == 59_000)
            #expect(shipment["orderer"]?["email"]?.string == "hong@example.org")
            #expect(shipment["receiver"]?["language"]?.string == "en")
            #expect(shipment["clientId"]?.string == "shp_42")
            #expect(shipment["expectedAt"]?.string == "2026-11-22T15:00:00.000Z")
            #expect(!shipment.text.contains("*1234"), "a door code is never shown")
            let page = shipment["trackingPage"]?.string ?? ""
            #expect(page.hasPrefix("https://notify.example.com/t/"))
            let stored = try #require(try await desk.shipment())
            #expect(page.hasSuffix("/" + stored.token))
            #expect(stored.registration.receiver?.doorCode?.text == "*1234")
        }
    }

    @Test("A4: another order on a closed shipment opens a second generation with a page of its own")
    func secondGeneration() async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            let first = try await window.put(Self.path, Self.body())
            #expect(try await window.put(Self.path, Self.body(order: "ORD-2")).json["generation"]?.integer == 1)
            try await desk.record(Samples.event(.delivered))
            let again = try await window.put(Self.path, Self.body(order: "ORD-2"))
            #expect(again.code == 200, "the same order on a closed shipment is the same parcel")
            let second = try await window.put(Self.path, Self.body(order: "ORD-3"))
            #expect(second.code == 201)
            #expect(second.json["generation"]?.integer == 2)
            #expect(second.json["stage"]?.string == "PENDING")
            #expect(second.json["trackingPage"] != first.json["trackingPage"])
        }
    }

    @Test("D3: events that came before their parcel are planned when it is registered")
    func parkedEvents() async throws {
        let desk = try Desk()
        try await desk.record(Samples.event(.outForDelivery))
        try await desk.open { window async throws in
            #expect(try await window.put(Self.path, Self.body()).json["stage"]?.string == "OUT_FOR_DELIVERY")
        }
        #expect(try await desk.store.inner.statistics(now: desk.clock.now).due == 1)
    }

    @Test("D7: the API shows scans without their drivers")
    func scansWithoutDrivers() async throws {
        let desk = try Desk()
        try await desk.register()
        try await desk.open { window async throws in
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
            let shipment = try await window.get(Self.path)
            let scan = shipment.json["progresses"]?.array?.first
            #expect(scan?["time"]?.string == "2026-11-22T00:12:00.000Z")
            #expect(scan?["location"]?.string == "강남직영")
            #expect(scan?["description"]?.string?.contains("배송할 예정") == true)
            #expect(!shipment.text.contains("김기사") && !shipment.text.contains("9999"))
        }
    }

    @Test("All that is wrong with a registration is told at once, with a pointer to each")
    func allProblemsAtOnce() async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            let answer = try await window.put(
                Self.path,
                #"{"orders":[{"items":[{"name":"a\nb","quantity":0}]}],"orderer":{"email":"nobody","phone":"12"},"#
                    + #""kind":"sideways","gift":"maybe","expectedAt":"soon","reviewUrl":"javascript:1","color":"red"}"#
            )
            #expect(answer.code == 400)
            let pointers = Set(answer.problems.map { $0.split(separator: " ").first.map(String.init) ?? "" })
            #expect(
                pointers == [
                    "/orders/0/id", "/orders/0/items/0/name", "/orders/0/items/0/quantity", "/orderer/email",
                    "/orderer/phone", "/kind", "/gift", "/expectedAt", "/reviewUrl", "/color",
                ])
            #expect(!answer.text.contains("nobody"), "a refused value is not repeated")
        }
        #expect(try await desk.shipment() == nil)
    }

    @Test(
        "A path that names no parcel is 400 and says which part",
        arguments: [
            ("/v1/shipments/c%20j/686530129012", ["courier bad-value"]),
            ("/v1/shipments/cj/12%0A34", ["trackingNumber bad-value"]),
            ("/v1/shipments/%2F/%20", ["courier bad-value", "trackingNumber bad-value"]),
        ])
    func wrongPaths(_ path: String, _ problems: [String]) async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            for answer in [try await window.get(path), try await window.put(path, Self.body())] {
                #expect(answer.code == 400)
                #expect(answer.problems == problems)
            }
        }
    }

    @Test(
        "Bodies that are no registration are refused",
        arguments: [("", 400), ("[]", 400), ("{", 400), ("{}", 400), (#"{"orderer":{}}"#, 201)])
    func strangeBodies(_ body: String, _ status: Int) async throws {
        let desk = try Desk()
        try await desk.open { window async throws in #expect(try await window.put(Self.path, body).code == status) }
    }

    @Test("A list of 120 parcels is read page by page, newest first, without loss or repeat, while more come in")
    func listsPageByPage() async throws {
        let desk = try Desk()
        let numbers = (100...219).map { "400000000\($0)" }
        for number in numbers { try await desk.register(Samples.registration(Samples.key(number), order: number)) }
        try await desk.register(Samples.registration(Samples.key("999999999999", shop: "moon")))
        try await desk.open { window async throws in
            for limit in [50, 40, 7, 120, 500] {
                var seen = [String]()
                var cursor: String?
                repeat {
                    let answer = try await window.get(
                        "/v1/shipments?limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? ""))
                    #expect(answer.code == 200)
                    let page = answer.json["shipments"]?.array ?? []
                    #expect(page.count <= limit)
                    seen += page.compactMap { $0["trackingNumber"]?.string }
                    cursor = answer.json["nextCursor"]?.string
                    // One that is registered meanwhile is newer than the pages to come.
                    if limit == 40 {
                        try await desk.register(
                            Samples.registration(Samples.key("80000000000\(seen.count)"), order: "new \(seen.count)"))
                    }
                } while cursor != nil
                #expect(seen.filter { $0.hasPrefix("400") } == numbers.reversed(), "limit \(limit)")
            }
            #expect(try await window.get("/v1/shipments").json["shipments"]?.array?.count == 50)
        }
    }

    @Test(
        "A limit or cursor that is none is 400, never the first page again",
        arguments: [
            "limit=0", "limit=501", "limit=many", "cursor=@@@",
            "cursor=\(PageCursor(after: ["abc"]).word)", "cursor=\(PageCursor(after: ["1", "2"]).word)",
        ])
    func wrongPages(_ query: String) async throws {
        let desk = try Desk()
        try await desk.register()
        try await desk.open { window async throws in
            let answer = try await window.get("/v1/shipments?" + query)
            #expect(answer.code == 400, "\(answer.text)")
            #expect(answer.problems.count == 1)
        }
    }

    @Test("A shop's key reaches its own parcels only")
    func shopsAreApart() async throws {
        let desk = try Desk()
        try await desk.register()
        try await desk.open { window async throws in
            #expect(try await window.get(Self.path).code == 200)
            #expect(try await window.get(Self.path, key: Desk.moonKey).code == 404)
            #expect(try await window.get("/v1/shipments", key: Desk.moonKey).json["shipments"]?.array == [])
            #expect(try await window.put(Self.path, Self.body(), key: Desk.moonKey).code == 201)
        }
        #expect(try await desk.shipment()?.registration.orders.first?.id.text == "ORD-12345")
        #expect(try await desk.shipment(shop: "moon")?.registration.orders.first?.id.text == "ORD-1")
    }

    @Test("A store that cannot write is 503 with Retry-After, and nothing is promised")
    func aFailingStore() async throws {
        let desk = try Desk()
        desk.store.fail(.register)
        desk.store.fail(.question)
        try await desk.open { window async throws in
            for answer in [
                try await window.put(Self.path, Self.body()), try await window.get(Self.path),
                try await window.get("/v1/shipments"),
            ] {
                #expect(answer.code == 503)
                #expect(answer.headers[.retryAfter] == "5")
            }
        }
    }
}
