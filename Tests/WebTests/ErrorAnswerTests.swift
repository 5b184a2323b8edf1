// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Values
import Web

struct ErrorAnswerTests {
    private struct SecretFailure: Error, CustomStringConvertible {
        var description: String { "hong@example.com cannot be reached" }
    }

    private static func routes(_ router: Router<WebContext>) {
        router.get("/fine") { _, _ in JSONResponse(["ok": true]) }
        router.get("/t/{token}") { _, _ -> String in throw SecretFailure() }
        router.post("/t/{token}") { _, _ in "posted" }
        router.get("/files/**") { _, _ in "file" }
        router.get("/problem") { _, _ -> String in
            throw ProblemDetails(.conflict, rule: "already-shipped", detail: "The parcel has left.")
        }
        router.get("/problems") { _, _ -> String in
            throw Problems([
                Problem(field: "/orders/0/id", rule: "bad-value", message: "wrong.", wayOut: "Right it."),
                Problem(field: "/name", rule: "missing-member", message: "needed."),
            ])
        }
        router.get("/value") { _, _ -> String in throw ValueError("an email address needs exactly one @") }
        router.get("/plain") { _, _ -> String in throw HTTPError(.preconditionFailed, message: "pay first") }
        router.get("/busy") { _, _ -> String in
            throw ProblemDetails.unavailable(retryAfter: .milliseconds(2_500), "The queue is full.")
        }
        router.get("/locked") { _, _ -> String in throw ProblemDetails.unauthorized("Give an API key.") }
        router.get("/own") { _, _ in
            Response(status: .badRequest, body: ResponseBody(byteBuffer: ByteBuffer(string: "own words")))
        }
        router.get("/page") { _, _ in PageResponse("<p>hello") }
    }

    private func get(
        _ uri: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:], log: LogLines = LogLines()
    ) async throws -> TestResponse {
        try await testServer(log: log, routes: Self.routes).application.test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: headers)
        }
    }

    @Test(
        arguments: [
            ("/nothing", 404, "no-such-path"), ("/problem", 409, "already-shipped"),
            ("/problems", 400, "invalid-request"), ("/value", 400, "invalid-request"), ("/plain", 412, "refused"),
            ("/busy", 503, "unavailable"), ("/locked", 401, "unauthorized"), ("/t/abc", 500, "internal-error"),
        ])
    func everyErrorIsAProblem(_ uri: String, _ status: Int, _ rule: String) async throws {
        let response = try await get(uri)
        #expect(response.status.code == status)
        #expect(response.headers[.contentType] == "application/problem+json")
        #expect(response.json["type"]?.string == "urn:parcelpost:problem:" + rule)
        #expect(response.json["status"]?.integer == Int64(status))
        #expect(response.json["detail"]?.string?.isEmpty == false)
        #expect(response.json["requestId"]?.string == response.headers[HTTPField.Name("X-Request-Id")!])
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test(arguments: ["/fine", "/nothing", "/problem", "/t/abc", "/own", "/plain"])
    func everyAnswerCarriesTheSecurityHeaders(_ uri: String) async throws {
        let headers = try await get(uri).headers
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer")
        #expect(
            headers[.contentSecurityPolicy]
                == "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    }

    @Test func aPageKeepsItsOwnPolicy() async throws {
        let headers = try await get("/page").headers
        #expect(headers[.contentSecurityPolicy] == PagePolicy.page.text)
        #expect(headers[.contentType] == "text/html; charset=utf-8")
    }

    @Test func anAnswerOfTheHandlerIsLeftAlone() async throws {
        let response = try await get("/own")
        #expect(response.status == .badRequest)
        #expect(response.text == "own words")
    }

    @Test(
        arguments: [
            ("/fine", "POST", "GET, HEAD"), ("/t/abc", "DELETE", "GET, HEAD, POST"),
            ("/files/a/b/c", "PUT", "GET, HEAD"), ("/t/abc", "OPTIONS", "GET, HEAD, POST"),
        ])
    func aWrongMethodIs405WithAllow(_ uri: String, _ method: String, _ allow: String) async throws {
        let response = try await get(uri, HTTPRequest.Method(method)!)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == allow)
        #expect(response.json["type"]?.string == "urn:parcelpost:problem:method-not-allowed")
    }

    @Test(arguments: ["/t/a/b", "/t", "/", "/finely", "/fine/x"])
    func aWrongPathIs404WithAnyMethod(_ uri: String) async throws {
        #expect(try await get(uri, .delete).status == .notFound)
    }

    @Test func headIsAnsweredWhereGetIs() async throws {
        let response = try await get("/fine", .head)
        #expect(response.status == .ok)
        #expect(response.text == "")
    }

    @Test func everyProblemFoundIsListed() async throws {
        let response = try await get("/problems")
        #expect(response.problems == ["/orders/0/id bad-value", "/name missing-member"])
        #expect(response.json["problems"]?.array?.first?["wayOut"]?.string == "Right it.")
        #expect(response.json["detail"]?.string == "2 things in the request are wrong.")
    }

    @Test func retryAfterIsRoundedUp() async throws {
        #expect(try await get("/busy").headers[.retryAfter] == "3")
        #expect(try await get("/locked").headers[.wwwAuthenticate] == "Bearer")
    }

    @Test func aFailureOfOursShowsNothingAndLogsNoToken() async throws {
        let log = LogLines()
        let response = try await get("/t/tok3n-of-hong?key=s3cret", log: log)
        #expect(!response.text.contains("hong"))
        #expect(!response.text.contains("SecretFailure"))
        #expect(!log.text.contains("tok3n"))
        #expect(!log.text.contains("s3cret"))
        #expect(!log.text.contains("hong"))
        let line = try #require(log.all.first { $0["level"]?.string == "error" })
        #expect(line["error.type"]?.string == "SecretFailure")
        #expect(line["http.route"]?.string == "/t/{token}")
        #expect(line["http.method"]?.string == "GET")
        #expect(line["hb.request.id"]?.string == response.json["requestId"]?.string)
    }
}
