// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Hummingbird
import MockConsole
import MockTestSupport
import MockWorld
import Testing
import Values
import Web

/// What comes is kept as it is, shown as it is, and does nothing.
struct APISafetyTests {
    private static let script = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u{202E}\0\u{7F}"

    @Test("script in every field: JSON stays JSON, the pages stay pages")
    func scripts() async throws {
        try await Console.with { running in
            let inbox = running.bench.inbox
            let bad = Self.script
            var card = MessageCard(
                provider: bad, kind: bad, from: bad, to: bad, title: bad, text: bad, template: bad, identity: bad)
            card.buttons = [.init(name: bad, type: bad, link: "javascript:alert(1)")]
            card.facts = [.init(bad, bad)]
            card.image = "javascript:alert(1)"
            let talk = inbox.add(
                InboxDraft(
                    card: card, channel: .alimtalk, raw: Array(bad.utf8), space: bad, receivedAt: Console.start,
                    refusal: bad,
                    headers: [("X-Parcelpost-Tags", bad), ("X-Parcelpost-Event", bad)]))
            inbox.add(MessageEvent(at: Console.start, kind: bad, text: bad, verdict: .bad), to: talk.id)
            let raw =
                "From: \(bad)\r\nSubject: \(bad)\r\nMessage-ID: <\(bad)>\r\nX-Parcelpost-Tags: \(bad)\r\n"
                + "Content-Type: text/html; name=\"\(bad)\"\r\nContent-ID: <\(bad)>\r\n\r\n\(bad)<a href=\"javascript:x\">y</a>"
            let mail = inbox.add(Console.mail(Array(raw.utf8), to: [bad]))
            for path in [
                "/api/messages?refused=include", "/api/messages/\(talk.id)", "/api/messages/\(mail.id)",
                "/api/messages/\(mail.id)/related", "/api/messages/\(talk.id)/transcript", "/api/stats",
            ] {
                let answer = try await running.send("GET", path)
                #expect(
                    answer.status == 200 && answer.header("content-type") == "application/json; charset=utf-8",
                    "\(path)")
                #expect(answer.header("x-content-type-options") == "nosniff")
                _ = try JSON(parsing: answer.body)
            }
            // Bytes as they came are never a page of ours.
            for path in [
                "/api/messages/\(talk.id)/raw", "/api/messages/\(mail.id)/raw", "/api/messages/\(mail.id)/parts/1",
            ] {
                let answer = try await running.send("GET", path)
                let type = answer.header("content-type") ?? ""
                #expect(type == "application/octet-stream" || type == "message/rfc822", "\(path): \(type)")
                #expect(answer.header("x-content-type-options") == "nosniff")
                #expect(answer.header("content-security-policy")?.contains("default-src 'none'") == true)
            }
            for path in ["/", "/messages/\(talk.id)", "/messages/\(mail.id)"] {
                let page = try await running.send("GET", path)
                let text = String(decoding: page.body, as: UTF8.self)
                #expect(
                    page.status == 200 && !text.contains("<script>alert") && !text.contains("<img src=x"), "\(path)")
            }
        }
    }

    @Test("bombs: parts in parts, Base64 of Base64, endless headers are read in bounds")
    func bombs() async throws {
        let nested = (0..<500).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        let wide =
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + String(repeating: "--b\r\n\r\nx\r\n", count: 20_000)
        var zipped = Array("x".utf8)
        for _ in 0..<20 { zipped = Array(Base64.encode(zipped).utf8) }
        let doubled =
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + String(decoding: zipped, as: UTF8.self)
        let headers = String(repeating: "X-A: \(String(repeating: "y", count: 900))\r\n", count: 5_000)
        let fold = "Subject: a\r\n" + String(repeating: " b\r\n", count: 200_000)
        let html = "Content-Type: text/html\r\n\r\n" + String(repeating: "<div><a href=x>", count: 50_000)
        let words = "Subject: " + String(repeating: "=?utf-8?B?7Jik?= ", count: 50_000) + "\r\n\r\n"
        let charset = "Content-Type: text/plain; charset=\"" + String(repeating: "x", count: 100_000) + "//\"\r\n\r\nx"
        try await Console.with { running in
            for (name, raw) in [
                ("nested", nested), ("wide", wide), ("doubled", doubled), ("headers", headers), ("fold", fold),
                ("html", html),
                ("words", words), ("charset", charset),
            ] {
                let id = running.bench.inbox.add(Console.mail(Array(raw.utf8))).id
                let answer = try await running.send("GET", "/api/messages/\(id)/transcript")
                #expect(answer.status == 200)
                let detail = try await running.http.perform(
                    HTTPTransfer(
                        url: "http://\(running.address)/api/messages/\(id)", timeout: .seconds(60),
                        maxResponseBytes: 64 << 20))
                #expect(detail.status == 200, "\(name)")
                #expect(try await running.json("/api/messages?limit=1")["messages"]?.array?.count == 1, "\(name)")
            }
        }
    }

    @Test(
        "paths lead nowhere else",
        arguments: ["..%2f..%2fetc%2fpasswd", "%00", "%2e%2e", "0000000000000", "💥", "latest%00"])
    func paths(id: String) async throws {
        try await Console.with { running in
            let id = id.utf8.allSatisfy { $0 < 0x80 } ? id : "%F0%9F%92%A5"
            for (method, suffix) in [
                ("GET", ""), ("DELETE", ""), ("PUT", "/tags"), ("GET", "/related"), ("GET", "/raw"),
                ("GET", "/parts/..%2f1"),
            ] {
                let answer = try await running.send(method, "/api/messages/\(id)\(suffix)")
                #expect((400..<500).contains(answer.status), "\(method) \(id)\(suffix): \(answer.status)")
                #expect(answer.header("content-type") == "application/problem+json")
            }
            #expect(try await running.send("DELETE", "/api/hooks/\(id)").status == 404)
        }
    }

    @Test("other hosts and other sites' pages reach nothing")
    func hosts() async throws {
        try await Console.with { running in
            running.bench.inbox.add(Console.mail("x"))
            for path in ["/api/messages", "/api/wait", "/api/dump", "/openapi.json", "/"] {
                #expect(try await running.send("GET", path, headers: [("Host", "evil.example")]).status == 421)
            }
            for (method, path) in [("DELETE", "/api/messages"), ("PUT", "/api/hooks"), ("PUT", "/api/messages/x/tags")]
            {
                let answer = try await running.send(method, path, headers: [("Origin", "https://evil.example")])
                #expect(answer.status == 403, "\(path)")
            }
            #expect(running.bench.inbox.counts.messages == 1)
        }
    }

    // MARK: The password

    @Test("behind a password: pages and API; providers' paths stay open")
    func password() async throws {
        try await RunningBench.with(routes: { bench, router in
            router.add(middleware: PasswordGate(password: Secret("비밀 word")))
            ConsoleRoutes(bench: bench).add(to: router)
            router.post("/v1/projects/x/messages:send") { _, _ in JSONResponse([:]) }
            router.get("/v1/tracking/../api/messages") { _, _ in JSONResponse([:]) }
        }) { running in
            func status(_ path: String, _ method: String = "GET", _ headers: [(name: String, value: String)] = [])
                async throws -> Int
            {
                try await running.send(method, path, headers: headers).status
            }
            let right = ("Authorization", "Basic " + Base64.encode(Array("parcelpost:비밀 word".utf8)))
            for path in [
                "/", "/api/messages", "/api/events", "/openapi.json", "/assets/inbox.css", "/bench", "/no/such",
            ] {
                let answer = try await running.send("GET", path)
                #expect(answer.status == 401, "\(path)")
                #expect(answer.header("www-authenticate")?.hasPrefix("Basic realm=") == true)
            }
            #expect(try await status("/v1/projects/x/messages:send", "POST") == 200)
            #expect(try await status("/api/messages", "GET", [right]) == 200)
            for wrong in ["parcelpost:", "parcelpost:비밀 wor", "other:비밀 word", ":", ""] {
                let field = ("Authorization", "Basic " + Base64.encode(Array(wrong.utf8)))
                #expect(try await status("/api/messages", "GET", [field]) == 401, "\(wrong)")
            }
            for field in [
                "Bearer x", "Basic", "Basic !!!", "basic " + Base64.encode(Array("x:y".utf8)),
                "Basic " + String(repeating: "A", count: 9_000),
            ] {
                #expect(try await status("/api/messages", "GET", [("Authorization", field)]) == 401)
            }
            // The browser knows the password; the page that uses it is another site's.
            #expect(try await status("/api/messages", "DELETE", [right, ("Origin", "http://localhost:9999")]) == 403)
            #expect(
                try await status("/api/messages", "DELETE", [right, ("Origin", "http://\(running.address)")]) == 200)
        }
    }
}
