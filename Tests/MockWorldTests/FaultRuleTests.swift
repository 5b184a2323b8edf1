// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Settings
import Testing
import Values

/// Rules of faults: when they strike, what they do, how they are written.
struct FaultRuleTests {
    private static let start = Timestamp("2026-11-22T09:00:00Z", zonelessOffsetSeconds: 0)!

    /// A book with rules as a request writes them.
    private static func book(
        _ yaml: String, clock: ManualWallClock = ManualWallClock(start),
        running: ManualWallClock = ManualWallClock(start),
        space: String = ""
    ) throws -> FaultBook {
        let monotonic = MonotonicClock(now: { running.now - start }, sleep: { _ in })
        let book = FaultBook(clock: clock, monotonic: monotonic)
        book.replace(try FaultChange(yaml: yaml, .set).rules ?? [], space: space)
        return book
    }

    private static func mail(
        _ step: FaultStep = .rcpt, to: String = "hong@example.com", from: String = "shop@example.com",
        space: String = "",
        connection: String? = nil
    ) -> FaultMoment {
        FaultMoment(
            step, channel: .email, provider: "smtp", space: space, recipients: [to], sender: from,
            connection: connection)
    }

    private static func talk(_ recipients: [String] = ["010-1234-5678"], template: String? = "T1") -> FaultMoment {
        FaultMoment(
            .request, channel: .alimtalk, provider: "nhn-alimtalk", recipients: recipients, sender: "key",
            template: template)
    }

    private static func strikes(_ book: FaultBook, _ count: Int, _ moment: FaultMoment = mail()) -> [Int] {
        (1...count).filter { _ in book.decide(moment).action != nil }
    }

    // MARK: When

    @Test(
        "a rule strikes only what it matches",
        arguments: [
            ("channel: email", true, false), ("channel: alimtalk", false, true),
            ("channel: 'email, alimtalk'", true, true),
            ("provider: smtp", true, false), ("provider: nhn-*", false, true),
            ("recipient: hong@example.com", true, false), ("recipient: HONG@EXAMPLE.*", true, false),
            ("recipient: '*@gmail.com, h?ng@*'", true, false), ("recipient: hong", false, false),
            ("recipient: '01012345678'", false, true), ("recipient: '+82 10-1234-56??'", false, true),
            ("recipient: '*5678'", false, true), ("domain: example.com", true, false),
            ("domain: ample.com", false, false),
            ("domain: '*.com'", true, false), ("sender: shop@*", true, false), ("template: T?", false, true),
            ("step: rcpt", true, false), ("step: 'mail, request'", false, true),
            ("{channel: email, domain: gmail.com}", false, false),
        ])
    func matches(condition: String, strikesMail: Bool, strikesTalk: Bool) throws {
        let book = try Self.book("rules: [{match: {\(condition.filter { !"{}".contains($0) })}, reply: {code: 550}}]")
        #expect((book.decide(Self.mail()).action != nil) == strikesMail)
        #expect((book.decide(Self.talk()).action != nil) == strikesTalk)
    }

    @Test(
        "the n-th, every n-th, the first n, n times",
        arguments: [
            ("nth: 3", [3]), ("every: 3", [3, 6, 9]), ("first: 2", [1, 2]), ("first: 5, every: 2", [2, 4]),
            ("times: 3", [1, 2, 3]), ("every: 2, times: 2", [2, 4]), ("nth: 11", []),
        ])
    func counts(condition: String, expected: [Int]) throws {
        let book = try Self.book("rules: [{\(condition), reply: {code: 451}}]")
        #expect(Self.strikes(book, 10) == expected)
        let line = try #require(book.lines.first)
        #expect(line.met == 10 && line.struck == expected.count)
    }

    @Test("the same seed strikes the same moments, another seed others, at about the probability")
    func seeds() throws {
        func run(_ seed: Int) throws -> [Int] {
            Self.strikes(
                try Self.book("{seed: \(seed), rules: [{name: a, probability: 0.3, reply: {code: 451}}]}"), 2_000)
        }
        let first = try run(1)
        #expect(try run(1) == first)
        #expect(try run(2) != first)
        // Five standard deviations of 2000 draws at 0.3 are 102.
        #expect(abs(first.count - 600) < 102)
    }

