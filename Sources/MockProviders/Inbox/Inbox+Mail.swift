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
        let peek = HeaderPeek(body)
        let draft = InboxDraft(
            space: Space.name(peek.space ?? envelope.user ?? ""), receivedAt: clock.now, envelope: envelope,
            // A body that grew while it came may have reserved twice what it needs.
            raw: body.capacity > body.count + body.count / 4 + 256 ? Array(body[...]) : body,
            messageID: peek.messageID, refusal: refusal?.description)
        var reply: SMTPReply?
        _ = inbox.add(draft) { id in
            let (made, transcript) = finish(id.description)
            reply = made
            return transcript
        }
        return reply ?? SMTPReply(451, "4.3.0", "The mail could not be kept")
    }
}

/// Names that keep parallel tests apart.
enum Space {
    /// The name as it is compared: without controls, at most 100 bytes.
    static func name(_ text: String) -> String {
        Line(cleaning: text, maxBytes: 100).text
    }
}
