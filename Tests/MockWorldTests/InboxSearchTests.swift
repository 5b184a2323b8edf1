// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Testing
import Values

/// What a search finds, and what it does not.
struct InboxSearchTests {
    private static let start = Timestamp(milliseconds: 1_795_348_800_000)

    private static func mail(
        subject: String = "배송 출발", to: [String] = ["hong@example.com"], text: String = "본문", headers: String = "",
        charset: String = "utf-8", body: [UInt8]? = nil, refusal: String? = nil
    ) -> InboxDraft {
        let head =
            "From: shop@example.com\r\nSubject: \(subject)\r\n\(headers)Content-Type: text/plain; charset=\(charset)\r\n\r\n"
        return InboxDraft(
            mail: Array(head.utf8) + (body ?? Array(text.utf8)),
            envelope: SMTPEnvelope(sender: "b@example.com", recipients: to), receivedAt: start, refusal: refusal)
    }

    private static func alimtalk(
        _ text: String, to: String = "01012345678", template: String? = "SHIPPED", provider: String = "nhn-alimtalk"
    ) -> InboxDraft {
        var card = MessageCard(provider: provider, kind: "AT", from: "@shop", to: to, text: text, template: template)
        card.buttons = [.init(name: "배송 조회", type: "WL", link: "https://example.com/t/abc")]
        return InboxDraft(card: card, channel: .alimtalk, raw: Array("{}".utf8), space: "", receivedAt: start)
    }

    private static func count(_ inbox: Inbox, _ query: String) -> Int {
        var filter = InboxFilter()
        filter.query = InboxQuery(query)
        return inbox.list(filter, limit: 1_000).messages.count
    }

    @Test(
        "initial consonants stand for syllables",
        arguments: [
            ("ㅎㄱㄷ", 1), ("ㅎㄱ", 1), ("ㄱㄷㄴ", 1), ("홍ㄱㄷ", 1), ("ㅎㄱㅂ", 0), ("ㄱㅅ", 1), ("ㄳ", 1), ("ㅋㅋ", 1), ("ㅎ길ㄷ", 1),
            ("subject:ㅂㅅ", 1), ("to:ㅎㄱㄷ", 0), ("ㅏ", 0), ("ㄲ", 0), ("ㅎㄱㄷ 감사", 1), ("ㄷㄴㄱㅅ", 1), ("ㄱㅅㅎㄴㄷㅋ", 0),
            ("-ㅎㄱㄷ", 0), ("\u{1112}\u{1100}", 1),
        ])
    func initials(query: String, count: Int) {
        let inbox = Inbox()
        inbox.add(Self.mail(text: "홍길동님 감사합니다 ㅋㅋ"))
        #expect(Self.count(inbox, query) == count)
    }

    @Test(
        "numbers are found with and without hyphens and spaces, phone numbers with and without +82",
        arguments: [
            ("123456789012", "운송장 1234-5678-9012", true), ("1234-5678-9012", "운송장 123456789012", true),
            ("\"1234 5678 9012\"", "운송장 123456789012", true), ("56789012", "1234-5678-9012", true),
            ("123456789013", "1234-5678-9012", false), ("010-1234-5678", "+82 10 1234 5678", true),
            ("01012345678", "+82-10-1234-5678", true), ("+821012345678", "010.1234.5678", true),
            ("1588-1234", "고객센터 15881234", true), ("2026-11-22", "2026-11-22", true), ("12", "1-2", false),
            ("12345", "1 2 3 4   5", true), ("123456789012", "1234\u{2013}5678\u{2013}9012", true),
        ])
    func numbers(query: String, text: String, isFound: Bool) {
        let inbox = Inbox()
        inbox.add(Self.mail(text: text))
        #expect(Self.count(inbox, query) == (isFound ? 1 : 0))
    }

