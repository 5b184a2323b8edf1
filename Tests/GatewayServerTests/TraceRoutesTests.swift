// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdTesting
import Notices
import Shipping
import TestSupport
import Testing
import Values

/// `/v1/trace`, `/v1/journal`, `/v1/idle`: promise 6, says why.
@Suite(.timeLimit(.minutes(1))) struct TraceRoutesTests {
    private func lines(_ answer: TestResponse) throws -> [JSON] {
        try answer.text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    }

    @Test("Promise 6: the trace tells what was decided about a number, by which rule, oldest first")
    func tracesANumber() async throws {
        let desk = try Desk()
        try await desk.register()
        try await desk.open { window async throws in
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
            let answer = try await window.get("/v1/trace/686530129012")
            #expect(answer.json["trackingNumber"]?.string == "686530129012")
            let trace = answer.json["trace"]?.array ?? []
            #expect(trace.map { $0["kind"]?.string } == ["registered", "decided", "nothing"])
            #expect(trace.map { $0["rule"]?.string } == [nil, "A2", "A5"])
            let decided = try #require(trace.dropFirst().first)
            #expect(decided["at"]?.string == "2026-11-22T01:00:00.000Z")
            #expect(decided["shop"]?.string == "default")
            #expect(decided["courier"]?.string == "cj")
            #expect(decided["milestone"]?.string == "out_for_delivery")
            #expect(decided["facts"]?["key"]?.string == "out_for_delivery@2026-11-22")
            #expect(decided["notificationId"]?.integer != nil && decided["deliveryId"]?.integer != nil)
            for word in ["hong", "홍길동", "김기사", "9999"] { #expect(!answer.text.contains(word), "promise 7: \(word)") }
            #expect(try await window.get("/v1/trace/686530129012", key: Desk.moonKey).json["trace"]?.array == [])
            #expect(try await window.get("/v1/trace/12%0A34").code == 400)
        }
    }

    @Test("The journal is NDJSON with rising ids, and `after` goes on where it ended")
    func journals() async throws {
        let desk = try Desk()
        for number in 100...129 {
            try await desk.record(Samples.event(.pickedUp, key: Samples.key("300000000\(number)")))
        }
        try await desk.record(Samples.event(.pickedUp, key: Samples.key("388888888888", shop: "moon")))
        try await desk.open { window async throws in
            let whole = try await window.get("/v1/journal")
            #expect(whole.headers[.contentType] == "application/x-ndjson")
            #expect(whole.text.hasSuffix("\n"))
            let all = try lines(whole)
            #expect(all.count == 30)
            let ids = all.compactMap { $0["id"]?.integer }
            #expect(ids == ids.sorted() && Set(ids).count == 30)
            var read = [JSON]()
            var after: Int64 = 0
            while true {
                let page = try lines(try await window.get("/v1/journal?after=\(after)&limit=7"))
                #expect(page.count <= 7)
                guard let last = page.last?["id"]?.integer else { break }
                read += page
                after = last
            }
            #expect(read == all)
            #expect(try lines(try await window.get("/v1/journal", key: Desk.moonKey)).count == 1)
        }
    }

    @Test("A place or limit that is none is 400", arguments: ["after=x", "limit=0", "limit=10001", "limit=x"])
    func wrongPlaces(_ query: String) async throws {
        let desk = try Desk()
        try await desk.open { window async throws in #expect(try await window.get("/v1/journal?" + query).code == 400) }
    }

    @Test("G: idle says whether anything is due, leased or held")
    func idles() async throws {
        let desk = try Desk()
        try await desk.register()
        try await desk.open { window async throws in
            #expect(try await window.get("/v1/idle").text == #"{"idle":true,"held":0,"leased":0,"due":0,"waiting":0}"#)
            #expect(try await window.send(Webhook.polled(Webhook.item()).signed()).code == 200)
            #expect(try await window.get("/v1/idle").text == #"{"idle":false,"held":1,"leased":1,"due":0,"waiting":0}"#)
        }
        let waiting = try Desk()
        try await waiting.register()
        try await waiting.record(Samples.event(.outForDelivery))
        try await waiting.open { window async throws in
            #expect(try await window.get("/v1/idle").text == #"{"idle":false,"held":0,"leased":0,"due":1,"waiting":0}"#)
        }
    }
}
