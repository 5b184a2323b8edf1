// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import MockWorld

/// Puts what the SMTP server takes in into the inbox, and enters what becomes of it later.
package struct InboxMailbox: SMTPMailbox {
    private let bench: Bench
    private let bounces: BouncePoster

    /// Puts mails into this bench's inbox.
    ///
    /// - Parameters:
    ///   - bench: Whose inbox, faults and agenda.
    ///   - bounces: Where bounces and complaints are posted.
    package init(bench: Bench, bounces: BounceSettings = BounceSettings()) {
        self.bench = bench
        self.bounces = BouncePoster(bench: bench, settings: bounces)
    }

    /// Keeps a mail; its space is that of its header, else the SMTP user's name.
    package func keep(_ mail: SMTPDelivery, finish: (String) -> (SMTPReply, Transcript)) -> SMTPReply {
        let draft = InboxDraft(
            mail: mail.body, envelope: mail.envelope, receivedAt: bench.clock.now, refusal: mail.refusal?.description)
        var reply: SMTPReply?
        let message = bench.inbox.add(draft) { id in
            let (made, transcript) = finish(id.description)
            reply = made
            return transcript
        }
        for fault in mail.faults {
            bench.inbox.add(MessageEvent(at: bench.clock.now, kind: "fault", text: fault), to: message.id)
        }
        if mail.refusal == nil { send(mail, message) }
        return reply ?? SMTPReply(451, "4.3.0", "The mail could not be kept")
    }

    /// Decides what goes wrong at this moment.
    package func strike(_ moment: FaultMoment) -> FaultDecision { bench.faults.decide(moment) }

    private func send(_ mail: SMTPDelivery, _ message: InboxMessage) {
        for (recipient, action) in mail.later.sorted(by: { $0.key < $1.key }) {
            switch action {
            case .bounce(let status, let text, let after):
                let kind: BounceWriter.Action = status.hasPrefix("4") ? .delayed : .failed
                bounces.send(
                    .status(BounceWriter.Report(kind, status: status, text: text), recipient: recipient),
                    about: message, after: after)
            case .complaint(let after): bounces.send(.complaint(recipient: recipient), about: message, after: after)
            case .result(let code, let text):
                bench.inbox.add(
                    MessageEvent(at: bench.clock.now, kind: "result", text: "\(code) \(text)"), to: message.id)
            default: break
            }
        }
        // Who asks to be told of success is told, unless it is to fail (RFC 3461 section 4.1).
        for (recipient, options) in mail.envelope.options where options.notify?.contains(.success) == true {
            guard mail.later[recipient] == nil else { continue }
            let report = BounceWriter.Report(.delivered, status: "2.0.0", text: "Delivered")
            bounces.send(.status(report, recipient: recipient), about: message)
        }
    }
}