    @Test("Korean mail in EUC-KR and ISO-2022-KR is found by what it says")
    func charsets() {
        let inbox = Inbox()
        // Python: "오늘 도착 홍길동".encode("euc-kr")
        inbox.add(
            Self.mail(
                subject: "=?EUC-KR?B?v8C0wyC1tcL4IMirsea1vw==?=", charset: "EUC-KR",
                body: Hex.decode("bfc0b4c320b5b5c2f820c8abb1e6b5bf")))
        #expect(Self.count(inbox, "subject:홍길동") == 1 && Self.count(inbox, "text:오늘") == 1)
        #expect(Self.count(inbox, "ㅎㄱㄷ") == 1)
        // Python: "홍길동".encode("iso2022_kr")
        inbox.add(
            Self.mail(subject: "x", charset: "iso-2022-kr", body: Hex.decode("1b2429430e482b3166353f0f")))
        #expect(Self.count(inbox, "text:홍길동") == 2)
        inbox.add(Self.mail(subject: "y", text: "홍길동", charset: "no-such-charset//IGNORE"))
        #expect(Self.count(inbox, "text:홍길동") == 3)
    }

    @Test(
        "facts and their opposites",
        arguments: [
            ("channel:alimtalk", 1), ("channel:mail", 3), ("-channel:mail", 1), ("provider:nhn", 1),
            ("provider:nhn-alimtalk", 1), ("provider:smtp", 3), ("provider:alimtalk", 0), ("template:shipped", 1),
            ("template:ship", 0), ("tag:blue", 1), ("tag:RED", 2), ("-tag:red", 2), ("tag:\"green sea\"", 1),
            ("has:attachment", 0), ("has:button", 1), ("is:refused", 1), ("-is:refused channel:mail", 3),
            ("event:ev-7", 1), ("channel:fax", 0), ("is:odd", 0), ("출발 -도착", 3), ("-출발", 1), ("-\"출발 x\"", 4),
            ("-", 1), ("배송-조회", 0), ("subject:출발 tag:red", 2),
        ])
    func facts(query: String, count: Int) {
        let inbox = Inbox()
        inbox.add(Self.mail(headers: "X-Parcelpost-Tags: blue, Red ,red,\r\n"))
        inbox.add(Self.mail(to: ["kim+red@example.com"], headers: "X-Parcelpost-Event: ev-7\r\n"))
        inbox.add(Self.mail(headers: "x-parcelpost-tags: =?utf-8?Q?green_sea?=\r\n"))
        inbox.add(Self.alimtalk("도착 - 안내"))
        inbox.add(Self.mail(subject: "거절", refusal: "550 5.7.1 no"))
        #expect(Self.count(inbox, query) == count)
    }

    @Test("what cannot be asked is told")
    func problems() {
        #expect(InboxQuery("channel:fax is:odd has:wings 배송").problems.count == 3)
        #expect(InboxQuery("tag:x subject:y nothing:z http://x 12:30").problems.isEmpty)
        #expect(InboxQuery("is:refused").asksForRefused && !InboxQuery("-is:refused").asksForRefused)
    }

    @Test("any query ends, whatever it holds")
    func hostileQueries() {
        let inbox = Inbox()
        inbox.add(Self.mail(text: String(repeating: "ㄱ가1-", count: 5_000)))
        for query in [
            String(repeating: "ㄱ", count: 100_000), String(repeating: "\"", count: 1_001),
            String(repeating: "-", count: 999),
            "\0\u{FFFD}\u{200B}", String(repeating: "1-", count: 2_000), ":::", "-tag:", "tag:\"", "\"\"",
        ] { _ = Self.count(inbox, query) }
        #expect(Self.count(inbox, "\"\"") == 1)
    }

