// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Curl
import Mail
public import Notices
public import Values

/// Carries letters to a relay by SMTP.
public final class SMTPTransport: Transport {
    /// Email.
    public let channel = DeliveryChannel.email
    /// `smtp: ` and the relay's host.
    public let name: String
    /// Twice the connections, so that each has its next mail at hand when one is taken.
    public let concurrency: Int
    /// How many mails may be sent a day, if that is known (SEMANTICS C6).
    public let dailyQuota: Int?

    private let relay: SMTPRelay
    private let loop: CurlLoop

    /// Makes the transport.
    ///
    /// - Parameters:
    ///   - settings: Where mail goes.
    ///   - loop: The thread to use; nil for one of its own.
    /// - Throws: `ValueError` when the thread cannot be started.
    public init(settings: SMTPSettings, loop: CurlLoop? = nil) throws(ValueError) {
        self.relay = settings.relay
        self.name = "smtp: " + settings.relay.host
        self.concurrency = settings.relay.maxConnections * 2
        self.dailyQuota = settings.dailyQuota
        if let loop {
            self.loop = loop
        } else {
            self.loop = try CurlLoop()
        }
    }

    /// Hands one letter to the relay and tells what became of it.
    ///
    /// Cancelling the calling task withdraws a letter that still waits for a connection; one that is under way runs to its
    /// end, so that its outcome is known.
    public func send(_ message: ChannelMessage) async -> Outcome {
        switch message {
        case .email(let mail): await send(mail)
        }
    }

    /// Lets letters that are under way finish for a while, then closes all connections.
    ///
    /// Do not call it when the loop is shared with others.
    public func shutdown(grace: Duration = .seconds(30)) async {
        await loop.shutdown(grace: grace)
    }

    private func send(_ mail: MailMessage) async -> Outcome {
        let envelope = mail.envelope
        let result = await loop.perform(
            SMTPTransfer(
                relay: relay, sender: envelope.sender, recipient: envelope.recipient, message: mail.bytes(),
                requiresSMTPUTF8: mail.needsSMTPUTF8))
        return Outcome(
            result, hiding: [envelope.recipient, envelope.sender],
            isRecipientInternational: envelope.recipient.isInternationalized || mail.to.address.isInternationalized)
    }
}
