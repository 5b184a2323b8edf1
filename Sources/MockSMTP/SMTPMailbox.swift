// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import MockWorld

/// What the SMTP server asks the world: what goes wrong, and where mails go.
package protocol SMTPMailbox: Sendable {
    /// Keeps a mail, accepted or refused, and returns the reply for the client.
    ///
    /// - Parameters:
    ///   - mail: The mail.
    ///   - finish: Makes the reply and the transcript from the id of the mail; called once, at once.
    func keep(_ mail: SMTPDelivery, finish: (String) -> (SMTPReply, Transcript)) -> SMTPReply

    /// Decides what goes wrong at this moment.
    func strike(_ moment: FaultMoment) -> FaultDecision
}

extension SMTPMailbox {
    /// Nothing goes wrong.
    package func strike(_ moment: FaultMoment) -> FaultDecision { FaultDecision() }
}

/// A mail that has come to its end.
package struct SMTPDelivery: Sendable {
    /// The bytes as they came, dots unstuffed.
    package var body: [UInt8]
    /// Who sent it to whom.
    package var envelope: SMTPEnvelope
    /// What the client is told if it is refused; the mail is kept for people to look at.
    package var refusal: SMTPReply?
    /// What happens to it later, by the recipient's place in the envelope.
    package var later: [Int: FaultDecision.Action]
    /// The faults that struck it, in words.
    package var faults: [String]

    /// Makes it.
    package init(
        body: [UInt8], envelope: SMTPEnvelope, refusal: SMTPReply? = nil, later: [Int: FaultDecision.Action] = [:],
        faults: [String] = []
    ) {
        self.body = body
        self.envelope = envelope
        self.refusal = refusal
        self.later = later
        self.faults = faults
    }
}
