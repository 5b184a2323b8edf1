// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import MockTestSupport
import MockWorld
import Testing
import Values

/// Waiting for messages.
struct APIWaitTests {
    @Test("so many: answered the moment the last one is there")
    func atLeast() async throws {
        try await Console.with { running in
            let inbox = running.bench.inbox
            async let waiting = running.send("GET", "/api/wait?query=subject:w&atLeast=3&timeout=60s")
            for number in 0..<3 {
                inbox.add(Console.mail("other"))
                inbox.add(Console.mail("w\(number)"))
            }
            let answer = try await waiting
            #expect(answer.status == 200)
            #expect(try JSON(parsing: answer.body)["messages"]?.array?.count == 3)
        }
    }

    @Test("a tag and a result complete a condition too")
    func changes() async throws {
        try await Console.with { running in
            let inbox = running.bench.inbox
            let id = inbox.add(Console.mail("x")).id
            async let waiting = running.send("GET", "/api/messages/latest?query=tag:seen&timeout=60s")
            _ = try await running.send("PUT", "/api/messages/\(id)/tags", json: ["tags": ["seen"]])
            let seen = try await waiting
            #expect(seen.status == 200)
            async let failed = running.send("GET", "/api/wait?query=is:failed&timeout=60s")
            inbox.add(MessageEvent(at: Console.start, kind: "bounce", text: "5.1.1", verdict: .bad), to: id)
            let bounced = try await failed
            #expect(bounced.status == 200)
        }
    }

    @Test("exactly: neither fewer nor more; none at all")
    func exactly() async throws {
        try await Console.with { running in
            let inbox = running.bench.inbox
            #expect(try await running.send("GET", "/api/wait?exactly=0&timeout=20ms").status == 200)
            inbox.add(Console.mail("a"))
            #expect(try await running.send("GET", "/api/wait?exactly=1&timeout=10s").status == 200)
            inbox.add(Console.mail("b"))
            let more = try await running.send("GET", "/api/wait?exactly=1&timeout=10s")
            #expect(more.status == 409 && more.header("content-type") == "application/problem+json")
            #expect(try JSON(parsing: more.body)["messages"]?.array?.count == 2)
            #expect(try await running.send("GET", "/api/wait?exactly=0&timeout=10s").status == 409)
            // One too many within the quiet time ends it at once.
            async let third = running.send("GET", "/api/wait?exactly=2&timeout=60s&quiet=60s")
            inbox.add(Console.mail("c"))
            let tooMany = try await third
            #expect(tooMany.status == 409)
        }
    }

    @Test("too late: what fits and what does not is told")
    func late() async throws {
        try await Console.with { running in
            running.bench.inbox.add(Console.mail("배송 출발", to: ["kim@example.com"]))
            running.bench.inbox.add(Console.mail("거절", refusal: "550 no"))
            running.bench.inbox.add(Console.mail("fits"))
            let late = try await running.send("GET", "/api/wait?query=fits&count=2&timeout=10ms")
            #expect(late.status == 408 && late.header("content-type") == "application/problem+json")
            let problem = try JSON(parsing: late.body)
            #expect(problem["detail"]?.string?.hasPrefix("1 of 2 messages were there in time") == true)
            #expect(problem["messages"]?.array?.map { $0["subject"] } == ["fits"])
            #expect(problem["others"]?.array?.map { $0["subject"] } == ["거절", "배송 출발"])
        }
    }
}
