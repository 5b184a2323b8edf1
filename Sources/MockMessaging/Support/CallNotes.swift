// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import MockWorld
import Values

/// What is shown beside every message of one call: the request, its secrets hidden.
struct CallNotes: Sendable {
    let transcript: Transcript
    /// What of the request's header names an event and tags.
    let headers: [(name: String, value: String)]

    /// Takes it down once for all messages of a call.
    init(_ call: ProviderCall) {
        var transcript = Transcript()
        transcript.add(.client, at: 0, (call.method + " " + call.path).utf8)
        for field in call.headers {
            let isSecret = Self.secrets.contains(field.name.lowercased())
            transcript.add(.client, at: 0, (field.name + ": " + (isSecret ? "****" : field.value)).utf8)
        }
        transcript.add(.note, at: 0, "a body of \(call.body.count) bytes".utf8)
        self.transcript = transcript
        self.headers = call.headers.filter { $0.name.lowercased().hasPrefix("x-parcelpost-") }
    }

    /// For what the mock itself sends on, such as a fallback, which belongs to the same event.
    init(note: String, event: String?) {
        var transcript = Transcript()
        transcript.add(.note, at: 0, note.utf8)
        self.transcript = transcript
        self.headers = event.map { [("X-Parcelpost-Event", $0)] } ?? []
    }

    private static let secrets: Set<String> = ["authorization", "x-secret-key", "cookie"]
}

extension Bench {
    /// Keeps one message of a call that may have brought a thousand.
    func keep(
        _ card: MessageCard, channel: MessageChannel, raw: [UInt8], space: String, refusal: String?, notes: CallNotes
    ) -> MessageKey {
        inbox.add(
            InboxDraft(
                card: card, channel: channel, raw: raw, space: space, receivedAt: clock.now, refusal: refusal,
                headers: notes.headers)
        ) { _ in notes.transcript }.id
    }
}

extension MessageCard {
    /// A value as one line that a page may show.
    static func line(_ text: String, maxBytes: Int = 2_000) -> String {
        Line.hasControls(text) || text.utf8.count > maxBytes ? Line(cleaning: text, maxBytes: maxBytes).text : text
    }
}
