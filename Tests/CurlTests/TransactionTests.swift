// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Curl
import Testing

/// Every transition of a mail transaction, without a network.
struct TransactionTests {
    private func start(pipelined: Bool, needsReset: Bool = false) -> (SMTPTransaction, String) {
        var transaction = SMTPTransaction(
            sender: "MAIL FROM:<a@b.c>", recipient: "RCPT TO:<d@e.f>", isPipelined: pipelined, needsReset: needsReset)
        let bytes = transaction.begin()
        return (transaction, String(decoding: bytes, as: UTF8.self))
    }

    private func reply(_ code: Int) -> SMTPReply { SMTPReply(code: code, text: "") }

    private func command(_ step: SMTPTransaction.Step) -> String? {
        if case .send(let bytes) = step { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    @Test func commandsGoOneByOneWithoutPipelining() {
        var (transaction, first) = start(pipelined: false)
        #expect(first == "MAIL FROM:<a@b.c>\r\n")
        #expect(command(transaction.receive(reply(250))) == "RCPT TO:<d@e.f>\r\n")
        #expect(transaction.hasBegun)
        #expect(command(transaction.receive(reply(251))) == "DATA\r\n")
        #expect(transaction.receive(reply(354)) == .sendMessage)
        #expect(transaction.stage == .message)
        transaction.messageSent()
        #expect(transaction.stage == .ending)
        #expect(transaction.receive(reply(250)) == .finished)
        #expect(transaction.accepted?.code == 250)
        #expect(transaction.isConnectionUsable && !transaction.needsReset)
    }

    @Test func commandsGoTogetherWithPipelining() {
        var (transaction, first) = start(pipelined: true)
        #expect(first == "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n")
        #expect(transaction.receive(reply(250)) == .wait)
        #expect(transaction.receive(reply(250)) == .wait)
        #expect(transaction.receive(reply(354)) == .sendMessage)
        transaction.messageSent()
        #expect(transaction.receive(reply(250)) == .finished)
        #expect(transaction.accepted != nil)
    }

    @Test func whatIsLeftOfTheLastMailIsReset() {
        var (transaction, first) = start(pipelined: true, needsReset: true)
        #expect(first.hasPrefix("RSET\r\nMAIL FROM"))
        #expect(transaction.receive(reply(250)) == .wait)
        #expect(!transaction.hasBegun)
        #expect(transaction.receive(reply(250)) == .wait)
        #expect(transaction.hasBegun)
        var (stepwise, only) = start(pipelined: false, needsReset: true)
        #expect(only == "RSET\r\n")
        #expect(command(stepwise.receive(reply(250))) == "MAIL FROM:<a@b.c>\r\n")
    }

    @Test(arguments: [(SMTPStage.sender, 0), (.recipient, 1), (.data, 2)])
    func aRefusalIsToldByItsStage(stage: SMTPStage, positives: Int) {
        var (transaction, _) = start(pipelined: false)
        for _ in 0..<positives { _ = transaction.receive(reply(250)) }
        #expect(transaction.receive(reply(550)) == .finished)
        #expect(transaction.refusal?.stage == stage)
        #expect(transaction.needsReset)
        #expect(transaction.isConnectionUsable)
    }

    @Test func theFirstRefusalCountsWhenOthersFollow() {
        var (transaction, _) = start(pipelined: true)
        #expect(transaction.receive(reply(250)) == .wait)
        #expect(transaction.receive(reply(550)) == .wait)
        #expect(!transaction.isConnectionUsable)
        #expect(transaction.receive(reply(503)) == .finished)
        #expect(transaction.refusal?.reply.code == 550)
        #expect(transaction.refusal?.stage == .recipient)
        #expect(transaction.isConnectionUsable)
    }

    @Test func aServerThatGoesOnWithoutRecipientsGetsAnEmptyMessage() {
        var (transaction, _) = start(pipelined: true)
        _ = transaction.receive(reply(250))
        _ = transaction.receive(reply(450))
        #expect(command(transaction.receive(reply(354))) == ".\r\n")
        #expect(transaction.receive(reply(554)) == .finished)
        #expect(transaction.refusal?.reply.code == 450)
        #expect(transaction.accepted == nil)
    }

    @Test(arguments: [0, 1, 2])
    func a421EndsTheConnectionAtOnce(after positives: Int) {
        var (transaction, _) = start(pipelined: true)
        for _ in 0..<positives { _ = transaction.receive(reply(250)) }
        #expect(transaction.receive(reply(421)) == .finished)
        #expect(!transaction.isConnectionUsable)
    }

    @Test func aReplyInTheMiddleOfTheMessageEndsIt() {
        var (transaction, _) = start(pipelined: false)
        _ = transaction.receive(reply(250))
        _ = transaction.receive(reply(250))
        _ = transaction.receive(reply(354))
        #expect(transaction.receive(reply(552)) == .finished)
        #expect(transaction.refusal?.stage == .message)
        #expect(!transaction.isConnectionUsable)
    }

    @Test func aPositiveReplyNobodyAskedForIsNoAcceptance() {
        var (transaction, _) = start(pipelined: false)
        _ = transaction.receive(reply(250))
        _ = transaction.receive(reply(250))
        _ = transaction.receive(reply(354))
        #expect(transaction.receive(reply(250)) == .finished)
        #expect(transaction.accepted == nil)
        #expect(transaction.refusal == nil)
        #expect(!transaction.isConnectionUsable)
    }

    @Test(arguments: [552, 554, 451])
    func aRefusalAfterTheMessageLeavesTheConnectionUsable(code: Int) {
        var (transaction, _) = start(pipelined: true)
        for code in [250, 250, 354] { _ = transaction.receive(reply(code)) }
        transaction.messageSent()
        #expect(transaction.receive(reply(code)) == .finished)
        #expect(transaction.refusal?.stage == .ending)
        #expect(transaction.isConnectionUsable && !transaction.needsReset)
    }
}
