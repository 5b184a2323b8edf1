// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import Web

struct FormFieldsTests {
    @Test func fieldsAreDecoded() throws {
        // The body a browser sends for: 이름=홍 길동, channel=sms, channel=push, empty, plain.
        let body = "%EC%9D%B4%EB%A6%84=%ED%99%8D+%EA%B8%B8%EB%8F%99&channel=sms&channel=push&empty=&plain&a=b%3Dc%26d"
        let form = try FormFields(Array(body.utf8))
        #expect(form["이름"] == "홍 길동")
        #expect(form.values("channel") == ["sms", "push"])
        #expect(form["empty"] == "")
        #expect(form["plain"] == "")
        #expect(form["a"] == "b=c&d")
        #expect(form["none"] == nil)
        #expect(try FormFields([]).all.isEmpty)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%FF", "%GG=1", String(repeating: "a=1&", count: 201)])
    func whatIsNoFormIsRefused(_ body: String) {
        #expect(throws: ProblemDetails.self) { try FormFields(Array(body.utf8)) }
    }

    @Test(
        arguments: [
            ("application/x-www-form-urlencoded", 200), ("application/x-www-form-urlencoded; charset=UTF-8", 200),
            ("application/json", 415), (nil, 415),
        ] as [(String?, Int)])
    func aFormSaysThatItIsOne(_ type: String?, _ status: Int) async throws {
        let server = testServer { router in
            router.post("/") { request, _ in try await request.form()["a"] ?? "none" }
        }
        let headers: HTTPFields = type.map { [.contentType: $0] } ?? [:]
        let response = try await server.application.test(.router) { client in
            try await client.execute(uri: "/", method: .post, headers: headers, body: ByteBuffer(string: "a=1"))
        }
        #expect(response.status.code == status)
    }
}
