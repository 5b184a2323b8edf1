// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Foundation
import MockProviders
import MockSMTP
import MockTracking
import MockWorld
import Settings
import TestSupport
import Testing
import Values

/// The inbox's API and pages.
struct APITests {
    private static let mail = """
        From: "쇼핑몰" <shop@example.com>\r
        To: hong@example.com\r
        Subject: =?utf-8?B?7Jik64qYIOuPhOywqQ==?= <script>alert(1)</script>\r
        Message-ID: <one@shop.example>\r
        MIME-Version: 1.0\r
        Content-Type: multipart/mixed; boundary=b\r
        \r
        --b\r
        Content-Type: text/html; charset=utf-8\r
        Content-Transfer-Encoding: base64\r
        \r
        PHA+7JWI64WV7ZWY7IS47JqUPC9wPjxpbWcgc3JjPSJjaWQ6bG9nb0BzaG9wIj48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+\r
        --b\r
        Content-Type: image/png\r
        Content-ID: <logo@shop>\r
        Content-Transfer-Encoding: base64\r
        \r
        iVBORw0KGgo=\r
        --b\r
        Content-Type: text/html\r
        Content-Disposition: attachment; filename="x.html"\r
        \r
        <script>alert(1)</script>\r
        --b--\r

        """

    private static func send(_ mock: RunningMock, _ mail: String = mail, to: String = "hong@example.com") async throws {
        let sent = try await Command.run(
            "curl",
            ["-sS", "--url", "smtp://" + mock.smtp, "--mail-from", "a@example.com", "--mail-rcpt", to, "-T", "-"],
            input: Array(mail.utf8))
        #expect(sent.status == 0, "\(sent.error)")
    }

    @Test("a message: list, detail, HTML with its own policy, parts")
    func message() async throws {
        try await RunningMock.with { mock in
            try await Self.send(mock)
            let one = try #require(try await mock.messages().first)
            #expect(one["channel"] == "email" && one["from"] == "shop@example.com" && one["fromName"] == "쇼핑몰")
            #expect(one["subject"]?.string?.hasPrefix("오늘 도착") == true && one["text"]?.string == "안녕하세요")
            #expect(one["messageId"] == "one@shop.example" && one["attachments"] == 1 && one["copies"] == 1)
            let id = one["id"]?.string ?? ""

            let detail = try await mock.json("/api/messages/\(id)")
            #expect(detail["html"]?.string?.contains("안녕하세요") == true && detail["text"] == nil)
            #expect(detail["headers"]?.array?.first?["name"] == "From")
            #expect(detail["parts"]?.array?.map { $0["part"]?.string } == ["1", "2", "3"])
            #expect(detail["transcript"]?["reply"]?.string?.hasPrefix("250 2.0.0") == true)

            let html = try await mock.request("GET", "/api/messages/\(id)/html")
            let policy = html.header("content-security-policy") ?? ""
            for directive in [
                "default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self' data:", "frame-ancestors 'self'",
            ] { #expect(policy.contains(directive)) }
            #expect(!policy.contains("script-src") && !policy.contains("allow-scripts"))
            let text = String(decoding: html.body, as: UTF8.self)
            #expect(text.contains("안녕하세요") && text.contains("src=\"/api/messages/\(id)/parts/2\""))
            #expect(html.header("content-type") == "text/html; charset=utf-8")

            let image = try await mock.request("GET", "/api/messages/\(id)/parts/2")
            #expect(image.header("content-type") == "image/png" && image.body.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            let attachment = try await mock.request("GET", "/api/messages/\(id)/parts/3")
            #expect(attachment.header("content-type") == "application/octet-stream")
            #expect(attachment.header("content-disposition") == "attachment; filename*=UTF-8''x.html")
            #expect(attachment.header("x-content-type-options") == "nosniff")
            #expect(try await mock.request("GET", "/api/messages/\(id)/parts/9").status == 404)
        }
    }

    @Test(
        "pages: nothing of a mail becomes markup, scripts come from files only",
        arguments: [
            "/", "/?query=%3Cscript%3E", "/messages/ID", "/messages/ID?view=text", "/messages/ID?view=headers",
            "/messages/ID?view=links", "/messages/ID?view=source", "/messages/ID?view=dialogue", "/fragments/rows",
            "/messages/ID?fragment=1",
        ])
    func pages(path: String) async throws {
        try await RunningMock.with { mock in
            try await Self.send(mock)
            let id = try await mock.messages().first?["id"]?.string ?? ""
            let page = try await mock.request("GET", path.replacing("ID", with: id))
            #expect(page.status == 200)
            let text = String(decoding: page.body, as: UTF8.self)
            #expect(!text.contains("<script>") && !text.contains("onerror=") && !text.contains("srcdoc"))
            #expect(!text.contains(" style=") && text.contains("오늘 도착") || path.contains("query"))
            let policy = page.header("content-security-policy") ?? ""
            #expect(policy.contains("script-src 'self'") && policy.contains("style-src 'self'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            if text.contains("<iframe") {
                #expect(text.contains("sandbox=\"allow-same-origin\" src=\"/messages/\(id)/frame"))
                let frame = try await mock.request("GET", "/messages/\(id)/frame")
                let framed = frame.header("content-security-policy") ?? ""
                #expect(framed.contains("default-src 'none'") && !framed.contains("script-src 'self'"))
            }
        }
    }

