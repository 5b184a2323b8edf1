// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Web

struct ConnectionGuardTests {
    private static func make() -> ConnectionGuard {
        ConnectionGuard(
            ConnectionGuard.Limits(bodyDeadline: .seconds(20), stallTimeout: .seconds(30), linger: .seconds(2)))
    }

    @Test func aRequestThatComesAtOnceNeedsNoTimer() {
        var guarded = Self.make()
        guarded.readHead()
        #expect(guarded.readEnd() == .nothing)
        #expect(guarded.readComplete() == .nothing)
        #expect(guarded.isAnswering)
        #expect(guarded.writeEnd() == .nothing)
        #expect(!guarded.isAnswering)
    }

    @Test func aBodyThatIsNotCompleteHasADeadlineFromItsFirstRead() {
        var guarded = Self.make()
        guarded.readHead()
        #expect(guarded.readComplete() == .schedule(.seconds(20)))
        // More of it comes, drop by drop: the deadline stays.
        #expect(guarded.readComplete() == .nothing)
        #expect(guarded.readComplete() == .nothing)
        #expect(guarded.readEnd() == .cancelTimer)
        #expect(guarded.readComplete() == .nothing)
    }

    @Test func aBodyThatKeepsComingGetsMoreTime() {
        var guarded = Self.make()
        guarded.readHead()
        _ = guarded.readComplete()
        guarded.readBody(20 * 8_192)
        #expect(guarded.timeIsUp() == .schedule(.seconds(20)))
        #expect(guarded.readComplete() == .nothing)
        guarded.readBody(20 * 8_192 - 1)
        #expect(guarded.timeIsUp() == .failBody)
    }

    @Test func atTheDeadlineTheHandlerIsToldAndTheAnswerIsTheLast() {
        var guarded = Self.make()
        guarded.readHead()
        _ = guarded.readComplete()
        #expect(guarded.timeIsUp() == .failBody)
        #expect(guarded.readComplete() == .nothing)
        #expect(guarded.writeEnd() == .closeAfterWrite)
    }

    @Test func anAnswerBeforeTheBodyGivesTheClientAMomentToReadIt() {
        var guarded = Self.make()
        guarded.readHead()
        _ = guarded.readComplete()
        #expect(guarded.writeEnd() == .schedule(.seconds(2)))
        #expect(guarded.readComplete() == .nothing)
        #expect(guarded.timeIsUp() == .close)
    }

    @Test func aRefusedBodyThatEndsInTimeKeepsTheConnection() {
        var guarded = Self.make()
        guarded.readHead()
        #expect(guarded.writeEnd() == .schedule(.seconds(2)))
        #expect(guarded.readEnd() == .cancelTimer)
        guarded.readHead()
        #expect(guarded.readEnd() == .nothing)
        #expect(guarded.writeEnd() == .nothing)
    }

    @Test func aTimerThatComesTooLateDoesNothing() {
        var guarded = Self.make()
        guarded.readHead()
        _ = guarded.readComplete()
        _ = guarded.readEnd()
        #expect(guarded.timeIsUp() == .nothing)
    }

    @Test func theNextRequestHasItsOwnDeadline() {
        var guarded = Self.make()
        guarded.readHead()
        _ = guarded.readEnd()
        guarded.readHead()
        #expect(guarded.readComplete() == .schedule(.seconds(20)))
        // The first is answered while the second's body is still coming.
        #expect(guarded.writeEnd() == .nothing)
        #expect(guarded.timeIsUp() == .failBody)
        #expect(guarded.writeEnd() == .closeAfterWrite)
    }
}
