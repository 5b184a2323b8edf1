// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Gateway
import Mail
import Notices
import Shipping
import TestSupport
import Testing
import Values

/// Letters that cannot be written are ours to mend: tried again, and nobody's address suffers.
@Suite(.timeLimit(.minutes(1))) struct RenderFailureTests {
    /// An error of a library, which says more than it should.
    private struct Chatty: Error, CustomStringConvertible {
        var description: String { "cannot greet 홍길동 <hong@example.com>" }
    }

    @Test("C1: a letter that cannot be written is tried again, with the same name once it can, and nobody is blamed")
    func failuresAreOurs() async throws {
        let calls = Tally()
        let renderer = PlainRenderer { _ in
            calls.add()
            return calls.count == 1 ? RenderFailure("email/shipped.html:12: no such name `ordr`") : nil
        }
        let works = Works(renderer: renderer)
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach(1)
            #expect(try await works.states() == [.queued: 1])
            works.clock.advance(by: .seconds(600))
            try await works.store.settled.reach(2)
        }
        let trace = try await works.trace()
        let retry = try #require(trace.first { $0.entry.kind == .retry })
        #expect(retry.entry.facts.contains(.init("class", "ourConfiguration")))
        #expect(retry.entry.facts.contains(.init("blame", "us")))
        #expect(retry.entry.facts.contains(.init("answer", "email/shipped.html:12: no such name `ordr`")))
        #expect(retry.messageID == works.transport.letters.first?.messageID.value)
        #expect(works.transport.letters.count == 1)
        #expect(try await works.states() == [.sent: 1])
        #expect(works.log.text.contains("letter not written"))
    }

    @Test("Promise 7: an error that talks about people does not reach log, trace or queue")
    func errorsDoNotTalk() async throws {
        let works = Works(renderer: PlainRenderer { _ in Chatty() })
        try await works.register()
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.outForDelivery)])
            try await works.store.settled.reach(1)
        }
        let queue = try await works.store.inner.deliveries(.queued, shop: nil, before: nil, limit: 10)
        let answer = try #require(queue.first?.lastAnswer)
        #expect(answer.contains("Chatty"), "the trace must say what kind of error it was")
        let texts = [answer, works.log.text, "\(try await works.trace())"]
        for text in texts { #expect(!text.contains("hong") && !text.contains("홍길동")) }
    }

    @Test("A shop that was taken out of the settings keeps its deliveries until it is back")
    func shopsThatAreGone() async throws {
        let works = Works(shops: [])
        try await works.register()
        _ = try await works.store.inner.record(
            [Samples.event(.delivered)], lease: nil, leaseLimit: 0, now: Samples.now
        ) { Planner(policy: ShopPolicy()).plan($0) }
        try await works.run { _ in try await works.store.settled.reach(1) }
        #expect(works.transport.letters.isEmpty)
        #expect(try await works.states() == [.queued: 1])
        let back = Works(store: works.store, owner: "two")
        back.clock.advance(by: .seconds(600))
        try await back.run { _ in try await works.store.settled.reach(2) }
        #expect(try await back.states() == [.sent: 1])
    }

    @Test("A store that cannot give the shop's key delays the letter and blames nobody")
    func keysThatCannotBeRead() async throws {
        let works = Works()
        try await works.register()
        works.store.fail(.identityKey, times: 1)
        try await works.run { _ in
            _ = try await works.intake.take([Samples.event(.delivered)])
            try await works.store.settled.reach(1)
            #expect(works.transport.letters.isEmpty)
            works.clock.advance(by: .seconds(600))
            try await works.store.settled.reach(2)
        }
        #expect(try await works.states() == [.sent: 1])
    }
}