    @Test("the empty page says where to send, assets are files")
    func emptyPage() async throws {
        try await RunningMock.with { mock in
            let page = String(decoding: try await mock.request("GET", "/").body, as: UTF8.self)
            #expect(page.contains("swaks --server \(mock.addresses.smtp)"))
            for (path, type) in [
                ("/assets/tools.css", "text/css"), ("/assets/inbox.css", "text/css"),
                ("/assets/inbox.js", "text/javascript"),
            ] {
                let asset = try await mock.request("GET", path)
                #expect(
                    asset.status == 200 && asset.header("content-type")?.hasPrefix(type) == true && !asset.body.isEmpty)
            }
        }
    }

    @Test(
        "hostile and unknown ids: 404 as problem+json",
        arguments: [
            "0000000000000", "..%2F..%2Fetc%2Fpasswd", "%00", "1", "..", "%2e%2e", "000000000000%0a", "'",
            "%F0%9F%93%A6",
        ])
    func hostileIDs(id: String) async throws {
        try await RunningMock.with { mock in
            for suffix in ["", "/raw", "/transcript", "/html", "/parts/1", "/parts/..%2F..%2Fx"] {
                let answer = try await mock.request("GET", "/api/messages/" + id + suffix)
                #expect(answer.status == 404 || answer.status == 400, "\(id)\(suffix)")
                #expect(answer.header("content-type") == "application/problem+json")
            }
        }
    }

    @Test(
        "a mistyped parameter is refused, all of them at once",
        arguments: [
            ("/api/messages?chanel=sms", "chanel"), ("/api/messages?channel=fax", "channel"),
            ("/api/messages?refused=maybe", "refused"), ("/api/messages?after=x", "after"),
            ("/api/messages?cursor=x", "cursor"),
            ("/api/messages?limit=0", "limit"), ("/api/wait?count=0&timeout=10h", "timeout"),
            ("/api/wait?count=-1", "count"),
            ("/api/messages?query=%FF", "?"), ("/?nonsense=1", "nonsense"), ("/messages/0000000000000?view=x", ""),
        ])
    func badParameters(path: String, field: String) async throws {
        try await RunningMock.with { mock in
            let answer = try await mock.request("GET", path)
            #expect(answer.status == (field.isEmpty ? 404 : 400))
            #expect(field.isEmpty || String(decoding: answer.body, as: UTF8.self).contains(field))
        }
    }

    @Test("wait answers the moment the mail is there, and 408 when it is not")
    func waiting() async throws {
        try await RunningMock.with { mock in
            async let waiting = mock.request("GET", "/api/wait?query=to:kim+subject:two&count=1&timeout=60s")
            try await Self.send(mock, "Subject: one\r\n\r\nx\r\n", to: "kim@example.com")
            try await Self.send(mock, "Subject: two\r\n\r\nx\r\n", to: "kim@example.com")
            let answer = try await waiting
            #expect(answer.status == 200)
            #expect(try JSON(parsing: answer.body)["messages"]?.array?.map { $0["subject"] } == ["two"])
            let late = try await mock.request("GET", "/api/wait?query=to:kim&count=3&timeout=10ms")
            #expect(late.status == 408 && late.header("content-type") == "application/problem+json")
            #expect(try JSON(parsing: late.body)["detail"]?.string?.hasPrefix("2 of 3 messages") == true)
        }
    }

    @Test("a list pages by cursor; delete takes what matches")
    func listAndDelete() async throws {
        try await RunningMock.with { mock in
            for number in 1...5 {
                try await Self.send(mock, "Subject: n\(number)\r\n\r\nx\r\n", to: "c\(number % 2)@example.com")
            }
            var subjects: [String] = []
            var cursor = ""
            repeat {
                let page = try await mock.json("/api/messages?limit=2" + cursor)
                subjects += page["messages"]?.array?.compactMap { $0["subject"]?.string } ?? []
                cursor = page["nextCursor"]?.string.map { "&cursor=" + $0 } ?? ""
            } while !cursor.isEmpty
            #expect(subjects == ["n5", "n4", "n3", "n2", "n1"])
            let deleted = try await mock.request("DELETE", "/api/messages?query=to:c1")
            #expect(try JSON(parsing: deleted.body) == ["deleted": 3])
            #expect(try await mock.json("/api/messages")["messages"]?.array?.count == 2)
        }
    }

    @Test("events: each message once, in order, from where a reader stopped")
    func events() async throws {
        let script = """
            import smtplib, sys, urllib.request, json
            base, port = sys.argv[1], int(sys.argv[2])
            def send(n):
                with smtplib.SMTP("127.0.0.1", port) as s:
                    s.sendmail("a@example.com", ["b@example.com"], f"Subject: e{n}\\r\\n\\r\\nx\\r\\n")
            def read(stream, count):
                seen = []
                while len(seen) < count:
                    line = stream.readline().decode()
                    assert line, "the stream ended"
                    if line.startswith("id: "): last = line[4:].strip()
                    if line.startswith("data: "): seen.append(json.loads(line[6:]).get("subject", "deleted"))
                return seen, last
            stream = urllib.request.urlopen(base + "/api/events", timeout=30)
            assert stream.readline().startswith(b":")
            for n in range(5): send(n)
            seen, last = read(stream, 5)
            stream.close()
            for n in range(5, 8): send(n)
            again = urllib.request.urlopen(
                urllib.request.Request(base + "/api/events", headers={"Last-Event-ID": last}), timeout=30)
            more, _ = read(again, 3)
            urllib.request.urlopen(urllib.request.Request(base + "/api/messages", method="DELETE"))
            while True:
                line = again.readline().decode()
                assert line
                if line.startswith("event: deleted"): break
            print(" ".join(seen + more))
            """
        try await RunningMock.with { mock in
            let run = try await Command.run("python3", ["-c", script, "http://\(mock.addresses.http)", mock.smtpPort])
            #expect(run.status == 0, "\(run.error)")
            #expect(run.output == "e0 e1 e2 e3 e4 e5 e6 e7\n")
        }
    }

    @Test("a page of another site reaches nothing (DNS rebinding, cross-site posts)")
    func strangers() async throws {
        try await RunningMock.with { mock in
            let rebound = try await mock.request("GET", "/api/messages", headers: [("Host", "evil.example:8026")])
            #expect(rebound.status == 421)
            let posted = try await mock.request(
                "DELETE", "/api/messages", headers: [("Origin", "https://evil.example")])
            #expect(posted.status == 403)
        }
    }

    @Test("listening for others needs to be said")
    func remote() async throws {
        await #expect(throws: ValueError.self) {
            try await RunningMock.with({ $0.http = .init(host: "0.0.0.0", port: 0) }) { _ in }
        }
    }
}