    @Test("between two moments of the mock's clock, absolute or since the rule came into force")
    func moments() throws {
        let clock = ManualWallClock(Self.start)
        let book = try Self.book(
            "rules: [{name: a, from: 10m, until: 30m, reply: {code: 450}},"
                + " {name: b, from: '2026-11-22T19:00:00', reply: {code: 550}}]", clock: clock)
        func rule() -> String? { book.decide(Self.mail()).rule }
        #expect(rule() == nil)
        clock.advance(by: .seconds(600))
        #expect(rule() == "a")
        clock.advance(by: .seconds(1_200))
        #expect(rule() == nil)
        // 19:00 without a zone is Korean time: 10:00 UTC.
        clock.advance(by: .seconds(1_800))
        #expect(rule() == "b")
    }

    @Test("rules of a space strike there only and first; rules of all spaces everywhere")
    func spaces() throws {
        let book = try Self.book("rules: [{name: all, reply: {code: 450}}]")
        book.replace(
            try FaultChange(yaml: "rules: [{name: own, times: 1, reply: {code: 550}}]", .set).rules ?? [], space: "a")
        #expect(book.decide(Self.mail(space: "a")).rule == "own")
        #expect(book.decide(Self.mail(space: "a")).rule == "all")
        #expect(book.decide(Self.mail(space: "b")).rule == "all")
        #expect(book.remove(space: "a") == 1)
        #expect(book.remove(space: "") == 1)
        #expect(book.decide(Self.mail(space: "a")).isNothing)
    }

    @Test("at RCPT the last recipient is the one asked for")
    func lastRecipient() throws {
        let book = try Self.book("rules: [{recipient: a@x.kr, reply: {code: 550}}]")
        var moment = Self.mail()
        moment.recipients = ["a@x.kr", "b@x.kr"]
        #expect(book.decide(moment).isNothing)
        moment.recipients = ["b@x.kr", "a@x.kr"]
        #expect(!book.decide(moment).isNothing)
    }

    // MARK: What

    @Test("delays add up, and what follows still decides")
    func delaysThenReply() throws {
        let book = try Self.book(
            "rules: [{step: rcpt, delay: 2s}, {step: rcpt, bytesPerSecond: 10, delay: 500ms}, {refuse: gmail-busy}, {reply: {code: 599}}]"
        )
        let decision = book.decide(Self.mail())
        #expect(decision.delay == .milliseconds(2_500) && decision.bytesPerSecond == 10)
        #expect(decision.action == RefusalTexts.all["gmail-busy"].map { .reply($0) })
        #expect(book.lines.map(\.struck) == [1, 1, 1, 0])
    }

    @Test("a uniform delay stays within its bounds, a lognormal one has its median and its tail")
    func delays() throws {
        let book = try Self.book("rules: [{step: rcpt, delay: {from: 100ms, to: 300ms}}]")
        let even = (0..<500).map { _ in book.decide(Self.mail()).delay }
        #expect(even.allSatisfy { $0 >= .milliseconds(100) && $0 <= .milliseconds(300) })
        #expect(even.contains { $0 < .milliseconds(120) } && even.contains { $0 > .milliseconds(280) })
        let odd = try Self.book("rules: [{step: rcpt, delay: {median: 200ms, p99: 2s}}]")
        let drawn = (0..<5_000).map { _ in odd.decide(Self.mail()).delay }.sorted()
        #expect(drawn[2_500] > .milliseconds(180) && drawn[2_500] < .milliseconds(220))
        #expect(drawn[4_950] > .milliseconds(1_500) && drawn[4_950] < .milliseconds(2_700))
    }

    @Test(
        "each effect as it is written",
        arguments: [
            ("action: disconnect", FaultDecision.Action.disconnect), ("action: reset", .reset),
            ("action: garbage", .garbage),
            ("action: truncate", .truncate), ("complaint: {after: 2m}", .complaint(after: .seconds(120))),
            (
                "bounce: {status: 5.2.2, after: 1h}",
                .bounce(status: "5.2.2", text: "The mailbox is full", after: .seconds(3_600))
            ),
            ("result: {code: '3018'}", .result(code: "3018", text: "")),
            (
                "reply: {code: 550, status: 5.7.1, text: 'no, thanks'}",
                .reply(FaultReply(550, status: "5.7.1", text: "no, thanks"))
            ),
        ])
    func effects(written: String, action: FaultDecision.Action) throws {
        let steps = FaultStep.allCases.map(\.rawValue).joined(separator: ", ")
        let book = try Self.book("rules: [{step: '\(steps)', \(written)}]")
        #expect(book.decide(Self.mail()).action == action)
    }

