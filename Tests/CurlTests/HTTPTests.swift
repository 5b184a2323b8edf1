// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import TestSupport
import Testing

/// Requests to Python's own HTTP server.
struct HTTPTests {
    @Test(arguments: ["GET", "POST", "PUT", "DELETE", "PATCH"])
    func aRequestArrivesAsItIs(method: String) async throws {
        let server = try await WebPeer()
        let body = method == "GET" || method == "DELETE" ? nil : Array("{\"a\":1}".utf8)
        let answer = try await withLoop { loop in
            try await loop.perform(
                HTTPTransfer(
                    method: method, url: server.url + "/echo?q=%ED%99%8D",
                    headers: [("X-One", "1"), ("X-Empty", ""), ("Content-Type", "application/json")], body: body))
        }
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "application/json")
        let seen = try JSONDecoder().decode(WebPeer.Seen.self, from: Data(answer.body))
        #expect(seen.method == method)
        #expect(seen.path == "/echo?q=%ED%99%8D")
        #expect(seen.headers["x-one"] == "1")
        #expect(seen.headers["x-empty"] == "")
        #expect(seen.headers["content-type"] == "application/json")
        #expect(seen.headers["expect"] == nil)
        #expect(seen.body == (body.map { String(decoding: $0, as: UTF8.self) } ?? ""))
    }

    @Test func anEmptyBodyIsSent() async throws {
        let server = try await WebPeer()
        let answer = try await withLoop {
            try await $0.perform(HTTPTransfer(method: "POST", url: server.url + "/echo", body: []))
        }
        let seen = try JSONDecoder().decode(WebPeer.Seen.self, from: Data(answer.body))
        #expect(seen.headers["content-length"] == "0")
        #expect(seen.headers["content-type"] == nil)
    }

    @Test(arguments: [0, 1, 65_536, 1_000_000])
    func bodiesArriveWhole(bytes: Int) async throws {
        let server = try await WebPeer()
        let body = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let answer = try await withLoop {
            try await $0.perform(HTTPTransfer(method: "POST", url: server.url + "/mirror", body: body))
        }
        #expect(answer.body == body)
    }

    @Test func anAnswerThatIsTooLargeIsRefused() async throws {
        let server = try await WebPeer()
        let request = HTTPTransfer(url: server.url + "/bytes/5000", maxResponseBytes: 4_999)
        let exact = HTTPTransfer(url: server.url + "/bytes/5000", maxResponseBytes: 5_000)
        try await withLoop { loop in
            await #expect(throws: TransferFailure.self) { try await loop.perform(request) }
            let answer = try await loop.perform(exact)
            #expect(answer.body.count == 5_000)
        }
    }

    @Test(arguments: [301, 404, 500, 204])
    func anyStatusIsAnAnswerAndNothingIsFollowed(status: Int) async throws {
        let server = try await WebPeer()
        let answer = try await withLoop { try await $0.perform(HTTPTransfer(url: server.url + "/status/\(status)")) }
        #expect(answer.status == status)
        #expect(try server.requests() == ["/status/\(status)"])
    }

    @Test(
        arguments: [
            "file:///etc/passwd", "ftp://localhost/", "gopher://localhost/", "http://", "localhost", "http://a b/",
            "http://a/\r\nX: y", "https:///x", "",
        ])
    func whatIsNoWebAddressIsRefused(url: String) async throws {
        try await withLoop { loop in
            await #expect { try await loop.perform(HTTPTransfer(url: url)) } throws: {
                ($0 as? TransferFailure)?.kind == .invalid
            }
        }
    }

    @Test(arguments: [("X\r\nY", "v"), ("X", "v\r\nY: z"), ("", "v"), ("X Y", "v"), ("X:", "v"), ("X", "a\u{0}b")])
    func headersCannotBeSmuggled(name: String, value: String) async throws {
        try await withLoop { loop in
            await #expect(throws: TransferFailure.self) {
                try await loop.perform(HTTPTransfer(url: "http://127.0.0.1:1/", headers: [(name, value)]))
            }
        }
    }

    @Test func failuresSayWhetherTheRequestMayHaveArrived() async throws {
        let server = try await WebPeer()
        try await withLoop { loop in
            await #expect {
                try await loop.perform(HTTPTransfer(url: server.url + "/hang", timeout: .milliseconds(300)))
            } throws: { error in
                let failure = error as? TransferFailure
                return failure?.kind == .timeout && failure?.mayHaveArrived == true
            }
            server.stop()
            await #expect { try await loop.perform(HTTPTransfer(url: server.url + "/")) } throws: { error in
                let failure = error as? TransferFailure
                return failure?.kind == .connect && failure?.mayHaveArrived == false
            }
        }
    }

    @Test func cancellingEndsTheRequest() async throws {
        let server = try await WebPeer()
        try await withLoop { loop in
            let url = server.url + "/hang"
            let task = Task { try await loop.perform(HTTPTransfer(url: url)) }
            while try server.requests().isEmpty { await Task.yield() }
            task.cancel()
            await #expect { try await task.value } throws: { ($0 as? TransferFailure)?.kind == .cancelled }
        }
    }

    @Test func manyRequestsAtOnce() async throws {
        let server = try await WebPeer()
        let url = server.url + "/bytes/100"
        try await withLoop { loop in
            let total = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...200 {
                    group.addTask { try await loop.perform(HTTPTransfer(url: url)).body.count }
                }
                return try await group.reduce(0, +)
            }
            #expect(total == 20_000)
        }
    }
}
