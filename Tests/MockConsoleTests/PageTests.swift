// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import MockConsole
import MockTestSupport
import MockWorld
import Testing
import Values

@Suite("the inbox page")
struct PageTests {
    private static func with(_ body: @escaping @Sendable (RunningBench) async throws -> Void) async throws {
        try await RunningBench.with(routes: { bench, router in ConsoleRoutes(bench: bench).add(to: router) }, body)
    }

    @discardableResult
    private static func add(_ mail: String, to running: RunningBench, refusal: String? = nil) -> InboxMessage {
        running.bench.inbox.add(
            InboxDraft(
                mail: Array(mail.utf8),
                envelope: SMTPEnvelope(sender: "a@example.com", recipients: ["hong@example.com"]),
                receivedAt: running.bench.clock.now, refusal: refusal))
    }

    private static func text(_ running: RunningBench, _ path: String, status: Int = 200) async throws -> String {
        let answer = try await running.send("GET", path)
        #expect(answer.status == status, "\(path)")
        return String(decoding: answer.body, as: UTF8.self)
    }

    // RFC 6376 appendix A.2: the message and the hash of its body.
    private static let signature = """
        DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;\r
          c=simple/simple; q=dns/txt; i=joe@football.example.com;\r
          h=Received : From : To : Subject : Date : Message-ID;\r
          bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r
          b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r
        From: Joe SixPack <joe@football.example.com>\r
        Subject: Is dinner ready?\r
        \r

        """

    @Test(
        "DKIM: whether the body is the one that was signed",
        arguments: [
            ("Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n", "body hash matches"),
            ("Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n\r\n\r\n", "body hash matches"),
            ("Hi.\r\n\r\nWe won the game. Are you hungry yet?\r\n\r\nJoe.\r\n", "body hash differs"),
        ])
    func signedBody(body: String, words: String) async throws {
        try await Self.with { running in
            let id = Self.add(Self.signature + body, to: running).id
            let page = try await Self.text(running, "/messages/\(id)?view=headers")
            #expect(page.contains(words) && page.contains("key not looked up"))
        }
    }

    // RFC 6376 sections 3.4.3 and 3.4.4: the hashes of an empty body; section 3.4.5: relaxed " C \r\nD \t E\r\n\r\n\r\n".
    @Test(
        "DKIM: canonical bodies",
        arguments: [
            ("simple/simple", "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", ""),
            ("relaxed/relaxed", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", ""),
            ("relaxed/relaxed", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "\r\n \t\r\n"),
        ])
    func canonicalBodies(method: String, hash: String, body: String) async throws {
        try await Self.with { running in
            let header =
                "DKIM-Signature: v=1; a=rsa-sha256; c=\(method); d=x.example; s=s; h=from; bh=\(hash); b=\r\n\r\n"
            let id = Self.add("From: a@x.example\r\n" + header + body, to: running).id
            let shown1 = try await Self.text(running, "/messages/\(id)?view=headers")
            #expect(shown1.contains("body hash matches"))
        }
    }

    @Test("the frame: nothing runs, nothing of another server loads, link elements do nothing")
    func frame() async throws {
        try await Self.with { running in
            let id = Self.add(
                "Content-Type: text/html\r\n\r\n<LINK rel=preconnect href=//x.invalid><img src=https://x.invalid/a.png>\r\n",
                to: running
            ).id
            let answer = try await running.send("GET", "/messages/\(id)/frame")
            let policy = answer.header("content-security-policy") ?? ""
            let directives = policy.split(separator: ";").map { $0.trimmingPrefix(while: { $0 == " " }) }
            for wanted in [
                "default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self' data:", "frame-ancestors 'self'",
                "sandbox allow-same-origin",
            ] {
                #expect(directives.contains { $0 == wanted }, "\(wanted) in \(policy)")
            }
            #expect(!String(decoding: answer.body, as: UTF8.self).lowercased().contains("<link"))
            let page = try await Self.text(running, "/messages/\(id)")
            #expect(page.contains("data-blocked=\"2\"") && page.contains("x.invalid"))
            #expect(
                page.contains("sandbox=\"allow-same-origin\" src=\"/messages/\(id)/frame\"") && !page.contains("srcdoc")
            )
            let off = try await running.send("GET", "/messages/\(id)/frame?images=off")
            #expect(off.header("content-security-policy")?.contains("img-src 'none'") == true)
            let remote = try await running.send("GET", "/messages/\(id)/frame?images=remote")
            #expect(remote.header("content-security-policy")?.contains("img-src 'self' data: https: http:") == true)
        }
    }