    // MARK: Limits

    @Test("a token bucket: the burst at once, then the rate; each domain its own; Retry-After is true")
    func rateLimit() throws {
        let running = ManualWallClock(Self.start)
        let book = try Self.book(
            "rules: [{rateLimit: {rate: 2/s, burst: 3, per: recipientDomain}}]", running: running)
        #expect(Self.strikes(book, 5) == [4, 5])
        #expect(Self.strikes(book, 3, Self.mail(to: "a@other.kr")) == [])
        guard case .reply(let reply)? = book.decide(Self.mail()).action else { throw ValueError("no reply") }
        #expect(reply.code == 421 && reply.status == "4.7.0" && reply.retryAfter == .milliseconds(500))
        running.advance(by: .milliseconds(499))
        #expect(Self.strikes(book, 1) == [1])
        running.advance(by: .milliseconds(1))
        #expect(Self.strikes(book, 2) == [2])
        // However long the pause, no more than the burst.
        running.advance(by: .seconds(3_600))
        #expect(Self.strikes(book, 4) == [4])
    }

    @Test("a bucket on the mock's clock fills when that is moved, one per connection is one per connection")
    func rateLimitScopes() throws {
        let clock = ManualWallClock(Self.start)
        let book = try Self.book("rules: [{rateLimit: {rate: 1/h, clock: mock, per: connection}}]", clock: clock)
        #expect(Self.strikes(book, 2, Self.mail(connection: "a")) == [2])
        #expect(Self.strikes(book, 2, Self.mail(connection: "b")) == [2])
        clock.advance(by: .seconds(3_600))
        #expect(Self.strikes(book, 2, Self.mail(connection: "a")) == [2])
    }

