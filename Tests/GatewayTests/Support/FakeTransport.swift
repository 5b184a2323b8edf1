// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Mail
import Notices
import Shipping
import Synchronization
import TestSupport
import Values

/// A relay that keeps what it is given and answers as the test says.
final class FakeTransport: Transport {
    typealias Answer = @Sendable (MailMessage, Int) async -> Outcome

    static let accepted = Outcome(.accepted, blame: .nobody, code: 250, enhancedCode: "2.0.0", text: "OK")
    static let busy = Outcome(.temporary, blame: .relay, code: 451, enhancedCode: "4.3.2", text: "try later")
    static let silent = Outcome(.unknown, blame: .relay, text: "no answer after the final dot")
    static let noSuchUser = Outcome(
        .permanentAddress, blame: .recipient, code: 550, enhancedCode: "5.1.1", text: "no such user")
    static let spam = Outcome(.permanentContent, blame: .us, code: 554, enhancedCode: "5.7.1", text: "looks like spam")

    private struct State {
        var letters = [MailMessage]()
        var underWay: [String: Int] = [:]
        var mostUnderWay = 0
        var mostOfOneParcel = 0
    }

    let channel = DeliveryChannel.email
    let name = "smtp: fake"
    let concurrency: Int
    /// Letters that were put on the wire.
    let began = Tally()
    /// Letters that were answered.
    let ended = Tally()
    private let state = Mutex(State())
    private let answer: Answer

    /// Makes a relay; the answer is told the letter and its number, from 1.
    init(concurrency: Int = 4, answer: @escaping Answer = { _, _ in FakeTransport.accepted }) {
        self.concurrency = concurrency
        self.answer = answer
    }

    /// The letters in the order in which they came.
    var letters: [MailMessage] { state.withLock { $0.letters } }
    /// The most letters that were on the wire at once.
    var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }
    /// The most letters of one parcel that were on the wire at once.
    var mostOfOneParcel: Int { state.withLock { $0.mostOfOneParcel } }

    func send(_ message: ChannelMessage) async -> Outcome {
        guard case .email(let letter) = message else { return FakeTransport.spam }
        let number = state.withLock { state in
            state.letters.append(letter)
            state.underWay[letter.text, default: 0] += 1
            state.mostOfOneParcel = max(state.mostOfOneParcel, state.underWay[letter.text] ?? 0)
            state.mostUnderWay = max(state.mostUnderWay, state.underWay.values.reduce(0, +))
            return state.letters.count
        }
        began.add()
        let outcome = await answer(letter, number)
        state.withLock { $0.underWay[letter.text, default: 1] -= 1 }
        ended.add()
        return outcome
    }
}

/// Writes the milestone as the subject and the tracking number as the text.
struct PlainRenderer: MessageRenderer {
    var failure: (@Sendable (RenderRequest) -> (any Error)?) = { _ in nil }

    func render(_ request: RenderRequest) throws -> ChannelMessage {
        if let failure = failure(request) { throw failure }
        guard let recipient = request.recipient else { throw RenderFailure("no address") }
        let root = request.claimed.shipment.threadRoot
        return .email(
            MailMessage(
                from: Mailbox(name: request.shop.name, address: request.shop.from), to: recipient,
                subject: try Line(request.claimed.delivery.key.milestone.rawValue), date: request.now,
                messageID: request.messageID, inReplyTo: root, references: root.map { [$0] } ?? [],
                text: request.claimed.shipment.key.trackingNumber.value,
                html: [request.trackingPage.text, request.unsubscribe?.text].compactMap { $0 }.joined(separator: "\n"),
                envelope: MailEnvelope(sender: request.shop.from, recipient: recipient.address)))
    }
}
