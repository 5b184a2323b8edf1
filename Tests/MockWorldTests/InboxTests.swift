// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Testing
import Values

/// The store behind the inbox: order, limits, search, waiting.
struct InboxTests {
    private static let start = Timestamp("2026-11-22T09:00:00Z", zonelessOffsetSeconds: 0)!

    private static func mail(
        _ number: Int = 0, subject: String? = nil, to: String = "hong@example.com", text: String = "본문",
        headers: String = "", user: String? = nil, refusal: String? = nil, at moment: Timestamp = start
    ) -> InboxDraft {
        let raw =
            "From: shop@example.com\r\nSubject: \(subject ?? "Mail \(number)")\r\n\(headers)"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\n\(text)\r\n"
        return InboxDraft(
            mail: Array(raw.utf8), envelope: SMTPEnvelope(sender: "b@example.com", recipients: [to], user: user),
            receivedAt: moment, refusal: refusal)
    }

    private static func filter(_ query: String = "", _ change: (inout InboxFilter) -> Void = { _ in }) -> InboxFilter {
        var filter = InboxFilter()
        filter.query = InboxQuery(query)
        change(&filter)
        return filter
    }

    @Test("ids ascend, whatever the clock does, and read back")
    func ids() {
        let inbox = Inbox()
        let moments = [Self.start, Self.start, Self.start - .seconds(60), Self.start + .seconds(1)]
        let ids = moments.map { inbox.add(Self.mail(at: $0)).id }
        #expect(ids == ids.sorted() && Set(ids).count == 4)
        #expect(ids.map(\.description) == ids.map(\.description).sorted())
        for id in ids { #expect(MessageKey(id.description) == id && inbox.message(id)?.id == id) }
    }

    @Test(
        "what is no id is none",
        arguments: ["", "0", "../../etc/passwd", "zzzzzzzzzzzzz", "0000000000000\0", "０００００００００００００", "g000000000000"])
    func hostileIDs(text: String) {
        #expect(MessageKey(text) == nil)
    }

    @Test("the oldest are dropped at both limits")
    func limits() {
        var limits = Inbox.Limits()
        limits.messages = 10
        let few = Inbox(limits: limits)
        let first = few.add(Self.mail())
        for number in 1...24 { few.add(Self.mail(number)) }
        #expect(few.counts.messages == 10 && few.counts.dropped == 15 && few.message(first.id) == nil)
        #expect(few.list(Self.filter(), limit: 100).messages.map(\.summary.subject).first == "Mail 24")

        limits.messages = 1_000_000
        limits.bytes = 1_000_000
        let small = Inbox(limits: limits)
        for number in 1...2_000 { small.add(Self.mail(number, text: String(repeating: "x", count: 10_000))) }
        #expect(small.counts.bytes <= 1_000_000 && (50...100).contains(small.counts.messages))
        #expect(small.counts.messages + small.counts.dropped == 2_000)
    }

    @Test("pages hold each message once, newest first, while more arrive")
    func pages() {
        let inbox = Inbox()
        for number in 1...1_000 { inbox.add(Self.mail(number)) }
        var seen: [String] = []
        var next: MessageKey?
        repeat {
            let page = inbox.list(Self.filter(), limit: 37, before: next)
            seen += page.messages.map(\.summary.subject)
            next = page.next
            inbox.add(Self.mail(9_999))
        } while next != nil
        #expect(seen == (1...1_000).reversed().map { "Mail \($0)" })
    }

    @Test(
        "words are found in decoded subject, people and text",
        arguments: [
            ("오늘", 1), ("도착해요 hong", 1), ("to:HONG", 1), ("from:hong", 0), ("from:b@example.com", 1), ("subject:배송", 0),
            ("배송출발", 1), ("\"오늘 도착\"", 1), ("\"도착 오늘\"", 0), ("subject:\"오늘 도착\" to:hong", 1), ("id:abc@shop", 1),
            ("없는말", 0), ("", 1), ("오늘 없는말", 0), ("ＣＪ대한통운", 1),
            // The same syllables as macOS writes them, decomposed (NFD).
            ("\u{110B}\u{1169}\u{1102}\u{1173}\u{11AF}", 1),
        ])
    func search(query: String, count: Int) {
        let inbox = Inbox()
        inbox.add(
            Self.mail(
                subject: "=?utf-8?B?\(Base64.encode(Array("오늘 도착해요".utf8)))?=", text: "CJ대한통운 배송출발",
                headers: "Message-ID: <abc@shop.example>\r\n"))
        #expect(inbox.list(Self.filter(query), limit: 10).messages.count == count)
    }

    @Test("decomposed Hangul in a mail is found by what a keyboard types")
    func decomposed() {
        let inbox = Inbox()
        inbox.add(Self.mail(text: "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"))
        #expect(inbox.list(Self.filter("한글"), limit: 10).messages.count == 1)
    }

    @Test("the last word of a long mail is found too")
    func longText() {
        let inbox = Inbox()
        inbox.add(Self.mail(text: String(repeating: "가나다 ", count: 10_000) + "끝말"))
        #expect(inbox.list(Self.filter("끝말"), limit: 10).messages.count == 1)
        #expect(inbox.list(Self.filter("시작말"), limit: 10).messages.isEmpty)
    }

    @Test("a mail with HTML alone is found by its words, and not by its markup")
    func htmlOnly() {
        let inbox = Inbox()
        let html = "<html><head><style>.secret{}</style></head><body><p>배송이&nbsp;완료&#46C; <b>됐어요</b></p></body></html>"
        inbox.add(
            InboxDraft(
                mail: Array("Content-Type: text/html; charset=utf-8\r\n\r\n\(html)".utf8),
                envelope: SMTPEnvelope(sender: ""), receivedAt: Self.start))
        #expect(inbox.list(Self.filter("배송이 됐어요"), limit: 10).messages.count == 1)
        #expect(inbox.list(Self.filter("secret"), limit: 10).messages.isEmpty)
    }

    @Test("spaces come from the header, else from the SMTP user, and keep apart")
    func spaces() {
        let inbox = Inbox()
        inbox.add(Self.mail(1, headers: "X-Parcelpost-Space: red\r\n", user: "blue"))
        inbox.add(Self.mail(2, headers: "x-parcelpost-SPACE:\r\n blue\r\n"))
        inbox.add(Self.mail(3, user: "blue"))
        inbox.add(Self.mail(4))
        #expect(inbox.list(Self.filter { $0.space = "red" }, limit: 9).messages.map(\.summary.subject) == ["Mail 1"])
        #expect(inbox.list(Self.filter { $0.space = "blue" }, limit: 9).messages.count == 2)
        #expect(inbox.list(Self.filter(), limit: 9).messages.count == 4)
        #expect(inbox.delete(Self.filter { $0.space = "blue" }) == 2)
        #expect(inbox.counts.messages == 2)
    }

    @Test("refused ones are shown only when asked for")
    func refused() {
        let inbox = Inbox()
        inbox.add(Self.mail(1, refusal: "550 5.5.2 bare LF"))
        inbox.add(Self.mail(2))
        #expect(inbox.list(Self.filter(), limit: 9).messages.count == 1)
        #expect(inbox.list(Self.filter { $0.refused = .only }, limit: 9).messages.map(\.summary.subject) == ["Mail 1"])
        #expect(inbox.list(Self.filter { $0.refused = .include }, limit: 9).messages.count == 2)
    }

    @Test("copies: the same Message-ID to the same recipient; another recipient's is none")
    func copies() {
        let inbox = Inbox()
        let header = "Message-ID: <one@shop.example>\r\n"
        let first = inbox.add(Self.mail(1, headers: header))
        let second = inbox.add(Self.mail(1, headers: "message-id:\r\n\t<one@shop.example>\r\n"))
        let other = inbox.add(Self.mail(1, to: "kim@example.com", headers: header))
        let none = inbox.add(Self.mail(1))
        #expect([first, second, other, none].map(\.copy) == [1, 2, 1, 1])
        #expect([first, second, other, none].map(inbox.copies) == [2, 2, 1, 1])
        _ = inbox.delete(Self.filter("to:hong"))
        #expect(inbox.add(Self.mail(1, headers: header)).copy == 1)
    }

    @Test("the message that completes the count wakes who waits")
    func waiting() async {
        let inbox = Inbox()
        inbox.add(Self.mail(1, subject: "배송 1"))
        async let waiting = inbox.wait(for: Self.filter("배송"), count: 3, timeout: .seconds(60), limit: 10)
        for number in 2...50 { inbox.add(Self.mail(number)) }
        inbox.add(Self.mail(51, subject: "배송 2"))
        inbox.add(Self.mail(52, subject: "배송 3"))
        let result = await waiting
        #expect(result.isEnough && result.messages.map(\.summary.subject) == ["배송 3", "배송 2", "배송 1"])
    }

    @Test("a hundred waiters and a thousand messages from many tasks: everybody gets his own")
    func manyWaiters() async {
        let inbox = Inbox()
        await withTaskGroup(of: Void.self) { group in
            for waiter in 0..<100 {
                group.addTask {
                    let result = await inbox.wait(
                        for: Self.filter("subject:w\(waiter)x"), count: 10, timeout: .seconds(60), limit: 10)
                    #expect(result.isEnough && result.messages.count == 10)
                }
            }
            for sender in 0..<10 {
                group.addTask {
                    for number in 0..<100 { inbox.add(Self.mail(subject: "w\(number)x from \(sender)")) }
                }
            }
        }
        #expect(inbox.counts.messages == 1_000)
    }

    @Test("waiting ends at its time, and when the caller is gone, with what there is")
    func waitingEnds() async {
        let inbox = Inbox()
        inbox.add(Self.mail(1))
        let late = await inbox.wait(for: Self.filter(), count: 2, timeout: .milliseconds(20), limit: 10)
        #expect(!late.isEnough && late.messages.count == 1)
        let task = Task { await inbox.wait(for: Self.filter(), count: 2, timeout: .seconds(600), limit: 10) }
        task.cancel()
        #expect(await task.value.isEnough == false)
    }

    @Test("who follows the news misses nothing and sees nothing twice")
    func news() async {
        let inbox = Inbox()
        let horizon = inbox.horizon
        async let adding: Void = {
            for number in 1...500 {
                inbox.add(Self.mail(number))
                if number.isMultiple(of: 50) { await Task.yield() }
            }
        }()
        var seen: [String] = []
        var position = horizon.last
        while seen.count < 500 {
            guard
                case .messages(let messages) = await inbox.news(
                    Self.filter(), after: position, deletions: horizon.deletions)
            else { break }
            seen += messages.map(\.summary.subject)
            position = messages.last?.id
        }
        await adding
        #expect(seen == (1...500).map { "Mail \($0)" })
        _ = inbox.delete(Self.filter())
        guard case .deleted = await inbox.news(Self.filter(), after: position, deletions: horizon.deletions) else {
            Issue.record("the deletion is no news")
            return
        }
    }

    @Test("ten thousand messages: a list is quick, a search through all of them too")
    func tenThousand() {
        let inbox = Inbox()
        for number in 1...10_000 { inbox.add(Self.mail(number)) }
        let clock = ContinuousClock()
        let listing = clock.measure { #expect(inbox.list(Self.filter(), limit: 100).messages.count == 100) }
        #expect(listing < .seconds(1))
        #expect(inbox.list(Self.filter("subject:\"Mail 17\""), limit: 1_000).messages.count == 111)
        let again = clock.measure { _ = inbox.list(Self.filter("subject:\"Mail 10000\""), limit: 10) }
        #expect(again < .seconds(2))
    }

    @Test(
        "a mail that is no mail is kept and shown as it is",
        arguments: [
            [], [0x0A], [0xFF, 0xFE, 0x00, 0x0D], Array("no header at all".utf8), Array("Subject\r\n: x\r\n".utf8),
            Array(repeating: 0x3A, count: 5_000),
        ])
    func nonsense(raw: [UInt8]) {
        let inbox = Inbox()
        let message = inbox.add(InboxDraft(mail: raw, envelope: SMTPEnvelope(sender: ""), receivedAt: Self.start))
        #expect(inbox.message(message.id)?.raw == raw)
        _ = message.summary
    }
}