    @Test("HTTP is told 429; a reply of its own is kept, Retry-After added")
    func rateLimitReplies() throws {
        let plain = try Self.book("rules: [{rateLimit: {rate: 1/m}}]")
        _ = plain.decide(Self.talk())
        guard case .reply(let reply)? = plain.decide(Self.talk()).action else { throw ValueError("no reply") }
        #expect(reply.code == 429 && reply.retryAfter == .seconds(60))
        let own = try Self.book("rules: [{rateLimit: {rate: 1/m}, reply: {code: 503, status: '-5000', text: busy}}]")
        _ = own.decide(Self.talk())
        #expect(
            own.decide(Self.talk()).action
                == .reply(FaultReply(503, status: "-5000", text: "busy", retryAfter: .seconds(60))))
    }

    @Test("a quota ends at midnight in Korea")
    func quota() throws {
        let clock = ManualWallClock(Self.start)
        let book = try Self.book("rules: [{quota: {perDay: 2, per: sender}}]", clock: clock)
        #expect(Self.strikes(book, 3) == [3])
        #expect(Self.strikes(book, 2, Self.mail(from: "other@example.com")) == [])
        guard case .reply(let reply)? = book.decide(Self.mail()).action else { throw ValueError("no reply") }
        // 09:00 UTC is 18:00 in Korea.
        #expect(reply.retryAfter == .seconds(6 * 3_600))
        clock.advance(by: .seconds(6 * 3_600) - .milliseconds(1))
        #expect(Self.strikes(book, 1) == [1])
        clock.advance(by: .milliseconds(1))
        #expect(Self.strikes(book, 3) == [3])
    }

    @Test("a rule per sender told a hundred thousand senders stays bounded and right")
    func manySenders() throws {
        let book = try Self.book("rules: [{rateLimit: {rate: 1/d, per: sender}}]")
        for number in 0..<30_000 { _ = book.decide(Self.mail(from: "\(number)@example.com")) }
        #expect(Self.strikes(book, 2, Self.mail(from: "new@example.com")) == [2])
    }

    // MARK: Written

    @Test("what is wrong is told all at once, each with its line")
    func problems() throws {
        let yaml = """
            about: A bad day.
            rules:
              - name: a
                chanel: email
                reply: { code: 99 }
              - name: a
                match: { step: rcp, probability: 2, nth: 1, every: 2 }
                refuse: gmail-bsy
                action: reset
              - name: b
                delay: { from: 5s, to: 1s }
              - name: c
              - rateLimit: { rate: fast }
              - bounce: { status: 2.0.0 }
            """
        let file = try SettingsFile.parse(yaml, name: "bad.yaml")
        let problems = try #require(throws: Problems.self) { try FaultScenario(reading: file, name: "bad") }.list
        let told = Set(problems.map { "\($0.line ?? 0) \($0.rule)" })
        #expect(
            told.isSuperset(of: [
                "4 unknown-key", "5 out-of-range", "7 bad-value", "7 out-of-range", "7 both", "8 bad-value", "9 both",
                "11 bad-delay", "12 does-nothing", "13 bad-value", "14 bad-value",
            ]), "\(problems)")
        #expect(problems.contains { $0.rule == "same-name" && $0.line == 2 })
        #expect(problems.allSatisfy { $0.file == "bad.yaml" })
    }

    @Test("JSON says the same as YAML, and what the book shows can be sent again")
    func roundTrip() throws {
        let yaml = """
            rules:
              - { name: a, match: { channel: 'email, sms', recipient: '*@gmail.com', probability: 0.25, seed: 7, from: 5m, until: '2026-12-01T00:00:00Z', times: 3, first: 9, every: 2 }, reply: { code: 451, status: 4.7.1, text: 'wait "a" while', retryAfter: 90s } }
              - { name: b, domain: naver.com, sender: x, template: y, provider: smtp, nth: 4, refuse: naver-rate, delay: { median: 20ms, p99: 1500ms }, bytesPerSecond: 7 }
              - { name: c, step: accepted, action: truncate, delay: { from: 1s, to: 2s } }
              - { name: d, rateLimit: { rate: 100/m, burst: 5, per: sender, clock: mock }, reply: { code: 429 } }
              - { name: e, quota: { perDay: 0 } }
              - { name: f, bounce: { status: 4.4.7 } }
              - { name: g, complaint: { after: 3d } }
              - { name: h, result: { code: E915, text: 중복 } }
              - { name: i, delay: 90s }
            """
        let rules = try #require(try FaultChange(yaml: yaml, .set).rules)
        #expect(rules.count == 9)
        let book = try Self.book(yaml)
        let again = try FaultChange(body: book.json(space: "").bytes, .set)
        #expect(again.rules == rules)
    }

    @Test("a request reads no file and no variable")
    func noInterpolation() throws {
        let text = "${file:/etc/passwd} ${HOME} $${x}"
        let json = JSON.object([
            .init("reply", .object([.init("code", 550), .init("text", .string(text))]))
        ])
        let rule = try #require(try FaultChange(body: json.bytes, .one).rules?.first)
        #expect(rule.effect.action == .reply(FaultReply(550, text: text)))
    }

    @Test(
        "bodies that are none are refused",
        arguments: [
            "", "[]", "{}", "{\"rules\":1}", "{\"rules\":[1]}", "rules", "{\"scenario\":null}", "\u{FF}{",
            "{\"magic\":\"no\"}",
        ])
    func badBodies(text: String) {
        #expect(throws: (any Error).self) { try FaultChange(body: Array(text.utf8), .set) }
    }

    @Test("rules without a name get one that is free")
    func names() throws {
        let book = try Self.book("rules: [{delay: 1s}, {name: rule-1, delay: 1s}, {delay: 1s}]")
        #expect(book.lines.map(\.name) == ["rule-2", "rule-1", "rule-3"])
        try book.add(try FaultChange(yaml: "delay: 2s", .one).rules ?? [], space: "")
        #expect(book.lines.last?.name == "rule-4")
        #expect(throws: ValueError.self) {
            try book.add(try FaultChange(yaml: "{name: rule-1, delay: 2s}", .one).rules ?? [], space: "")
        }
        #expect(book.remove(rule: "rule-1", space: "") && !book.remove(rule: "rule-1", space: ""))
    }
}
