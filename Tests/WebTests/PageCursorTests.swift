// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdTesting
import Testing
import Values
import Web

struct PageCursorTests {
    @Test(arguments: [["1"], ["2026-11-22T08:15:00.000Z", "ab/+=한"], [""], ["\"", "\\"]])
    func aCursorReadsBack(_ parts: [String]) throws {
        let cursor = PageCursor(after: parts)
        #expect(try PageCursor(cursor.word).parts == parts)
        #expect(cursor.word.utf8.allSatisfy { $0 != 0x2B && $0 != 0x2F && $0 != 0x3D })
    }

    @Test(arguments: ["x", "!!", "W10", "WzFd", "eyJhIjoxfQ", "", String(repeating: "A", count: 2_000), "%00"])
    func whatWeDidNotMakeIsRefused(_ word: String) {
        #expect(throws: ValueError.self) { try PageCursor(word) }
    }

    private func list(_ query: String) async throws -> TestResponse {
        try await testServer { router in
            router.get("/list") { request, _ in
                let page = try PageRequest(request, defaultLimit: 50, maxLimit: 100)
                let next = PageCursor(after: ["\(page.limit)"])
                return JSONResponse(
                    PageRequest.json("items", (page.cursor?.parts ?? []).map { .string($0) }, next: next))
            }
        }.application.test(.router) { client in try await client.execute(uri: "/list" + query, method: .get) }
    }

    @Test func aPageNamesTheNext() async throws {
        let first = try await list("")
        let next = try #require(first.json["nextCursor"]?.string)
        #expect(first.json["items"] == .array([]))
        #expect(try PageCursor(next).parts == ["50"])
        let second = try await list("?limit=7&cursor=" + next)
        #expect(second.json["items"] == ["50"])
        #expect(try PageCursor(second.json["nextCursor"]?.string ?? "").parts == ["7"])
        #expect(PageRequest.json("x", [], next: nil).text == "{\"x\":[],\"nextCursor\":null}")
    }

    @Test(
        arguments: [
            ("?limit=0", ["?limit out-of-range"]), ("?limit=101", ["?limit out-of-range"]),
            ("?limit=x", ["?limit out-of-range"]), ("?cursor=nonsense", ["?cursor bad-value"]),
            ("?limit=-1&cursor=x", ["?limit out-of-range", "?cursor bad-value"]),
            // ["a","b"]: a cursor of another list.
            ("?cursor=WyJhIiwiYiJd", ["?cursor bad-value"]),
        ])
    func wrongQueriesAreProblems(_ query: String, _ expected: [String]) async throws {
        let response = try await list(query)
        #expect(response.status == .badRequest)
        #expect(response.problems == expected)
    }
}
