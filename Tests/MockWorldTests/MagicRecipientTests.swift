// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Testing
import Values

/// Recipients that make something happen by their names.
struct MagicRecipientTests {
    private static func decide(_ recipient: String, _ step: FaultStep, in book: FaultBook = FaultBook())
        -> FaultDecision
    {
        book.decide(FaultMoment(step, channel: .email, provider: "smtp", recipients: [recipient]))
    }

    @Test(
        "at RCPT",
        arguments: [
            (
                "bounce-5.1.1@x.kr",
                FaultDecision.Action.bounce(
                    status: "5.1.1", text: "The recipient's mailbox does not exist", after: .seconds(5))
            ),
            ("Bounce-4.4.7+order-7@x.kr", .bounce(status: "4.4.7", text: "Delivery took too long", after: .seconds(5))),
            ("full@gmail.com", .bounce(status: "5.2.2", text: "The mailbox is full", after: .seconds(5))),
            ("complain@x.kr", .complaint(after: .seconds(60))),
            (
                "refuse-550-5.1.1@x.kr",
                .reply(FaultReply(550, status: "5.1.1", text: "The recipient's mailbox does not exist"))
            ),
            ("refuse-554@x.kr", .reply(FaultReply(554, status: "5.0.0", text: "The message was refused"))),
            (
                "defer-451-4.7.1@x.kr",
                .reply(FaultReply(451, status: "4.7.1", text: "Greylisted; try again in a few minutes"))
            ),
            ("gmail-rate@x.kr", .reply(RefusalTexts.all["gmail-rate"]!)),
        ])
    func asked(recipient: String, action: FaultDecision.Action) {
        #expect(Self.decide(recipient, .rcpt).action == action)
        for step in FaultStep.allCases where step != .rcpt {
            #expect(Self.decide(recipient, step).isNothing, "\(step)")
        }
    }

    @Test("at the end of data and after it")
    func later() {
        #expect(Self.decide("slow@x.kr", .endOfData).delay == .seconds(5))
        #expect(Self.decide("slow-300ms@x.kr", .endOfData).delay == .milliseconds(300))
        #expect(Self.decide("drop+1@x.kr", .endOfData).action == .disconnect)
        #expect(Self.decide("lost@x.kr", .accepted).action == .disconnect)
        #expect(Self.decide("lost@x.kr", .endOfData).isNothing && Self.decide("drop@x.kr", .accepted).isNothing)
        let several = FaultMoment(
            .endOfData, channel: .email, provider: "smtp", recipients: ["a@x.kr", "drop@x.kr", "b@x.kr"])
        #expect(FaultBook().decide(several).action == .disconnect)
    }

    @Test(
        "names like those of people are none",
        arguments: [
            "bounce@x.kr", "bouncer-5.1.1@x.kr", "bounce-2.0.0@x.kr", "bounce-5.1@x.kr", "bounce-5.1.1-x@x.kr",
            "refuse-550-4.1.1@x.kr", "refuse-451@x.kr", "defer-550@x.kr", "refuse-55@x.kr", "refuse-5500@x.kr",
            "slow-@x.kr", "slow-9m@x.kr", "slow-5@x.kr", "slowly@x.kr", "droplet@x.kr", "fullmoon@x.kr", "gmail-x@x.kr",
            "gildong.hong@x.kr", "", "@", "@full", "x+full@x.kr", "가full@x.kr",
            "refuse-550-5.1.1111@x.kr", String(repeating: "bounce-", count: 100_000) + "@x.kr",
        ])
    func people(recipient: String) {
        for step in FaultStep.allCases { #expect(Self.decide(recipient, step).isNothing) }
    }

    @Test("endings of phone numbers are results of that provider's list")
    func phones() {
        let book = FaultBook()
        func result(_ number: String, _ channel: MessageChannel) -> String? {
            let moment = FaultMoment(.request, channel: channel, provider: "x", recipients: [number])
            guard case .result(let code, _)? = book.decide(moment).action else { return nil }
            return code
        }
        for code in ["3005", "3012", "3018", "3019", "3020", "3021", "9998", "9999"] {
            #expect(result("0101234" + code, .alimtalk) == code)
        }
        #expect(result("+82-10-1234-3018", .alimtalk) == "3018")
        #expect(result("010-1234-2003", .sms) == "2003" && result("010-1234-2003", .alimtalk) == nil)
        for ordinary in ["01012340000", "01012345678", "3018", "010123430180", "hong3018@x.kr", "token-3018", ""] {
            #expect(ordinary == "3018" || result(ordinary, .alimtalk) == nil)
        }
        #expect(result("01012343018", .push) == nil && result("01012343018", .memo) == nil)
    }

    @Test("a call for several phones has no result of its own, each number has")
    func severalPhones() {
        let book = FaultBook()
        let numbers = ["01012343018", "01012340000", "01012343020"]
        let moment = FaultMoment(.request, channel: .alimtalk, provider: "nhn-alimtalk", recipients: numbers)
        #expect(book.decide(moment).isNothing)
        let codes = numbers.map { book.magic(for: $0, channel: .alimtalk, space: "")?.action }
        #expect(codes[0] != nil && codes[1] == nil && codes[2] != nil && codes[0] != codes[2])
    }

    @Test("magic is switched off for a space, or for all but one")
    func switchedOff() {
        let book = FaultBook()
        func strikes(_ space: String) -> Bool {
            !book.decide(
                FaultMoment(.rcpt, channel: .email, provider: "smtp", space: space, recipients: ["full@x.kr"])
            ).isNothing
        }
        book.setMagic(false, space: "a")
        #expect(!strikes("a") && strikes("b") && strikes(""))
        book.setMagic(false, space: "")
        book.setMagic(true, space: "b")
        #expect(!strikes("a") && strikes("b") && !strikes("") && !strikes("c"))
        book.remove(space: "")
        #expect(!strikes("a") && strikes("c"))
        book.remove(space: "a")
        #expect(strikes("a"))
    }

    @Test("rules come before magic")
    func rulesFirst() throws {
        let book = FaultBook()
        book.replace(try FaultChange(yaml: "rules: [{reply: {code: 550}}]", .set).rules ?? [], space: "")
        #expect(Self.decide("full@x.kr", .rcpt, in: book).action == .reply(FaultReply(550, text: "Refused")))
    }
}
