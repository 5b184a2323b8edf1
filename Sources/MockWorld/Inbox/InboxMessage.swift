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
    /// How many bytes came over the wire.
    package let size: Int
    /// What the client was told, if the message was refused.
    package let refusal: String?
    /// Its Message-ID without brackets, if it has one.
    package let messageID: String?
    /// Which one it is of the messages with its Message-ID and its recipients: 1 for the first, 2 for its first copy.
    package let copy: Int
    /// What a provider understood of it; nil for a mail.
    package let card: MessageCard?
    /// The event of the sender's that it tells of, as `X-Parcelpost-Event` says; nil when unsaid.
    package let event: String?

    /// Where the bytes are.
    private enum Place {
        case memory(MessageBody, isFiled: Bool)
        case file(any MessageFile)
    }

    /// What is added while it is kept.
    private struct Later {
        var events: [MessageEvent] = []
        var tags: [String]
    }

    private let place: Mutex<Place>
    private let face = Mutex<MessageFace?>(nil)
    private let later: Mutex<Later>

    init(id: MessageKey, copy: Int, draft: InboxDraft, transcript: Transcript) {
        self.id = id
        self.copy = copy
        self.channel = draft.channel
        self.space = draft.space
        self.receivedAt = draft.receivedAt
        self.envelope = draft.envelope
        self.size = draft.raw.count
        self.messageID = draft.messageID
        self.refusal = draft.refusal
        self.card = draft.card
        self.event = draft.event
        self.later = Mutex(Later(tags: draft.tags))
        self.place = Mutex(.memory(MessageBody(raw: draft.raw, transcript: transcript), isFiled: false))
    }

    /// A message that was read back from a file, its bytes still there.
    init(filed row: ArchivedMessage, in file: any MessageFile) {
        self.id = row.id
        self.copy = row.copy
        self.channel = row.channel
        self.space = row.space
        self.receivedAt = row.receivedAt
        self.envelope = row.envelope
        self.size = row.size
        self.messageID = row.messageID
        self.refusal = row.refusal
        self.card = row.card
        self.event = row.event
        self.later = Mutex(Later(events: row.events, tags: row.tags))
        self.place = Mutex(.file(file))
    }

    /// The bytes as they came over the wire; they may have to be read from a file, so ask once.
    package var raw: [UInt8] { body.raw }

    /// The dialogue; like `raw`.
    package var transcript: Transcript { body.transcript }

    var body: MessageBody {
        switch place.withLock({ $0 }) {
        case .memory(let body, _): body
        case .file(let file): file.body(of: id) ?? MessageBody(raw: [], transcript: Transcript())
        }
    }

    /// Whose API it came by; `smtp` for a mail.
    package var provider: String { card?.provider ?? "smtp" }

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
    package var events: [MessageEvent] { later.withLock { $0.events } }

    /// Its tags.
    package var tags: [String] { later.withLock { $0.tags } }

    /// Adds what has happened; of more than 100 the last ones are kept.
    func add(_ event: MessageEvent) {
        later.withLock { later in
            later.events.append(event)
            if later.events.count > 100 { later.events.removeFirst() }
        }
    }

    func setTags(_ tags: [String]) {
        later.withLock { $0.tags = tags }
    }

    /// What its copies have in common: the Message-ID, the recipients and the space; nil for one without a Message-ID.
    var copyKey: String? {
        InboxDraft.copyKey(space: space, messageID: refusal == nil ? messageID : nil, envelope: envelope)
    }

    // MARK: Memory

    /// What a message takes beside its bytes: its names, and what is kept for searches.
    private static let overhead = 1_024

    /// About how much memory it takes.
    var cost: Int {
        let searched = min(size, 2_048)
        return place.withLock { place in
            switch place {
            case .memory(let body, _): body.raw.capacity + body.transcript.byteCount + searched + Self.overhead
            case .file: searched + Self.overhead
            }
        }
    }

    /// Told by the file: its bytes are safe there.
    func isFiledNow() {
        place.withLock { place in
            if case .memory(let body, _) = place { place = .memory(body, isFiled: true) }
        }
    }

    /// Lets go of the bytes if a file has them.
    ///
    /// - Returns: Whether memory holds them no more.
    func leaveBytes(to file: any MessageFile) -> Bool {
        place.withLock { place in
            switch place {
            case .memory(_, isFiled: false): return false
            case .memory: place = .file(file)
            case .file: break
            }
            return true
        }
    }
}