    @Test("tags are set, cleaned and searched")
    func tags() throws {
        let inbox = Inbox()
        let id = inbox.add(Self.mail(headers: "X-Parcelpost-Tags: old\r\n")).id
        let tagged = try #require(
            inbox.setTags([" a  b ", "A B", "", "c\u{0}d\r\n", String(repeating: "x", count: 500)], of: id))
        #expect(tagged.tags.prefix(2) == ["a b", "c d"] && tagged.tags.last?.utf8.count == 100)
        #expect(Self.count(inbox, "tag:old") == 0 && Self.count(inbox, "tag:\"a b\"") == 1)
        #expect(inbox.setTags((0..<50).map(String.init), of: id)?.tags.count == MessageTags.most)
    }

    @Test(
        "what may be a tracking number, and what is none",
        arguments: [
            ("송장 1234-5678-9012입니다", ["123456789012"]), ("6892012345678", ["6892012345678"]),
            ("전화 010-1234-5678, +82-10-1234-5678, 02-1234-5678, 0507-1234-5678", []),
            ("사업자등록번호 123-45-67890", []), ("카드 1234-5678-9012-3456", []), ("주문 202611221715", []),
            ("ABC1234567890 1234567890x a@1234567890", []), ("1234567890 1234567890", ["1234567890"]),
            ("123456789", []), ("123456789012345", []), ("https://x.kr/t?n=123456789012&z", ["123456789012"]),
        ])
    func numberTokens(text: String, numbers: [String]) {
        let inbox = Inbox()
        #expect(inbox.add(Self.alimtalk(text)).summary.numbers == numbers)
        #expect(inbox.add(Self.mail(text: text)).summary.numbers == numbers)
    }

    @Test("the same event's mail, alimtalk and SMS stand together")
    func related() {
        let inbox = Inbox()
        func at(_ minutes: Int64, _ draft: InboxDraft, space: String = "") -> InboxMessage {
            var draft = draft
            draft = draft.moved(to: Self.start + .seconds(minutes * 60), space: space)
            return inbox.add(draft)
        }
        let early = at(0, Self.alimtalk("송장 1234-5678-9012 접수"))
        let mail = at(29, Self.mail(text: "운송장번호 123456789012"))
        _ = at(30, Self.alimtalk("송장 999988887777"))
        _ = at(31, Self.mail(text: "운송장번호 123456789012"), space: "other")
        let late = at(58, Self.alimtalk("1234-5678-9012 도착"))
        #expect(inbox.related(to: mail).map(\.id) == [early.id, mail.id, late.id])
        // An hour lies between these two.
        #expect(inbox.related(to: early).map(\.id) == [early.id, mail.id])
        let named = [1, 2].map { at(100 + $0 * 100, Self.mail(headers: "X-Parcelpost-Event: ev-1\r\n")) }
        let other = at(120, Self.mail(text: "none", headers: "X-Parcelpost-Event: ev-2\r\n"))
        #expect(inbox.related(to: named[0]).map(\.id) == named.map(\.id))
        #expect(inbox.related(to: other).map(\.id) == [other.id])
        #expect(inbox.related(to: mail, limit: 2).count == 2)
    }

    @Test("what changes is told to who follows, once, whatever the order")
    func changes() async {
        let inbox = Inbox()
        let ids = (0..<3).map { _ in inbox.add(Self.mail()).id }
        let start = inbox.horizon
        for round in 0..<1_000 {
            inbox.add(MessageEvent(at: Self.start, kind: "result", text: "\(round)"), to: ids[round % 2])
        }
        let filter = InboxFilter()
        guard
            case .changed(let changed, let upTo)? = await inbox.news(
                filter, after: start.last, deletions: start.deletions, changes: start.changes)
        else {
            Issue.record("no change is told")
            return
        }
        #expect(changed.map(\.id) == [ids[0], ids[1]] && upTo == 1_000 && changed[0].events.count == 100)
        // A number of another process begins at the start.
        async let again = inbox.news(filter, after: start.last, deletions: start.deletions, changes: 5_000_000)
        guard case .changed(let all, _)? = await again else {
            Issue.record("changes are lost after a restart")
            return
        }
        #expect(all.count == 2)
        async let next = inbox.news(filter, after: start.last, deletions: start.deletions, changes: upTo)
        _ = inbox.setTags(["x"], of: ids[2])
        guard case .changed(let tagged, _)? = await next else {
            Issue.record("tags are no change")
            return
        }
        #expect(tagged.map(\.id) == [ids[2]])
    }

    @Test("who waits for a tag or a result is woken by it")
    func waitingForChanges() async {
        let inbox = Inbox()
        let id = inbox.add(Self.mail()).id
        var filter = InboxFilter()
        filter.query = InboxQuery("tag:done is:failed")
        async let waiting = inbox.wait(for: filter, count: 1, timeout: .seconds(60), limit: 1)
        _ = inbox.setTags(["done"], of: id)
        inbox.add(MessageEvent(at: Self.start, kind: "bounce", text: "5.1.1", verdict: .bad), to: id)
        #expect(await waiting.isEnough)
    }
}

extension InboxDraft {
    /// The same at another time and place.
    fileprivate func moved(to moment: Timestamp, space: String) -> InboxDraft {
        var copy = self
        copy.receivedAt = moment
        copy.space = space
        return copy
    }
}