    @Test("rows: any place of the list, counted from an anchor, so that what comes later shifts nothing")
    func rows() async throws {
        try await Self.with { running in
            let ids = (0..<130).map { Self.add("Subject: number \($0)\r\n\r\nx\r\n", to: running).id }
            let anchor = try #require(ids.last)
            Self.add("Subject: later\r\n\r\nx\r\n", to: running)
            let answer = try await running.send("GET", "/fragments/rows?skip=100&limit=20&from=\(anchor)")
            let found = String(decoding: answer.body, as: UTF8.self).matches(of: /data-id="([^"]+)"/).map {
                String($0.1)
            }
            #expect(found == ids.reversed()[100..<120].map(\.description))
            #expect(answer.header("x-parcelpost-total") == "130" && answer.header("x-parcelpost-more") == "true")
            let end = try await running.send("GET", "/fragments/rows?skip=120&limit=50&from=\(anchor)")
            #expect(end.header("x-parcelpost-more") == "false")
            let shown2 = try await Self.text(running, "/")
            #expect(shown2.contains("131 messages"))
            let shown3 = try await Self.text(running, "/?query=later")
            #expect(shown3.contains("1 message<"))
        }
    }

    @Test("an alimtalk, an SMS and a mail of one parcel stand together")
    func together() async throws {
        try await Self.with { running in
            let bench = running.bench
            var talk = MessageCard(
                provider: "nhn-alimtalk", kind: "AT", from: "key", to: "01012345678", text: "[달빛상점] 운송장 6865-3012-9012",
                template: "OUT")
            talk.buttons = [.init(name: "배송 조회", type: "WL", link: "https://dalbit.example/t")]
            // 45 syllables are 90 bytes, one more letter does not fit an SMS.
            var sms = MessageCard(
                provider: "nhn-sms", kind: "SMS", from: "0212345678", to: "01012345678", text: "686530129012")
            sms.textBytes = 91
            for (card, channel) in [(talk, MessageChannel.alimtalk), (sms, .sms)] {
                bench.inbox.add(
                    InboxDraft(card: card, channel: channel, raw: [], space: "", receivedAt: bench.clock.now))
            }
            let id = Self.add("Subject: 6865-3012-9012\r\n\r\nx\r\n", to: running).id
            let page = try await Self.text(running, "/messages/\(id)?view=together")
            #expect(
                page.matches(of: /class="together-one[^"]*" data-channel="([a-z]+)"/).map(\.1) == [
                    "email", "alimtalk", "sms",
                ])
            #expect(page.contains("알림톡 도착") && page.contains("배송 조회"))
            #expect(page.contains("91 / 90 bytes") && page.contains("too long"))
        }
    }

    @Test("findings name their line; the bench shows clock and faults; unknown views are refused")
    func checkAndBench() async throws {
        try await Self.with { running in
            let id = Self.add("Content-Type: text/html\r\n\r\n<html><body>\r\n\r\n<img src=\"a.png\">\r\n", to: running)
                .id
            let page = try await Self.text(running, "/messages/\(id)?view=check")
            #expect(page.contains("img-without-alt") && page.contains("line 3"))
            let shown4 = try await Self.text(running, "/bench")
            #expect(shown4.contains("No fault is in force"))
            _ = try await Self.text(running, "/messages/\(id)?view=nonsense", status: 400)
            _ = try await Self.text(running, "/messages/\(id)?width=1&scheme=x", status: 400)
        }
    }
}
