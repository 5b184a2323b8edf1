// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import MockTestSupport
import MockWorld
import Testing
import Values

/// Messages as the API shows and changes them.
struct APIMessageTests {
    private static let mail = """
        From: "쇼핑몰" <shop@example.com>\r
        To: hong@example.com\r
        Subject: 운송장 1234-5678-9012\r
        List-Unsubscribe: <https://example.com/u/1>, <mailto:u@example.com>\r
        List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
        Content-Type: multipart/mixed; boundary=b\r
        \r
        --b\r
        Content-Type: text/html; charset=utf-8\r
        \r
        <a href="https://example.com/t?a=1&amp;b=2"><b>배송</b>\r
         조회</a> <a href="tel:15881234"><img alt="전화" src="x"></a>\r
        --b\r
        Content-Type: text/csv; charset=euc-kr; name=list.csv\r
        Content-Disposition: attachment; filename=list.csv\r
        \r
        a,b\r
        --b--\r

        """

    @Test("a mail with its links by words, its way to unsubscribe, and its parts to be asserted")
    func detail() async throws {
        try await Console.with { running in
            let id = running.bench.inbox.add(Console.mail(Array(Self.mail.utf8))).id
            let one = try await running.json("/api/messages/\(id)")
            #expect(
                one["anchors"] == [
                    ["text": "배송 조회", "href": "https://example.com/t?a=1&b=2"], ["text": "전화", "href": "tel:15881234"],
                ])
            #expect(one["links"] == ["https://example.com/t?a=1&b=2"])
            #expect(
                one["unsubscribe"] == [
                    "links": ["https://example.com/u/1", "mailto:u@example.com"], "oneClick": true,
                ])
            #expect(one["provider"] == "smtp" && one["kind"] == "mail" && one["numbers"] == ["123456789012"])
            let part = try #require(one["parts"]?.array?.last)
            #expect(part["text"] == "a,b" && part["fileName"] == "list.csv" && part["isAttachment"] == true)
            // Python: hashlib.sha256(b"a,b").hexdigest()
            #expect(part["sha256"] == "1eb7c54d52831bbfe8942af0b1c56b7409523a59ed6ca99c1174fef7eb32c1b5")
        }
    }

    @Test("an alimtalk with its template, buttons, facts and what became of it")
    func card() async throws {
        try await Console.with { running in
            let inbox = running.bench.inbox
            let id = inbox.add(Console.alimtalk("송장 1234-5678-9012")).id
            inbox.add(MessageEvent(at: Console.start, kind: "result", text: "3018", verdict: .bad), to: id)
            let list = try await running.json("/api/messages?query=is:failed")
            let one = try #require(list["messages"]?.array?.first)
            #expect(one["provider"] == "nhn-alimtalk" && one["kind"] == "AT" && one["template"] == "SHIPPED_01")
            #expect(one["buttons"]?.array?.first?["link"] == "https://example.com/t/1")
            #expect(one["facts"] == [["name": "senderKey", "value": "abc"]])
            #expect(one["events"]?.array?.first?["verdict"] == "bad")
            let detail = try await running.json("/api/messages/\(id)")
            #expect(detail["anchors"] == [["text": "배송 조회", "href": "https://example.com/t/1"]])
            #expect(detail["text"] == "송장 1234-5678-9012" && detail["unsubscribe"] == nil)
            let raw = try await running.send("GET", "/api/messages/\(id)/raw")
            #expect(raw.header("content-type") == "application/json; charset=utf-8")
            #expect(try await running.send("GET", "/api/messages/\(id)/html").status == 404)
        }
    }

    @Test("the newest that fits, deleting by id, other tags")
    func latestTagsDelete() async throws {
        try await Console.with { running in
            for subject in ["one", "two", "three"] { running.bench.inbox.add(Console.mail(subject)) }
            #expect(try await running.json("/api/messages/latest?query=-three")["subject"] == "two")
            #expect(try await running.send("GET", "/api/messages/latest?query=four").status == 404)
            let id = try await running.json("/api/messages/latest")["id"]?.string ?? ""
            let tagged = try await running.send("PUT", "/api/messages/\(id)/tags", json: ["tags": ["파랑", "old"]])
            #expect(try JSON(parsing: tagged.body)["tags"] == ["파랑", "old"])
            #expect(try await running.json("/api/messages/latest?query=tag:%ED%8C%8C%EB%9E%91")["id"]?.string == id)
            for bad: JSON in [["tags": "x"], ["tag": []], ["tags": ["a\nb"]], [:]] {
                let answer = try await running.send("PUT", "/api/messages/\(id)/tags", json: bad)
                #expect(answer.status == 400 || bad == [:], "\(bad.text)")
            }
            #expect(try await running.json("/api/messages/\(id)", "DELETE") == ["deleted": 1])
            #expect(try await running.send("DELETE", "/api/messages/\(id)").status == 404)
            #expect(running.bench.inbox.counts.messages == 2)
        }
    }

    @Test("what stands together is answered together")
    func related() async throws {
        try await Console.with { running in
            let inbox = running.bench.inbox
            let mail = inbox.add(Console.mail("운송장 123456789012"))
            let talk = inbox.add(Console.alimtalk("송장 1234-5678-9012"))
            inbox.add(Console.mail("nothing"))
            let answer = try await running.json("/api/messages/\(talk.id)/related")
            #expect(
                answer["messages"]?.array?.map { $0["id"]?.string } == [mail.id.description, talk.id.description])
            #expect(answer["numbers"] == ["123456789012"])
        }
    }

    @Test("counts, and a query that cannot be asked")
    func statsAndProblems() async throws {
        try await Console.with { running in
            let inbox = running.bench.inbox
            inbox.add(Console.mail("a", headers: "X-Parcelpost-Space: red\r\n"))
            inbox.add(Console.mail("b", refusal: "550 no"))
            inbox.add(Console.alimtalk("c"))
            let stats = try await running.json("/api/stats")
            #expect(stats["messages"] == 3 && stats["refused"] == 1 && stats["spaces"] == ["red": 1])
            #expect(stats["channels"]?["email"] == 2 && stats["channels"]?["alimtalk"] == 1)
            for path in ["/api/messages?query=is:odd", "/api/wait?query=channel:fax", "/api/dump?query=has:wings"] {
                let answer = try await running.send("GET", path)
                #expect(
                    answer.status == 400 && String(decoding: answer.body, as: UTF8.self).contains("?query"), "\(path)")
            }
            #expect(try await running.json("/api/messages?query=is:refused")["messages"]?.array?.count == 1)
        }
    }

    @Test("a dump is read by Python's own readers, byte for byte")
    func dump() async throws {
        let script = """
            import sys, json, base64, mailbox, tempfile, urllib.request, os
            base = sys.argv[1]
            lines = urllib.request.urlopen(base + "/api/dump").read().decode().splitlines()
            rows = [json.loads(line) for line in lines]
            print(len(rows), [row["subject"] for row in rows], base64.b64decode(rows[1]["raw"]).decode().replace("\\r\\n", "|"))
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "m")
                open(path, "wb").write(urllib.request.urlopen(base + "/api/dump?format=mbox&query=-first").read())
                for mail in mailbox.mbox(path): print(mail["Subject"], mail.get_from(), repr(mail.get_payload()))
            """
        try await Console.with { running in
            let inbox = running.bench.inbox
            inbox.add(Console.mail("first"))
            inbox.add(Console.mail(Array("Subject: second\r\n\r\nFrom here\r\n>From there\r\n".utf8)))
            inbox.add(Console.alimtalk("third"))
            for number in 0..<40 { inbox.add(Console.mail("m\(number)", to: ["x@example.com"])) }
            let output = try await Console.python(script, running)
            let lines = output.split(separator: "\n")
            #expect(lines.count == 42, "\(output)")
            #expect(lines.first?.hasPrefix("43 ['first', 'second', '', 'm0'") == true)
            #expect(lines.first?.hasSuffix("Subject: second||From here|>From there|") == true)
            let second = lines.dropFirst().first ?? ""
            #expect(second.hasPrefix("second bounce@shop.example Sun Nov 22 12:00:00 2026"), "\(second)")
            #expect(second.contains(">From here\\n>>From there\\n"))
        }
    }

    @Test("an image whose Content-ID begins with that of another one is shown in its own place")
    func contentIDs() async throws {
        try await Console.with { running in
            func image(_ id: String) -> String {
                "--b\r\nContent-Type: image/png\r\nContent-ID: <\(id)>\r\n\r\nx\r\n"
            }
            let raw =
                "Subject: x\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
                + "<img src=\"cid:img1\"><img src=\"cid:img10\">\r\n" + image("img1") + image("img10") + "--b--\r\n"
            let id = running.bench.inbox.add(Console.mail(Array(raw.utf8))).id
            for path in ["/api/messages/\(id)/html", "/messages/\(id)/frame"] {
                let page = String(decoding: try await running.send("GET", path).body, as: UTF8.self)
                #expect(page.contains("/parts/2\"") && page.contains("/parts/3\""), "\(path)")
            }
        }
    }
}
