// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GatewayServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Shipping
import TestSupport
import Testing
import Values
import Web

/// Who may ask.
@Suite(.timeLimit(.minutes(1))) struct APIKeysTests {
    static let roads = [
        "/v1/shipments", "/v1/shipments/cj/686530129012", "/v1/trace/686530129012", "/v1/journal", "/v1/idle",
    ]

    private func request(_ authorization: String?) -> Request {
        var headers = HTTPFields()
        if let authorization { headers[.authorization] = authorization }
        return Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/", headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
    }

    @Test("Every road of the API is closed without a key, and says how to send one", arguments: roads)
    func closedWithoutAKey(_ road: String) async throws {
        let desk = try Desk()
        try await desk.open { window async throws in
            for key in [nil, "", "wrong", Desk.key + "x", String(Desk.key.dropLast())] as [String?] {
                let answer = try await window.get(road, key: key)
                #expect(answer.code == 401, "\(key ?? "no key")")
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
                #expect(!answer.text.contains(Desk.key))
            }
        }
        #expect(desk.store.began(.question).count == 0)
    }

    @Test("A key proves its shop, whatever the case of `Bearer`")
    func keysProveShops() throws {
        let keys = APIKeys([(.default, Secret("one")), (Desk.moon, Secret("two")), (Desk.moon, Secret("three"))])
        #expect(try keys.shop(of: request("Bearer one")) == .default)
        #expect(try keys.shop(of: request("bearer two")) == Desk.moon)
        #expect(try keys.shop(of: request("BEARER three")) == Desk.moon)
        for wrong in ["Bearer  one", "Bearer One", "Bearer one one", "Basic one", "one", "Bearer"] {
            #expect(throws: ProblemDetails.self, "\(wrong)") { try keys.shop(of: request(wrong)) }
        }
    }

    @Test("An empty key in the settings opens nothing")
    func emptyKeys() throws {
        let keys = APIKeys([(.default, Secret("")), (.default, Secret("  \t"))])
        for authorization in [nil, "Bearer ", "Bearer   \t", "Bearer   "] as [String?] {
            let error = #expect(throws: ProblemDetails.self) { try keys.shop(of: request(authorization)) }
            #expect(error?.status == .unauthorized)
        }
        let error = #expect(throws: ProblemDetails.self) { try keys.shop(of: request(nil)) }
        #expect(error?.detail.contains("apiKeys") == true, "it says which setting is missing")
    }

    @Test("Keys are kept as hashes: nothing prints them")
    func keysAreHidden() {
        let keys = APIKeys([(.default, Secret("very-secret-key"))])
        var dumped = ""
        dump(keys, to: &dumped)
        #expect(!dumped.contains("very-secret-key"))
        #expect(!"\(keys)".contains("very-secret-key"))
    }
}
