// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

package import MockWorld

/// Puts what the SMTP server takes in into the inbox.
package struct InboxMailbox: SMTPMailbox {
    private let bench: Bench

    /// Puts mails into this bench's inbox.
    package init(bench: Bench) {
        self.bench = bench
    }

    /// Keeps a mail; its space is that of its header, else the SMTP user's name.
    package func keep(
        _ body: [UInt8], envelope: SMTPEnvelope, refusal: SMTPReply?,
        finish: (String) -> (SMTPReply, Transcript)
    ) -> SMTPReply {
        let draft = InboxDraft(
            mail: body, envelope: envelope, receivedAt: bench.clock.now, refusal: refusal?.description)
        var reply: SMTPReply?
        _ = bench.inbox.add(draft) { id in
            let (made, transcript) = finish(id.description)
            reply = made
            return transcript
        }
        return reply ?? SMTPReply(451, "4.3.0", "The mail could not be kept")
    }
}
