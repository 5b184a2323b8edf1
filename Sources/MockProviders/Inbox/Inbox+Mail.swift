// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Puts what the SMTP server takes in into the inbox.
struct InboxMailbox: SMTPMailbox {
    let inbox: Inbox
    let clock: any WallClock

    /// Keeps a mail; its space is that of its header, else the SMTP user's name.
    func keep(
        _ body: [UInt8], envelope: SMTPEnvelope, refusal: SMTPReply?,
        finish: (String) -> (SMTPReply, SMTPTranscript)
    ) -> SMTPReply {
        let draft = InboxDraft(
            mail: body, envelope: envelope, receivedAt: clock.now, refusal: refusal?.description)
        var reply: SMTPReply?
        _ = inbox.add(draft) { id in
            let (made, transcript) = finish(id.description)
            reply = made
            return transcript
        }
        return reply ?? SMTPReply(451, "4.3.0", "The mail could not be kept")
    }
}
