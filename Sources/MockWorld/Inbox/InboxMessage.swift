// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
package import Values

/// One message in the inbox: what came over the wire, by whom and when.
///
/// Only what the wire said is kept; what a person wants to see of it (subject, text, parts) is read when it is first
/// asked for, so that taking mails in stays fast.
package final class InboxMessage: Sendable {
    /// Its id.
    package let id: MessageKey
    /// What it came by.
    package let channel: MessageChannel
    /// The space it belongs to; empty for none.
    package let space: String
    /// When it was complete.
    package let receivedAt: Timestamp
    /// Who sent it to whom.
    package let envelope: SMTPEnvelope
    /// The bytes as they came over the wire.
    package let raw: [UInt8]
    /// The dialogue.
    package let transcript: Transcript
    /// What the client was told, if the message was refused.
    package let refusal: String?
    /// Its Message-ID without brackets, if it has one.
    package let messageID: String?
    /// Which one it is of the messages with its Message-ID and its recipients: 1 for the first, 2 for its first copy.
    package let copy: Int

    /// What a provider understood of it; nil for a mail.
    package let card: MessageCard?

    private let face = Mutex<MessageFace?>(nil)
    private let later = Mutex<[MessageEvent]>([])

    init(id: MessageKey, copy: Int, draft: InboxDraft, transcript: Transcript) {
        self.id = id
        self.copy = copy
        self.channel = draft.channel
        self.space = draft.space
        self.receivedAt = draft.receivedAt
        self.envelope = draft.envelope
        self.raw = draft.raw
        self.messageID = draft.messageID
        self.refusal = draft.refusal
        self.transcript = transcript
        self.card = draft.card
    }

    /// Subject, people and text, decoded; read at the first call and kept.
    package var summary: MessageFace {
        face.withLock { face in
            if let face { return face }
            let made = MessageFace.of(self)
            face = made
            return made
        }
    }

    /// What has happened to it since it came, oldest first.
    package var events: [MessageEvent] { later.withLock { $0 } }

    /// Adds what has happened; of more than 100 the last ones are kept.
    func add(_ event: MessageEvent) {
        later.withLock { events in
            events.append(event)
            if events.count > 100 { events.removeFirst() }
        }
    }

    /// What its copies have in common: the Message-ID, the recipients and the space; nil for one without a Message-ID.
    var copyKey: String? {
        InboxDraft.copyKey(space: space, messageID: refusal == nil ? messageID : nil, envelope: envelope)
    }

    /// About how much memory it takes.
    var cost: Int { raw.capacity + transcript.byteCount + 1_024 }
}
