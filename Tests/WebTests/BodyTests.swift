// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import Values
import Web

struct BodyTests {
    private static func routes(_ router: Router<WebContext>) {
        router.post("/bytes") { request, _ in
            let bytes = try await request.bytes(upTo: 1_000)
            return JSONResponse(["count": .integer(Int64(bytes.count))])
        }
        router.post("/json") { request, _ in JSONResponse(try await request.json()) }
        router.post("/early") { _, _ -> String in throw ProblemDetails.unauthorized("No.") }
    }

    private func post(
        _ uri: String, _ body: String, type: String? = nil, setup: TestingSetup = .router
    ) async throws -> TestResponse {
        var headers = HTTPFields()
        if let type { headers[.contentType] = type }
        return try await testServer(routes: Self.routes).application.test(setup) { [headers] client in
            try await client.execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
        }
    }

    @Test(arguments: [(0, 200), (1_000, 200), (1_001, 413), (100_000, 413)])
    func bodiesHaveALimit(_ count: Int, _ status: Int) async throws {
        let response = try await post("/bytes", String(repeating: "a", count: count), setup: .live)
        #expect(response.status.code == status)
        if status == 413 {
            #expect(response.json["type"]?.string == "urn:parcelpost:problem:body-too-large")
            #expect(response.json["detail"]?.string == "The body has more than 1000 bytes. Send less at once.")
        }
    }

    @Test func aBodyWithoutALengthHasTheLimitToo() async throws {
        try await withServer(routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("POST /bytes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<3 { try await wire.send("190\r\n" + String(repeating: "a", count: 400) + "\r\n") }
                #expect(try await wire.read(until: "body-too-large"))
                #expect(wire.received.hasPrefix("HTTP/1.1 413 "))
            }
        }
    }

    @Test func jsonIsParsed() async throws {
        let response = try await post("/json", "{\"b\":1,\"a\":[true]}", type: "Application/JSON; charset=utf-8")
        #expect(response.text == "{\"b\":1,\"a\":[true]}")
        #expect(response.headers[.contentType] == "application/json; charset=utf-8")
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test(
        arguments: [
            ("{\"a\":}", "at byte 5: expected a value."),
            ("[1,2", "at byte 4: expected a comma or the end of the array."),
            ("{\"a\":\"\u{1}\"}", "at byte 6: a control character stands unescaped in a string."),
        ])
    func whatIsNoJSONNamesTheByte(_ body: String, _ message: String) async throws {
        let response = try await post("/json", body)
        #expect(response.status == .badRequest)
        #expect(response.json["type"]?.string == "urn:parcelpost:problem:not-json")
        #expect(response.json["problems"]?.array?.first?["message"]?.string == message)
    }

    @Test func anEmptyBodyIsNoJSON() async throws {
        let response = try await post("/json", "")
        #expect(response.status == .badRequest)
        #expect(response.json["detail"]?.string == "The body is empty. Send a JSON object.")
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
    func otherContentTypesAreRefused(_ type: String) async throws {
        #expect(try await post("/json", "{}", type: type).status == .unsupportedMediaType)
    }

    @Test(arguments: ["application/merge-patch+json", "application/json"])
    func typesOfJSONAreTaken(_ type: String) async throws {
        #expect(try await post("/json", "{}", type: type).status == .ok)
    }

    @Test func aConnectionThatBreaksInTheMiddleIsNoBody() async throws {
        let log = LogLines()
        let received = try await withServer(log: log, routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
                wire.finish()
                return await wire.readToEnd()
            }
        }
        #expect(!received.contains("200 OK"))
        #expect(!received.contains("\"count\""))
    }

    @Test func aBodyThatStopsBeingHTTPIsAProblem() async throws {
        let received = try await withServer(routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                try await wire.send("POST /bytes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n")
                return await wire.readToEnd()
            }
        }
        #expect(received.hasPrefix("HTTP/1.1 400 "))
        #expect(received.contains("urn:parcelpost:problem:not-http"))
        #expect(received.contains("nosniff"))
    }

    @Test func twoRequestsOfOneConnectionAreBothAnswered() async throws {
        try await withServer(routes: Self.routes) { port, _ in
            try await RawConnection.open(port) { wire in
                let one = "POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
                try await wire.send(one + "POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
                #expect(try await wire.read(until: "{\"count\":2}"))
                #expect(try await wire.read(until: "{\"count\":3}"))
            }
        }
    }
}
