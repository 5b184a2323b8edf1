// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import FoundationXML
import Hummingbird
import MockConsole
import MockTestSupport
import MockWorld
import TestSupport
import Testing
import Values
import Web

/// `/api/ledger` against a journal that a test writes (`Tests/Support/journal_peer.py`).
@Suite(.timeLimit(.minutes(1))) struct LedgerTests {
    /// A journal and a mock that asks for it.
    struct Scene: Sendable {
        let running: RunningBench
        let gateway: String

        static func with(
            journal mode: String = "plain", configured: Bool = false, _ lines: [String] = [],
            _ test: @escaping @Sendable (Scene) async throws -> Void
        ) async throws {
            let peer = try await PythonPeer("journal_peer.py", [mode])
            defer { peer.stop() }
            let gateway = "http://127.0.0.1:\(peer.port)"
            let known = configured ? try WebURL(gateway) : nil
            try await RunningBench.with { bench, router in
                LedgerRoutes(bench: bench, gateway: known, key: configured ? Secret("good") : nil).add(to: router)
            } _: { running in
                let scene = Scene(running: running, gateway: gateway)
                if !lines.isEmpty { try await scene.tell(lines.joined(separator: "\n")) }
                try await test(scene)
            }
        }

        func tell(_ lines: String, path: String = "/lines") async throws {
            _ = try await running.http.perform(
                HTTPTransfer(method: "POST", url: gateway + path, body: Array(lines.utf8)))
        }

        func store(
            _ messageID: String, copies: Int = 1, refusal: String? = nil, space: String? = nil,
            sender: String = "shop@example.com"
        ) {
            for _ in 0..<copies {
                let raw =
                    "Message-ID: <\(messageID)>\r\nSubject: x\r\n"
                    + (space.map { "X-Parcelpost-Space: \($0)\r\n" } ?? "") + "\r\nx\r\n"
                running.bench.inbox.add(
                    InboxDraft(
                        mail: Array(raw.utf8),
                        envelope: SMTPEnvelope(sender: sender, recipients: ["c@example.com"]),
                        receivedAt: running.bench.clock.now, refusal: refusal))
            }
        }

        func ask(_ query: String = "", key: String? = "good") async throws -> HTTPAnswer {
            try await running.send(
                "GET", "/api/ledger?gateway=\(gateway)\(query)", headers: key.map { [("X-Gateway-Key", $0)] } ?? [])
        }

        func ledger(_ query: String = "") async throws -> JSON {
            let answer = try await ask(query)
            #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            return try JSON(parsing: answer.body)
        }
    }

    /// Lines about one delivery: kinds, `?` behind one whose outcome was unknown.
    static func lines(_ delivery: Int, _ kinds: String...) -> [String] {
        kinds.map { word in
            let kind = word.replacing("?", with: "")
            var line =
                "{\"kind\":\"\(kind)\",\"deliveryId\":\(delivery),\"trackingNumber\":\"68653012\(1000 + delivery)\","
                + "\"milestone\":\"shipped\",\"text\":\"words\""
            if kind != "decided" { line += ",\"messageId\":\"d\(delivery)@shop.example\"" }
            if word.hasSuffix("?") { line += ",\"facts\":{\"class\":\"unknown\"}" }
            return line + "}"
        }
    }

    private static let all =
        lines(1, "decided", "sent") + lines(2, "decided", "retry?", "sent") + lines(3, "decided", "retry", "sent")
        + lines(4, "decided", "sent") + lines(5, "decided", "sent") + lines(6, "decided")
        + lines(7, "decided", "retry", "ended") + lines(8, "decided", "ended?") + lines(9, "decided", "retry?")
        + lines(10, "decided", "recovered", "sent") + lines(11, "decided", "ended")
        + ["{\"kind\":\"event\",\"text\":\"a scan\"}", "{\"kind\":\"something new\",\"deliveryId\":1,\"text\":\"?\"}"]

    @Test("Each delivery is judged by what the journal says and what came")
    func judges() async throws {
        try await Scene.with(Self.all) { scene in
            scene.store("d1@shop.example")
            scene.store("d2@shop.example", copies: 2)  // a lost answer explains one copy
            scene.store("d3@shop.example", refusal: "451 4.3.0 not now")
            scene.store("d3@shop.example")
            scene.store("d5@shop.example", copies: 2)  // nothing explains it; and 4 never came
            scene.store("d8@shop.example")  // given up, and its last answer was lost
            scene.store("d9@shop.example")  // open, and its last answer was lost
            scene.store("d10@shop.example", copies: 3)  // one more than a process that is gone explains
            scene.store("d11@shop.example")  // said to have ended for sure
            scene.store("other@example.com")
            scene.store("bounce@mock.example", sender: "")
            let ledger = try await scene.ledger()
            let totals = ledger["totals"]?.members?.map { "\($0.name) \($0.value.integer ?? -1)" } ?? []
            #expect(
                totals == [
                    "deliveries 11", "sent 6", "open 2", "ended 3", "refusedThenSent 3", "stored 13", "refused 1",
                    "reports 1",
                    "missing 1", "doubled 1", "copies 1", "unexplained 2", "unsaid 1", "doubtful 2", "unexpected 1",
                ])
            let findings = ledger["findings"]?.array ?? []
            #expect(
                findings.map { "\($0["kind"]?.string ?? "") \($0["deliveryId"]?.integer ?? 0)" } == [
                    "missing 4", "unexplained 5", "unexplained 10", "unsaid 11", "unexpected 0", "doubled 2",
                ])
            #expect(findings[0]["trackingNumber"]?.string == "686530121004")
            #expect(findings[0]["milestone"]?.string == "shipped")
            #expect(findings[0]["messageId"]?.string == "d4@shop.example")
            #expect(findings[0]["messages"]?.array == [])
            #expect(findings[2]["copies"]?.integer == 3)
            #expect(findings[2]["messages"]?.array?.count == 3)
            #expect(findings[4]["messageId"]?.string == "other@example.com")
            #expect(ledger["holds"]?.bool == false)
            #expect(ledger["idle"]?.bool == true)
            #expect(ledger["journal"]?["last"]?.integer == Int64(Self.all.count))
        }
    }

    @Test("It holds where journal and inbox agree, begins behind a line, and keeps to a space")
    func holds() async throws {
        try await Scene.with(Self.lines(1, "decided", "sent") + Self.lines(2, "decided", "sent")) { scene in
            scene.store("d1@shop.example", space: "blue")
            scene.store("d2@shop.example", space: "red")
            #expect(try await scene.ledger()["holds"]?.bool == true)
            let blue = try await scene.ledger("&space=blue")
            #expect(blue["totals"]?["stored"]?.integer == 1)
            #expect(blue["totals"]?["missing"]?.integer == 1)
            let behind = try await scene.ledger("&after=2&space=red")
            #expect(behind["holds"]?.bool == true, "\(behind)")
            #expect(behind["totals"]?["deliveries"]?.integer == 1)
        }
    }

    @Test("A delivery that a person makes due again is open again; one sent under a new name keeps its old one known")
    func revisions() async throws {
        var lines = Self.lines(1, "decided", "ended")
        lines.append(
            "{\"kind\":\"manual\",\"rule\":\"C7\",\"deliveryId\":1,\"messageId\":\"d1@shop.example\",\"text\":\"\"}")
        lines += Self.lines(2, "decided", "sent")
        lines.append("{\"kind\":\"sent\",\"deliveryId\":2,\"messageId\":\"<d2.2@shop.example>\",\"text\":\"\"}")
        try await Scene.with(lines) { scene in
            scene.store("d2@shop.example")
            scene.store("d2.2@shop.example")
            let ledger = try await scene.ledger()
            #expect(ledger["holds"]?.bool == true, "\(ledger)")
            #expect(ledger["totals"]?["open"]?.integer == 1)
            #expect(ledger["totals"]?["ended"]?.integer == 0)
        }
    }

    @Test("A journal of many pages is read to its end, in bounded pages")
    func pages() async throws {
        try await Scene.with { scene in
            try await scene.tell("", path: "/many?count=20000")
            scene.store("d1@shop.example")
            scene.store("d20000@shop.example")
            let ledger = try await scene.ledger()
            #expect(ledger["journal"]?["lines"]?.integer == 40_000)
            #expect(ledger["totals"]?["missing"]?.integer == 19_998)
            let told = ledger["findings"]?.array?.compactMap { $0["deliveryId"]?.integer }
            #expect(told == Array(2...101), "of the many the first are told")
            #expect(ledger["findings"]?.array?.first?["messageId"]?.string == "d2@shop.example")
        }
    }

    @Test(
        "What is wrong with the gateway is told in a sentence",
        arguments: [
            ("cut-off", 502, "cut off in the middle of a line"), ("half", 502, "ended the connection"),
            ("not-json", 502, "no entry"), ("loop", 502, "do not rise"), ("away", 502, "ended the connection"),
            ("html", 502, "answered 404"),
        ])
    func badGateway(_ mode: String, _ status: Int, _ words: String) async throws {
        // A whole page, so that another is asked for.
        try await Scene.with(journal: mode) { scene in
            try await scene.tell("", path: "/many?count=1000")
            let answer = try await scene.ask()
            #expect(answer.status == status)
            #expect(answer.header("content-type") == "application/problem+json")
            let detail = try JSON(parsing: answer.body)["detail"]?.string ?? ""
            #expect(detail.contains(words), "\(detail)")
        }
    }

    @Test("A key that is wrong, missing or no key is refused")
    func badKey() async throws {
        try await Scene.with { scene in
            let wrong = try await scene.ask(key: "bad")
            #expect(wrong.status == 401)
            #expect(!String(decoding: wrong.body, as: UTF8.self).contains("bad"))
            #expect(try await scene.ask(key: nil).status == 400)
            #expect(try await scene.ask("&key=good", key: nil).status == 200)
            #expect(try await scene.ask("&key=go%0D%0Aod", key: nil).status == 400)
        }
    }

    @Test(
        "The gateway is on this machine, and every wrong parameter is told at once",
        arguments: [
            "gateway=http://192.168.0.7:8080&key=k", "gateway=http://169.254.169.254/&key=k",
            "gateway=file:///etc&key=k",
            "gateway=http://127.0.0.1.example.com&key=k", "key=k", "gateway=http://127.0.0.1:1&key=k&after=-1",
            "gateway=http://127.0.0.1:1&key=k&format=pdf", "gateway=http://127.0.0.1:1&key=k&gatway=x",
        ])
    func badRequest(_ query: String) async throws {
        try await Scene.with { scene in
            let answer = try await scene.running.send("GET", "/api/ledger?" + query)
            #expect(answer.status == 400)
            #expect(try JSON(parsing: answer.body)["problems"]?.array?.count == 1)
        }
    }

    @Test("A gateway and key of the settings are used when none is named, and the key is shown to no other gateway")
    func configured() async throws {
        try await Scene.with(configured: true, Self.lines(1, "decided", "sent")) { scene in
            scene.store("d1@shop.example")
            let answer = try await scene.running.send("GET", "/api/ledger")
            #expect(try JSON(parsing: answer.body)["holds"]?.bool == true)
            let other = try await scene.running.send("GET", "/api/ledger?gateway=http://127.0.0.1:1")
            #expect(other.status == 400)
            #expect(String(decoding: other.body, as: UTF8.self).contains("X-Gateway-Key"))
        }
    }

    @Test("What the journal and the mails hold cannot break out of XML or HTML")
    func escapes() async throws {
        let evil = "\\u0001]]><script>alert(1)</script>&\\\"'"
        let line =
            "{\"kind\":\"sent\",\"deliveryId\":1,\"messageId\":\"x\(evil)\",\"milestone\":\"\(evil)\",\"text\":\"\(evil)\"}"
        try await Scene.with(configured: true, [line]) { scene in
            let xml = String(decoding: try await scene.ask("&format=junit").body, as: UTF8.self)
            #expect(xml.contains("]]&gt;&lt;script&gt;"))
            #expect(!xml.contains("\u{1}"))
            let parsed = try? XMLDocument(xmlString: xml)
            #expect(parsed?.rootElement()?.name == "testsuites", "\(xml)")
            let page = String(decoding: try await scene.running.send("GET", "/ledger").body, as: UTF8.self)
            #expect(page.contains("&lt;script&gt;") && !page.contains("<script"))
        }
    }

    @Test("The page has a form without a gateway, takes the key in the body only, and not from another origin")
    func page() async throws {
        try await Scene.with(Self.lines(1, "decided", "sent")) { scene in
            let form = try await scene.running.send("GET", "/ledger")
            #expect(form.status == 200)
            #expect(String(decoding: form.body, as: UTF8.self).contains("type=\"password\""))
            #expect(form.header("referrer-policy") == "same-origin", "else a browser's form has the origin null")
            #expect(form.header("content-security-policy")?.contains("script-src 'self'") == true)
            let body = Array("gateway=\(scene.gateway)&key=good&space=".utf8)
            let type = (name: "Content-Type", value: "application/x-www-form-urlencoded")
            let answer = try await scene.running.send("POST", "/ledger", headers: [type], body: body)
            #expect(answer.status == 200)
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(text.contains("1 wrong") && text.contains("never came") && !text.contains("good\""))
            let foreign = try await scene.running.send(
                "POST", "/ledger", headers: [type, ("Origin", "http://evil.example")], body: body)
            #expect(foreign.status == 403)
            let own = try await scene.running.send(
                "POST", "/ledger", headers: [type, ("Origin", "http://\(scene.running.address)")], body: body)
            #expect(own.status == 200)
            let wrong = try await scene.running.send(
                "POST", "/ledger", headers: [type], body: Array("gateway=\(scene.gateway)&key=bad".utf8))
            #expect(wrong.status == 502)
            #expect(String(decoding: wrong.body, as: UTF8.self).contains("does not know this key"))
        }
    }
}
